//! Servers, programs and other things that no browser gets.

use super::expect;

#[test]
fn an_express_server_under_public() {
    expect(
        r#"
== package.json
{"dependencies": {"express": "4"}}
== public/server.js
const express = require('express'); const lr = require('./lib/lr'); const app = express(); app.get('/', lr.users);
== public/lib/lr.js
exports.users = () => fetch('/users');
== public/index.html
<script src="js/app.js"></script><script>fetch('/inline')</script>
== public/js/app.js
fetch('/app');
== public/other.html
<script src="/js/rooted.js"></script>
== public/js/rooted.js
fetch('/rooted');
"#,
        "
        public/server.js: server
        public/lib/lr.js: server
        public/index.html: client public/index.html
        public/js/app.js: client public/js/app.js
        public/js/rooted.js: client public/js/rooted.js
        ",
    );
}

#[test]
fn an_express_server() {
    expect(
        r#"
== package.json
{"dependencies": {"express": "4"}}
== src/index.js
import express from 'express'; import { routes } from './client/routes.js'; routes(express());
== src/client/routes.js
import { call } from './api.js'; export const routes = (app) => app.get('/', call);
== src/client/api.js
export const call = () => fetch('/call');
== src/types.ts
import { Request } from 'express'; export const f = (r: Request) => fetch('/typed');
"#,
        "
        src/index.js: server
        src/client/routes.js: server
        src/client/api.js: server
        src/types.ts: unknown
        ",
    );
}

#[test]
fn elements_rendered_elsewhere() {
    expect(
        r#"
== mail/package.json
{"dependencies": {"@react-email/components": "1", "express": "4", "react": "18"}}
== mail/emails/welcome.tsx
import { Html, Button } from '@react-email/components'; export default () => <Html><Button href="x" /></Html>;
== mail/emails/plain.tsx
export const Plain = () => <html lang="en" />;
== mail/server.tsx
import express from 'express'; import { renderToString } from 'react-dom/server'; import { Plain } from './emails/plain'; express().get('/', renderToString(<Plain />));
== cli/package.json
{"dependencies": {"ink": "5", "react": "18"}, "bin": {"tool": "./cli.js"}}
== cli/app.js
import { useState } from 'react'; import { Text } from 'ink'; export const App = () => <Text onClick={() => useState()} />;
== cli/cli.js
import './app.js'; fetch('/cli');
"#,
        "
        mail/emails/welcome.tsx: server
        mail/emails/plain.tsx: server
        mail/server.tsx: server
        cli/app.js: server
        cli/cli.js: server
        ",
    );
}

#[test]
fn functions_in_the_cloud() {
    expect(
        r#"
== vercel/vercel.json
{}
== vercel/package.json
{"dependencies": {"react": "18"}}
== vercel/api/users.js
export const config = {}; fetch('/users');
== shape/package.json
{}
== shape/api/hello.ts
export default async function handler(req, res) { res.json(await fetch('/hello')); }
== lambda/index.js
exports.handler = async (event) => fetch('/lambda');
== netlify/netlify.toml
== netlify/netlify/functions/call.mts
export default async (r) => fetch('/call');
== worker/wrangler.toml
== worker/src/index.ts
import { call } from './call'; export default { async fetch(request, env) { return call(env); } };
== worker/src/call.ts
export const call = (env) => fetch('/call');
== deno/main.ts
Deno.serve(() => fetch('/deno'));
== firebase/package.json
{"dependencies": {"firebase-functions": "6"}}
== firebase/lib/on.js
const functions = require('firebase-functions'); exports.on = functions.https.onRequest(() => fetch('/on'));
"#,
        "
        vercel/api/users.js: server
        shape/api/hello.ts: server
        lambda/index.js: server
        netlify/netlify/functions/call.mts: server
        worker/src/index.ts: server
        worker/src/call.ts: server
        deno/main.ts: server
        firebase/lib/on.js: server
        ",
    );
}

#[test]
fn programs() {
    expect(
        r#"
== package.json
{"bin": {"sync": "bin/sync.mjs"}, "dependencies": {"react": "18", "react-dom": "18"}}
== bin/sync.mjs
import { run } from '../lib/run.mjs'; run();
== lib/run.mjs
export const run = () => fetch('/run');
== scripts/seed.js
#!/usr/bin/env node
fetch('/seed');
== scripts/report.ts
import { Command } from 'commander'; new Command();
== scripts/once.js
require('dotenv').config(); fetch('/once'); process.exit(0);
"#,
        "
        bin/sync.mjs: server
        lib/run.mjs: server
        scripts/seed.js: server
        scripts/report.ts: server
        scripts/once.js: server
        ",
    );
}

#[test]
fn mock_servers_and_tests() {
    expect(
        r#"
== package.json
{"dependencies": {"react-scripts": "5"}, "devDependencies": {"msw": "2", "json-server": "1"}}
== src/index.js
export const app = 1;
== src/mocks/server.js
import { setupServer } from 'msw/node'; export const server = setupServer();
== mock/server.js
const jsonServer = require('json-server'); jsonServer.create();
== src/users.spec.js
import { users } from './users'; import { render } from 'react-dom'; render(users());
== src/__tests__/users.js
import { users } from '../users'; users();
== e2e/login.js
import { users } from '../src/users'; document.write(users());
== src/users.js
export const users = () => fetch('/users');
"#,
        "
        src/mocks/server.js: server
        mock/server.js: server
        src/users.spec.js: server
        src/__tests__/users.js: server
        src/users.js: unknown
        ",
    );
}

#[test]
fn conditions_that_hold_on_the_server() {
    expect(
        r#"
== package.json
{"dependencies": {"react-scripts": "5", "react": "18"}}
== src/index.js
import { onServer } from './on-server'; import { base } from './base';
if (typeof window === "undefined") { fetch('/block'); onServer(); } else { fetch('/else'); }
export const url = typeof window !== 'undefined' ? base() : '/x'; const v = import.meta.env.SSR ? fetch('/choice') : 0;
== src/on-server.js
export const onServer = () => fetch('/on-server');
== src/base.js
export const base = () => fetch('/base');
"#,
        "
        src/index.js@/block: server
        src/index.js@/else: client src/index.js
        src/index.js@/choice: server
        src/on-server.js: unknown
        src/base.js: client src/index.js > src/base.js
        ",
    );
}

#[test]
fn what_is_in_no_bundle_or_in_one() {
    // What a module inside a package exports by default is not what the package does.
    expect(
        r#"
== package.json
{"dependencies": {"next": "14", "react": "18"}}
== pages/index.jsx
import Image from 'next/image'; import Link from 'next/link';
export default function Page() { fetch('/page'); return <Link><Image/></Link>; }
== server.js
import next from 'next';
next({}).prepare().then(() => fetch('/server'));
"#,
        "
        pages/index.jsx: client pages/index.jsx
        server.js: server
        ",
    );
    // The shell's own process is bundled, too.
    expect(
        r#"
== package.json
{"devDependencies": {"electron": "30"}}
== webpack.main.config.js
module.exports = { entry: './src/main.js' };
== webpack.renderer.config.js
module.exports = { entry: './src/page.js', target: 'web' };
== src/main.js
import { app, ipcMain } from 'electron'; ipcMain.handle('x', () => fetch('/main'));
== src/page.js
fetch('/page');
"#,
        "
        src/main.js: unknown
        src/page.js: client src/page.js
        ",
    );
    // Bundles hold another file in place of one.
    expect(
        r#"
== package.json
{"dependencies": {"react-scripts": "5", "react": "18"}, "browser": {"./src/node.js": "./src/browser.js"}}
== src/index.js
import { a } from './node.js'; import { b } from './other.js'; a(); b();
== src/node.js
export const a = () => fetch('/node');
== src/other.js
export const b = () => fetch('/other');
"#,
        "
        src/node.js: unknown
        src/other.js: client src/index.js > src/other.js
        ",
    );
}

#[test]
fn conditions_that_are_names_or_lie_before() {
    // By a constant, by what is imported, behind what leaves on the other side, and behind `&&` and `||`.
    expect(
        r#"
== package.json
{"dependencies": {"react-scripts": "5", "react": "18"}}
== src/index.js
import { isPlatformBrowser } from '@angular/common'; import { isBrowser } from '@/environment'; import { isReady } from '@/state';
const isServer = typeof window === 'undefined'; const ready = Boolean(isReady);
export const a = isServer ? fetch('/constant') : fetch('/not-constant');
export function b() { if (isBrowser) return fetch('/imported'); return fetch('/behind-imported'); }
export function c() { if (!isServer) { throw new Error('no'); } const x = fetch('/behind-throw'); return x; }
export function d() { if (ready) return fetch('/ready'); return fetch('/behind-ready'); }
export const e = () => isServer && fetch('/and'); export const f = () => typeof window !== 'undefined' || fetch('/or');
export const g = () => isReady && fetch('/and-ready');
export function h(id) { if (isPlatformBrowser(id)) { return fetch('/asked'); } return fetch('/behind-asked'); }
"#,
        "
        src/index.js@/constant: server
        src/index.js@/not-constant: client src/index.js
        src/index.js@/imported: client src/index.js
        src/index.js@/behind-imported: server
        src/index.js@/behind-throw: server
        src/index.js@/ready: client src/index.js
        src/index.js@/behind-ready: client src/index.js
        src/index.js@/and: server
        src/index.js@/or: server
        src/index.js@/and-ready: client src/index.js
        src/index.js@/asked: client src/index.js
        src/index.js@/behind-asked: server
        ",
    );
}

#[test]
fn a_server_that_stands_where_an_entry_would() {
    expect(
        r#"
== package.json
{"dependencies": {"express": "4"}, "devDependencies": {"vite": "5"}}
== index.html
<script type="module" src="/client/main.js"></script>
== src/index.js
import express from 'express'; import { call } from './call.js'; express().use(call);
== src/call.js
export const call = () => fetch('/call');
== client/main.js
fetch('/main');
"#,
        "
        src/index.js: server
        src/call.js: server
        client/main.js: client client/main.js
        ",
    );
}
