//! A concrete run of a program: what it really sends, for one choice of everything unknown.

use std::rc::Rc;

use super::program::{
    Around, Entry, HELPERS, Headers, KEYS, METHODS, Mode, Program, Record, Stmt, Text, Url, address, lit_text,
};

/// How many rounds a loop of unknown count may go.
const ROUNDS: usize = 3;

/// How many statements a run may take.
const FUEL: usize = 400;

/// How many calls may be open.
const DEPTH: usize = 6;

type Pairs = Vec<(String, String)>;

/// A request that was sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    /// The address of its statement.
    pub site: usize,
    pub method: String,
    /// Scheme, host and path.
    pub url: String,
    pub query: Pairs,
    pub headers: Pairs,
}

/// Decides what is unknown: goes through all choices, the first ones last.
#[derive(Default)]
pub struct Oracle {
    choices: Vec<(usize, usize)>,
    at: usize,
}

impl Oracle {
    fn choose(&mut self, among: usize) -> usize {
        if self.at == self.choices.len() {
            self.choices.push((0, among));
        }
        self.at += 1;
        self.choices[self.at - 1].0
    }

    /// Moves to the next run; false after the last one.
    pub fn next_run(&mut self) -> bool {
        self.choices.truncate(self.at);
        self.at = 0;
        while let Some((taken, among)) = self.choices.pop() {
            if taken + 1 < among {
                self.choices.push((taken + 1, among));
                return true;
            }
        }
        false
    }
}

enum Flow {
    Next,
    Break,
    Continue,
    Return(usize),
}

/// Why a run goes no further.
enum Stop {
    Thrown,
    OutOfFuel,
}

type Step<T> = Result<T, Stop>;

#[derive(Clone)]
struct Scope {
    item: String,
    param: usize,
}

pub struct Run<'p> {
    program: &'p Program,
    mode: Mode,
    oracle: &'p mut Oracle,
    fuel: usize,
    depth: usize,
    scope: Scope,
    texts: [String; 3],
    records: [usize; 3],
    multis: [usize; 4],
    url: (String, usize),
    instance: (usize, String),
    later: [Option<(&'p [Stmt], Rc<Scope>)>; 2],
    objects: Vec<Pairs>,
    pub sent: Vec<Sent>,
}

fn pairs(known: &[(&str, &str)]) -> Pairs {
    known.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

fn set(target: &mut Pairs, key: &str, value: String) {
    match target.iter_mut().find(|(k, _)| k == key) {
        Some(entry) => entry.1 = value,
        None => target.push((key.to_owned(), value)),
    }
}

fn key(n: u8) -> &'static str {
    KEYS[usize::from(n) % KEYS.len()]
}

/// Runs a program.
pub fn run(program: &Program, mode: Mode, oracle: &mut Oracle) -> Vec<Sent> {
    // Objects in the order in which the program's head makes them.
    let objects = vec![
        pairs(&[("a", "q")]),
        pairs(&[]),
        pairs(&[("a", "o")]),
        pairs(&[("b", "o"), ("d", "o")]),
        pairs(&[]),
        pairs(&[("a", "m")]),
        pairs(&[]),
        pairs(&[("b", "m")]),
        pairs(&[]),
        pairs(&[]),
    ];
    let mut run = Run {
        program,
        mode,
        oracle,
        fuel: FUEL,
        depth: 0,
        scope: Scope { item: "i".into(), param: 0 },
        texts: ["a".into(), "b".into(), "c".into()],
        records: [1, 2, 3],
        multis: [4, 5, 6, 7],
        url: ("https://h.com/u".into(), 8),
        instance: (9, "z".into()),
        later: [None, None],
        objects,
        sent: Vec::new(),
    };
    let _ = run.stmts(&program.main, Around::default());
    run.sent
}

impl<'p> Run<'p> {
    fn cond(&mut self, n: u8) -> bool {
        match self.mode {
            Mode::Unknown => self.oracle.choose(2) == 0,
            Mode::Known => n.is_multiple_of(2),
        }
    }

    fn object(&mut self, pairs: Pairs) -> usize {
        self.objects.push(pairs);
        self.objects.len() - 1
    }

    fn stmts(&mut self, stmts: &'p [Stmt], around: Around) -> Step<Flow> {
        for stmt in stmts {
            match self.stmt(stmt, around)? {
                Flow::Next => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Next)
    }

    /// One round of a loop; false when the loop is left.
    fn round(&mut self, item: Option<String>, body: &'p [Stmt], around: Around, left: &mut Flow) -> Step<bool> {
        let old = self.scope.item.clone();
        if let Some(item) = item {
            self.scope.item = item;
        }
        let flow = self.stmts(body, Around { in_loop: true, ..around });
        self.scope.item = old;
        Ok(match flow? {
            Flow::Next | Flow::Continue => true,
            Flow::Break => false,
            returned @ Flow::Return(_) => {
                *left = returned;
                false
            }
        })
    }

    fn items(&mut self, n: u8) -> Vec<String> {
        match self.mode {
            Mode::Unknown => (0..self.oracle.choose(ROUNDS)).map(|at| format!("«{n}.{at}»")).collect(),
            Mode::Known => (0..n % 3).map(|at| format!("n{at}")).collect(),
        }
    }

    fn in_scope(&mut self, scope: Scope, body: impl FnOnce(&mut Self) -> Step<Flow>) -> Step<Flow> {
        if self.depth >= DEPTH {
            return Err(Stop::OutOfFuel);
        }
        self.depth += 1;
        let caller = std::mem::replace(&mut self.scope, scope);
        let flow = body(self);
        self.scope = caller;
        self.depth -= 1;
        flow
    }

    fn call(&mut self, f: u8, argument: usize) -> Step<usize> {
        let (body, result) = &self.program.helpers[usize::from(f) % HELPERS];
        let mut value = 0;
        self.in_scope(Scope { item: "i".into(), param: argument }, |this| {
            value = match this.stmts(body, Around { in_loop: false, in_helper: true })? {
                Flow::Return(value) => value,
                _ => this.record(result)?,
            };
            Ok(Flow::Next)
        })?;
        Ok(value)
    }

    #[allow(clippy::too_many_lines)] // one table
    fn stmt(&mut self, stmt: &'p Stmt, around: Around) -> Step<Flow> {
        if self.fuel == 0 {
            return Err(Stop::OutOfFuel);
        }
        self.fuel -= 1;
        let callback = Around { in_loop: false, in_helper: false };
        match stmt {
            Stmt::SetText(n, text) => self.texts[usize::from(n % 3)] = self.text(text)?,
            Stmt::Append(n, text) => {
                // The old text is read first.
                let old = self.texts[usize::from(n % 3)].clone();
                let more = self.text(text)?;
                self.texts[usize::from(n % 3)] = old + &more;
            }
            Stmt::SetRecord(n, record) => self.records[usize::from(n % 3)] = self.record(record)?,
            Stmt::SetMember(place, at, _, text) => {
                let id = self.record(place)?;
                let value = self.text(text)?;
                set(&mut self.objects[id], key(*at), value);
            }
            Stmt::Delete(place, at) => {
                let id = self.record(place)?;
                self.objects[id].retain(|(k, _)| k != key(*at));
            }
            Stmt::If(n, then, otherwise) => {
                let arm = if self.cond(*n) { then } else { otherwise };
                return self.stmts(arm, around);
            }
            Stmt::Switch(n, one, two, default) => {
                let taken = match self.mode {
                    Mode::Unknown => self.oracle.choose(3),
                    Mode::Known => usize::from(n % 3),
                };
                let arm = Around { in_loop: false, ..around };
                return match (taken, default) {
                    (0, _) => self.stmts(one, arm),
                    (1, _) => self.stmts(two, arm),
                    (_, Some(default)) => self.stmts(default, arm),
                    _ => Ok(Flow::Next),
                };
            }
            Stmt::CopyEntries(record, n) => {
                let id = self.record(record)?;
                for (k, v) in self.objects[id].clone() {
                    set(&mut self.objects[self.records[usize::from(n % 3)]], &k, v);
                }
            }
            Stmt::MarkKeys(record, n, lit) => {
                let id = self.record(record)?;
                for (k, _) in self.objects[id].clone() {
                    set(&mut self.objects[self.records[usize::from(n % 3)]], &k, lit_text(*lit).into());
                }
            }
            Stmt::ForLiteral(lits, body) => {
                let mut left = Flow::Next;
                for lit in lits {
                    if !self.round(Some(lit_text(*lit).into()), body, around, &mut left)? {
                        break;
                    }
                }
                return Ok(left);
            }
            Stmt::ForEach(lits, body) => {
                for lit in lits {
                    let scope = Scope { item: lit_text(*lit).into(), ..self.scope.clone() };
                    self.in_scope(scope, |this| this.stmts(body, callback))?;
                }
            }
            Stmt::While(n, body) if self.mode == Mode::Unknown => {
                let mut left = Flow::Next;
                for _ in 0..ROUNDS {
                    if !self.cond(*n) || !self.round(None, body, around, &mut left)? {
                        break;
                    }
                }
                return Ok(left);
            }
            Stmt::While(n, body) | Stmt::ForUnknown(n, body) => {
                let mut left = Flow::Next;
                for item in self.items(*n) {
                    if !self.round(Some(item), body, around, &mut left)? {
                        break;
                    }
                }
                return Ok(left);
            }
            Stmt::BreakIf(n) => {
                if around.in_loop && self.cond(*n) {
                    return Ok(Flow::Break);
                }
            }
            Stmt::ContinueIf(n) => {
                if around.in_loop && self.cond(*n) {
                    return Ok(Flow::Continue);
                }
            }
            Stmt::ReturnIf(n, record) => {
                if around.in_helper && self.cond(*n) {
                    return Ok(Flow::Return(self.record(record)?));
                }
            }
            Stmt::ThrowIf(n) => {
                if self.cond(*n) {
                    return Err(Stop::Thrown);
                }
            }
            Stmt::Try(body, handler) => {
                // The analysis takes a handler to run after the whole block, and nothing of the block to be undone: a
                // `throw` into a handler is not compared.
                let flow = self.stmts(body, around).map_err(|_| Stop::OutOfFuel)?;
                if matches!(flow, Flow::Next) && self.mode == Mode::Unknown && self.oracle.choose(2) == 1 {
                    return self.stmts(handler, around);
                }
                return Ok(flow);
            }
            Stmt::Call(f, record) => {
                let argument = self.record(record)?;
                self.call(*f, argument)?;
            }
            Stmt::Destructure(record, at, text, s, o) => {
                let id = self.record(record)?;
                let found = self.objects[id].iter().find(|(k, _)| k == key(*at)).map(|(_, v)| v.clone());
                let rest: Pairs = self.objects[id].iter().filter(|(k, _)| k != key(*at)).cloned().collect();
                let part = match found {
                    Some(part) => part,
                    None => self.text(text)?,
                };
                self.texts[usize::from(s % 3)] = part;
                self.records[usize::from(o % 3)] = self.object(rest);
            }
            Stmt::MultiNew(n, record) => {
                let id = self.record(record)?;
                let pairs = self.objects[id].clone();
                self.multis[usize::from(n % 4)] = self.object(pairs);
            }
            Stmt::MultiPairs(n, pairs) => {
                let mut made = Pairs::new();
                for (k, text) in pairs {
                    let value = self.text(text)?;
                    made.push((key(*k).into(), value));
                }
                self.multis[usize::from(n % 4)] = self.object(made);
            }
            Stmt::MultiSet(n, at, text) => {
                let id = self.multi(*n);
                let value = self.text(text)?;
                // The first of a name is set, the others go.
                let mut seen = false;
                self.objects[id].retain(|(k, _)| k != key(*at) || !std::mem::replace(&mut seen, true));
                set(&mut self.objects[id], key(*at), value);
            }
            Stmt::MultiAppend(n, at, text) => {
                let id = self.multi(*n);
                let value = self.text(text)?;
                self.objects[id].push((key(*at).into(), value));
            }
            Stmt::MultiDelete(n, at) => {
                let id = self.multi(*n);
                self.objects[id].retain(|(k, _)| k != key(*at));
            }
            Stmt::NewUrl(text, query) => {
                let href = format!("https://h.com/{}", self.text(text)?);
                let query = self.pairs(query)?;
                self.url = (href, self.object(query));
            }
            Stmt::NewInstance(record, text) => {
                let id = self.record(record)?;
                self.instance = (id, self.text(text)?);
            }
            Stmt::InstanceSet(at, text) => {
                let id = self.instance.0;
                let value = self.text(text)?;
                let _ = id;
                set(&mut self.objects[self.instance.0], key(*at), value);
            }
            Stmt::InstanceGo => {
                let (headers, path) = self.instance.clone();
                let headers = self.objects[headers].clone();
                self.send(0, "GET", format!("https://h.com/{path}"), Pairs::new(), headers);
            }
            Stmt::Later(n, body) => self.later[usize::from(n % 2)] = Some((body, Rc::new(self.scope.clone()))),
            Stmt::CallLater(n) => {
                if let Some((body, scope)) = self.later[usize::from(n % 2)].clone() {
                    self.in_scope((*scope).clone(), |this| this.stmts(body, callback))?;
                }
            }
            Stmt::Fetch(url, method, headers) => {
                let (href, query) = self.href(url)?;
                let method = match method {
                    Some((n, a, b)) => METHODS[usize::from(if self.cond(*n) { *a } else { *b }) % 3],
                    None => "GET",
                };
                let target = self.url.clone();
                let headers = self.headers(headers)?;
                // An object is read when all arguments are there.
                let (href, query) = match url {
                    Url::Object => (target.0, self.objects[target.1].clone()),
                    _ => (href, query),
                };
                self.send(address(stmt), method, href, query, headers);
            }
            Stmt::Axios(method, path, params, headers) => {
                let href = format!("https://h.com/{}", self.text(path)?);
                let params = self.record(params)?;
                let headers = self.headers(headers)?;
                let query = self.objects[params].clone();
                self.send(address(stmt), if method % 2 == 1 { "POST" } else { "GET" }, href, query, headers);
            }
        }
        Ok(Flow::Next)
    }

    fn multi(&self, n: u8) -> usize {
        if n % 5 == 4 { self.url.1 } else { self.multis[usize::from(n % 5)] }
    }

    fn send(&mut self, site: usize, method: &str, url: String, query: Pairs, headers: Pairs) {
        self.sent.push(Sent { site, method: method.into(), url, query, headers });
    }

    fn pairs(&mut self, pairs: &'p [(u8, Text)]) -> Step<Pairs> {
        pairs.iter().map(|(k, text)| Ok((key(*k).to_owned(), self.text(text)?))).collect()
    }

    fn href(&mut self, url: &'p Url) -> Step<(String, Pairs)> {
        let (path, query) = match url {
            Url::Object => return Ok((self.url.0.clone(), self.objects[self.url.1].clone())),
            Url::Plain(path) => (self.text(path)?, Pairs::new()),
            Url::Query(path, query) => {
                let path = self.text(path)?;
                (path, self.pairs(query)?)
            }
            Url::QueryIf(path, k, text, n, other, more) => {
                let path = self.text(path)?;
                let mut query = vec![(key(*k).to_owned(), self.text(text)?)];
                if self.cond(*n) {
                    query.push((key(*other).to_owned(), self.text(more)?));
                }
                (path, query)
            }
            Url::Params(path, n) => {
                let path = self.text(path)?;
                (path, self.objects[self.multis[usize::from(n % 2)]].clone())
            }
        };
        Ok((format!("https://h.com/{path}"), query))
    }

    fn headers(&mut self, headers: &'p Headers) -> Step<Pairs> {
        Ok(match headers {
            Headers::None => Pairs::new(),
            Headers::Record(record) => {
                let id = self.record(record)?;
                self.objects[id].clone()
            }
            Headers::Multi(n) => self.objects[self.multis[usize::from(2 + n % 2)]].clone(),
            Headers::Pairs(pairs) => self.pairs(pairs)?,
            Headers::If(n, record) => {
                if self.cond(*n) {
                    let id = self.record(record)?;
                    self.objects[id].clone()
                } else {
                    Pairs::new()
                }
            }
        })
    }

    fn text(&mut self, text: &'p Text) -> Step<String> {
        Ok(match text {
            Text::Lit(n) => lit_text(*n).into(),
            Text::Var(n) => self.texts[usize::from(n % 3)].clone(),
            Text::Item => self.scope.item.clone(),
            Text::Val(n) => match self.mode {
                Mode::Unknown => format!("«{n}»"),
                Mode::Known => format!("v{n}"),
            },
            Text::Template(parts) => {
                let mut all = "t".to_owned();
                for part in parts {
                    all += &self.text(part)?;
                }
                all
            }
            Text::Plus(a, b) => self.text(a)? + &self.text(b)?,
            Text::Ternary(n, a, b) => {
                let arm = if self.cond(*n) { a } else { b };
                self.text(arm)?
            }
            Text::Coalesce(record, at, b) => {
                let id = self.record(record)?;
                match self.objects[id].iter().find(|(k, _)| k == key(*at)) {
                    Some((_, value)) => value.clone(),
                    None => self.text(b)?,
                }
            }
            Text::Or(a, b) => {
                let left = self.text(a)?;
                if left.is_empty() { self.text(b)? } else { left }
            }
        })
    }

    fn merge(&mut self, target: usize, source: usize) {
        for (k, v) in self.objects[source].clone() {
            set(&mut self.objects[target], &k, v);
        }
    }

    fn record(&mut self, record: &'p Record) -> Step<usize> {
        Ok(match record {
            Record::Var(n) => self.records[usize::from(n % 3)],
            Record::Param => self.scope.param,
            Record::Literal(entries) => {
                let id = self.object(Pairs::new());
                for entry in entries {
                    match entry {
                        Entry::Pair(at, _, text) => {
                            let value = self.text(text)?;
                            set(&mut self.objects[id], key(*at), value);
                        }
                        Entry::Spread(source) => {
                            let source = self.record(source)?;
                            self.merge(id, source);
                        }
                        Entry::SpreadIf(n, source) => {
                            if self.cond(*n) {
                                let source = self.record(source)?;
                                self.merge(id, source);
                            }
                        }
                    }
                }
                id
            }
            Record::Merged(a, b) => {
                let (a, b) = (self.record(a)?, self.record(b)?);
                let id = self.object(Pairs::new());
                self.merge(id, a);
                self.merge(id, b);
                id
            }
            Record::Assigned(a, b) => {
                let (a, b) = (self.record(a)?, self.record(b)?);
                self.merge(a, b);
                a
            }
            Record::Rebuilt(a) => {
                let id = self.record(a)?;
                let pairs = self.objects[id].clone();
                self.object(pairs)
            }
            Record::Pairs(pairs) => {
                let mut made = Pairs::new();
                for (k, text) in pairs {
                    let value = self.text(text)?;
                    set(&mut made, key(*k), value);
                }
                self.object(made)
            }
            Record::Ternary(n, a, b) => {
                let arm = if self.cond(*n) { a } else { b };
                self.record(arm)?
            }
            Record::Call(f, a) => {
                let argument = self.record(a)?;
                self.call(*f, argument)?
            }
        })
    }
}
