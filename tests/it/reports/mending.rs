//! What findings about secrets say to do: rotate, where the value belongs, and how a server of this framework reads it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use authlint::runtime::ContextData;

const SECRET: &str = "3d9b61f4-70c8-4e2a-b5d3-9f18a6c04e72";

/// The helps of all findings in a project of these files, by rule.
fn helps(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let run = |folder: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_authlint"));
        command.current_dir(folder).args(["check", "--format", "json"]).output().unwrap().stdout
    };
    let report: serde_json::Value = serde_json::from_slice(&run(dir.path())).unwrap();
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|one| (text(one, "rule"), text(one, "help"))).collect()
}

fn manifest(package: &str) -> String {
    format!("{{\"dependencies\": {{\"{package}\": \"1\"}}}}")
}

#[test]
fn each_framework_has_its_own_way() {
    let code = format!("export const loginRadius = {{ apiSecret: '{SECRET}' }};\n");
    let ways = [
        ("next", "`process.env.NAME`, with no `NEXT_PUBLIC_` in front, in a route handler"),
        ("nuxt", "`runtimeConfig` outside `public`"),
        ("@sveltejs/kit", "`$env/static/private`"),
        ("astro", "`astro:env/server`"),
        ("@remix-run/react", "in a `loader` or an `action`"),
        ("@react-router/dev", "in a `loader` or an `action`"),
        ("gatsby", "a function below `src/api`"),
        ("@solidjs/start", "\"use server\""),
        ("react-scripts", "Create React App has no server of its own"),
        ("@vue/cli-service", "Vue CLI has no server of its own"),
        ("@angular/core", "Angular puts its environment files into the bundle"),
        ("react-native", "What a React Native app holds is on every phone"),
        ("expo", "`+api.ts`"),
        ("electron", "in its main process too"),
        ("express", "On a server, Node reads it from `process.env.NAME`"),
    ];
    for (package, way) in ways {
        // What lies beside is what some frameworks are known by.
        let found = helps(&[("package.json", &manifest(package)), ("App.js", ""), ("lib/config.js", &code)]);
        let help = &found["hardcoded-secret"];
        assert!(help.starts_with("Rotate it: ") && help.contains("Keep it in the environment"), "{package}: {help}");
        assert!(help.contains(way), "{package}: {help}");
    }
}

#[test]
fn a_public_variable_is_told_its_private_name() {
    let found = helps(&[
        ("package.json", &manifest("next")),
        ("lib/config.js", "export const apiSecret = process.env.NEXT_PUBLIC_LR_API_SECRET;\n// loginradius\n"),
        (".env", &format!("NEXT_PUBLIC_LR_API_SECRET={SECRET}\n")),
    ]);
    let public = &found["public-env-secret"];
    assert!(public.contains("Rotate it: ") && public.contains("without"), "{public}");
    assert!(public.contains("`process.env.LR_API_SECRET`") && public.contains("route handler"), "{public}");
    assert!(found["hardcoded-secret"].contains("an environment file that git ignores"));
}

#[test]
fn client_code_is_told_where_the_secret_belongs() {
    let page = "import { useState } from 'react';\nexport default function Page() {\n  useState(0);\n  return fetch('https://api.loginradius.com/identity/v2/manage/account', {\n    headers: { 'X-LoginRadius-ApiKey': 'k', 'X-LoginRadius-ApiSecret': process.env.LR_API_SECRET },\n  });\n}\n";
    let found = helps(&[("package.json", &manifest("next")), ("pages/index.jsx", page)]);
    let help = &found["client-secret-exposure"];
    assert!(help.contains("environment of a server") && help.contains("rotate"), "{help}");
    assert!(help.contains("`process.env.LR_API_SECRET`") && help.contains("`getServerSideProps`"), "{help}");
}

#[test]
fn code_on_a_server_is_not_told_to_get_one() {
    let server = format!(
        "import express from 'express';\nconst app = express();\nconst loginRadius = {{ apiSecret: '{SECRET}' }};\napp.listen(loginRadius);\n"
    );
    let found = helps(&[("package.json", &manifest("react-scripts")), ("server.mjs", &server)]);
    let help = &found["hardcoded-secret"];
    assert!(help.contains("Node reads it from `process.env.NAME`") && !help.contains("Create React App"), "{help}");
}

#[test]
fn crates_have_their_ways_too() {
    let code = format!("pub const LOGINRADIUS_API_SECRET: &str = \"{SECRET}\";\n");
    for (dependency, way) in
        [("leptos", "`#[server]`"), ("yew", "an API of yours"), ("axum", "`std::env::var(\"NAME\")`")]
    {
        let manifest = format!("[package]\nname = \"a\"\nedition = \"2021\"\n[dependencies]\n{dependency} = \"1\"\n");
        let found = helps(&[("Cargo.toml", &manifest), ("src/main.rs", &code)]);
        assert!(found["hardcoded-secret"].contains(way), "{dependency}: {}", found["hardcoded-secret"]);
    }
}

#[test]
fn the_data_names_frameworks_and_toolchains_that_there_are() {
    let data = ContextData::builtin().unwrap();
    let known = |name: &String| {
        data.frameworks.iter().any(|one| one.name == *name) || data.public_env.iter().any(|one| one.toolchain == *name)
    };
    let unknown: Vec<&String> =
        data.server_reads.iter().flat_map(|one| &one.frameworks).filter(|name| !known(name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    // Whatever makes a variable public, a way to keep it is told.
    let told = |name: &String| data.server_reads.iter().any(|one| one.frameworks.contains(name));
    let untold: Vec<&String> = data.public_env.iter().map(|one| &one.toolchain).filter(|name| !told(name)).collect();
    assert!(untold.is_empty(), "{untold:?}");
}
