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
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("embedded.rs");
    fs::write(out, code)?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=rules");
    Ok(())
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
        let document = document(&toml)
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

/// The value of the top-level key `document` of an overlay.
fn document(overlay: &str) -> Option<&str> {
    let mut top = overlay.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let value = top.find_map(|line| line.strip_prefix("document")?.trim_start().strip_prefix('='))?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}
