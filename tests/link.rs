//! What specifiers mean, and who imports whom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

use std::fs;
use std::path::Path;

use authlint::link::Target;
use authlint::link::resolve::Resolver;
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
    let found = walk(&[dir.to_path_buf()], false, source).unwrap().files;
    let reader = std::sync::Arc::new(Disk);
    Files::new(found.into_iter().map(|found| SourceFile::unread(found.path, found.location, reader.clone())).collect())
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
            ("https://esm.sh/axios", "?"),
            ("data:text/javascript,1", "?"),
            ("virtual:generated", "?"),
            ("$env/static/private", "?"),
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
    project.expect("apps/nuxt/app.ts", &[("#api", "apps/nuxt/server/api.ts"), ("#imports", "?")]);
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
    let roots: [&[(&str, &str)]; 4] = [
        &[("package.json", r#"{"workspaces": ["packages/*", "!packages/skipped"], "dependencies": {"react": "^19"}}"#)],
        &[("package.json", r#"{"workspaces": {"packages": ["./packages/**"]}}"#)],
        &[
            ("package.json", "{}"),
            ("pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n  - '!packages/skipped'\ncatalog:\n  react: ^19\n"),
        ],
        &[("package.json", "{}"), ("lerna.json", r#"{"packages": ["packages/*"]}"#)],
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
