//! How authlint is installed: npm, Homebrew, the AUR, an image, `cargo binstall`. With the real tools where they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use regex::Regex;

use crate::support::process::tool;

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);\n";
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What Node.js calls this platform.
fn platform() -> String {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let arch = if std::env::consts::ARCH == "aarch64" { "arm64" } else { "x64" };
    format!("{os}-{arch}")
}

/// What stands for the program in a package: the program under test has a hundred megabytes, which take long to pack.
fn stand_in(folder: &Path) -> PathBuf {
    let own = Path::new(env!("CARGO_BIN_EXE_authlint"));
    if !cfg!(unix) {
        return own.to_path_buf();
    }
    let place = folder.join("authlint-stand-in");
    fs::write(&place, format!("#!/bin/sh\nexec '{}' \"$@\"\n", own.display())).unwrap();
    place
}

/// The packages, made of the program under test, packed and installed from their tarballs, run as npm has it.
#[test]
fn npm_installs_the_program_of_the_platform() {
    let dir = tempfile::tempdir().unwrap();
    let packages = dir.path().join("packages");
    let program = format!("{}={}", platform(), stand_in(dir.path()).display());
    let mut build = Command::new("node");
    build.arg(root().join("packaging/npm/build.mjs")).arg("--out").arg(&packages).arg(&program);
    let Some(built) = tool(&mut build) else { return };
    assert!(built.status.success(), "{}", err(&built));
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(packages.join("authlint/package.json")).unwrap()).unwrap();
    assert_eq!(manifest["version"], VERSION);
    assert_eq!(manifest["optionalDependencies"][format!("@authlint/{}", platform())], VERSION);
    let npm = |args: &[&str], place: &Path| {
        let mut npm = Command::new("npm");
        npm.current_dir(place).args(args).env("npm_config_cache", dir.path().join("cache"));
        tool(npm.env("npm_config_update_notifier", "false").env("npm_config_offline", "true"))
    };
    let app = dir.path().join("app");
    fs::create_dir(&app).unwrap();
    fs::write(app.join("package.json"), "{ \"private\": true }").unwrap();
    fs::write(app.join("a.js"), CALL).unwrap();
    let mut tarballs = Vec::new();
    for package in ["authlint".to_owned(), platform()] {
        let place = packages.join(&package);
        let Some(packed) = npm(&["pack", "--silent", "--pack-destination", app.to_str().unwrap()], &place) else {
            return;
        };
        assert!(packed.status.success(), "{}", err(&packed));
        tarballs.push(format!("./{}", out(&packed).trim()));
    }
    let install = [&["install", "--silent", "--no-audit", "--no-fund"][..], &[&tarballs[1], &tarballs[0]]].concat();
    let installed = npm(&install, &app).unwrap();
    assert!(installed.status.success(), "{}{}", out(&installed), err(&installed));
    let bin = app.join("node_modules/.bin/authlint");
    let found = Command::new(&bin).current_dir(&app).args(["--format", "concise", "-q", "a.js"]).output().unwrap();
    assert_eq!(found.status.code(), Some(1), "{}", err(&found));
    assert!(out(&found).starts_with("a.js:1:1: error[incomplete-credentials]"), "{}", out(&found));
    // Exit codes and standard input pass through.
    assert_eq!(Command::new(&bin).current_dir(&app).arg("no/such").output().unwrap().status.code(), Some(2));
    // Without the program it says what is missing.
    fs::remove_dir_all(app.join("node_modules/@authlint")).unwrap();
    let missing = Command::new(&bin).current_dir(&app).output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        err(&missing).contains(&format!("the package @authlint/{} is not installed", platform())),
        "{}",
        err(&missing)
    );
}

#[test]
fn packages_of_systems_name_the_archives_and_their_checksums() {
    let dir = tempfile::tempdir().unwrap();
    let targets =
        ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-apple-darwin", "aarch64-apple-darwin"];
    for target in targets {
        fs::write(dir.path().join(format!("authlint-v1.2.3-{target}.tar.gz")), target).unwrap();
    }
    let fill = |template: &str, archives: &Path| {
        let mut fill = Command::new("bash");
        fill.arg(root().join("packaging/fill")).arg("1.2.3").arg(archives).arg(root().join(template));
        tool(&mut fill)
    };
    let sum = Regex::new("\"[0-9a-f]{64}\"").unwrap();
    for (template, count) in [("packaging/homebrew/authlint.rb", 4), ("packaging/aur/PKGBUILD", 2)] {
        let Some(filled) = fill(template, dir.path()) else { return };
        let text = out(&filled);
        assert!(filled.status.success() && !text.contains('@'), "{}{text}", err(&filled));
        let address = "https://github.com/authlint/authlint/releases/download/v1.2.3/authlint-v1.2.3-";
        assert_eq!(text.matches(address).count(), count, "{text}");
        let sums = sum.find_iter(&text).count();
        assert_eq!(sums, count, "{text}");
        // What is not there is not named.
        assert!(!fill(template, &dir.path().join("nowhere")).unwrap().status.success());
        let check = if template.contains("homebrew") { ("ruby", "-c") } else { ("bash", "-n") };
        fs::write(dir.path().join("filled"), &text).unwrap();
        if let Some(read) = tool(Command::new(check.0).arg(check.1).arg(dir.path().join("filled"))) {
            assert!(read.status.success(), "{}", err(&read));
        }
    }
}

/// What `cargo binstall` asks for is what the release workflow uploads.
#[test]
fn archives_are_called_as_they_are_looked_for() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let binstall = &manifest["package"]["metadata"]["binstall"];
    let address = binstall["pkg-url"].as_str().unwrap();
    let workflow = read(".github/workflows/release.yml");
    assert!(workflow.contains("name=\"authlint-$GITHUB_REF_NAME-$TARGET\""));
    assert!(address.ends_with("/releases/download/v{ version }/authlint-v{ version }-{ target }{ archive-suffix }"));
    assert_eq!(binstall["pkg-fmt"].as_str(), Some("tgz"));
    assert_eq!(binstall["overrides"]["x86_64-pc-windows-msvc"]["pkg-fmt"].as_str(), Some("zip"));
    // Every platform of npm has a program in the release, and the other way round.
    let built = read("packaging/npm/build.mjs");
    let platforms = built.split("PLATFORMS = [").nth(1).unwrap().split(']').next().unwrap().replace('\'', "");
    for platform in platforms.split(", ") {
        assert!(workflow.contains(&format!("{platform}=")), "{platform}");
    }
    assert_eq!(workflow.matches("- { target: ").count(), 5 + 5);
    for step in ["actions/attest-build-provenance", "npm publish --provenance", "packaging/fill", "docker build"] {
        assert!(workflow.contains(step), "{step}");
    }
    // Each step of the workflow that is a script can be read by its shell.
    let parsed: serde_json::Value = serde_saphyr::from_str(&workflow).unwrap();
    let expression = Regex::new(r"\$\{\{[^}]*\}\}").unwrap();
    for (name, job) in parsed["jobs"].as_object().unwrap() {
        for script in job["steps"].as_array().unwrap().iter().filter_map(|step| step["run"].as_str()) {
            let script = expression.replace_all(script, "x").into_owned();
            let read = Command::new("bash").args(["-n", "-c", &script]).output().unwrap();
            assert!(read.status.success(), "{name}: {}", err(&read));
        }
    }
}

#[test]
fn the_version_names_the_dates_of_the_tables() {
    let printed = |option: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_authlint")).arg(option).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(printed("-V"), format!("authlint {VERSION}\n"));
    let long = printed("--version");
    let date = read("rules/apis/loginradius.toml");
    let date = date.lines().find_map(|line| line.strip_prefix("date = ")).unwrap().trim_matches('"');
    assert!(long.starts_with(&format!("authlint {VERSION}")), "{long}");
    assert!(long.ends_with(&format!("\nLoginRadius: as described on {date}\n")), "{long}");
}

/// Whether a Docker daemon answers; where none does, that is said.
fn docker() -> bool {
    match Command::new("docker").arg("info").output() {
        Ok(output) if output.status.success() => true,
        Ok(_) => {
            crate::support::skipped(
                "NO DOCKER DAEMON answers here: the image is not built; its steps are tried without",
            );
            false
        }
        Err(error) => {
            crate::support::skipped(&format!("THERE IS NO DOCKER here ({error}): the image is not built"));
            false
        }
    }
}

/// The image, where there is a daemon; otherwise what its Dockerfile does, without: a static program, alone in a
/// directory that it has for its root. Takes a whole compilation: `.ci/full` runs it.
#[test]
#[ignore = "long: compiles all dependencies once more, with the C library in the program"]
#[cfg(target_os = "linux")]
fn the_image_holds_the_program_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.js"), CALL).unwrap();
    if docker() {
        let built =
            Command::new("docker").current_dir(root()).args(["build", "-q", "-t", "authlint-test", "."]).output();
        let built = built.unwrap();
        assert!(built.status.success(), "{}", err(&built));
        let volume = format!("{}:/src:ro", dir.path().display());
        let run = ["run", "--rm", "--network", "none", "-v", &volume, "authlint-test", "--format", "concise"];
        let found = Command::new("docker").args(run).output().unwrap();
        assert_eq!(found.status.code(), Some(1), "{}", err(&found));
        assert!(out(&found).starts_with("a.js:1:1: error["), "{}", out(&found));
        return;
    }
    let host = out(&Command::new("rustc").arg("-vV").output().unwrap());
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("static");
    let built = Command::new("cargo")
        .current_dir(root())
        .args(["build", "--locked", "--target", &host])
        .env("RUSTFLAGS", "-C target-feature=+crt-static")
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", err(&built));
    let program = target.join(&host).join("debug/authlint");
    // Nothing of the system is there but the program and what it checks.
    let image = dir.path().join("image");
    fs::create_dir_all(image.join("src")).unwrap();
    fs::copy(&program, image.join("authlint")).unwrap();
    fs::copy(dir.path().join("a.js"), image.join("src/a.js")).unwrap();
    let Some(found) = tool(Command::new("chroot").arg(&image).args(["/authlint", "--format", "concise", "/src"]))
    else {
        return;
    };
    if err(&found).contains("Operation not permitted") {
        return crate::support::skipped("nobody but root may change the root directory");
    }
    assert_eq!(found.status.code(), Some(1), "{}", err(&found));
    assert!(out(&found).starts_with("/src/a.js:1:1: error["), "{}", out(&found));
}

/// What the image is made of is said as it is: nothing that the Dockerfile copies is missing, and it ends from scratch.
#[test]
fn the_dockerfile_is_what_the_workflow_builds() {
    docker();
    let file = read("Dockerfile");
    assert!(file.contains("\nFROM scratch\n") && file.contains("target-feature=+crt-static"), "{file}");
    assert!(file.trim_end().ends_with("ENTRYPOINT [\"/authlint\"]"), "{file}");
    // What the build needs is not left out of what the daemon is sent.
    let ignored = read(".dockerignore");
    for needed in ["src", "rules", "benches", "build.rs", "Cargo.toml", "Cargo.lock", "README.md"] {
        assert!(!ignored.lines().any(|line| line == needed), "{needed}");
        assert!(root().join(needed).exists(), "{needed}");
    }
    assert!(Regex::new("(?m)^ARG AUTHLINT_COMMIT").unwrap().is_match(&file));
}
