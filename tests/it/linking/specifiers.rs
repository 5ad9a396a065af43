//! What specifiers mean, and who imports whom.

use std::fs;
use std::path::Path;

use authlint::link::resolve::Resolver;
use authlint::link::scan::specifiers;
use authlint::link::{ImportGraph, Target};
use authlint::source::FileId;
use authlint::source::files::{Disk, Files, SourceFile};
use authlint::source::walk::walk;
use tempfile::TempDir;

/// Directory, and the files of it that a run would have.
struct Project {
    dir: TempDir,
    files: Files,
}

/// Writes `path: text` pairs. The run has the sources among them; configuration is on disk only.
fn project(contents: &[(&str, &str)]) -> Project {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for (path, text) in contents {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let files = files_of(dir.path());
    Project { dir, files }
}

fn files_of(dir: &Path) -> Files {
    let source = |path: &Path| {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue"].contains(&extension)
            || path.file_name().is_some_and(|name| name == "config.json" || name == "index.html")
    };
    let found = walk(&[dir.to_path_buf()], false, source, |_| ()).unwrap().files;
    let reader = std::sync::Arc::new(Disk);
    Files::new(
        found.into_iter().map(|(found, ())| SourceFile::unread(found.path, found.location, reader.clone())).collect(),
    )
}

impl Project {
    fn id(&self, path: &str) -> FileId {
        self.files.at(&self.dir.path().join(path)).unwrap_or_else(|| panic!("{path} is not in the run"))
    }

    /// What a specifier means, as the path of a module, the name of a package after `npm:`, or `?`.
    fn meaning(&self, resolver: &Resolver<'_>, from: &str, specifier: &str) -> String {
        match resolver.resolve(self.id(from), specifier) {
            Target::Module(id) => {
                let path = &self.files.get(id).unwrap().location;
                path.strip_prefix(self.dir.path()).unwrap().to_str().unwrap().to_owned()
            }
            Target::Package(name) => format!("npm:{name}"),
            Target::Unknown => "?".to_owned(),
        }
    }

    /// Asserts what specifiers in one file mean.
    #[track_caller]
    fn expect(&self, from: &str, meanings: &[(&str, &str)]) {
        let resolver = Resolver::new(&self.files);
        let found: Vec<(&str, String)> =
            meanings.iter().map(|(specifier, _)| (*specifier, self.meaning(&resolver, from, specifier))).collect();
        let expected: Vec<(&str, String)> =
            meanings.iter().map(|(specifier, meaning)| (*specifier, (*meaning).to_owned())).collect();
        assert_eq!(found, expected, "in {from}");
    }
}

#[test]
fn paths_with_and_without_extensions() {
    let project = project(&[
        ("src/app.ts", ""),
        ("src/api.ts", ""),
        ("src/view.tsx", ""),
        ("src/old.js", ""),
        ("src/esm.mts", ""),
        ("src/cjs.cts", ""),
        ("src/config.json", "{}"),
        ("src/users/index.ts", ""),
        ("src/users.vue", ""),
        ("src/users/list.ts", ""),
        ("src/declared.d.ts", ""),
        ("src/declared.js", ""),
        ("src/only.d.ts", ""),
        ("src/a#b.ts", ""),
        ("root.ts", ""),
    ]);
    project.expect(
        "src/app.ts",
        &[
            ("./api", "src/api.ts"),
            ("./api.ts", "src/api.ts"),
            ("./api.js", "src/api.ts"),
            ("./view", "src/view.tsx"),
            ("./view.js", "src/view.tsx"),
            ("./view.jsx", "src/view.tsx"),
            ("./old", "src/old.js"),
            ("./old.js", "src/old.js"),
            ("./esm.mjs", "src/esm.mts"),
            ("./cjs.cjs", "src/cjs.cts"),
            ("./config.json", "src/config.json"),
            ("./config", "src/config.json"),
            ("./users/", "src/users/index.ts"),
            ("./users/index.js", "src/users/index.ts"),
            ("./users", "src/users.vue"),
            ("./users.vue", "src/users.vue"),
            ("./declared", "src/declared.js"),
            ("./only", "?"),
            ("./a#b", "src/a#b.ts"),
            ("./api?raw", "src/api.ts"),
            ("../root", "root.ts"),
            ("./none", "?"),
            ("./users/none", "?"),
        ],
    );
    project.expect(
        "src/users/list.ts",
        &[(".", "src/users/index.ts"), ("./", "src/users/index.ts"), ("..", "?"), ("../api", "src/api.ts")],
    );
}

#[test]
fn modules_beside_the_sources_are_meant_by_their_names_where_no_dependency_is() {
    let project = project(&[
        ("src/screens/list.js", ""),
        ("src/api/index.js", ""),
        ("src/http.js", ""),
        ("src/utils/dates.js", ""),
        ("src/lodash.js", ""),
        ("package.json", r#"{"name": "app", "dependencies": {"lodash": "4"}}"#),
    ]);
    project.expect(
        "src/screens/list.js",
        &[
            ("api", "src/api/index.js"),
            ("utils/dates", "src/utils/dates.js"),
            ("http", "npm:http"),
            ("lodash", "npm:lodash"),
            ("elsewhere", "npm:elsewhere"),
        ],
    );
}

#[test]
fn names_that_are_no_modules_of_the_tree() {
    let project = project(&[("app.ts", ""), ("package.json", r#"{"name": "app"}"#)]);
    project.expect(
        "app.ts",
        &[
            ("axios", "npm:axios"),
            ("@nestjs/axios", "npm:@nestjs/axios"),
            ("lodash/get", "npm:lodash/get"),
            ("node:fs", "npm:fs"),
            ("fs", "npm:fs"),
            ("npm:axios@1.7", "npm:axios"),
            ("npm:@scope/kit@^2/client", "npm:@scope/kit/client"),
            ("https://esm.sh/axios", "npm:axios"),
            ("https://cdn.jsdelivr.net/npm/ky@1.2.0/+esm", "npm:ky"),
            ("https://unpkg.com/@scope/kit@2/dist/kit.js", "npm:@scope/kit"),
            ("https://unpkg.com/axios/dist/axios.min.js", "npm:axios"),
            ("https://pages.example.com/scripts/own.js", "?"),
            ("https://pages.example.com/own.js", "?"),
            ("jsr:@std/http@1", "npm:@std/http"),
            ("data:text/javascript,1", "?"),
            ("virtual:generated", "?"),
            ("$env/static/private", "npm:$env/static/private"),
            ("@/none", "?"),
            ("~/none", "?"),
            ("#none", "?"),
            ("/none", "?"),
            ("", "?"),
            ("!!raw-loader!./app", "?"),
        ],
    );
}

#[test]
fn aliases_of_tsconfig() {
    let project = project(&[
        (
            "tsconfig.base.json",
            r#"{ // shared
            "compilerOptions": {"baseUrl": ".", "paths": {"@lib/*": ["libs/*/src/index.ts", "libs/*/src"], "config": ["libs/config/src/main"]}}, }"#,
        ),
        ("libs/auth/src/index.ts", ""),
        ("libs/http/src/client.ts", ""),
        ("libs/config/src/main.ts", ""),
        ("apps/web/tsconfig.json", r#"{"extends": "../../tsconfig.base", "include": ["src"]}"#),
        ("apps/web/src/app.ts", ""),
        ("apps/web/src/legacy.js", ""),
        ("apps/web/tests/app.test.ts", ""),
        ("apps/solo/jsconfig.json", r#"{"compilerOptions": {"paths": {"~/*": ["./source/*"]}}}"#),
        ("apps/solo/source/api.js", ""),
        ("apps/solo/app.js", ""),
        ("apps/base/tsconfig.json", r#"{"compilerOptions": {"baseUrl": "src"}}"#),
        ("apps/base/src/services/api.ts", ""),
        ("apps/base/src/app.ts", ""),
        (
            "apps/vite/tsconfig.json",
            r#"{"files": [], "references": [{"path": "./tsconfig.app.json"}, {"path": "./tsconfig.none.json"}]}"#,
        ),
        (
            "apps/vite/tsconfig.app.json",
            r#"{"extends": "@tsconfig/absent/tsconfig.json", "compilerOptions": {"paths": {"@/*": ["./code/*"]}}, "include": ["code"]}"#,
        ),
        ("apps/vite/code/api.ts", ""),
        ("apps/vite/code/app.ts", ""),
        ("apps/vite/code/view.vue", ""),
        (
            "apps/nuxt/tsconfig.json",
            r##"{"extends": "./.nuxt/tsconfig.json", "compilerOptions": {"paths": {"#api": ["./server/api.ts"]}}}"##,
        ),
        ("apps/nuxt/server/api.ts", ""),
        ("apps/nuxt/app.ts", ""),
    ]);
    for from in ["apps/web/src/app.ts", "apps/web/src/legacy.js", "apps/web/tests/app.test.ts"] {
        project.expect(
            from,
            &[
                ("@lib/auth", "libs/auth/src/index.ts"),
                ("@lib/none", "npm:@lib/none"),
                ("config", "libs/config/src/main.ts"),
                ("libs/http/src/client", "libs/http/src/client.ts"),
                ("axios", "npm:axios"),
            ],
        );
    }
    project.expect("apps/solo/app.js", &[("~/api", "apps/solo/source/api.js"), ("@lib/auth", "npm:@lib/auth")]);
    project
        .expect("apps/base/src/app.ts", &[("services/api", "apps/base/src/services/api.ts"), ("axios", "npm:axios")]);
    project.expect("apps/vite/code/app.ts", &[("@/api", "apps/vite/code/api.ts")]);
    project.expect("apps/vite/code/view.vue", &[("@/api", "apps/vite/code/api.ts")]);
    project.expect("apps/nuxt/app.ts", &[("#api", "apps/nuxt/server/api.ts"), ("#imports", "npm:#imports")]);
}

#[test]
fn aliases_of_bundlers() {
    let project = project(&[
        ("a/package.json", "{}"),
        (
            "a/vite.config.ts",
            "import { resolve } from 'path';\nconst js = resolve(__dirname, './resources/js');\n\
             export default defineConfig(({ mode }) => ({ resolve: { alias: { '@': js, '@modules': `${root}/modules`, \
             'api$': resolve(__dirname, 'resources', 'js', 'api.ts'), lodash: 'lodash-es', up: '../b/src' } } }));",
        ),
        ("a/resources/js/api.ts", ""),
        ("a/resources/js/app.ts", ""),
        ("a/modules/one.ts", ""),
        ("a/src/api.ts", ""),
        ("b/package.json", "{}"),
        (
            "b/vite.config.js",
            "export default { resolve: { alias: [{ find: '~', replacement: fileURLToPath(new URL('./app', import.meta.url)) }, \
             { find: /^x/, replacement: 'app' }, { find: /^#\\//, replacement: path.resolve(__dirname, 'app') + '/' }, \
             { find: /^%\\/(.*)$/, replacement: path.resolve(__dirname, 'app/$1') }, { find: /^client$/, replacement: '/app/api.js' }] } };",
        ),
        ("b/app/api.js", ""),
        ("b/src/api.js", ""),
        ("c/package.json", "{}"),
        (
            "c/build/webpack.base.conf.js",
            "function resolve(dir) { return path.join(__dirname, '..', dir); }\n\
             module.exports = { resolve: { alias: { 'vue$': 'vue/dist/vue.esm.js', '@': resolve('code') } } };",
        ),
        ("c/code/api.js", ""),
        ("d/package.json", "{}"),
        (
            "d/vue.config.js",
            "module.exports = { chainWebpack(config) { config.resolve.alias.set('@', resolve('code')).set('@c', resolve('code/c')); } };",
        ),
        ("d/code/api.js", ""),
        ("d/code/c/one.js", ""),
        // Another file says nothing.
        ("e/package.json", "{}"),
        ("e/menu.js", "export default { alias: { '@': './code' } };"),
        ("e/code/api.js", ""),
    ]);
    project.expect(
        "a/resources/js/app.ts",
        &[
            ("@/api", "a/resources/js/api.ts"),
            ("@modules/one", "a/modules/one.ts"),
            ("api", "a/resources/js/api.ts"),
            ("api/x", "npm:api/x"),
            ("lodash", "npm:lodash"),
            ("up/api", "npm:up/api"),
        ],
    );
    project.expect(
        "b/app/api.js",
        &[
            ("~/api", "b/app/api.js"),
            ("x/api", "npm:x/api"),
            ("#/api", "b/app/api.js"),
            ("%/api", "b/app/api.js"),
            ("client", "b/app/api.js"),
            ("client/api", "npm:client/api"),
        ],
    );
    project.expect("c/code/api.js", &[("@/api", "c/code/api.js"), ("vue", "npm:vue")]);
    project.expect("d/code/api.js", &[("@/api", "d/code/api.js"), ("@c/one", "d/code/c/one.js")]);
    project.expect("e/code/api.js", &[("@/api", "?")]);
}

#[test]
fn what_a_compiler_writes_is_meant_by_its_sources() {
    let project = project(&[
        ("package.json", r#"{"workspaces": ["packages/*"]}"#),
        ("packages/kit/package.json", r#"{"name": "kit", "main": "compiled/index.js"}"#),
        ("packages/kit/tsconfig.json", r#"{"compilerOptions": {"rootDir": "./code", "outDir": "./compiled"}}"#),
        ("packages/kit/code/index.ts", ""),
        ("packages/kit/code/more/one.ts", ""),
        ("packages/kit/index.ts", ""),
        ("packages/there/package.json", r#"{"name": "there", "main": "compiled/index.js"}"#),
        ("packages/there/tsconfig.json", r#"{"compilerOptions": {"outDir": "compiled"}}"#),
        ("packages/there/compiled/other.js", ""),
        ("packages/there/src/more.ts", ""),
        ("app.ts", ""),
    ]);
    project.expect(
        "app.ts",
        &[
            ("kit", "packages/kit/code/index.ts"),
            ("kit/compiled/more/one.js", "packages/kit/code/more/one.ts"),
            ("kit/compiled/more/none.js", "?"),
            // What is built already is what is meant.
            ("there/compiled/more.js", "?"),
            ("there/compiled/other.js", "packages/there/compiled/other.js"),
        ],
    );
}

#[test]
fn import_maps() {
    let project = project(&[
        (
            "deno.jsonc",
            r#"{ /* first */ "imports": {"http": "npm:axios@1", "std/": "jsr:/@std/", "lib/": "./source/lib/", "lib/old/": "./old/",
            "esm": "https://esm.sh/ky@1.2", "send": "./source/send.ts", "none": "./none.ts"}, }"#,
        ),
        ("main.ts", ""),
        ("source/send.ts", ""),
        ("source/lib/get.ts", ""),
        ("old/get.ts", ""),
        ("functions/deno.json", r#"{"importMap": "../maps/functions.json"}"#),
        ("maps/functions.json", r#"{"imports": {"send": "./send.ts", "http": "npm:undici"}}"#),
        ("maps/send.ts", ""),
        ("functions/one/index.ts", ""),
        ("web/package.json", r#"{"dependencies": {"declared": "1"}}"#),
        (
            "web/index.html",
            r#"<script type="importmap">{"imports": {"api": "/js/api.js", "both": "./js/api.js", "declared": "/js/api.js"}}</script>"#,
        ),
        ("web/other/index.html", r#"<script type="importmap">{"imports": {"both": "./api.js"}}</script>"#),
        ("web/other/api.js", ""),
        ("web/js/api.js", ""),
        ("web/js/main.js", ""),
    ]);
    project.expect(
        "main.ts",
        &[
            ("http", "npm:axios"),
            ("std/http", "npm:@std/http"),
            ("lib/get.ts", "source/lib/get.ts"),
            ("lib/old/get.ts", "old/get.ts"),
            ("esm", "npm:ky"),
            ("send", "source/send.ts"),
            ("send/more", "npm:send/more"),
            ("none", "?"),
            ("zod", "npm:zod"),
        ],
    );
    project.expect(
        "functions/one/index.ts",
        &[("send", "maps/send.ts"), ("http", "npm:undici"), ("lib/get.ts", "npm:lib/get.ts")],
    );
    project.expect(
        "web/js/main.js",
        &[("api", "web/js/api.js"), ("both", "?"), ("declared", "npm:declared"), ("http", "npm:http")],
    );
}

#[test]
fn aliases_that_no_configuration_names() {
    let project = project(&[
        ("a/package.json", "{}"),
        ("a/src/api.ts", ""),
        ("a/src/lib/http.ts", ""),
        ("a/src/lib/index.ts", ""),
        ("a/src/app.ts", ""),
        ("a/src/both.ts", ""),
        ("a/both.ts", ""),
        ("a/root.ts", ""),
        ("a/index.html", ""),
    ]);
    project.expect(
        "a/src/app.ts",
        &[
            ("@/api", "a/src/api.ts"),
            ("~/api.js", "a/src/api.ts"),
            ("@/root", "a/root.ts"),
            ("@/both", "?"),
            ("$lib/http", "a/src/lib/http.ts"),
            ("$lib", "a/src/lib/index.ts"),
            ("@", "?"),
        ],
    );
    project.expect("a/index.html", &[("/src/app.ts", "a/src/app.ts")]);
}

#[test]
fn packages_of_workspaces_need_no_installation() {
    let members: &[(&str, &str)] = &[
        (
            "packages/api/package.json",
            r##"{"name": "@acme/api", "main": "./dist/index.js", "exports": {
            ".": {"types": "./dist/index.d.ts", "import": "./dist/index.mjs", "require": "./dist/index.cjs"},
            "./users": "./src/users.ts",
            "./routes/*": {"types": "./src/routes/*.ts", "default": "./dist/esm/routes/*.js"},
            "./hidden/*": null},
            "imports": {"#internal": "./src/internal.ts", "#deps/*": "./src/deps/*.ts", "#fetch": "node-fetch"}}"##,
        ),
        ("packages/api/src/index.ts", ""),
        ("packages/api/src/users.ts", ""),
        ("packages/api/src/routes/login.ts", ""),
        ("packages/api/src/internal.ts", ""),
        ("packages/api/src/deps/http.ts", ""),
        ("packages/old/package.json", r#"{"name": "old", "main": "lib/main"}"#),
        ("packages/old/src/main.js", ""),
        ("packages/old/extra.js", ""),
        ("packages/bare/package.json", r#"{"name": "bare"}"#),
        ("packages/bare/index.ts", ""),
        (
            "packages/bundle/package.json",
            r#"{"name": "bundle", "main": "dist/bundle.umd.js", "types": "dist/bundle.d.ts"}"#,
        ),
        ("packages/bundle/src/index.ts", ""),
        ("packages/config/package.json", r#"{"name": "@acme/config"}"#),
        ("packages/config/ts.json", r#"{"compilerOptions": {"paths": {"@/*": ["${configDir}/app/*"]}}}"#),
        ("packages/web/package.json", r#"{"name": "web"}"#),
        ("packages/web/tsconfig.json", r#"{"extends": "@acme/config/ts.json"}"#),
        ("packages/web/main.ts", ""),
        ("packages/web/app/store.ts", ""),
        ("packages/skipped/package.json", r#"{"name": "react"}"#),
        ("packages/skipped/index.js", ""),
    ];
    let roots: [&[(&str, &str)]; 5] = [
        &[("package.json", r#"{"workspaces": ["packages/*", "!packages/skipped"], "dependencies": {"react": "^19"}}"#)],
        &[("package.json", r#"{"workspaces": {"packages": ["./packages/**"]}}"#)],
        &[
            ("package.json", "{}"),
            ("pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n  - '!packages/skipped'\ncatalog:\n  react: ^19\n"),
        ],
        &[("package.json", "{}"), ("lerna.json", r#"{"packages": ["packages/*"]}"#)],
        &[("rush.json", "{ /* of Rush */ }")],
    ];
    for root in roots {
        let project = project(&[root, members].concat());
        project.expect(
            "packages/web/main.ts",
            &[
                ("@acme/api", "packages/api/src/index.ts"),
                ("@acme/api/users", "packages/api/src/users.ts"),
                ("@acme/api/routes/login", "packages/api/src/routes/login.ts"),
                ("@acme/api/internal", "packages/api/src/internal.ts"),
                ("old", "packages/old/src/main.js"),
                ("old/extra", "packages/old/extra.js"),
                ("bare", "packages/bare/index.ts"),
                ("bundle", "packages/bundle/src/index.ts"),
                ("@/store", "packages/web/app/store.ts"),
                ("axios", "npm:axios"),
            ],
        );
        project.expect(
            "packages/api/src/users.ts",
            &[
                ("#internal", "packages/api/src/internal.ts"),
                ("#deps/http", "packages/api/src/deps/http.ts"),
                ("#fetch", "npm:node-fetch"),
                ("#none", "?"),
                ("@acme/api/users", "packages/api/src/users.ts"),
                ("../dist/index.js", "packages/api/src/index.ts"),
            ],
        );
    }
    let project = project(&[roots[0], members].concat());
    project.expect("packages/web/main.ts", &[("react", "npm:react")]);
}

#[test]
fn specifiers_are_found_without_parsing() {
    let found = |text: &str| specifiers(text, false).join(" ");
    let forms = [
        r#"import a from "x""#,
        "import a, { b as c } from 'x';",
        "import{a}from\"x\";import\"y\"",
        "import\n  * as a\nfrom\n  'x'",
        "import\n  * as a from 'x'",
        "import type { A } from 'x'",
        "import a = require('x')",
        "import('x').then(f)",
        "import(/* webpackChunkName: \"a\" */ `x`)",
        "import ( // why\n 'x')",
        "export * from 'x'",
        "export\n  * from 'x'",
        "export { default as a } from /* here */ 'x' with { type: 'json' }",
        "const a = require('x'), b = { ...require ( \"x\" ) }",
        "require.resolve('x'); require?.('x')",
        "/* licence */ import 'x'",
        "const quote = /['\"`]/; import a from 'x'",
        "const it = 'it is'; const text = `${require('x')}`",
        "<script setup lang=\"ts\">\nimport a from 'x'\n</script>",
    ];
    for text in forms {
        let expected = if text.contains("\"y\"") { "x y" } else { "x" };
        assert_eq!(found(text), expected, "{text}");
    }
    let nothing = [
        "// import a from 'x'",
        "/* import a from 'x' */",
        "/**\n * import a from 'x'\n * @type {import('x')}\n */",
        "Array.from('x'); reimport('x'); const required = 'x'",
        "import(`./${name}`); require(name); require('x' + name, `${a}`)".split("require('x'").next().unwrap(),
        "@import 'x';",
        "import('x",
        "import(/*",
        "",
    ];
    for text in nothing {
        assert_eq!(found(text), "", "{text}");
    }
    assert_eq!(found("import 'b'; import 'a'; require('b')"), "b a");
    let from_here = [
        "require(path.join(__dirname, 'a', /* b */ '../c'))",
        "require.resolve(__dirname + '/a' + '/../c')",
        "require(`${__dirname}/a/../c`)",
    ];
    for text in from_here {
        let path = found(text).replace("//", "/");
        assert_eq!(path, "./a/../c", "{text}");
    }
    assert_eq!(found("require(path.join(__dirname, name)); require(join(base, 'a'))"), "");
    let page = r#"<script type="module" src="/src/main.ts"></script><img src="x"><script>import "./a"</script>"#;
    assert_eq!(specifiers(page, true).join(" "), "./a /src/main.ts");
}

#[test]
fn importers_are_found_whatever_they_write() {
    let project = project(&[
        ("package.json", r#"{"workspaces": ["packages/*"]}"#),
        ("packages/api/package.json", r#"{"name": "@acme/api", "main": "dist/index.js"}"#),
        ("packages/api/src/index.ts", "export * from './client.js'"),
        ("packages/api/src/client.ts", "import { a } from './cycle'; import axios from 'axios'"),
        ("packages/api/src/cycle.ts", "import { b } from './client'; import * as self from '.'"),
        ("packages/api/bin.js", "require('../api'); require('./dist')"),
        ("web/tsconfig.json", r#"{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}"#),
        ("web/src/index.ts", ""),
        ("web/src/app.ts", "import { client } from '@acme/api'; import client2 from '@/client'"),
        ("web/src/client.ts", "import '..'; import './'"),
        ("web/src/page.vue", "<script>import c from '@/client.js'</script>"),
        ("web/client.ts", "// import './src/client'"),
    ]);
    let ids: Vec<FileId> = project.files.iter().map(|(id, _)| id).collect();
    let resolver = Resolver::new(&project.files);
    let (graph, _) = ImportGraph::scan(&resolver, &ids, |_, _| false);
    let importers = |path: &str| {
        let found = graph.importers(&resolver, project.id(path));
        let names = found.iter().map(|id| {
            let path = &project.files.get(*id).unwrap().location;
            path.strip_prefix(project.dir.path()).unwrap().to_str().unwrap().to_owned()
        });
        names.collect::<Vec<String>>().join(" ")
    };
    for _ in 0..2 {
        assert_eq!(
            importers("packages/api/src/index.ts"),
            "packages/api/bin.js packages/api/src/cycle.ts web/src/app.ts"
        );
        assert_eq!(importers("packages/api/src/client.ts"), "packages/api/src/cycle.ts packages/api/src/index.ts");
        assert_eq!(importers("packages/api/src/cycle.ts"), "packages/api/src/client.ts");
        assert_eq!(importers("web/src/client.ts"), "web/src/app.ts web/src/page.vue");
        assert_eq!(importers("web/src/index.ts"), "web/src/client.ts");
        assert_eq!(importers("web/client.ts"), "");
    }
    let imports = graph.imports(&resolver, project.id("packages/api/src/client.ts"));
    let expected = [
        ("./cycle", Target::Module(project.id("packages/api/src/cycle.ts"))),
        ("axios", Target::Package("axios".into())),
    ];
    assert_eq!(imports, expected);
    assert_eq!(graph.imports(&resolver, project.id("web/client.ts")), []);
}

#[test]
fn importers_of_one_file_cost_little_in_a_large_tree() {
    let mut contents = vec![
        ("package.json".to_owned(), r#"{"workspaces": ["packages/*"]}"#.to_owned()),
        ("packages/core/package.json".to_owned(), r#"{"name": "core", "main": "client.ts"}"#.to_owned()),
        ("packages/core/client.ts".to_owned(), "import axios from 'axios'".to_owned()),
    ];
    for package in 0..40 {
        contents.push((format!("packages/p{package}/package.json"), format!(r#"{{"name": "p{package}"}}"#)));
        for module in 0..50 {
            let core = if module == 0 { "import { get } from 'core'" } else { "" };
            let text = format!("import a from './m{}'; import React from 'react'; {core}", (module + 1) % 50);
            contents.push((format!("packages/p{package}/m{module}.ts"), text));
        }
    }
    let contents: Vec<(&str, &str)> = contents.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let project = project(&contents);
    let ids: Vec<FileId> = project.files.iter().map(|(id, _)| id).collect();
    let resolver = Resolver::new(&project.files);
    let (graph, _) = ImportGraph::scan(&resolver, &ids, |_, _| false);
    assert_eq!(graph.importers(&resolver, project.id("packages/core/client.ts")).len(), 40);
    // Three names, in 41 packages.
    assert!(resolver.resolutions() <= 3 * 41, "{}", resolver.resolutions());
    let before = resolver.resolutions();
    assert_eq!(graph.importers(&resolver, project.id("packages/p7/m3.ts")).len(), 1);
    // `./m3` in each package.
    assert!(resolver.resolutions() - before <= 40, "{}", resolver.resolutions() - before);
    let before = resolver.resolutions();
    assert_eq!(graph.importers(&resolver, project.id("packages/p7/m3.ts")).len(), 1);
    assert_eq!(resolver.resolutions(), before);
}

#[test]
fn hostile_trees_do_no_harm() {
    let huge = format!(r#"{{"name": "huge", "main": "x.js", "pad": "{}"}}"#, "x".repeat(2 << 20));
    let deep = format!(r#"{{"name": "deep", "exports": {}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let bom = "\u{feff}{\"name\": \"bom\", \"main\": \"x.js\"}";
    let project = project(&[
        ("package.json", r#"{"workspaces": ["*", "../*", "[", "**/../..", 1, "/etc"]}"#),
        ("huge/package.json", &huge),
        ("huge/x.js", ""),
        ("huge/y.js", ""),
        ("deep/package.json", &deep),
        ("deep/x.js", ""),
        ("deep/y.js", ""),
        ("bad/package.json", "{"),
        ("bad/tsconfig.json", "{ nonsense"),
        ("bad/x.js", ""),
        ("bad/y.js", ""),
        (
            "odd/package.json",
            r#"{"name": 1, "main": {}, "exports": {"a": 1, ".": 2}, "imports": [], "dependencies": []}"#,
        ),
        (
            "odd/tsconfig.json",
            r#"{"extends": 5, "compilerOptions": {"paths": {"z": "x"}, "baseUrl": []}, "references": {}}"#,
        ),
        ("odd/x.js", ""),
        ("odd/y.js", ""),
        ("bom/package.json", bom),
        ("bom/x.js", ""),
        ("bom/y.js", ""),
        ("out/package.json", r#"{"name": "out", "main": "../../../../../../etc/passwd"}"#),
        ("out/x.js", ""),
        (
            "loop/tsconfig.json",
            r#"{"extends": "./other.json", "compilerOptions": {"paths": {"@/*": ["./*"]}}, "references": [{"path": "."}]}"#,
        ),
        ("loop/other.json", r#"{"extends": ["./tsconfig.json", "./other.json"]}"#),
        ("loop/x.js", ""),
        ("loop/y.js", ""),
    ]);
    for dir in ["huge", "deep", "bad", "odd", "bom", "loop"] {
        project.expect(&format!("{dir}/x.js"), &[("./y", &format!("{dir}/y.js")), ("axios", "npm:axios")]);
    }
    project.expect(
        "huge/x.js",
        &[
            ("../../../../../../../../../etc/passwd", "?"),
            ("/etc/passwd", "?"),
            ("file:///etc/passwd", "?"),
            ("./y\0.js", "?"),
            ("./y.js/", "?"),
            ("./..\\y", "?"),
            ("..../y", "?"),
            ("@/../../x", "?"),
            ("bom", "bom/x.js"),
            ("out", "?"),
        ],
    );
    let resolver = Resolver::new(&project.files);
    assert_eq!(project.meaning(&resolver, "huge/x.js", &"../huge/".repeat(600)), "?");
    project.expect("loop/x.js", &[("@/y", "loop/y.js")]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_tree() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.ts"), "").unwrap();
    fs::write(outside.path().join("package.json"), r#"{"name": "outside", "main": "secret.ts"}"#).unwrap();
    let mut project = project(&[
        ("kit/package.json", r#"{"name": "kit", "main": "./lib.ts"}"#),
        ("kit/lib.ts", ""),
        ("shared/util.ts", ""),
        ("app/package.json", r#"{"dependencies": {"renamed": "npm:kit@1"}}"#),
        ("app/main.ts", ""),
        ("app/node_modules/plain/index.js", ""),
        ("evil/main.ts", ""),
    ]);
    let dir = project.dir.path();
    symlink("../../kit", dir.join("app/node_modules/renamed")).unwrap();
    symlink("../shared", dir.join("app/shared")).unwrap();
    symlink("loop", dir.join("app/loop")).unwrap();
    symlink("..", dir.join("app/up")).unwrap();
    symlink(outside.path(), dir.join("app/outside")).unwrap();
    symlink(outside.path().join("package.json"), dir.join("evil/package.json")).unwrap();
    project.files = files_of(dir);
    project.expect(
        "app/main.ts",
        &[
            ("renamed", "kit/lib.ts"),
            ("renamed/lib", "kit/lib.ts"),
            ("plain", "npm:plain"),
            ("./shared/util", "shared/util.ts"),
            ("./loop/x", "?"),
            ("./up/up/up/app/main", "?"),
            ("./up/app/main", "app/main.ts"),
            ("./outside/secret", "?"),
            ("./outside", "?"),
            ("outside", "npm:outside"),
        ],
    );
}
