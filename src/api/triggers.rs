//! Words that a file must contain at least one of to have anything to do with an API.

use std::collections::BTreeMap;

use super::apis::Apis;
use super::model::{Api, Carrier, CredentialKind};
use super::openapi::domain_len;
use super::words::words;

/// Shorter words occur in too many files to tell anything.
const MIN_LEN: usize = 5;

/// Shorter aliases too, though they count as whole words only.
const MIN_ALIAS: usize = 3;

impl Apis {
    /// The words of all tables: hosts, aliases, distinctive paths, and carriers that are not everybody's.
    pub fn triggers(&self) -> impl Iterator<Item = String> {
        self.certain().chain(self.aliases())
    }

    /// Those of them that tell of an API wherever they stand.
    pub fn certain(&self) -> impl Iterator<Item = String> {
        self.words(true)
    }

    /// Those of them that nobody else uses.
    pub fn unmistakable(&self) -> impl Iterator<Item = String> {
        self.words(false)
    }

    /// The aliases, in all ways in which they are written. They may be parts of other words.
    pub fn aliases(&self) -> impl Iterator<Item = String> {
        let aliases = self.tables.iter().flat_map(|api| &api.overlay.aliases);
        let spelt = self.tables.iter().flat_map(|api| &api.overlay.spelt_aliases);
        let words: Vec<String> = aliases.chain(spelt).filter(|word| word.len() >= MIN_ALIAS).cloned().collect();
        words.into_iter()
    }

    fn words(&self, shared: bool) -> impl Iterator<Item = String> + use<> {
        let mut words = Vec::new();
        for (_, api, matcher) in self.iter() {
            words.extend(shared_ends(matcher.hosts()));
            words.extend(api.overlay.hosts.iter().map(|host| host.trim_start_matches("*.").to_owned()));
            words.extend(api.overlay.prefixes.iter().map(|path| path.trim_matches('/').to_owned()));
            words.extend(api.overlay.distinctive_paths.iter().map(|path| path.trim_matches('/').to_owned()));
            words.extend(api.overlay.translated.iter().filter_map(|one| match &one.carrier {
                Carrier::Query(name) | Carrier::Header(name) => Some(name.clone()),
                _ => None,
            }));
            for scheme in &api.schemes {
                let (Carrier::Query(name) | Carrier::Header(name)) = &scheme.carrier else { continue };
                let secret = api.credential(scheme.credential).kind == CredentialKind::Secret;
                // Two words at least: `secret` is everybody's, `apisecret` is not.
                if api.named_in(name) || shared && secret && name.len() > "secret".len() && !name.contains('_') {
                    words.push(name.clone());
                }
            }
        }
        words.extend(self.names_of_secrets());
        words.retain(|word| word.len() >= MIN_LEN);
        words.sort_unstable();
        words.dedup();
        words.into_iter()
    }

    /// What secrets are called by an alias that is too short to tell anything by itself: `lr_secret`, `lrApiSecret`.
    fn names_of_secrets(&self) -> Vec<String> {
        let mut names = Vec::new();
        for api in &self.tables {
            let of_secrets: Vec<Vec<String>> = secrets(api).chain([vec!["secret".to_owned()]]).collect();
            for alias in api.overlay.aliases.iter().filter(|alias| alias.len() < MIN_ALIAS) {
                for secret in of_secrets.iter().filter(|words| words.last().is_some_and(|last| last == "secret")) {
                    let name: Vec<&str> =
                        [alias.as_str()].into_iter().chain(secret.iter().map(String::as_str)).collect();
                    names.extend(spelt(&name));
                }
            }
        }
        names
    }

    /// The words of which settings must contain one: those of code, and the names of secrets as settings write them.
    pub fn setting_triggers(&self) -> impl Iterator<Item = String> {
        let names = self.tables.iter().flat_map(secrets).filter(|words| words.len() == 2);
        let names: Vec<String> = names.flat_map(|words| spelt(&words)).collect();
        self.triggers().chain(names)
    }
}

/// The labels at the end of hosts that are written wherever one of them is called. Of several hosts of one domain those are
/// the ones that they share, for code may put together which one it is: `https://${region}.acme.com`.
fn shared_ends(hosts: &[Vec<Option<String>>]) -> Vec<String> {
    let mut of_domains: BTreeMap<&[Option<String>], &[Option<String>]> = BTreeMap::new();
    for host in hosts {
        let variables = host.iter().rposition(Option::is_none).map_or(0, |last| last + 1);
        let fixed = &host[variables..];
        let domain = &fixed[fixed.len().saturating_sub(domain_len(fixed))..];
        let shared = of_domains.entry(domain).or_insert(fixed);
        let alike = shared.iter().rev().zip(fixed.iter().rev()).take_while(|(one, other)| one == other).count();
        *shared = &shared[shared.len() - alike..];
    }
    let written = |labels: &[Option<String>]| labels.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(".");
    of_domains.into_values().map(written).collect()
}

/// A name in all ways in which its words are put together.
fn spelt(words: &[impl AsRef<str>]) -> [String; 3] {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    ["", "_", "-"].map(|between| words.join(between))
}

/// What the secrets of an API are called, in words: their ids, and the names of the schemes that carry them.
fn secrets(api: &Api) -> impl Iterator<Item = Vec<String>> + '_ {
    let of_kind = api.credentials.iter().filter(|credential| credential.kind == CredentialKind::Secret);
    let is_secret = |id| api.credential(id).kind == CredentialKind::Secret;
    let schemes = api.schemes.iter().filter(move |scheme| is_secret(scheme.credential));
    of_kind.map(|credential| words(&credential.id)).chain(schemes.map(|scheme| words(&scheme.name)))
}
