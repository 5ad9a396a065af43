//! Scripts that are too large to be parsed as a whole: bundles, mostly.
//!
//! Only the parts that mention an API are read, one after another, each as a program by itself. What encloses a part is
//! not in sight, so its requests are open.

use rustc_hash::FxHashSet;

use crate::clients::Clients;
use crate::finding::Level;
use crate::interpreter;
use crate::ir::program::Single;
use crate::parallel;
use crate::pipeline::evaluate::too_many;
use crate::pipeline::match_requests::Matcher;
use crate::report::{Diagnostic, counted};
use crate::request::{Open, OpenPart};
use crate::rules::MatchedCall;
use crate::rules::helpers::constants::constants;
use crate::rules::unsent::Unsent;
use crate::source::files::SourceFile;
use crate::source::prefilter::Prefilter;
use crate::source::{FileId, SourceKind};
use crate::syntax::javascript;

/// What a large script came to.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct Large {
    pub calls: Vec<MatchedCall>,
    pub unsent: Unsent,
    pub diagnostic: Option<Diagnostic>,
    pub steps: usize,
}

/// After so many parts that are hardly a script the others are not read.
const MAX_ODD: usize = 4;

/// After so many steps in the parts of one script no further part is read.
const MAX_STEPS: usize = 8_000_000;

/// Whether a file is a script that is read in parts.
fn is_large(file: &SourceFile) -> bool {
    file.kind.is_some_and(SourceKind::is_plain_script) && javascript::is_large(file.text())
}

/// Reads the scripts that are too large to be read as a whole.
pub(in crate::pipeline) fn evaluate_all(matcher: &Matcher, clients: &Clients) -> Vec<Large> {
    let files = matcher.code.workspace.files;
    let hot = matcher.code.judged().filter_map(|id| Some((id, files.get(id)?)));
    let large: Vec<(FileId, &SourceFile)> = hot.filter(|(_, file)| is_large(file)).collect();
    if large.is_empty() {
        return Vec::new();
    }
    let prefilter = Prefilter::new(matcher.apis.triggers());
    let crashes = &matcher.code.workspace.crashes;
    parallel::filter_map(&large, |(id, file)| crashes.guard(*id, || evaluate(matcher, clients, &prefilter, *id, file)))
}

/// That a large script was not read to its end.
fn only_first(file: &SourceFile, parts: usize) -> Diagnostic {
    let message = format!(
        "is larger than 2 MiB, and only the first {} that {} an API {} read; \
         split the bundle, or check its source instead",
        counted(parts, "part"),
        if parts == 1 { "mentions" } else { "mention" },
        if parts == 1 { "was" } else { "were" },
    );
    Diagnostic::new(&file.path, file.location.clone(), Level::Warning, message)
}

/// Reads the parts of a large script that mention an API.
fn evaluate(matcher: &Matcher, clients: &Clients, prefilter: &Prefilter, id: FileId, file: &SourceFile) -> Large {
    let mut large = Large::default();
    let Some(kind) = file.kind else { return large };
    let text = file.text();
    let (parts, more) = javascript::windows(text, &prefilter.places(text.as_bytes()));
    if more {
        large.diagnostic = Some(only_first(file, parts.len()));
    }
    let mut seen = FxHashSet::default();
    let mut odd = 0;
    for (read, part) in parts.into_iter().enumerate() {
        if large.steps > MAX_STEPS {
            large.diagnostic = Some(only_first(file, read));
            break;
        }
        let Some(module) = javascript::lower_part(id, kind, text, part) else {
            odd += 1;
            if odd < MAX_ODD {
                continue;
            }
            let message = "is larger than 2 MiB, and hardly a script; not read to its end".to_owned();
            large.diagnostic = Some(Diagnostic::new(&file.path, file.location.clone(), Level::Warning, message));
            break;
        };
        let evaluation = interpreter::evaluate(&Single { module: &module, text }, &[id], clients);
        large.steps += evaluation.steps;
        if let Some(lost) = evaluation.lost {
            large.diagnostic = too_many(&matcher.code.workspace, lost);
        }
        let evidence = matcher.imported(&module, id);
        let before = large.calls.len();
        for mut request in evaluation.requests {
            // Parts overlap a little.
            if seen.contains(&request.site) {
                continue;
            }
            let why = "it stands in a script that is too large to be read as a whole".to_owned();
            request.open.push(Open { span: request.site, part: OpenPart::All, why });
            let call = matcher.call_by(request, &evidence);
            if call.is_request() {
                large.calls.push(call);
            }
        }
        seen.extend(large.calls[before..].iter().map(|one| one.request.site));
        large.unsent.literals.extend(constants(&module));
        large.unsent.options.extend(evaluation.options);
        large.unsent.keys.extend(evaluation.keys);
        large.unsent.environment.extend(evaluation.environment);
    }
    if large.diagnostic.is_none() && !large.calls.is_empty() {
        let message = format!(
            "is larger than 2 MiB and was read in parts: {} in it may carry more than was seen",
            counted(large.calls.len(), "request")
        );
        large.diagnostic = Some(Diagnostic::new(&file.path, file.location.clone(), Level::Note, message));
    }
    large
}
