//! Secrets that the configuration of a bundler puts into bundles: `public-env-secret` where it says so, and where code
//! reads them.

use crate::api::Api;
use crate::finding::Finding;
use crate::ir::{ExprId, ExprKind, Key, Module};
use crate::rules::Scene;
use crate::rules::helpers::literals::looks_secret;
use crate::rules::helpers::names::is_secret_name;
use crate::rules::public_env_secret::defined;
use crate::runtime::{Define, Publisher, Side};
use crate::source::Span;

/// How long a chain of members may be.
const MAX_LEN: usize = 16;

/// The API that a definition holds a secret of, as far as names tell.
pub fn secret_of<'a>(scene: &Scene<'a>, definition: &Define) -> Option<&'a Api> {
    if definition.begins {
        // Which ones code reads is told there.
        return None;
    }
    let known = !definition.read.is_empty() || definition.texts.iter().any(|text| looks_secret(text.trim_matches('"')));
    let is_of = |api: &&Api| {
        let names = std::iter::once(&definition.name).chain(&definition.read);
        let mut secrets = names.filter(|name| is_secret_name(api, name));
        secrets.any(|name| scene.is_of(api, &[&definition.object, name], definition.key))
    };
    scene.apis.tables.iter().filter(|_| known).find(is_of)
}

/// The findings about the places in client code where a module reads a definition.
pub(in crate::rules) fn uses(scene: &Scene, api: &Api, definition: &Define, module: &Module) -> Vec<Finding> {
    let reads = module.exprs.iter().filter(|expr| match &expr.kind {
        ExprKind::Global(name) => definition.object.is_empty() && *name == definition.name,
        ExprKind::Member { object, key: Key::Name(name, _) } => {
            *name == definition.name
                && !definition.object.is_empty()
                && is_read_from(module, *object, &definition.object)
        }
        _ => false,
    });
    let is_client = |span: Span| (scene.context)(span).side == Side::Client;
    let publisher = Publisher::Configuration { what: definition.what.clone(), key: definition.key };
    reads
        .filter(|expr| is_client(expr.span))
        .map(|expr| defined(scene, api, &definition.name, expr.span, &publisher))
        .collect()
}

/// Whether an expression is, or ends in, the object that names are read from.
fn is_read_from(module: &Module, id: ExprId, object: &str) -> bool {
    let mut names: Vec<&str> = Vec::new();
    let mut at = id;
    while names.len() < MAX_LEN {
        match &module.expr(at).kind {
            ExprKind::Member { object, key: Key::Name(name, _) } => {
                names.push(name);
                at = *object;
            }
            ExprKind::Global(name) => {
                names.push(name);
                break;
            }
            ExprKind::Name(binding) => {
                names.push(&module.binding(*binding).name);
                break;
            }
            _ => break,
        }
    }
    names.reverse();
    let path = names.join(".");
    path == object || path.strip_suffix(object).is_some_and(|rest| rest.ends_with('.'))
}
