//! `authlint show-config`: what applies to a file, and why.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{Failure, OK, output};
use crate::config::patterns::Patterns;
use crate::config::{Choice, Config, Configs, Origin, RuleLevel};
use crate::config_files::Conventions;
use crate::report::redact::{Known, prose};
use crate::source::door;
use crate::source::files::kind_of;
use crate::source::walk::{left_out, normalised, shown};

/// The arguments of `show-config`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; it need not exist
    file: PathBuf,
    /// Configuration file [default: the nearest authlint.toml above the file]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let configs = Configs::new(args.config.clone().map_or(Choice::Nearest, Choice::File));
    let path = normalised(&args.file);
    let config = if args.file.is_dir() { configs.of_directory(&path)? } else { configs.of(&args.file)? };
    let mut out = Vec::new();
    writeln!(out, "{}", shown(&args.file))?;
    match &config.sources[..] {
        [] => writeln!(out, "  configuration: none; there is no authlint.toml above it")?,
        [own] => writeln!(out, "  configuration: {own}")?,
        [own, bases @ ..] => writeln!(out, "  configuration: {own}, which extends {}", bases.join(", which extends "))?,
    }
    writeln!(out, "  checked: {}", checked(&config, &args.file, &path))?;
    for (pattern, origin) in config.override_patterns(&path) {
        writeln!(out, "  override: \"{pattern}\" ({origin})")?;
    }
    for (name, list) in [("hosts", &config.hosts), ("prefixes", &config.prefixes)] {
        if !list.is_empty() {
            writeln!(out, "  {name}: {}", list.join(", "))?;
        }
    }
    for carrier in &config.carriers {
        let (name, place) = (&carrier.name, carrier.place.as_str());
        writeln!(out, "  carrier: {name} ({place}) carries {} ({})", carrier.credential, carrier.origin)?;
    }
    for wrapper in &config.wrappers {
        let from = wrapper.from.as_ref().map(|from| format!(" from {from}")).unwrap_or_default();
        writeln!(out, "  wrapper: {}{from}", wrapper.name)?;
    }
    if let Some(signing) = config.signing(&path) {
        writeln!(out, "  signing: {}", signing.as_str())?;
    }
    if let Some(minutes) = config.max_expiry(&path) {
        writeln!(out, "  max-expiry: {minutes} minutes")?;
    }
    writeln!(out, "  rules:")?;
    let rules = crate::rules::all();
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in rules {
        let setting = config.setting(&path, rule);
        let (level, why) = match setting {
            _ if !config.wants(rule) => (RuleLevel::Off.as_str(), "by \"select\" or \"ignore\"".to_owned()),
            Some(setting) => (setting.level.as_str(), setting.origin.to_string()),
            None => (rule.level.as_str(), "default".to_owned()),
        };
        writeln!(out, "    {:width$}  {level:7}  {why}", rule.id)?;
    }
    let text = String::from_utf8_lossy(&out);
    let text: String = text.lines().map(|line| prose(line, &Known::default()) + "\n").collect();
    output::print(text.as_bytes())?;
    Ok(OK)
}

fn checked(config: &Config, file: &Path, path: &Path) -> String {
    if file.is_dir() {
        return "it is a directory; name a file in it".to_owned();
    }
    if kind_of(path).is_none() {
        return "no, it is no kind of file that is read".to_owned();
    }
    if door::leads_outside(file) {
        return "no, it leads out of the repository".to_owned();
    }
    let because = |found: &(String, Origin)| format!("\"{}\" ({})", found.0, found.1);
    if let Some(found) = config.exclude.matching(path) {
        return format!("no, excluded by {}, unless it is named", because(found));
    }
    if let Some(why) = left_out(path) {
        return format!("no, {why}, unless it is named or --no-ignore is given");
    }
    if Conventions::get().skips(&path.file_name().unwrap_or_default().to_string_lossy()) {
        return "only where code imports it: files of this name hold no settings of your own".to_owned();
    }
    match (config.include.matching(path), config.include.is_empty()) {
        (Some(found), _) => format!("yes, included by {}", because(found)),
        (None, true) => "yes".to_owned(),
        (None, false) => format!("no, \"include\" is {}, unless it is named", quoted(&config.include)),
    }
}

fn quoted(patterns: &Patterns) -> String {
    patterns.texts().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
}
