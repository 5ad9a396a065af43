//! `authlint rules`: what is reported.

use std::io::Write as _;

use serde::Serialize;

use super::{Failure, OK, output};
use crate::report::json;

/// The arguments of `rules`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Format of the list
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Formats of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// A table for documents
    Markdown,
}

#[derive(Serialize)]
struct Document {
    rules: Vec<JsonRule>,
}

#[derive(Serialize)]
struct JsonRule {
    id: &'static str,
    level: &'static str,
    summary: &'static str,
    cwe: Option<u32>,
    severity: &'static str,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let mut rules: Vec<_> = crate::rules::all().iter().collect();
    rules.sort_by_key(|rule| rule.id);
    let mut out = Vec::new();
    match args.format {
        Format::Json => {
            let rules = rules
                .iter()
                .map(|rule| JsonRule {
                    id: rule.id,
                    level: rule.level.as_str(),
                    summary: rule.summary,
                    cwe: rule.cwe,
                    severity: rule.severity,
                })
                .collect();
            json::pretty(&Document { rules }, &mut out)?;
        }
        Format::Markdown => {
            writeln!(out, "| Rule | Level | CWE | What it reports |\n| --- | --- | --- | --- |")?;
            for rule in rules {
                let cwe = rule.cwe.map_or_else(|| "-".to_owned(), |number| number.to_string());
                let (id, level) = (rule.id, rule.level.as_str());
                writeln!(out, "| [`{id}`](rules/docs/{id}.md) | {level} | {cwe} | {} |", rule.summary)?;
            }
        }
        Format::Text => {
            let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
            for rule in rules {
                writeln!(out, "{:width$}  {:7}  {}", rule.id, rule.level.as_str(), rule.summary)?;
            }
        }
    }
    output::print(&out)?;
    Ok(OK)
}
