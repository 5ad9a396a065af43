//! The one way by which findings come to be.

use rustc_hash::{FxHashMap, FxHashSet};

use super::helpers::exposure::carried;
use super::helpers::presented::{Member, Role};
use super::helpers::wording;
use super::unsent::config_files::{self, ConfigFile};
use super::unsent::{self, Around, Unsent, definitions, signing_keys};
use super::{
    Call, MatchedCall, Scene, backend_call_in_client, client_secret_exposure, credentials, distinct, hardcoded_secret,
    insecure_transport, invalid_digest, invalid_expiry, misplaced_credential, prefer_m2m, public_env_secret,
    secret_in_log, secret_in_query, unknown_operation, unsigned_request,
};
use crate::api::{Api, CredentialId, ErrorCode};
use crate::crash::Crashes;
use crate::finding::{Confidence, Finding};
use crate::ir::Module;
use crate::matching::{Matched, Outcome};
use crate::parallel;
use crate::request::Sender;
use crate::runtime::Define;
use crate::source::{FileId, Span};

/// How many error codes a finding names.
const MAX_CODES: usize = 2;

/// Everything that there is to judge.
#[derive(Debug, Default)]
pub struct Input<'a> {
    /// All requests.
    pub calls: &'a [MatchedCall],
    /// The secrets that no request is seen to carry, one entry for each part of the program that was looked at.
    pub unsent: &'a [Unsent],
    /// The files of configuration beside the code.
    pub config_files: &'a [ConfigFile],
    /// What the configuration of bundlers puts into bundles.
    pub inlined: Vec<Inlined<'a>>,
    /// What fails in the work on a file is noted here.
    pub crashes: Option<&'a Crashes>,
}

impl Input<'_> {
    /// The names that literals go by, by where they stand.
    pub(super) fn constants(&self) -> FxHashMap<Span, &[Box<str>]> {
        self.unsent.iter().flat_map(|one| &one.literals).map(|one| (one.span, &*one.names)).collect()
    }

    /// The findings of some work on a file; none where it fails.
    fn guarded(&self, file: FileId, work: impl FnOnce() -> Vec<Finding>) -> Vec<Finding> {
        match self.crashes {
            Some(crashes) => crashes.guard(file, work).unwrap_or_default(),
            None => work(),
        }
    }
}

/// A value that the configuration of a bundler puts into bundles, a secret by its name.
#[derive(Debug)]
pub struct Inlined<'a> {
    /// Its definition.
    pub definition: &'a Define,
    /// The modules that may read it.
    pub readers: Vec<&'a Module>,
}

/// All findings of all rules but those about comments, one for each rule and span, in order of place and rule.
pub fn run(scene: &Scene, input: &Input) -> Vec<Finding> {
    let mut filled: FxHashMap<Span, bool> = FxHashMap::default();
    for (carrier, known) in input.calls.iter().flat_map(MatchedCall::filled) {
        *filled.entry(carrier).or_default() |= known;
    }
    let filled = |carrier: Span| filled.get(&carrier).copied();
    let scene = &Scene { filled: &filled, ..*scene };
    let judged: Vec<Finding> = parallel::flat_map(input.calls, |call| {
        let file = call.request.point.file;
        input.guarded(file, || judge(scene, call))
    });
    let inlined = inlined(scene, &input.inlined, &judged);
    let automation = prefer_m2m::judge(scene, input.calls);
    let all = [
        judged,
        unsent(scene, input),
        secret_in_log::judge(scene, input),
        in_config_files(scene, input),
        inlined,
        automation,
    ];
    distinct(all.into_iter().flatten().collect())
}

/// All that there is to say about a request: one finding for each rule and span, in order of place and rule.
pub fn judge(scene: &Scene, call: &MatchedCall) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (one_call, matched) in call.calls(scene) {
        findings.extend(of_call(&one_call, matched, &call.matched));
    }
    distinct(findings)
}

/// `all` are its URLs and methods, of which `matched` is one.
fn of_call(call: &Call, matched: &Matched, all: &[Matched]) -> Vec<Finding> {
    if matches!(matched.outcome, Outcome::Unmatched(_)) {
        return hardcoded_secret::unmatched(call);
    }
    let mut findings = Vec::new();
    let secrets = carried(call);
    // Of what nobody knows to be a client, only what it is seen to carry can be judged.
    let is_client = call.request.sender == Sender::Client;
    if let (Outcome::Operation { .. }, Some(operation)) = (&matched.outcome, call.operation) {
        if is_client {
            findings.extend(credentials::judge(call, operation));
        }
        findings.extend(secret_in_query::judge(call, operation, &secrets));
        findings.extend(backend_call_in_client::judge(call, operation));
        findings.extend(unsigned_request::judge(call, operation));
        findings.extend(invalid_digest::judge(call));
        findings.extend(invalid_expiry::judge(call));
    }
    findings.extend(hardcoded_secret::judge(call, &secrets));
    // A token of which nobody knows whose it is may well be the user's.
    let certain: Vec<_> = secrets.into_iter().filter(|secret| !secret.is_guess).collect();
    findings.extend(client_secret_exposure::judge(call, &certain));
    findings.extend(public_env_secret::judge(call, &certain));
    findings.extend(misplaced_credential::judge(call));
    findings.extend(insecure_transport::judge(call));
    if is_client {
        findings.extend(unknown_operation::judge(call, matched, all));
    }
    if call.request.sender == Sender::Unknown {
        findings = findings.into_iter().map(|finding| finding.at_most(Confidence::Medium)).collect();
    }
    findings.into_iter().map(|finding| with_codes(call, finding)).collect()
}

/// The findings about secrets that no request is seen to carry.
fn unsent(scene: &Scene, input: &Input) -> Vec<Finding> {
    let calls = input.calls.iter().flat_map(|call| call.calls(scene));
    let calls = calls.filter(|(_, matched)| !matches!(matched.outcome, Outcome::Unmatched(_)));
    let signatures: FxHashMap<(Span, Vec<Span>), &Api> = calls
        .flat_map(|(call, _)| {
            signing_keys::of_signatures(call.api, call.sent).into_iter().map(move |key| (key, call.api))
        })
        .collect();
    let constants = input.constants();
    let around = Around {
        told: &|_| false,
        constants: &|span| constants.get(&span).copied(),
        signatures: &|key| signatures.get(&(key.span, key.given.clone())).copied(),
    };
    // What nobody knows the way of is told where it is defined.
    let sent = input.calls.iter().filter(|call| call.is_to_api()).flat_map(MatchedCall::sent);
    let told: FxHashSet<Span> =
        sent.chain(input.unsent.iter().flat_map(|one| unsent::used(scene, one, &around))).collect();
    let around = Around { told: &|span| told.contains(&span), ..around };
    parallel::flat_map(input.unsent, |one| unsent::judge(scene, one, &around))
}

/// A finding with the error codes that its call may be answered with: of those about something that is missing, the ones
/// about what is wanted and not there, which is what a misspelt name means; of those about something that is wrong, the
/// ones about what is there.
fn with_codes(call: &Call, mut finding: Finding) -> Finding {
    let api = call.api;
    let Some(operation) = call.operation else { return finding };
    let is_wanted =
        |id: CredentialId| operation.alternatives.iter().flatten().any(|scheme| api.scheme(*scheme).credential == id);
    let is_sent = |id: CredentialId| call.sent.counted().any(|member| member.credentials.contains(&id));
    let speaks_of = |member: &&Member, id: CredentialId| member.credentials.contains(&id);
    let misspelt = || call.sent.members.iter().filter(|member| member.role == Role::NearMiss);
    let is_meant = |id: CredentialId| misspelt().next().is_none() || misspelt().any(|member| speaks_of(&member, id));
    let fits = |error: &&ErrorCode| {
        error.rules.iter().any(|rule| rule == finding.rule.id)
            && error.lacks.is_none_or(|lacks| is_wanted(lacks) && !is_sent(lacks) && is_meant(lacks))
            && error.sends.is_none_or(|sends| call.sent.members.iter().any(|member| speaks_of(&member, sends)))
    };
    let codes = api.overlay.errors.iter().filter(fits).take(MAX_CODES);
    let codes: Vec<String> = codes.map(|error| format!("{} ({})", error.code, error.meaning)).collect();
    if !codes.is_empty() {
        let codes = wording::list(&codes, "or");
        finding.help = format!("{}. {} may answer with {codes}", finding.help, api.name);
    }
    if let Some(page) = api.page_of(operation) {
        finding.help = format!("{}. See {page}", finding.help);
    }
    finding
}

/// The findings about files of configuration: by the names in them, and by what the requests do with them.
fn in_config_files(scene: &Scene, input: &Input) -> Vec<Finding> {
    let carried: Vec<_> = input.calls.iter().flat_map(|call| config_files::carried(scene, call)).collect();
    let judge =
        |file: &config_files::ConfigFile| input.guarded(file.file, || config_files::judge(scene, file, &carried));
    parallel::flat_map(input.config_files, judge)
}

/// The findings about what configuration puts into bundles, and about what reads it; what is said already of the values
/// that requests send is not said again.
fn inlined(scene: &Scene, inlined: &[Inlined], said: &[Finding]) -> Vec<Finding> {
    let secrets: Vec<_> =
        inlined.iter().filter_map(|one| Some((one, definitions::secret_of(scene, one.definition)?))).collect();
    let mut findings: Vec<Finding> =
        secrets.iter().map(|(one, api)| public_env_secret::configured(scene, api, one.definition)).collect();
    // A request points at where the value joins it, which need not be where the name is read.
    let line = |span: Span| (span.file, (scene.line)(span));
    let public = said.iter().filter(|finding| *finding.rule == public_env_secret::RULE);
    let lines: FxHashSet<_> = public.map(|finding| line(finding.span)).collect();
    let uses = |(one, api): &(&Inlined, &_)| {
        let readers = one.readers.iter();
        readers.flat_map(|module| definitions::uses(scene, api, one.definition, module)).collect::<Vec<_>>()
    };
    let read = parallel::flat_map(&secrets, uses);
    findings.extend(read.into_iter().filter(|finding| !lines.contains(&line(finding.span))));
    findings
}
