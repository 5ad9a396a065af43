//! What leads from one module to another beside `import` and `require`.

use super::expect;

#[test]
fn workers_addresses_and_patterns_lead_on() {
    expect(
        r#"
== package.json
{"devDependencies": {"vite": "^5.0.0"}}
== index.html
<script type="module" src="/src/main.ts"></script>
== src/main.ts
import ByBundler from './by-bundler.js?worker';
import address from './by-address.js?url';
import Page from './page.js';
new ByBundler();
new Worker(address);
new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
new SharedWorker(new URL('shared.js', import.meta.url));
new Worker('./plain.js');
navigator.serviceWorker
  .register(new URL('./service.js', import.meta.url));
navigator.serviceWorker.register('/sw.js');
const pages = import.meta.glob('./pages/*.js');
const forms = import.meta.glob<Form<string>>(['./forms/*.js', '!./forms/seed.js'], { eager: true });
const tables = require.context('./tables', true, /\.js$/);
form.register('unrelated');
new URL('/unrelated', location.href);
Page.show(pages, forms, tables);
== src/page.js
export default { show() {} };
== src/by-bundler.js
export const call = () => fetch('/x');
== src/by-address.js
export const call = () => fetch('/x');
== src/worker.js
importScripts('./pulled.js', '/helpers.js');
== src/pulled.js
self.call = () => fetch('/x');
== src/shared.js
export const call = () => fetch('/x');
== src/plain.js
export const call = () => fetch('/x');
== src/service.js
export const call = () => fetch('/x');
== public/sw.js
export const call = () => fetch('/x');
== public/helpers.js
export const call = () => fetch('/x');
== src/pages/home.js
export const call = () => fetch('/x');
== src/pages/deep/home.js
export const call = () => fetch('/x');
== src/forms/order.js
export const call = () => fetch('/x');
== src/forms/seed.js
export const call = () => fetch('/x');
== src/tables/deep/users.js
export const call = () => fetch('/x');
== src/unrelated.js
export const call = () => fetch('/x');
"#,
        "
        src/by-bundler.js: client src/main.ts > src/by-bundler.js
        src/by-address.js: client src/main.ts > src/by-address.js
        src/worker.js: client src/main.ts > src/worker.js
        src/pulled.js: client src/main.ts > src/worker.js > src/pulled.js
        public/helpers.js: client src/main.ts > src/worker.js > public/helpers.js
        src/shared.js: client src/main.ts > src/shared.js
        src/plain.js: client src/main.ts > src/plain.js
        src/service.js: client src/main.ts > src/service.js
        public/sw.js: client src/main.ts > public/sw.js
        src/pages/home.js: client src/main.ts > src/pages/home.js
        src/pages/deep/home.js: unknown
        src/forms/order.js: client src/main.ts > src/forms/order.js
        src/forms/seed.js: unknown
        src/tables/deep/users.js: client src/main.ts > src/tables/deep/users.js
        src/unrelated.js: unknown
        ",
    );
}

#[test]
fn workers_of_servers_stay_there() {
    expect(
        r#"
== package.json
{"dependencies": {"express": "^4.0.0"}}
== server.js
import { Worker } from 'node:worker_threads';
import express from 'express';
const app = express();
app.get('/', () => new Worker(new URL('./job.js', import.meta.url)));
== job.js
export const call = () => fetch('https://example.com');
"#,
        "
        job.js: server
        ",
    );
}
