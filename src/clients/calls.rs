//! The calls of the tables: what is written of one, and what it does.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::parse::{are_calls, condition, handed, index_of, result, selector, slot_of};
use super::read::OneOrMany;
use super::{CallDef, Handed, HookDef, HookField, Seen, Selector, Slot};
use crate::request::Sender;

/// A call as a table writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct CallData {
    pub path: toml::Spanned<OneOrMany>,
    pub client: Option<String>,
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    slots: toml::Table,
    result: Option<String>,
    #[serde(default)]
    sends: bool,
    #[serde(default)]
    way: bool,
    #[serde(default)]
    runs: Vec<Vec<String>>,
    #[serde(default)]
    hook_fields: toml::Table,
    hook_object: Option<String>,
    hook_next: Option<String>,
    #[serde(default)]
    hook_gets: Vec<String>,
    for_all: Option<String>,
    #[serde(default)]
    patches: Vec<Box<str>>,
    #[serde(default)]
    patches_with: Vec<Box<str>>,
    #[serde(default)]
    patches_others: bool,
    #[serde(default)]
    setup_words: Vec<String>,
    #[serde(default)]
    hides: Vec<Box<str>>,
    #[serde(default)]
    hides_members: Vec<Box<str>>,
    mocks_module: Option<Selector>,
    mocks_member: Option<Selector>,
}

/// The paths of a call, and what it does. A call of an object sees requests through hooks as the object does, unless
/// it says otherwise.
pub(super) fn call_def(
    data: CallData,
    client: &str,
    ids: &FxHashMap<String, usize>,
    of_object: Option<&HookDef>,
) -> Result<(Vec<String>, CallDef), String> {
    let mut hook =
        hook_def(data.hook_fields, data.hook_object.as_deref(), data.hook_next.as_deref(), &data.hook_gets, ids)?;
    if let Some(of_object) = of_object.filter(|_| hook.fields.is_empty() && hook.object.is_none()) {
        hook = of_object.clone();
    }
    let def = CallDef {
        client: client.into(),
        when: data.when.iter().map(|text| condition(text)).collect::<Result<_, _>>()?,
        slots: slots_of(data.slots)?,
        result: result(data.result.as_deref(), data.sends || data.way, of_object.is_some(), ids)?,
        sends: data.sends || data.way,
        sender: if data.way { Sender::WayOut } else { Sender::Client },
        runs: data.runs.iter().map(|run| run_of(run, ids)).collect::<Result<_, _>>()?,
        hook,
        for_all: data.for_all.as_deref().map(|id| index_of(id, ids)).transpose()?,
        patches: data.patches,
        patches_with: data.patches_with,
        patches_others: data.patches_others,
        setup_words: data.setup_words,
        hides: data.hides,
        hides_members: data.hides_members,
        mocks_module: data.mocks_module,
        mocks_member: data.mocks_member,
    };
    let paths = data.path.into_inner().into_vec();
    are_calls(&paths)?;
    Ok((paths, def))
}

fn slots_of(table: toml::Table) -> Result<Vec<(Slot, Vec<Selector>)>, String> {
    let mut slots = Vec::new();
    for (name, selectors) in table {
        let slot = Slot::named(&name)?;
        let selectors = match selectors {
            toml::Value::String(one) => vec![selector(&one)?],
            toml::Value::Array(many) => many
                .iter()
                .map(|one| one.as_str().ok_or_else(|| "a selector is a string".to_owned()).and_then(selector))
                .collect::<Result<_, _>>()?,
            _ => return Err("a slot takes a selector or a list of them".into()),
        };
        slots.push((slot, selectors));
    }
    Ok(slots)
}

/// `["$0.endpoints", "api.Build"]`: a function, and what it gets.
fn run_of(run: &[String], ids: &FxHashMap<String, usize>) -> Result<(Selector, Vec<Handed>), String> {
    let Some((function, all)) = run.split_first() else { return Err("a run names a function".into()) };
    Ok((selector(function)?, all.iter().map(|text| handed(text, ids)).collect::<Result<_, _>>()?))
}

/// What sees the requests of a call or of an object.
pub(super) fn hook_def(
    fields: toml::Table,
    object: Option<&str>,
    next: Option<&str>,
    gets: &[String],
    ids: &FxHashMap<String, usize>,
) -> Result<HookDef, String> {
    let field = |(name, slot): (String, toml::Value)| {
        let (seen, named) = match slot.as_str().and_then(|slot| slot.split_once(' ')) {
            Some(("slot", named)) => (Seen::InPlace, Some(named)),
            Some(("lower-case", named)) => (Seen::LowerCase, Some(named)),
            Some(("given", named)) => (Seen::Given, Some(named)),
            _ => (Seen::Whole, None),
        };
        let slot = named.map_or_else(|| slot_of(&slot), Slot::named)?;
        Ok(HookField { path: name.into(), slot, seen })
    };
    let fields = fields.into_iter().map(field).collect::<Result<_, String>>()?;
    let index = |id: Option<&str>| id.map(|id| index_of(id, ids)).transpose();
    let gets = gets.iter().map(|text| selector(text)).collect::<Result<_, _>>()?;
    Ok(HookDef { fields, object: index(object)?, next: index(next)?, gets, comes_last: false })
}
