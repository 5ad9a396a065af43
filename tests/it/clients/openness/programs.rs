//! Programs for the calls of the tables.

use std::collections::BTreeMap;
use std::path::Path;

use authlint::source::SourceKind;

/// A call in a program.
pub struct Program {
    /// The object and its method, or the function.
    pub name: String,
    /// With names that are all known.
    pub known: String,
    /// The names of query and headers that the known one has.
    pub carried: Vec<&'static str>,
    /// With something unknown in a slot.
    pub unknown: Vec<String>,
}

/// How a language writes what is in a program.
pub struct Style {
    /// The language.
    pub kind: SourceKind,
    /// What cannot be seen, in as many ways as it may come about: the statements before, and the expression.
    ways: &'static [(&'static str, &'static str)],
    /// Which of the ways make a value, in place of a map.
    values: &'static [usize],
    /// The parameter that is unknown.
    parameter: &'static str,
    /// What a slot takes in the known program.
    known: fn(&str) -> Option<&'static [&'static str]>,
    /// What stands for anything at all.
    anything: &'static str,
    /// A function.
    function: &'static str,
    /// What makes a value by its path, which may be a call without arguments.
    path: fn(&str) -> Option<Made>,
    /// A program of what stands at its top, parameters, statements and the expression that sends.
    program: fn(&str, &str, &str) -> String,
}

/// TypeScript.
pub const TYPESCRIPT: Style = Style {
    kind: SourceKind::TypeScript,
    ways: &[
        ("import { u } from 'not-here';", "u"),
        ("import { u } from 'not-here';", "await u()"),
        ("", "u"),
        ("import { u } from 'not-here';", "u.state.current"),
        ("import { u } from 'not-here';", "u({ a: '1' })"),
        ("import { u } from 'not-here';", "{ ...u, a: '1' }"),
        ("import { u } from 'not-here';", "{ a: '1', ...u }"),
        ("import { u } from 'not-here';", "{ [u]: '1' }"),
        ("import { u } from 'not-here'; const w = { a: '1' }; if (u) w[u.name] = '2';", "w"),
    ],
    values: &[0, 1, 2, 3, 4],
    parameter: "u: any",
    known: known_in_typescript,
    anything: "{ g: '1' }",
    function: "() => {}",
    path: path_in_typescript,
    program: |top, parameters, sends| format!("{top} export async function f({parameters}) {{ await {sends}; }}"),
};

/// Rust.
pub const RUST: Style = Style {
    kind: SourceKind::Rust,
    ways: &[
        ("", "elsewhere::u()"),
        ("", "elsewhere::u().await?"),
        ("", "u"),
        ("", "elsewhere::STATE.current"),
        ("", "elsewhere::with(&[(\"a\", \"1\")])"),
        ("let mut w = std::collections::HashMap::new(); w.insert(\"a\", \"1\"); w.extend(elsewhere::u());", "&w"),
        (
            "let mut w = std::collections::HashMap::new(); w.insert(\"a\", \"1\"); w.insert(elsewhere::u(), \"1\");",
            "&w",
        ),
        ("let mut w = std::collections::HashMap::new(); w.insert(\"a\", \"1\"); elsewhere::change(&mut w);", "&w"),
        ("let mut w = vec![(\"a\", \"1\")]; if elsewhere::is() { w.push((elsewhere::u(), \"2\")); }", "&w"),
    ],
    values: &[0, 1, 2, 3, 4],
    parameter: "u: elsewhere::Unknown",
    known: known_in_rust,
    anything: "\"g\"",
    function: "|| ()",
    path: |path| {
        let bare = path.strip_prefix("crate:")?;
        let is_plain = !bare.trim_end_matches("()").contains(['*', '!', '(']);
        is_plain.then(|| Made { imports: String::new(), expression: bare.to_owned() })
    },
    program: |top, parameters, sends| {
        format!("async fn f({parameters}) -> Result<(), Error> {{ {top} {sends}.await?; Ok(()) }}")
    },
};

struct Call {
    paths: Vec<String>,
    when: Vec<String>,
    slots: Vec<(String, Vec<String>)>,
    sends: bool,
    result: Option<String>,
}

struct Object {
    from: Vec<String>,
    calls: Vec<Call>,
    awaited: bool,
}

#[derive(Default)]
struct Tables {
    objects: BTreeMap<String, Object>,
    calls: Vec<Call>,
}

fn strings(value: Option<&toml::Value>) -> Vec<String> {
    match value {
        Some(toml::Value::String(one)) => vec![one.clone()],
        Some(toml::Value::Array(many)) => many.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

fn is_true(table: &toml::Table, key: &str) -> bool {
    table.get(key).and_then(toml::Value::as_bool).unwrap_or_default()
}

fn call(table: &toml::Table) -> Call {
    let slots = table.get("slots").and_then(toml::Value::as_table);
    Call {
        paths: strings(table.get("path")),
        when: strings(table.get("when")),
        slots: slots.into_iter().flatten().map(|(slot, of)| (slot.clone(), strings(Some(of)))).collect(),
        sends: is_true(table, "sends"),
        result: table.get("result").and_then(toml::Value::as_str).map(str::to_owned),
    }
}

fn tables() -> Tables {
    let mut tables = Tables::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/clients");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|it| it == "toml")) {
        let file: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let list = |key: &str| file.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
        for object in list("object") {
            let object = object.as_table().unwrap();
            let calls = object.get("call").and_then(toml::Value::as_array).cloned().unwrap_or_default();
            let id = object["id"].as_str().unwrap().to_owned();
            // What a program describes itself is called by its own names.
            let calls = calls.iter().filter_map(toml::Value::as_table).map(call);
            let calls = calls.filter(|call| call.paths != [".*()"]).collect();
            let awaited = is_true(object, "awaited") || is_true(object, "eager");
            tables.objects.insert(id, Object { from: strings(object.get("from")), calls, awaited });
        }
        tables.calls.extend(list("call").iter().filter_map(toml::Value::as_table).map(call));
    }
    tables
}

/// An argument: a value, or an object of them.
#[derive(Clone)]
enum Node {
    Value(String),
    Members(BTreeMap<String, Node>),
}

impl Node {
    fn print(&self) -> String {
        match self {
            Self::Value(text) => text.clone(),
            // `$0.0` and `$0.1` are parts of a tuple.
            Self::Members(members)
                if members.keys().all(|name| name.parse::<usize>().is_ok()) && !members.is_empty() =>
            {
                format!("({})", members.values().map(Node::print).collect::<Vec<_>>().join(", "))
            }
            Self::Members(members) => {
                let members: Vec<String> =
                    members.iter().map(|(name, node)| format!("'{name}': {}", node.print())).collect();
                format!("{{ {} }}", members.join(", "))
            }
        }
    }

    fn put(&mut self, members: &[&str], value: &str, replace: bool) -> Option<()> {
        match (self, members) {
            (node, []) if replace => *node = Self::Value(value.to_owned()),
            (Self::Members(of), [name]) if replace || !of.contains_key(*name) => {
                of.insert((*name).to_owned(), Self::Value(value.to_owned()));
            }
            (Self::Members(of), [name, rest @ ..]) if !rest.is_empty() => {
                let inner = of.entry((*name).to_owned()).or_insert_with(|| Self::Members(BTreeMap::new()));
                inner.put(rest, value, replace)?;
            }
            // It is what it is to be already.
            (Self::Value(known), []) if known == value => {}
            _ => return None,
        }
        Some(())
    }
}

/// `$1.headers`: the place of the argument and the members.
fn argument(selector: &str) -> Option<(usize, Vec<&str>)> {
    let mut names = selector.strip_prefix('$')?.split('.');
    let (at, members) = (names.next()?.parse().ok()?, names.collect::<Vec<_>>());
    (!members.iter().any(|name| name.contains('('))).then_some((at, members))
}

#[derive(Clone, Default)]
struct Arguments(BTreeMap<usize, Node>);

impl Arguments {
    fn put(&mut self, selector: &str, value: &str, replace: bool) -> Option<()> {
        let (at, members) = argument(selector)?;
        match self.0.get_mut(&at) {
            Some(node) => node.put(&members, value, replace),
            None if members.is_empty() => {
                self.0.insert(at, Node::Value(value.to_owned()));
                Some(())
            }
            None => {
                let mut node = Node::Members(BTreeMap::new());
                node.put(&members, value, replace)?;
                self.0.insert(at, node);
                Some(())
            }
        }
    }

    /// Puts a value of the known program into its place, which may be an object so far.
    fn fill(&mut self, selector: &str, value: &str) -> Option<()> {
        if self.put(selector, value, false).is_some() {
            return Some(());
        }
        let (at, members) = argument(selector)?;
        match self.0.get(&at) {
            Some(Node::Members(known)) if members.is_empty() && known.is_empty() => {
                self.0.insert(at, Node::Value(value.to_owned()));
                Some(())
            }
            _ => None,
        }
    }

    fn print(&self) -> String {
        let count = self.0.keys().last().map_or(0, |last| last + 1);
        let all: Vec<String> = (0..count).map(|at| self.0.get(&at).map_or("undefined".into(), Node::print)).collect();
        all.join(", ")
    }
}

fn known_in_typescript(slot: &str) -> Option<&'static [&'static str]> {
    Some(match slot {
        "method" => &["'GET'"],
        "url" => &["'https://api.example.com/x'"],
        "base" => &["'https://api.example.com'"],
        "append" | "path" => &["'/x'"],
        "scheme" => &["'https:'"],
        "host" => &["'api.example.com'"],
        "port" => &["443"],
        "query" | "query-replace" | "query-override" => &["{ a: '1' }"],
        "header" | "header-replace" => &["{ h: '1' }"],
        "body" => &["{ b: '1' }"],
        "data" => &["{ d: '1' }"],
        "query-pair" => &["'a'", "'1'"],
        "header-pair" => &["'h'", "'1'"],
        "bearer" => &["'t'"],
        "basic" => &["'u'", "'p'"],
        _ => return None,
    })
}

fn known_in_rust(slot: &str) -> Option<&'static [&'static str]> {
    Some(match slot {
        "method" => &["\"GET\""],
        "url" => &["\"https://api.example.com/x\""],
        "base" => &["\"https://api.example.com\""],
        "append" | "path" => &["\"/x\""],
        "scheme" => &["\"https\""],
        "host" => &["\"api.example.com\""],
        "port" => &["443"],
        "query" | "query-replace" | "query-override" => &["&[(\"a\", \"1\")]"],
        "header" | "header-replace" => &["http::HeaderMap::from_iter([(\"h\", \"1\")])"],
        "body" | "data" => &["&[(\"b\", \"1\")]"],
        "query-pair" => &["\"a\"", "\"1\""],
        "header-pair" => &["\"h\"", "\"1\""],
        "bearer" => &["\"t\""],
        "basic" => &["\"u\"", "Some(\"p\")"],
        _ => return None,
    })
}

/// What a path of a library of JavaScript is in a program.
fn path_in_typescript(path: &str) -> Option<Made> {
    let (path, new) = path.strip_prefix("new ").map_or((path, ""), |path| (path, "new "));
    let bare = path.strip_suffix("()").unwrap_or(path);
    if bare.contains(['(', '*']) {
        return None;
    }
    let (imports, mut expression) = if let Some(global) = bare.strip_prefix("global:") {
        (String::new(), global.to_owned())
    } else {
        let package = bare.strip_prefix("npm:")?;
        let slash = package.rfind('/').unwrap_or(0);
        match package[slash..].find('.').map(|dot| slash + dot) {
            None => (format!("import library from '{package}';"), "library".to_owned()),
            Some(dot) => {
                let name = package[dot + 1..].split('.').next()?;
                let import = if name == "default" { "default as given".to_owned() } else { format!("{name} as given") };
                let more = &package[dot + 1 + name.len()..];
                (format!("import {{ {import} }} from '{}';", &package[..dot]), format!("given{more}"))
            }
        }
    };
    if !new.is_empty() || path.ends_with("()") {
        expression = format!("{new}{expression}()");
    }
    Some(Made { imports, expression })
}

/// Code that makes something: imports, and an expression.
#[derive(Clone)]
pub struct Made {
    imports: String,
    expression: String,
}

/// Writes programs of a language.
struct Writer<'t> {
    tables: &'t Tables,
    style: &'t Style,
}

impl Writer<'_> {
    fn arguments(&self, call: &Call) -> Option<Arguments> {
        let mut arguments = Arguments::default();
        for condition in &call.when {
            let (of, is) = condition.split_once(" is ")?;
            match is {
                "object" => {
                    let (at, _) = argument(of).filter(|(_, members)| members.is_empty())?;
                    arguments.0.insert(at, Node::Members(BTreeMap::new()));
                }
                "function" => {
                    // A method of a type of the program cannot be written so.
                    let (_, members) = argument(of)?;
                    if self.style.kind == SourceKind::Rust && !members.is_empty() {
                        return None;
                    }
                    arguments.put(of, self.style.function, false)?;
                }
                "true" => arguments.put(of, "true", false)?,
                "unknown" => return None,
                "text" | "given" | "absent" => {}
                literal => arguments.put(of, literal, false)?,
            }
        }
        for (slot, selectors) in &call.slots {
            let Some(values) = (self.style.known)(slot) else { continue };
            for selectors in selectors.chunks(values.len()) {
                for (selector, value) in selectors.iter().zip(values).filter(|(selector, _)| selector.starts_with('$'))
                {
                    arguments.fill(selector, value)?;
                }
                // Of alternatives one will do.
                if values.len() == 1 && !matches!(&**slot, "query" | "header" | "header-replace") {
                    break;
                }
            }
        }
        for condition in &call.when {
            let (of, is) = condition.split_once(" is ")?;
            let (at, members) = argument(of)?;
            match (is, arguments.0.get(&at)) {
                ("absent", Some(_)) if members.is_empty() => return None,
                ("given" | "text", None) => arguments.put(of, self.style.anything, false)?,
                _ => {}
            }
        }
        Some(arguments)
    }

    /// An instance of an object.
    fn instance(&self, id: &str, depth: usize) -> Option<Made> {
        let object = self.tables.objects.get(id)?;
        if let Some(made) = object.from.iter().find_map(|path| (self.style.path)(path)) {
            return Some(made);
        }
        if depth == 0 {
            return None;
        }
        let gives = |call: &&Call| call.result.as_deref() == Some(id);
        for call in self.tables.calls.iter().filter(gives) {
            if let (Some(made), Some(arguments)) = ((self.style.path)(&call.paths[0]), self.arguments(call)) {
                let expression = made.expression.replacen("()", &format!("({})", arguments.print()), 1);
                return Some(Made { expression, ..made });
            }
        }
        self.tables.objects.iter().filter(|(other, _)| *other != id).find_map(|(other, object)| {
            let call = object.calls.iter().find(gives)?;
            let arguments = self.arguments(call)?;
            let callee = self.instance(other, depth - 1)?;
            let name = call.paths[0].strip_suffix("()")?;
            let expression = format!("{}{name}({})", callee.expression, arguments.print());
            Some(Made { expression, ..callee })
        })
    }

    /// The expression that sends what an expression of an object is.
    fn sent(&self, id: &str, expression: &str, depth: usize) -> Option<String> {
        let object = self.tables.objects.get(id)?;
        if object.awaited {
            return Some(expression.to_owned());
        }
        let mut sends = object.calls.iter().filter(|call| call.sends);
        let called = |call: &Call| {
            let (arguments, name) = (self.arguments(call)?, call.paths[0].strip_suffix("()")?);
            Some(format!("{expression}{name}({})", arguments.print()))
        };
        if let Some(sent) = sends.find_map(called) {
            return Some(sent);
        }
        if depth == 0 {
            return None;
        }
        object.calls.iter().filter(|call| !call.sends).find_map(|call| {
            let next = call.result.as_deref().filter(|next| self.tables.objects.contains_key(*next) && *next != id)?;
            self.sent(next, &called(call)?, depth - 1)
        })
    }

    /// The expression that makes a call with these arguments, and sends what comes of it.
    fn sending(&self, owner: Option<&str>, callee: &str, call: &Call, arguments: &Arguments) -> Option<String> {
        let expression = format!("{callee}({})", arguments.print());
        if call.sends {
            return Some(expression);
        }
        match call.result.as_deref() {
            // Most calls of this kind change the object, and give it too.
            None | Some("self") => self.sent(owner?, &expression, 2),
            Some(next) => self.sent(next, &expression, 2),
        }
    }

    fn program(&self, owner: Option<(&str, &Made)>, call: &Call, path: &str) -> Option<Program> {
        let name = path.strip_suffix("()")?;
        let (imports, callee, label) = match owner {
            Some((id, made)) => (made.imports.clone(), format!("{}{name}", made.expression), format!("{id} {path}")),
            None => {
                let made = (self.style.path)(path)?;
                (made.imports, made.expression.strip_suffix("()")?.to_owned(), path.to_owned())
            }
        };
        let arguments = self.arguments(call)?;
        let id = owner.map(|(id, _)| id);
        let print = |before: &str, parameters: &str, arguments: &Arguments| {
            let sends = self.sending(id, &callee, call, arguments)?;
            Some((self.style.program)(&format!("{imports} {before}"), parameters, &sends))
        };
        let mut carried = Vec::new();
        let mut unknown = Vec::new();
        for (slot, selectors) in &call.slots {
            let given = selectors.iter().any(|selector| selector.starts_with('$'));
            match &**slot {
                "query" | "query-replace" | "query-pair" if given => carried.push("a"),
                "header" | "header-replace" | "header-pair" if given => carried.push("h"),
                _ => {}
            }
            for (selector, is_map) in places(slot, selectors) {
                for (at, (before, expression)) in self.style.ways.iter().enumerate() {
                    let mut arguments = arguments.clone();
                    if (is_map || self.style.values.contains(&at))
                        && arguments.put(selector, expression, true).is_some()
                    {
                        let parameters =
                            if *expression == "u" && before.is_empty() { self.style.parameter } else { "" };
                        unknown.extend(print(before, parameters, &arguments));
                    }
                }
            }
        }
        if unknown.is_empty() {
            return None;
        }
        Some(Program { name: label, known: print("", "", &arguments)?, carried, unknown })
    }
}

/// The places of a slot where an unknown value opens, and whether it takes a map.
fn places<'s>(slot: &str, selectors: &'s [String]) -> Vec<(&'s str, bool)> {
    let all = selectors.iter().map(|selector| &**selector);
    let places: Vec<(&str, bool)> = match slot {
        "query-pair" | "header-pair" => all.step_by(2).map(|selector| (selector, false)).collect(),
        "hook" | "forward" | "merge" => all.map(|selector| (selector, false)).collect(),
        "query" | "query-replace" | "query-override" | "header" | "header-replace" | "opaque" => {
            all.map(|selector| (selector, true)).collect()
        }
        _ => Vec::new(),
    };
    places.into_iter().filter(|(selector, _)| selector.starts_with('$')).collect()
}

/// Programs for every call that has a slot which opens.
pub fn programs(style: &Style) -> Vec<Program> {
    let tables = &tables();
    let writer = Writer { tables, style };
    let mut programs = Vec::new();
    for (id, object) in &tables.objects {
        let Some(made) = writer.instance(id, 2) else { continue };
        for (at, call) in object.calls.iter().enumerate() {
            // Where an object as the first argument is taken by another, this one gets what is unknown only.
            let takes_objects = |other: &Call| other.paths == call.paths && other.when == ["$0 is object"];
            let gets_object = call.slots.iter().any(|(slot, of)| slot == "header" && of == &["$0"]);
            if gets_object && object.calls[..at].iter().any(takes_objects) {
                continue;
            }
            programs.extend(call.paths.first().and_then(|path| writer.program(Some((id, &made)), call, path)));
        }
    }
    for call in &tables.calls {
        let path = call.paths.iter().find(|path| (style.path)(path).is_some());
        programs.extend(path.and_then(|path| writer.program(None, call, path)));
    }
    programs
}
