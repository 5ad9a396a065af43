//! Where code runs, in the layouts of many frameworks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

use std::fs;
use std::path::Path;
use std::sync::Arc;

use authlint::context::{Context, ContextData, Contexts};
use authlint::link::{ImportGraph, Workspace};
use authlint::source::files::{Disk, Files, SourceFile, kind_of};
use authlint::source::walk::walk;
use authlint::source::{FileId, Span};

/// Writes files given as `== path` lines, each followed by a text.
fn write(folder: &Path, project: &str) {
    fs::create_dir(folder.join(".git")).unwrap();
    for part in project.split("== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        let path = folder.join(path.trim());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn files_of(folder: &Path) -> Files {
    let found = walk(&[folder.to_path_buf()], false, |path| kind_of(path).is_some()).unwrap().files;
    let reader = Arc::new(Disk);
    Files::new(found.into_iter().map(|found| SourceFile::unread(found.path, found.location, reader.clone())).collect())
}

/// `client a.ts > b.ts`, or `server` or `unknown`; `?` where it is not certain.
fn shown(folder: &Path, files: &Files, context: &Context) -> String {
    let path = |id: &FileId| {
        let location = &files.get(*id).unwrap().location;
        location.strip_prefix(folder).unwrap().to_str().unwrap().to_owned()
    };
    let doubt = if format!("{:?}", context.confidence) == "Medium" { "?" } else { "" };
    match context.side.word() {
        "client" => {
            let chain: Vec<String> = context.chain.iter().map(path).collect();
            format!("client{doubt} {}", chain.join(" > "))
        }
        other => other.to_owned(),
    }
}

/// Asserts where the code of a project runs. Each line of `expected` is a path, perhaps `@` and a text in the file, and
/// after a colon what is expected.
#[track_caller]
fn expect(project: &str, expected: &str) {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), project);
    let files = files_of(dir.path());
    let workspace = Workspace::new(&files);
    let ids: Vec<FileId> = files.iter().map(|(id, _)| id).filter(|id| workspace.is_script(*id)).collect();
    let graph = ImportGraph::scan(&files, &ids);
    let data = ContextData::builtin().unwrap();
    let contexts = Contexts::new(&workspace, &graph, &data);
    let mut found = String::new();
    let mut whys = String::new();
    let mut wanted = String::new();
    for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (place, _) = line.split_once(": ").unwrap();
        let (path, text) = place.split_once('@').unwrap_or((place, ""));
        let id = files.at(&dir.path().join(path)).unwrap_or_else(|| panic!("{path} is not in the run"));
        let at = files.text(id).find(text).unwrap_or_else(|| panic!("{text} is not in {path}"));
        let at = u32::try_from(at).unwrap();
        let context = contexts.at(Span::new(id, at, at));
        found.push_str(&format!("{place}: {}\n", shown(dir.path(), &files, &context)));
        whys.push_str(&format!("{place}: {}\n", context.why));
        wanted.push_str(&format!("{line}\n"));
    }
    assert_eq!(found, wanted, "because\n{whys}");
}

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
