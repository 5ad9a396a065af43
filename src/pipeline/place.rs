//! Where code runs: as its configuration says, or else as the code shows.

use super::code::Code;
use crate::config::{Configs, Signing};
use crate::finding::Confidence;
use crate::runtime::{Context, ContextData, Contexts, Define, Side};
use crate::source::Span;
use crate::source::walk::normalised;

/// Where the code of a run runs, found out where somebody asks.
pub(super) struct Places<'p, 'f> {
    code: &'p Code<'f>,
    configs: &'p Configs,
    pub contexts: Contexts<'p, 'f>,
}

impl<'p, 'f> Places<'p, 'f> {
    /// `is_bundle` takes all scripts for client code.
    pub fn new(code: &'p Code<'f>, configs: &'p Configs, data: &'p ContextData, is_bundle: bool) -> Self {
        let contexts = Contexts::new(&code.workspace, &code.graph, data).all_client(is_bundle);
        Self { code, configs, contexts }
    }

    /// Where the code at a place runs.
    pub fn at(&self, span: Span) -> Context {
        self.configured(span).unwrap_or_else(|| self.contexts.at(span))
    }

    /// What the configuration of bundlers puts into bundles; it is read only where there is code to judge.
    pub fn definitions(&self) -> &[Define] {
        if self.code.hot.is_empty() { &[] } else { self.contexts.definitions() }
    }

    /// Whether requests at a place to an operation have to be signed, by the API's id and the operation's path.
    pub fn is_signing_required(&self, span: Span, api: &str, operation: &str) -> bool {
        let Some(file) = self.code.workspace.files.get(span.file) else { return false };
        let path = normalised(&file.location);
        let config = self.configs.of(&file.location).ok();
        config.and_then(|config| config.signing_of(&path, api, operation)) == Some(Signing::Required)
    }

    /// How many minutes ahead signatures that are sent at a place may expire, where that is configured.
    pub fn max_expiry(&self, span: Span) -> Option<u32> {
        let file = self.code.workspace.files.get(span.file)?;
        self.configs.of(&file.location).ok()?.max_expiry(&normalised(&file.location))
    }

    /// Where it runs by its configuration.
    fn configured(&self, span: Span) -> Option<Context> {
        let location = &self.code.workspace.files.get(span.file)?.location;
        let config = self.configs.of(location).ok()?;
        let path = normalised(location);
        let (side, pattern) = [(Side::Client, &config.client_code), (Side::Server, &config.server_code)]
            .into_iter()
            .find_map(|(side, patterns)| Some((side, patterns.matching(&path)?)))?;
        let why = format!("the configuration says so: \"{}\"", pattern.0);
        Some(Context { side, why, chain: vec![span.file], confidence: Confidence::High })
    }

    /// How a server of the project around a place reads a secret.
    pub fn server_read(&self, span: Span, toolchain: Option<&str>, name: Option<&str>) -> Option<String> {
        self.contexts.server_read(span, self.at(span).side, toolchain, name)
    }
}
