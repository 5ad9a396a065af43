//! Bundles, pages and what they lead to.

use super::expect;

#[test]
fn vite_with_react() {
    expect(
        r#"
== package.json
{"dependencies": {"react": "19", "react-dom": "19"}, "devDependencies": {"vite": "6"}}
== index.html
<div id="root"></div><script type="module" src="/src/main.tsx"></script>
== vite.config.ts
import { defineConfig } from 'vite'; export default defineConfig({});
== src/main.tsx
import { createRoot } from 'react-dom/client'; import App from './App';
createRoot(document.getElementById('root')!).render(<App />);
== src/App.tsx
import { users } from './api/users'; import type { Roles } from './api/roles'; import { Config } from './types';
export default function App(p: Config) { return <ul>{users()}</ul>; }
== src/api/users.ts
export const users = () => fetch('/x');
== src/api/roles.ts
export type Roles = string; export const roles = () => fetch('/y');
== src/types.ts
export interface Config { a: string } export const call = () => fetch('/z');
== src/App.test.tsx
import { roles } from './api/roles'; import { useState } from 'react'; roles(useState);
== src/App.stories.tsx
import { roles } from './api/roles'; roles();
== tools/report.ts
import { users } from '../src/api/users'; import fs from 'node:fs'; fs.writeFileSync('x', users());
"#,
        "
        src/main.tsx: client src/main.tsx
        src/App.tsx: client src/main.tsx > src/App.tsx
        src/api/users.ts: client src/main.tsx > src/App.tsx > src/api/users.ts
        src/api/roles.ts: unknown
        src/types.ts: unknown
        src/App.test.tsx: server
        tools/report.ts: server
        vite.config.ts: server
        ",
    );
}

#[test]
fn a_hook_in_a_folder_named_api() {
    expect(
        r#"
== package.json
{"dependencies": {"react": "18"}}
== server/api/useUsers.ts
import React, { useEffect } from 'react'; import { get } from './get'; export const useUsers = () => useEffect(() => get(), []);
== server/api/get.ts
export const get = () => fetch('/get');
== server/api/useRoles.ts
import * as React from 'react'; export const useRoles = () => React.useState(() => fetch('/roles'));
== server/api/typed.ts
import React from 'react'; export const f = (n: React.ReactNode) => fetch('/f');
"#,
        "
        server/api/useUsers.ts: client server/api/useUsers.ts
        server/api/get.ts: client server/api/useUsers.ts > server/api/get.ts
        server/api/useRoles.ts: client server/api/useRoles.ts
        server/api/typed.ts: unknown
        ",
    );
}

#[test]
fn a_package_shared_in_a_monorepo() {
    expect(
        r#"
== package.json
{"private": true, "workspaces": ["apps/*", "packages/*"]}
== apps/web/package.json
{"name": "web", "dependencies": {"react-scripts": "5", "@acme/shared": "*"}}
== apps/web/src/index.tsx
import { call } from '@acme/shared'; call();
== apps/api/package.json
{"name": "api", "dependencies": {"express": "4", "@acme/shared": "*"}}
== apps/api/src/index.ts
import express from 'express'; import { call, admin } from '@acme/shared'; express().use(call, admin);
== packages/shared/package.json
{"name": "@acme/shared", "main": "dist/index.js"}
== packages/shared/src/index.ts
export { call } from './call'; export { admin } from './admin';
== packages/shared/src/call.ts
export const call = () => fetch('/call');
== packages/shared/src/admin.ts
export const admin = () => fetch('/admin');
"#,
        "
        packages/shared/src/call.ts: client apps/web/src/index.tsx > packages/shared/src/index.ts > packages/shared/src/call.ts
        packages/shared/src/admin.ts: server
        ",
    );
}

#[test]
fn a_barrel_that_is_imported_as_a_namespace() {
    expect(
        r#"
== package.json
{"dependencies": {"react": "18"}}
== src/View.jsx
import { useState } from 'react'; import * as api from './api'; export const View = () => useState(api.read());
== src/api/index.js
import remove from './remove'; export { read } from './read'; export { remove }; export * as raw from './raw';
== src/api/read.js
export const read = () => fetch('/read');
== src/api/remove.js
export default () => fetch('/remove');
== src/api/raw.js
export const send = () => fetch('/raw');
"#,
        "
        src/api/read.js: client src/View.jsx > src/api/index.js > src/api/read.js
        src/api/remove.js: unknown
        src/api/raw.js: unknown
        ",
    );
}

#[test]
fn entries_in_the_configuration_of_webpack() {
    expect(
        r#"
== web/package.json
{"devDependencies": {"webpack": "5"}}
== web/webpack.config.js
const path = require('path');
module.exports = { entry: { app: './src/app.js', admin: path.resolve(__dirname, 'src', 'admin.js') }, target: 'web' };
== web/src/app.js
const { call } = require('./call'); call();
== web/src/admin.js
fetch('/admin');
== web/src/call.js
exports.call = () => fetch('/call');
== api/package.json
{"devDependencies": {"webpack": "5"}}
== api/webpack.config.js
module.exports = { entry: './src/app.js', target: 'node' };
== api/src/app.js
fetch('/x');
"#,
        "
        web/src/app.js: client web/src/app.js
        web/src/admin.js: client web/src/admin.js
        web/src/call.js: client web/src/app.js > web/src/call.js
        api/src/app.js: unknown
        ",
    );
}

#[test]
fn entries_in_commands() {
    expect(
        r#"
== package.json
{"scripts": {"build": "NODE_ENV=production esbuild src/page.ts --bundle --outfile=out.js && esbuild src/api.ts --bundle --platform=node", "old": "browserify lib/main.js -o bundle.js", "start": "parcel index.htm"}}
== src/page.ts
import './effect'; fetch('/page');
== src/effect.ts
fetch('/effect');
== src/api.ts
fetch('/api');
== lib/main.js
fetch('/main');
== index.htm
<script type="module">import { go } from './go.js'; go()</script>
== go.js
export const go = () => fetch('/go');
"#,
        "
        src/page.ts: client src/page.ts
        src/effect.ts: client src/page.ts > src/effect.ts
        src/api.ts: unknown
        lib/main.js: client lib/main.js
        go.js: client index.htm > go.js
        ",
    );
}

#[test]
fn rollup_and_the_field_of_the_manifest() {
    expect(
        r#"
== lib/package.json
{"name": "lib", "browser": "./src/browser.js", "main": "./src/node.js"}
== lib/src/browser.js
import { both } from './both.js'; both();
== lib/src/node.js
fetch('/node');
== lib/src/both.js
export const both = () => fetch('/both');
== widget/package.json
{}
== widget/rollup.config.js
export default { input: 'src/index.js', output: [{ file: 'w.js', format: 'iife' }] };
== widget/src/index.js
fetch('/widget');
== sdk/package.json
{}
== sdk/rollup.config.js
export default { input: 'src/index.js', output: { file: 'w.js', format: 'cjs' } };
== sdk/src/index.js
fetch('/sdk');
"#,
        "
        lib/src/both.js: client lib/src/browser.js > lib/src/both.js
        lib/src/node.js: unknown
        widget/src/index.js: client widget/src/index.js
        sdk/src/index.js: unknown
        ",
    );
}

#[test]
fn angular() {
    expect(
        r#"
== package.json
{"dependencies": {"@angular/core": "17"}}
== angular.json
{"projects": {"app": {"architect": {"build": {"options": {"browser": "src/main.ts", "server": "src/main.server.ts"}}}}}}
== src/main.ts
import { bootstrapApplication } from '@angular/platform-browser'; import { AppComponent } from './app/app.component'; bootstrapApplication(AppComponent);
== src/app/app.component.ts
import { Component } from '@angular/core'; import { UserService } from './user.service'; import { Other } from './other';
@Component({ selector: 'app' }) export class AppComponent { constructor(private users: UserService) {} f(o: Other) {} }
== src/app/user.service.ts
import { Injectable } from '@angular/core'; import { HttpClient } from '@angular/common/http'; import { helper } from './helper';
@Injectable() export class UserService { constructor(private http: HttpClient) {} all() { return this.http.get(helper()); } }
== src/app/helper.ts
export const helper = () => fetch('/helper');
== src/app/other.ts
export class Other { send() { return fetch('/other'); } }
== server.ts
import express from 'express'; import { APP_BASE_HREF } from '@angular/common'; express().use(APP_BASE_HREF);
"#,
        "
        src/main.ts: client src/main.ts
        src/app/user.service.ts: client src/main.ts > src/app/app.component.ts > src/app/user.service.ts
        src/app/helper.ts: client src/main.ts > src/app/app.component.ts > src/app/user.service.ts > src/app/helper.ts
        src/app/other.ts: unknown
        server.ts: server
        ",
    );
}

#[test]
fn vue_with_its_cli() {
    expect(
        r#"
== package.json
{"dependencies": {"vue": "3", "@vue/cli-service": "5"}}
== src/main.js
import { createApp } from 'vue'; import App from './App.vue'; createApp(App).mount('#app');
== src/App.vue
<script setup lang="ts">import UserList from './UserList.vue'; import Unused from './Unused.vue';</script>
<template><user-list /></template>
== src/UserList.vue
<template><ul /></template><script>import { users } from './users'; export default { created() { users(); } };</script>
== src/Unused.vue
<script>export default {}</script>
== src/users.js
export const users = () => fetch('/users');
"#,
        "
        src/users.js: client src/main.js > src/App.vue > src/UserList.vue > src/users.js
        src/Unused.vue: client src/Unused.vue
        ",
    );
}

#[test]
fn web_extensions() {
    expect(
        r#"
== manifest.json
{"manifest_version": 3, "background": {"service_worker": "background.js"}, "content_scripts": [{"js": ["content/page.js"]}], "action": {"default_popup": "popup.html"}}
== background.js
import { sync } from './sync.js'; sync();
== content/page.js
fetch('/content');
== popup.html
<script src="popup.js"></script>
== popup.js
fetch('/popup');
== sync.js
export const sync = () => fetch('/sync');
== tools.js
fetch('/tools');
"#,
        "
        background.js: client background.js
        content/page.js: client content/page.js
        popup.js: client popup.js
        sync.js: client background.js > sync.js
        tools.js: unknown
        ",
    );
}

#[test]
fn react_native_and_expo() {
    expect(
        r#"
== bare/package.json
{"dependencies": {"react-native": "0.76", "react": "18"}}
== bare/app.json
{}
== bare/index.js
import { AppRegistry } from 'react-native'; import App from './src/App'; AppRegistry.registerComponent('x', () => App);
== bare/src/App.js
import { call } from './call'; export default () => call();
== bare/src/call.js
export const call = () => fetch('/call');
== expo/package.json
{"dependencies": {"expo": "52", "expo-router": "4"}}
== expo/app/index.tsx
import { load } from '../lib/load'; export default () => load();
== expo/app/users+api.ts
import { admin } from '../lib/admin'; export const GET = () => admin();
== expo/lib/load.ts
export const load = () => fetch('/load');
== expo/lib/admin.ts
export const admin = () => fetch('/admin');
== push/package.json
{"dependencies": {"expo-server-sdk": "3"}}
== push/index.js
const { Expo } = require('expo-server-sdk'); new Expo();
"#,
        "
        bare/src/call.js: client bare/index.js > bare/src/App.js > bare/src/call.js
        expo/lib/load.ts: client expo/app/index.tsx > expo/lib/load.ts
        expo/app/users+api.ts: server
        expo/lib/admin.ts: server
        push/index.js: server
        ",
    );
}

#[test]
fn electron() {
    expect(
        r#"
== package.json
{"main": "main.js", "devDependencies": {"electron": "33"}}
== main.js
const { app, BrowserWindow, ipcMain } = require('electron'); const { main } = require('./in-main'); app.on('ready', () => new BrowserWindow(ipcMain, main));
== preload.js
const { contextBridge, ipcRenderer } = require('electron'); contextBridge.exposeInMainWorld('api', ipcRenderer);
== renderer/index.html
<script src="./renderer.js"></script>
== renderer/renderer.js
fetch('/renderer');
== in-main.js
exports.main = () => fetch('/main');
"#,
        "
        main.js: unknown
        preload.js: client preload.js
        renderer/renderer.js: client renderer/renderer.js
        in-main.js: unknown
        ",
    );
}

#[test]
fn workers_of_browsers_and_weak_signs() {
    expect(
        r"
== package.json
{}
== sw.js
self.addEventListener('install', () => self.skipWaiting()); fetch('/sw');
== offline.js
self.addEventListener('install', (e) => e.waitUntil(fetch('/offline')));
== legacy.js
document.getElementById('x').onclick = function () { fetch('/legacy'); };
== jquery.js
$.ajax('/jquery');
== nothing.js
fetch('/nothing');
== typed.js
export const isBrowser = typeof window !== 'undefined'; fetch('/typed');
== scrape.js
import puppeteer from 'puppeteer'; puppeteer.launch(() => document.querySelector('x'));
",
        "
        sw.js: client sw.js
        offline.js: client offline.js
        legacy.js: unknown
        jquery.js: unknown
        nothing.js: unknown
        typed.js: unknown
        scrape.js: server
        ",
    );
}

#[test]
fn imports_that_are_none() {
    expect(
        r#"
== package.json
{"dependencies": {"react-scripts": "5"}}
== src/index.tsx
// import { a } from './commented';
import type { B } from './typed'; import { C, type D } from './both'; import './effect'; import('./lazy').then((m) => m.go());
const text = "import x from './quoted'"; const b: B = text; export const d: D = C(b);
== src/commented.ts
export const a = () => fetch('/a');
== src/typed.ts
export type B = string; export const b = () => fetch('/b');
== src/both.ts
export type D = string; export const C = (x) => fetch('/c');
== src/effect.ts
fetch('/effect');
== src/lazy.ts
export const go = () => fetch('/lazy');
== src/quoted.ts
export default () => fetch('/quoted');
"#,
        "
        src/commented.ts: unknown
        src/typed.ts: unknown
        src/both.ts: client src/index.tsx > src/both.ts
        src/effect.ts: client src/index.tsx > src/effect.ts
        src/lazy.ts: client src/index.tsx > src/lazy.ts
        src/quoted.ts: unknown
        ",
    );
}

#[test]
fn pages_that_programs_fill_in() {
    expect(
        r#"
== app/templates/index.html
<script src="static/js/index.js"></script><script src="/js/other.js?v=3"></script><script src="{{ url }}/js/no.js"></script>
== app/static/js/index.js
fetch('/index');
== app/static/js/other.js
fetch('/other');
== app/static/js/no.js
fetch('/no');
== app/templates/frame.html
<!-- <script src="../static/js/no.js"></script> --><script src="https://example.com/static/js/no.js"></script>
"#,
        "
        app/static/js/index.js: client app/static/js/index.js
        app/static/js/other.js: client app/static/js/other.js
        app/static/js/no.js: unknown
        ",
    );
}

#[test]
fn a_component_that_nothing_in_sight_leads_to() {
    expect(
        r#"
== ui/package.json
{"peerDependencies": {"react-dom": "18"}}
== ui/src/Card.jsx
import { text } from './text'; export const Card = () => <p>{text()}</p>;
== ui/src/text.js
export const text = () => fetch('/text');
== mail/package.json
{"dependencies": {"mjml-react": "2"}}
== mail/src/Card.jsx
export const Card = () => <p>{fetch('/card')}</p>;
"#,
        "
        ui/src/Card.jsx: client? ui/src/Card.jsx
        ui/src/text.js: client? ui/src/Card.jsx > ui/src/text.js
        mail/src/Card.jsx: unknown
        ",
    );
}
