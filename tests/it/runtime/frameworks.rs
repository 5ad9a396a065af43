//! Frameworks that have their own idea of where files go.

use super::expect;

#[test]
fn create_react_app() {
    expect(
        r#"
== package.json
{"dependencies": {"react-scripts": "5", "react": "18"}}
== public/index.html
<div id="root"></div>
== src/index.js
import ReactDOM from 'react-dom'; import App from './App'; ReactDOM.render(<App />, null);
== src/App.js
import { list } from './services'; export default () => <b onClick={() => list()} />;
== src/services/index.js
export * from './users'; export * from './admin';
== src/services/users.js
export const list = () => fetch('/list');
== src/services/admin.js
export const purge = () => fetch('/purge');
== src/setupProxy.js
const { createProxyMiddleware } = require('http-proxy-middleware'); module.exports = (app) => app.use(createProxyMiddleware());
"#,
        "
        src/services/users.js: client src/index.js > src/App.js > src/services/index.js > src/services/users.js
        src/services/admin.js: unknown
        src/setupProxy.js: server
        ",
    );
}

#[test]
fn next_with_pages() {
    expect(
        r#"
== package.json
{"dependencies": {"next": "14", "react": "18", "react-dom": "18"}}
== pages/index.tsx
import { listUsers, label } from '../lib/users'; import { secretCall } from '../lib/server'; import { shape } from '../lib/shape';
const helper = () => secretCall('helper');
export async function getServerSideProps() { await fetch('/in-props'); return { props: { users: helper(), x: shape } }; }
export default function Home() { fetch('/in-page'); return <p>{label}</p>; }
== pages/about.tsx
import { wrap } from '../lib/wrap'; import { more } from '../lib/more';
export const getStaticProps = wrap(async () => more());
export default () => <p />;
== pages/api/users.ts
import { apiOnly } from '../../lib/api-only'; export default async function handler(req, res) { res.json(await apiOnly()); }
== pages/_document.tsx
import { doc } from '../lib/doc'; export default () => doc();
== lib/users.ts
export const label = 'x'; export const listUsers = () => fetch('/users');
== lib/server.ts
export const secretCall = (x) => fetch('/secret');
== lib/shape.ts
export const shape = 1;
== lib/wrap.ts
export const wrap = (f) => f;
== lib/more.ts
export const more = () => fetch('/more');
== lib/api-only.ts
export const apiOnly = () => fetch('/api-only');
== lib/doc.ts
export const doc = () => fetch('/doc');
== middleware.ts
import { NextResponse } from 'next/server'; export function middleware() { return NextResponse.next(); }
"#,
        "
        pages/index.tsx: client pages/index.tsx
        pages/index.tsx@/in-props: server
        pages/index.tsx@'helper': server
        pages/index.tsx@/in-page: client pages/index.tsx
        pages/about.tsx@more()): server
        pages/api/users.ts: server
        lib/users.ts: client pages/index.tsx > lib/users.ts
        lib/server.ts: unknown
        lib/shape.ts: unknown
        lib/more.ts: unknown
        lib/api-only.ts: server
        lib/doc.ts: server
        middleware.ts: server
        ",
    );
}

#[test]
fn next_with_the_app_router() {
    expect(
        r#"
== apps/web/package.json
{"dependencies": {"next": "15", "react": "19", "react-dom": "19"}}
== apps/web/src/app/page.tsx
import Form from './form'; import { load } from '../lib/load'; export default async function Page() { return <Form data={await load()} />; }
== apps/web/src/app/form.tsx
'use client';
import { save } from './actions'; import { format } from '../lib/format'; import type { Loaded } from '../lib/load';
export default function Form() { return <form action={save}>{format(1)}</form>; }
== apps/web/src/app/actions.ts
'use server';
import { call } from '../lib/call'; export async function save() { return call(); }
== apps/web/src/app/inline.tsx
import { call } from '../lib/call';
export default function Inline() { async function act() { 'use server'; await fetch('/act'); } return <form action={act} />; }
== apps/web/src/app/users/route.ts
import { viaRoute } from '../../lib/route-lib'; export async function GET() { return Response.json(await viaRoute()); }
== apps/web/src/lib/load.ts
export type Loaded = string; export const load = () => fetch('/load');
== apps/web/src/lib/format.ts
import { deep } from './deep'; export const format = (x) => deep(x);
== apps/web/src/lib/deep.ts
export const deep = (x) => fetch('/deep');
== apps/web/src/lib/call.ts
import 'server-only'; export const call = () => fetch('/call');
== apps/web/src/lib/route-lib.ts
export const viaRoute = () => fetch('/route');
"#,
        "
        apps/web/src/app/page.tsx: unknown
        apps/web/src/app/form.tsx: client apps/web/src/app/form.tsx
        apps/web/src/app/actions.ts: server
        apps/web/src/app/inline.tsx@/act: server
        apps/web/src/app/users/route.ts: server
        apps/web/src/lib/load.ts: unknown
        apps/web/src/lib/format.ts: client apps/web/src/app/form.tsx > apps/web/src/lib/format.ts
        apps/web/src/lib/deep.ts: client apps/web/src/app/form.tsx > apps/web/src/lib/format.ts > apps/web/src/lib/deep.ts
        apps/web/src/lib/call.ts: server
        apps/web/src/lib/route-lib.ts: server
        ",
    );
}

#[test]
fn nuxt() {
    expect(
        r#"
== package.json
{"dependencies": {"nuxt": "3"}}
== pages/index.vue
<script setup>const { data } = await useFetch('/api/users'); fetch('/page');</script>
== composables/useUsers.ts
export const useUsers = () => $fetch('/users');
== plugins/boot.server.ts
export default () => fetch('/boot');
== server/api/users.get.ts
import { admin } from '../utils/admin'; export default defineEventHandler(() => admin());
== server/utils/admin.ts
export const admin = () => $fetch('/admin');
== nuxt.config.ts
export default defineNuxtConfig({});
"#,
        "
        pages/index.vue: client pages/index.vue
        composables/useUsers.ts: client composables/useUsers.ts
        plugins/boot.server.ts: server
        server/api/users.get.ts: server
        server/utils/admin.ts: server
        nuxt.config.ts: server
        ",
    );
}

#[test]
fn sveltekit() {
    expect(
        r#"
== package.json
{"devDependencies": {"@sveltejs/kit": "2", "vite": "5"}}
== src/routes/+page.svelte
<script>import Card from '$lib/Card.svelte'; import { show } from '$lib/show';</script><Card a={show()} />
== src/routes/+page.ts
import { load as get } from '$lib/get'; export const load = () => get();
== src/routes/+page.server.ts
import { secret } from '$lib/server/secret'; import { calc } from '$lib/calc'; export const load = () => secret(calc());
== src/routes/api/+server.ts
import { secret } from '$lib/server/secret'; export const GET = () => secret();
== src/hooks.server.ts
import { hook } from '$lib/hook'; export const handle = hook;
== src/lib/Card.svelte
<script>fetch('/card');</script>
== src/lib/show.ts
export const show = () => fetch('/show');
== src/lib/get.ts
export const load = () => fetch('/get');
== src/lib/calc.ts
export const calc = () => fetch('/calc');
== src/lib/hook.ts
export const hook = () => fetch('/hook');
== src/lib/server/secret.ts
export const secret = () => fetch('/secret');
"#,
        "
        src/lib/Card.svelte: client src/routes/+page.svelte > src/lib/Card.svelte
        src/lib/show.ts: client src/routes/+page.svelte > src/lib/show.ts
        src/lib/get.ts: client src/routes/+page.ts > src/lib/get.ts
        src/lib/calc.ts: server
        src/lib/hook.ts: server
        src/lib/server/secret.ts: server
        src/routes/+page.server.ts: server
        src/routes/api/+server.ts: server
        ",
    );
}

#[test]
fn remix() {
    expect(
        r#"
== package.json
{"dependencies": {"@remix-run/react": "2", "@remix-run/node": "2"}}
== app/routes/users.tsx
import { json } from '@remix-run/node'; import { list } from '../list'; import { label } from '../label'; import { db } from '../db.server';
export async function loader() { return json(await list(db)); }
export const action = async () => fetch('/action');
export default function Users() { fetch('/component'); return <p>{label()}</p>; }
== app/list.ts
export const list = (x) => fetch('/list');
== app/label.ts
export const label = () => fetch('/label');
== app/db.server.ts
export const db = fetch('/db');
"#,
        "
        app/routes/users.tsx@await list: server
        app/routes/users.tsx@/action: server
        app/routes/users.tsx@/component: client app/routes/users.tsx
        app/list.ts: unknown
        app/label.ts: client app/routes/users.tsx > app/label.ts
        app/db.server.ts: server
        ",
    );
}

#[test]
fn loaders_of_a_router_in_the_browser() {
    expect(
        r#"
== package.json
{"dependencies": {"react-router-dom": "6", "react": "18"}, "devDependencies": {"vite": "5"}}
== index.html
<script type="module" src="/src/main.jsx"></script>
== src/main.jsx
import { loader } from './routes/users'; loader();
== src/routes/users.jsx
export async function loader() { return fetch('/loader'); }
"#,
        "
        src/routes/users.jsx@/loader: client src/main.jsx > src/routes/users.jsx
        ",
    );
}

#[test]
fn astro() {
    expect(
        r#"
== package.json
{"dependencies": {"astro": "5", "react": "18", "react-dom": "18"}}
== src/pages/index.astro
---
import { data } from '../data'; import Card from '../Card.jsx'; const x = await data(); fetch('/front');
---
<Card client:load /><script>import { act } from '../act'; act(); fetch('/script')</script>
== src/pages/users.json.ts
import { list } from '../list'; export const GET = () => list();
== src/Card.jsx
export default () => <p>{fetch('/card')}</p>;
== src/Counter.jsx
import { useState } from 'react'; export default () => useState(fetch('/counter'));
== src/data.ts
export const data = () => fetch('/data');
== src/act.ts
export const act = () => fetch('/act');
== src/list.ts
export const list = () => fetch('/list');
"#,
        "
        src/pages/index.astro@/front: server
        src/pages/index.astro@/script: client src/pages/index.astro
        src/pages/users.json.ts: server
        src/Card.jsx: unknown
        src/Counter.jsx: client src/Counter.jsx
        src/data.ts: unknown
        src/act.ts: client src/pages/index.astro > src/act.ts
        src/list.ts: server
        ",
    );
}

#[test]
fn gatsby() {
    expect(
        r#"
== package.json
{"dependencies": {"gatsby": "5", "react": "18", "react-dom": "18"}}
== src/pages/index.js
import { call } from '../call'; import { fromServer } from '../from-server';
export async function getServerData() { return fromServer(); }
export default () => <p>{call()}</p>;
== src/call.js
export const call = () => fetch('/call');
== src/from-server.js
export const fromServer = () => fetch('/from-server');
== src/api/hello.js
export default (request, response) => fetch('/hello');
== gatsby-node.js
exports.createPages = () => fetch('/build');
"#,
        "
        src/call.js: client src/pages/index.js > src/call.js
        src/from-server.js: unknown
        src/api/hello.js: server
        gatsby-node.js: server
        ",
    );
}

#[test]
fn functions_handed_to_the_server() {
    expect(
        r#"
== start/package.json
{"dependencies": {"@tanstack/react-start": "1", "react": "19"}}
== start/src/routes/index.tsx
import { createServerFn } from '@tanstack/react-start'; import { admin } from '../admin';
const get = createServerFn({ method: 'GET' }).handler(async () => admin('/in-fn'));
export const Route = { loader: () => get(), component: () => fetch('/component') };
== start/src/admin.ts
export const admin = () => fetch('/admin');
== qwik/package.json
{"dependencies": {"@builder.io/qwik-city": "1"}}
== qwik/src/routes/index.tsx
import { component$ } from '@builder.io/qwik'; import { routeLoader$, server$ } from '@builder.io/qwik-city';
export const useUsers = routeLoader$(async () => fetch('/loader'));
export const run = server$(() => fetch('/run'));
export default component$(() => { fetch('/view'); return <p />; });
== solid/package.json
{"dependencies": {"@solidjs/start": "1", "solid-js": "1"}}
== solid/src/routes/index.tsx
import { createSignal } from 'solid-js'; const save = async () => { "use server"; return fetch('/save'); };
export default () => { createSignal(save); fetch('/view'); };
"#,
        "
        start/src/routes/index.tsx@/in-fn: server
        start/src/routes/index.tsx@/component: client start/src/routes/index.tsx
        start/src/admin.ts: unknown
        qwik/src/routes/index.tsx@/loader: server
        qwik/src/routes/index.tsx@/run: server
        qwik/src/routes/index.tsx@/view: client qwik/src/routes/index.tsx
        solid/src/routes/index.tsx@/save: server
        solid/src/routes/index.tsx@/view: client solid/src/routes/index.tsx
        ",
    );
}

/// A component on the server hands server actions to those in browsers; a function that it writes itself it could not.
#[test]
fn handing_on_a_server_action_is_no_event() {
    expect(
        r#"
== package.json
{"dependencies": {"next": "15", "react": "19", "react-dom": "19"}}
== app/page.tsx
import { remove } from './actions'; import * as actions from './actions'; import { Button } from './button';
async function load() { 'use server'; await fetch('/load'); }
export default async function Page() { const r = await fetch('/page'); return <Button onRemove={remove} onEach={remove.bind(null, r)} onAll={actions.all} onLoad={load} />; }
== app/actions.ts
'use server';
export async function remove() {} export async function all() {}
== app/button.tsx
'use client';
export const Button = ({ onRemove }) => <button onClick={onRemove}>x</button>;
== app/other.tsx
import { remove } from './actions'; export const Other = () => <b onClick={remove} />;
== app/own.tsx
import { Button } from './button'; export const Own = () => <Button onRemove={() => fetch('/own')} />;
"#,
        "
        app/page.tsx: unknown
        app/page.tsx@/load: server
        app/other.tsx: client app/other.tsx
        app/own.tsx: client app/own.tsx
        ",
    );
}
