//! `authlint import`: what is understood of an OpenAPI document, what is wrong with it, and an overlay to begin with.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::output_files::settled;
use super::{Failure, OK, output};
use crate::api::{Api, Carrier, Fault, Form, Imported, Operation, Scheme, SchemeId};
use crate::report::counted;
use crate::report::redact::harmless;
use crate::source::walk::{normalised, shown};

/// The arguments of `import`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// OpenAPI document, or an overlay that names one
    #[arg(value_name = "DOC")]
    document: PathBuf,
    /// Write an overlay that says what was understood, to be reviewed
    #[arg(short, long, value_name = "FILE", conflicts_with = "check")]
    output: Option<PathBuf>,
    /// Overwrite the overlay if it is there
    #[arg(long, requires = "output")]
    force: bool,
    /// Report what in the document misleads those who call by it
    #[arg(long)]
    check: bool,
}

/// What was asked for is shown, whatever is wrong with the document: the exit code is 0.
pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    is_file_name(&args.document)?;
    let imported = Imported::read(&args.document).map_err(|error| Failure::Message(error.to_string()))?;
    let mut text = String::new();
    if args.check {
        faults(&imported.faults, &mut text);
    } else {
        summary(&imported, &mut text);
        if !imported.faults.is_empty() {
            let count = counted(grouped(&imported.faults).len(), "remark");
            line(&mut text, format_args!("{count} on the document; --check shows them"));
        }
    }
    if let Some(file) = &args.output {
        write(args, &imported.api, file)?;
        line(&mut text, format_args!("wrote {}", shown(file)));
    }
    let text: Vec<String> = text.lines().map(|line| format!("{}\n", harmless(line))).collect();
    output::print(text.concat().as_bytes())?;
    Ok(OK)
}

/// A document is a file of its own.
fn is_file_name(document: &Path) -> Result<(), Failure> {
    let name = document.to_string_lossy();
    let is_elsewhere = name == "-" || ["http://", "https://"].iter().any(|scheme| name.starts_with(scheme));
    if is_elsewhere && !document.exists() {
        let name = if name == "-" { "standard input" } else { &*name };
        return Err(Failure::Message(format!("{name} is no file: a document is read from one, save it first")));
    }
    Ok(())
}

/// Writing to a string does not fail.
fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{arguments}");
}

/// A remark is said once, however many places it is about.
fn faults(faults: &[Fault], text: &mut String) {
    let groups = grouped(faults);
    for group in &groups {
        let Some(Fault { kind, place, message }) = group.first() else { continue };
        if group.len() == 1 {
            line(text, format_args!("{place} {message} [{kind}]"));
            continue;
        }
        line(text, format_args!("each of {} places {message} [{kind}]", group.len()));
        for Fault { place, .. } in group {
            line(text, format_args!("    {place}"));
        }
    }
    let remarks = counted(groups.len(), "remark");
    if groups.len() == faults.len() {
        line(text, format_args!("{remarks}"));
    } else {
        line(text, format_args!("{remarks} on {}", counted(faults.len(), "place")));
    }
}

/// The faults by what they say, in the order of the first of each.
fn grouped(faults: &[Fault]) -> Vec<Vec<&Fault>> {
    let mut groups: Vec<Vec<&Fault>> = Vec::new();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for fault in faults {
        let group = *known.entry((fault.kind, &fault.message)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(fault);
    }
    groups
}

fn summary(Imported { api, hostless, .. }: &Imported, text: &mut String) {
    let (operations, schemes) = (counted(api.operations.len(), "operation"), counted(api.schemes.len(), "scheme"));
    line(text, format_args!("{} ({}): {operations}, {schemes}", api.name, api.id));
    for server in servers(api) {
        line(text, format_args!("  server {server}"));
    }
    for (url, why) in hostless {
        line(text, format_args!("  server {url}, which {why}"));
    }
    if let Some(why) = api.out_of_sight() {
        line(text, format_args!("  {why}"));
    }
    for scheme in api.schemes.iter().filter(|scheme| !scheme.is_local) {
        line(text, format_args!("  scheme {}", described(api, scheme)));
    }
    for (demanded, count) in demands(api) {
        line(text, format_args!("  {} {demanded}", counted(count, "operation")));
    }
    let backend = api.operations.iter().filter(|operation| api.is_backend_only(operation)).count();
    line(text, format_args!("  backend only: {backend} of {operations}"));
}

/// `ParcelsKey: header X-Parcels-Key, secret: the name ...`
fn described(api: &Api, scheme: &Scheme) -> String {
    let credential = api.credential(scheme.credential);
    let mut said = format!("{}: {}, {}", scheme.name, scheme.carrier, credential.kind.as_str());
    if matches!(&scheme.carrier, Carrier::Authorization(forms) if forms.is_empty()) {
        said.push_str(" (in any form)");
    }
    if matches!(scheme.carrier, Carrier::Other(_)) {
        said.push_str(" (no call is seen to send it: where it is asked for, requests are open)");
    }
    if let Some(reason) = &scheme.reason {
        said = format!("{said}, for {reason}");
    }
    if !scheme.flows.is_empty() {
        said = format!("{said} (flows: {})", scheme.flows.join(", "));
    }
    said
}

/// The distinct demands with the number of operations that make them, the most frequent first.
fn demands(api: &Api) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for operation in &api.operations {
        *counts.entry(demand(api, operation)).or_default() += 1;
    }
    let mut demands: Vec<_> = counts.into_iter().collect();
    demands.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    demands
}

fn demand(api: &Api, operation: &Operation) -> String {
    let names = |schemes: &Vec<SchemeId>| {
        let names: Vec<&str> = schemes.iter().map(|id| &*api.scheme(*id).name).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(" and ") }
    };
    let all: Vec<String> = operation.alternatives.iter().map(names).collect();
    match () {
        () if operation.is_security_unknown => "of which the demands are not known".to_owned(),
        () if all.is_empty() => "without credentials".to_owned(),
        () => format!("with {}", all.join(", or ")),
    }
}

fn servers(api: &Api) -> Vec<String> {
    let mut servers: Vec<String> = Vec::new();
    let all = api.operations.iter().flat_map(|operation| operation.servers.iter());
    for server in all.filter(|server| !server.host.is_empty()) {
        let server = super::operations::server(server);
        if !servers.contains(&server) {
            servers.push(server);
        }
    }
    servers
}

fn write(args: &Args, api: &Api, file: &Path) -> Result<(), Failure> {
    if settled(file) == settled(&args.document) {
        return Err(Failure::Message(format!("{} is what is imported; the overlay is a file of its own", shown(file))));
    }
    if !args.force && file.symlink_metadata().is_ok() {
        return Err(Failure::Message(format!("{} is there already; --force overwrites it", shown(file))));
    }
    std::fs::write(file, overlay(api, &document_from(&args.document, file)))
        .map_err(|error| Failure::Message(format!("cannot write {}: {error}", shown(file))))
}

/// The document's path as the overlay names it: relative to the overlay's folder where it is below it.
fn document_from(document: &Path, overlay: &Path) -> String {
    let (document, overlay) = (normalised(document), normalised(overlay));
    let folder = overlay.parent().unwrap_or(&overlay);
    let inside = document.strip_prefix(folder).map(Path::to_path_buf);
    inside.unwrap_or(document).to_string_lossy().replace('\\', "/")
}

/// The text of an overlay that says what was understood.
fn overlay(api: &Api, document: &str) -> String {
    let mut text = String::from(
        "# What the document does not say. Review the kinds: each is followed by why it was taken for that.\n",
    );
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    line(&mut text, format_args!("id = {}", quoted(&api.id)));
    line(&mut text, format_args!("name = {}", quoted(&api.name)));
    line(&mut text, format_args!("document = {}", quoted(document)));
    let aliases: Vec<String> = aliases(api).iter().map(|alias| quoted(alias)).collect();
    line(&mut text, format_args!("# Words that name the API in identifiers, files and packages."));
    line(&mut text, format_args!("aliases = [{}]", aliases.join(", ")));
    for (index, credential) in api.credentials.iter().enumerate() {
        let carried = api.schemes.iter().find(|scheme| usize::from(scheme.credential.0) == index);
        let reason = carried.and_then(|scheme| scheme.reason.as_deref());
        let reason = reason.map(|reason| format!("   # {}", harmless(reason))).unwrap_or_default();
        line(
            &mut text,
            format_args!("\n[[credential]]\nid = {}\nname = {}", quoted(&credential.id), quoted(&credential.name)),
        );
        line(&mut text, format_args!("kind = \"{}\"{reason}", credential.kind.as_str()));
    }
    if api.schemes.iter().any(|scheme| !scheme.is_local) {
        line(&mut text, format_args!("\n[schemes]"));
    }
    for scheme in api.schemes.iter().filter(|scheme| !scheme.is_local) {
        let credential = quoted(&api.credential(scheme.credential).id);
        let said = match &scheme.carrier {
            Carrier::Authorization(forms) if !forms.is_empty() => {
                let forms: Vec<String> = forms.iter().map(|form| quoted(prefix(form))).collect();
                format!("{{ credential = {credential}, prefix = [{}] }}", forms.join(", "))
            }
            _ => credential,
        };
        line(&mut text, format_args!("{} = {said}", quoted(&scheme.name)));
    }
    text
}

fn prefix(form: &Form) -> &str {
    match form {
        Form::Bearer => "Bearer",
        Form::Basic => "Basic",
        Form::Prefix(word) => word,
        Form::Bare => "",
    }
}

/// Words that code of all kinds is full of.
const EVERYDAY: &str = include_str!("../../rules/everyday.txt");

/// The names under which the servers' domains are registered, but for those that are everybody's words.
fn aliases(api: &Api) -> Vec<String> {
    let mut aliases = Vec::new();
    for server in api.operations.iter().flat_map(|operation| operation.servers.iter()) {
        let literal: Vec<&str> = server.host.iter().flatten().map(String::as_str).collect();
        if let [.., name, _] = literal[..]
            && name.len() > 3
            && !aliases.iter().any(|alias| alias == name)
            && !EVERYDAY.lines().skip(1).any(|line| line.split(' ').any(|word| word == name))
        {
            aliases.push(name.to_owned());
        }
    }
    aliases
}
