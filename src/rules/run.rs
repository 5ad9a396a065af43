//! The one way by which findings come to be.

use rustc_hash::{FxHashMap, FxHashSet};

use super::helpers::exposure::carried;
use super::helpers::presented::Presented;
use super::helpers::wording;
use super::unsent::config_files::{self, ConfigFile};
use super::unsent::{self, Around, Unsent, definitions, signing_keys};
use super::{
    Call, Scene, backend_call_in_client, client_secret_exposure, credentials, distinct, hardcoded_secret,
    insecure_transport, invalid_digest, invalid_expiry, misplaced_credential, prefer_m2m, public_env_secret,
    secret_in_log, secret_in_query, unknown_operation, unsigned_request,
};
use crate::api::{Api, Apis, CredentialId, ErrorCode, Operation};
use crate::crash::Crashes;
use crate::finding::{Confidence, Finding};
use crate::interpreter::Output;
use crate::ir::Module;
use crate::matching::{Matched, Outcome};
use crate::parallel;
use crate::request::{Field, Part, Request, Sender, Text};
use crate::runtime::Define;
use crate::source::{FileId, Span};

/// How many error codes a finding names.
const MAX_CODES: usize = 2;

/// A request with what it calls and what it presents there.
#[derive(Debug)]
pub struct MatchedCall {
    /// The request.
    pub request: Request,
    /// One entry for each of its URLs and methods.
    pub matched: Vec<Matched>,
    /// What it presents to the APIs that it calls; to every API where it is not known what it calls.
    pub presented: Vec<PresentedTo>,
}

/// What a request presents to one API at one of its URLs.
#[derive(Debug, Clone)]
pub struct PresentedTo {
    /// Index of the entry of what it calls.
    pub matched: usize,
    /// Index of the API.
    pub api: usize,
    /// What it presents.
    pub sent: Presented,
}

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

impl PresentedTo {
    fn all(apis: &Apis, request: &Request, matched: &[Matched]) -> Vec<Self> {
        let mut all = Vec::new();
        for (index, one) in matched.iter().enumerate() {
            let called = match &one.outcome {
                Outcome::Operation { api, .. }
                | Outcome::UnknownOperation { api, .. }
                | Outcome::OtherHost { api, .. }
                | Outcome::SomeOperation { api, .. }
                | Outcome::Retired { api } => *api..*api + 1,
                Outcome::Unmatched(_) => 0..apis.tables.len(),
                Outcome::Elsewhere => 0..0,
            };
            for api in called {
                let Some(table) = apis.tables.get(api) else { continue };
                all.push(Self {
                    matched: index,
                    api,
                    sent: Presented::of(table, operation(table, &one.outcome), request, one.url),
                });
            }
        }
        all
    }
}

impl MatchedCall {
    /// A request that has been matched, with what it presents there.
    pub fn new(apis: &Apis, request: Request, matched: Vec<Matched>) -> Self {
        let presented = PresentedTo::all(apis, &request, &matched);
        Self { request, matched, presented }
    }

    /// What it presents, each with what it calls there.
    pub fn presented(&self) -> impl Iterator<Item = (&Matched, &PresentedTo)> {
        self.presented.iter().filter_map(|to| Some((self.matched.get(to.matched)?, to)))
    }

    /// Whether it is known what it calls, an operation or not.
    pub fn is_told(&self) -> bool {
        let is_told = |outcome: &Outcome| {
            !matches!(outcome, Outcome::Elsewhere | Outcome::SomeOperation { .. } | Outcome::Unmatched(_))
        };
        self.matched.iter().any(|one| is_told(&one.outcome))
    }

    /// Whether it goes to a known API, to whichever operation.
    pub fn is_to_api(&self) -> bool {
        self.matched.iter().any(|one| !matches!(one.outcome, Outcome::Elsewhere | Outcome::Unmatched(_)))
    }

    /// Whether there is anything to say of it. What may be no request at all is one only if it goes to a known API
    /// and carries credentials, or goes there in a way that certainly calls an operation.
    pub fn is_request(&self) -> bool {
        let carries = || self.presented.iter().any(|to| !to.sent.members.is_empty() || !to.sent.body.is_empty());
        match self.request.sender {
            Sender::Client => true,
            Sender::Unknown => self.is_to_api() && carries(),
            Sender::WayOut => self.is_matched() || self.is_to_api() && carries(),
        }
    }

    /// Whether it calls a known operation.
    pub fn is_matched(&self) -> bool {
        self.matched.iter().any(|one| one.outcome.operation().is_some())
    }

    /// The fields in which it presents credentials.
    pub fn presented_fields(&self) -> impl Iterator<Item = &Field> {
        let request = &self.request;
        let fields =
            request.urls.iter().map(|url| &url.query).chain([&*request.query, &*request.headers, &*request.body]);
        let named =
            |name: &str| self.presented.iter().any(|to| to.sent.names().any(|it| it.eq_ignore_ascii_case(name)));
        fields.flat_map(|fields| &fields.entries).filter(move |field| named(&field.name))
    }

    /// The names of the carriers that callers fill; whether what they give is known.
    pub fn filled(&self) -> impl Iterator<Item = (Span, bool)> {
        let elsewhere = |field: &&Field| field.given.iter().any(|place| *place != field.name_span);
        self.presented_fields()
            .filter(elsewhere)
            .map(|field| (field.name_span, !field.values.iter().all(Text::is_from_outside)))
    }

    /// The places of all that it presents.
    fn sent(&self) -> impl Iterator<Item = Span> {
        let parts = self.presented_fields().flat_map(|field| &field.values).flat_map(|text| &text.parts);
        parts.map(|part| match part {
            Part::Fixed { span, .. } => *span,
            Part::Hole(hole) => hole.span,
        })
    }
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
    let all = [judged, unsent(scene, input), written(scene, input), in_config_files(scene, input), inlined, automation];
    distinct(all.into_iter().flatten().collect())
}

/// All that there is to say about a request: one finding for each rule and span, in order of place and rule.
pub fn judge(scene: &Scene, call: &MatchedCall) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (one, to) in call.presented() {
        let Some(api) = scene.apis.tables.get(to.api) else { continue };
        let operation = operation(api, &one.outcome);
        let one_call = Call { scene, api, operation, request: &call.request, url: one.url, sent: &to.sent };
        findings.extend(of_call(&one_call, one));
    }
    distinct(findings)
}

/// The operation that is called, where that is known.
fn operation<'a>(api: &'a Api, outcome: &Outcome) -> Option<&'a Operation> {
    match outcome {
        Outcome::Operation { operation, .. } | Outcome::OtherHost { operation, .. } => {
            api.operations.get(operation.0 as usize)
        }
        _ => None,
    }
}

fn of_call(call: &Call, matched: &Matched) -> Vec<Finding> {
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
        findings.extend(unknown_operation::judge(call, matched));
    }
    if call.request.sender == Sender::Unknown {
        findings = findings.into_iter().map(|finding| finding.at_most(Confidence::Medium)).collect();
    }
    findings.into_iter().map(|finding| with_codes(call, finding)).collect()
}

/// The findings about secrets that no request is seen to carry.
fn unsent(scene: &Scene, input: &Input) -> Vec<Finding> {
    let mut signatures: FxHashMap<(Span, Vec<Span>), usize> = FxHashMap::default();
    for (one, to) in input.calls.iter().flat_map(MatchedCall::presented) {
        let Some(api) = scene.apis.tables.get(to.api).filter(|_| !matches!(one.outcome, Outcome::Unmatched(_))) else {
            continue;
        };
        signatures.extend(signing_keys::of_signatures(api, &to.sent).into_iter().map(|key| (key, to.api)));
    }
    let literals = input.unsent.iter().flat_map(|one| &one.literals);
    let constants: FxHashMap<Span, &[Box<str>]> = literals.map(|one| (one.span, &*one.names)).collect();
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
/// about what is wanted and not there.
fn with_codes(call: &Call, mut finding: Finding) -> Finding {
    let api = call.api;
    let Some(operation) = call.operation else { return finding };
    let is_wanted =
        |id: CredentialId| operation.alternatives.iter().flatten().any(|scheme| api.scheme(*scheme).credential == id);
    let is_sent = |id: CredentialId| call.sent.counted().any(|member| member.credentials.contains(&id));
    let fits = |error: &&ErrorCode| {
        error.rules.iter().any(|rule| rule == finding.rule.id)
            && error.lacks.is_none_or(|lacks| is_wanted(lacks) && !is_sent(lacks))
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

/// The findings about secrets that are written where others read them.
fn written(scene: &Scene, input: &Input) -> Vec<Finding> {
    if input.unsent.iter().all(|one| one.outputs.is_empty()) {
        return Vec::new();
    }
    let sent = secret_in_log::Sent::of(scene, input.calls.iter());
    let literals = input.unsent.iter().flat_map(|one| &one.literals);
    let constants: FxHashMap<Span, &[Box<str>]> = literals.map(|one| (one.span, &*one.names)).collect();
    let constants = |span: Span| constants.get(&span).copied();
    // What is set up once counts for the whole program.
    let is_hidden = |output: &&Output| {
        let Some(sink) = &output.sink else { return false };
        let hides = |texts: &bool| *texts || !output.names.is_empty();
        input.unsent.iter().filter_map(|one| one.hiding.get(sink)).any(hides)
    };
    let outputs = input.unsent.iter().flat_map(|one| &one.outputs).filter(|output| !is_hidden(output));
    let found: Vec<Finding> =
        outputs.filter_map(|output| secret_in_log::judge(scene, output, &sent, &constants)).collect();
    // A text and the name in it are one: the name is pointed at.
    let mut inner: FxHashMap<FileId, Vec<Span>> = FxHashMap::default();
    for span in found.iter().map(|finding| finding.span) {
        inner.entry(span.file).or_default().push(span);
    }
    for all in inner.values_mut() {
        all.sort_unstable_by_key(|span| span.start);
    }
    let is_outer = |outer: Span| {
        let all = inner.get(&outer.file).map(Vec::as_slice).unwrap_or_default();
        let within = all[all.partition_point(|span| span.start < outer.start)..].iter();
        within.take_while(|span| span.start <= outer.end).any(|span| *span != outer && span.end <= outer.end)
    };
    found.into_iter().filter(|finding| !is_outer(finding.span)).collect()
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
        secrets.iter().map(|(one, api)| definitions::configured(scene, api, one.definition)).collect();
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
