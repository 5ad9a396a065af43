//! Lists the data files under `rules/` and embeds them, so that an API or a client is added by adding files,
//! without touching any code.
#![allow(clippy::disallowed_methods)] // it reads nothing but the files of this package

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let rules = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?).join("rules");
    let mut code = String::new();
    apis(&rules.join("apis"), &mut code)?;
    texts(
        "CLIENTS",
        "HTTP clients, frameworks, what signs, what writes out, SDKs",
        &rules,
        &["clients", "frameworks", "signing", "sinks", "sdks"],
        &mut code,
    )?;
    texts("CONTEXTS", "Where code runs", &rules, &["contexts"], &mut code)?;
    versions(&rules.join("apis"), &mut code)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("embedded.rs");
    fs::write(out, code)?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-env-changed=AUTHLINT_COMMIT");
    Ok(())
}

/// What `--version` names: the commit, as far as it is known, and the dates of the tables.
fn versions(apis: &Path, code: &mut String) -> Result<(), Box<dyn Error>> {
    let given = env::var("AUTHLINT_COMMIT").ok().filter(|commit| !commit.is_empty());
    // While the program is worked on, a commit is no reason to compile it anew.
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = given.or_else(|| if is_release { checked_out() } else { None }).unwrap_or_default();
    let commit: String = commit.chars().take_while(char::is_ascii_hexdigit).take(12).collect();
    writeln!(
        code,
        "/// The commit that the program is built from; empty where it is not known.\npub static COMMIT: &str = {commit:?};"
    )?;
    writeln!(
        code,
        "/// The tables that are built in: name, and when the description was taken.\npub static DATES: &[(&str, &str)] = &["
    )?;
    for overlay in files(apis)?.iter().filter(|path| has_extension(path, &["toml"])) {
        let toml = fs::read_to_string(overlay)?;
        let stem = overlay.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if let Some(date) = top_level(&toml, "date") {
            writeln!(code, "    ({:?}, {date:?}),", top_level(&toml, "name").unwrap_or(stem))?;
        }
    }
    writeln!(code, "];")?;
    Ok(())
}

/// The commit of the working tree, by what git has written down: nothing is run.
fn checked_out() -> Option<String> {
    let git = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?).join(".git");
    println!("cargo:rerun-if-changed={}", git.join("HEAD").display());
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let Some(branch) = head.trim().strip_prefix("ref: ") else { return Some(head.trim().to_owned()) };
    println!("cargo:rerun-if-changed={}", git.join(branch).display());
    let packed = || {
        let refs = fs::read_to_string(git.join("packed-refs")).ok()?;
        refs.lines().find_map(|line| line.strip_suffix(branch).map(|id| id.trim().to_owned()))
    };
    fs::read_to_string(git.join(branch)).ok().map(|id| id.trim().to_owned()).or_else(packed)
}

/// The files of a folder, sorted; none where there is no folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn name(path: &Path) -> Result<&str, Box<dyn Error>> {
    path.file_name().and_then(|name| name.to_str()).ok_or_else(|| format!("{}: odd name", path.display()).into())
}

/// The whole path, as Rust code is to name it.
fn text(path: &Path) -> Result<&str, Box<dyn Error>> {
    path.to_str().ok_or_else(|| format!("{}: odd path", path.display()).into())
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension().is_some_and(|extension| wanted.iter().any(|wanted| extension == *wanted))
}

/// The tables in some folders of `rules`: the path of each file, for messages, and its text.
fn texts(constant: &str, about: &str, rules: &Path, folders: &[&str], code: &mut String) -> Result<(), Box<dyn Error>> {
    writeln!(code, "/// {about}: path and text of each file.\npub static {constant}: &[(&str, &str)] = &[")?;
    for folder in folders {
        for path in files(&rules.join(folder))?.iter().filter(|path| has_extension(path, &["toml"])) {
            writeln!(code, "    (\"rules/{folder}/{}\", include_str!({:?})),", name(path)?, text(path)?)?;
        }
    }
    writeln!(code, "];")?;
    Ok(())
}

/// Pairs each overlay with the document it names; a document that none names stands alone.
fn apis(folder: &Path, code: &mut String) -> Result<(), Box<dyn Error>> {
    let files = files(folder)?;
    let mut taken = Vec::new();
    let mut rows = Vec::new();
    for overlay in files.iter().filter(|path| has_extension(path, &["toml"])) {
        let toml = fs::read_to_string(overlay)?;
        let document = top_level(&toml, "document")
            .ok_or_else(|| format!("{}: no line `document = \"...\"` before the first table", overlay.display()))?;
        let document = folder.join(document);
        if !document.is_file() {
            return Err(format!("{}: there is no document {}", overlay.display(), document.display()).into());
        }
        rows.push((Some(overlay), document.clone()));
        taken.push(document);
    }
    for document in files.iter().filter(|path| has_extension(path, &["json", "yaml", "yml"])) {
        if !taken.contains(document) {
            rows.push((None, document.clone()));
        }
    }
    writeln!(
        code,
        "/// API tables: file name and text of the overlay (empty where there is none) and of the document."
    )?;
    writeln!(code, "pub static APIS: &[(&str, &str, &str, &str)] = &[")?;
    for (overlay, document) in rows {
        match overlay {
            Some(overlay) => write!(code, "    ({:?}, include_str!({:?})", name(overlay)?, text(overlay)?)?,
            None => write!(code, "    (\"\", \"\"")?,
        }
        writeln!(code, ", {:?}, include_str!({:?})),", name(&document)?, text(&document)?)?;
    }
    writeln!(code, "];")?;
    Ok(())
}

/// The text that a top-level key of an overlay has.
fn top_level<'o>(overlay: &'o str, key: &str) -> Option<&'o str> {
    let mut top = overlay.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let value = top.find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}
