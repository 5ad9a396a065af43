//! What the tables say, once they are read: objects, calls, and the parts of both.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::clients::{Builtin, SdkDef, Slot};
use crate::request::Sender;

/// What a framework does with what is provided for a token: `{ provide: TOKEN, useClass: Interceptor }`.
#[derive(Debug)]
pub struct ProviderDef {
    /// The object whose instances it is a hook of, whoever gets them.
    pub object: usize,
    /// The method that is the hook.
    pub method: Box<str>,
}

/// What the description of a program has that its platform runs: an object whose member holds hooks of all clients that
/// the platform hands out.
#[derive(Debug)]
pub struct SetupDef {
    /// The member: a function, or a list of them.
    pub member: Box<str>,
    /// It is such a description where one of these stands beside.
    pub beside: Vec<Box<str>>,
    /// The object whose instances they are hooks of.
    pub object: usize,
}

/// A configuration that a schema describes: a tree whose leaves name variables of the environment.
#[derive(Debug, Clone)]
pub struct SettingsDef {
    /// The schema.
    pub schema: Selector,
    /// The member by which a leaf is known, its default.
    pub default: Box<str>,
    /// The member of a leaf that is the name of its variable.
    pub variable: Box<str>,
}

/// A client object: an instance, a request builder, a request.
#[allow(clippy::struct_excessive_bools)] // each is a key of the table
#[derive(Debug)]
pub struct ObjectDef {
    /// Its id in the data file.
    pub id: Box<str>,
    /// The client's name in reports.
    pub client: Box<str>,
    /// What its methods do, by path relative to the object: `.get()`, `()`.
    pub calls: FxHashMap<Box<str>, Vec<Arc<CallDef>>>,
    /// Members that stand for a slot: `.defaults.headers` to `header`.
    pub fields: FxHashMap<Box<str>, Slot>,
    /// What a class of the program that extends it has under these names goes into slots.
    pub extended: Vec<(Box<str>, Slot)>,
    /// In a list of descriptions of methods, the member that is the name of each.
    pub route_name: Option<Box<str>>,
    /// Members that are headers of requests of one method alone, with the method.
    pub by_method: FxHashMap<Box<str>, Box<str>>,
    /// A value that is only declared with this type may carry anything.
    pub opaque: bool,
    /// A URL with a host of its own is sent there, whatever the base is.
    pub whole_urls: bool,
    /// Words that, if they occur in the file, make a value declared with this type one that may carry anything.
    pub setup_words: Vec<String>,
    /// The request is sent when the object is awaited, or handed to `.then()`.
    pub awaited: bool,
    /// It is sent a moment after it was made, awaited or not.
    pub eager: bool,
    /// What is known of what sends a request by being awaited.
    pub sender: Sender,
    /// How a hook sees a request that is sent by being awaited.
    pub hook: HookDef,
    /// Methods that change nothing of interest. Where some are named, any other that the data does not know may change
    /// anything; where none are, unknown methods are taken to be harmless.
    pub harmless: Vec<String>,
    /// Its methods call the operations of an API by name.
    pub sdk: Option<SdkDef>,
}

/// How a hook sees the request.
#[derive(Debug, Clone, Default)]
pub struct HookDef {
    /// Members of an argument that are slots.
    pub fields: Vec<HookField>,
    /// The request itself comes first, as an object of this index; the one with the members second.
    pub object: Option<usize>,
    /// A copy of the request comes first, as an object of the index above, and an object of this one second: what is
    /// forwarded to it is sent.
    pub next: Option<usize>,
    /// What it gets behind the request, of the call that sends it.
    pub gets: Vec<Selector>,
    /// The request comes behind whatever else it takes.
    pub comes_last: bool,
}

/// A member of what a hook is given.
#[derive(Debug, Clone)]
pub struct HookField {
    /// Its path.
    pub path: Box<str>,
    /// The slot that it is.
    pub slot: Slot,
    /// What the hook finds there.
    pub seen: Seen,
}

/// How a hook finds a slot of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// As it is.
    Whole,
    /// As an object that may be changed in place, where the slot is a text by itself: a URL.
    InPlace,
    /// In small letters.
    LowerCase,
    /// Only where the call gives it: what it is otherwise is not there yet.
    Given,
}

/// What a call does to the request it is about.
#[derive(Debug, Clone)]
pub struct CallDef {
    /// The client's name in reports.
    pub client: Box<str>,
    /// Which arguments it is for; all of them must hold.
    pub when: Vec<Condition>,
    /// What is put where, in order.
    pub slots: Vec<(Slot, Vec<Selector>)>,
    /// What the call gives.
    pub result: ResultDef,
    /// The call sends the request.
    pub sends: bool,
    /// What is known of what sends it.
    pub sender: Sender,
    /// Functions that the call runs at once, and what each gets.
    pub runs: Vec<(Selector, Vec<Handed>)>,
    /// How a hook sees the request.
    pub hook: HookDef,
    /// What the call is given as hooks are hooks of all objects of this index, whoever gets them.
    pub for_all: Option<usize>,
    /// The clients, by their names in reports, whose requests the call changes for the whole program, unless what it is
    /// given is known to change nothing.
    pub patches: Vec<Box<str>>,
    /// It changes them only where its script has one of these words, if there are any.
    pub patches_with: Vec<Box<str>>,
    /// It changes what other scripts than its own send, as a worker of a page does, and what servers do not.
    pub patches_others: bool,
    /// Words that tell of a script that it changes what the function sends, or hides what is written.
    pub setup_words: Vec<String>,
    /// The sinks that hide all they are given in the whole program, once this is called.
    pub hides: Vec<Box<str>>,
    /// The sinks that hide members of objects.
    pub hides_members: Vec<Box<str>>,
    /// The module in whose place a test puts something of its own.
    pub mocks_module: Option<Selector>,
    /// The name of the method or the global in whose place a test puts something of its own.
    pub mocks_member: Option<Selector>,
}

impl CallDef {
    /// A call of a client that gives something, and does nothing else so far.
    pub(crate) fn new(client: &str, result: ResultDef) -> Self {
        Self {
            client: client.into(),
            when: Vec::new(),
            slots: Vec::new(),
            result,
            sends: false,
            sender: Sender::Client,
            runs: Vec::new(),
            hook: HookDef::default(),
            for_all: None,
            patches: Vec::new(),
            patches_with: Vec::new(),
            patches_others: false,
            setup_words: Vec::new(),
            hides: Vec::new(),
            hides_members: Vec::new(),
            mocks_module: None,
            mocks_member: None,
        }
    }

    /// Whether it does nothing to a request.
    fn is_plain(&self) -> bool {
        let is_of_request = |(slot, _): &(Slot, _)| slot.is_of_request() || *slot == Slot::Callback;
        !self.sends && self.runs.is_empty() && !self.slots.iter().any(is_of_request)
    }

    /// Whether it does nothing to anything.
    pub fn does_nothing(&self) -> bool {
        self.is_plain()
            && self.for_all.is_none()
            && self.patches.is_empty()
            && matches!(self.result, ResultDef::Nothing)
    }
}

impl ObjectDef {
    /// Whether nothing that it does has to do with a request.
    pub fn is_plain(&self) -> bool {
        !self.awaited
            && !self.opaque
            && self.sdk.is_none()
            && self.fields.is_empty()
            && self.calls.values().flatten().all(|call| call.is_plain())
    }

    /// Whether members of it can be assigned, or a call changes it and sends nothing.
    pub fn is_set_up_in_place(&self) -> bool {
        let sets_up = |call: &Arc<CallDef>| {
            matches!(call.result, ResultDef::This)
                && !call.sends
                && call.slots.iter().any(|(slot, _)| *slot == Slot::Hook)
        };
        !self.fields.is_empty() || self.calls.values().flatten().any(sets_up)
    }

    /// Whether each request that it sends begins with it: it is none that was begun elsewhere.
    pub fn begins_requests(&self) -> bool {
        let mut sending = self.calls.values().flatten().filter(|call| call.sends).peekable();
        let is_begun = |call: &Arc<CallDef>| call.slots.iter().any(|(slot, _)| matches!(slot, Slot::Url | Slot::Route));
        sending.peek().is_some() && sending.all(is_begun)
    }

    /// Whether one of its calls fills a slot.
    pub fn fills(&self, slot: Slot) -> bool {
        self.calls.values().flatten().any(|call| call.slots.iter().any(|(own, _)| *own == slot))
    }

    /// Whether requests are sent by it.
    pub fn sends(&self) -> bool {
        self.awaited || self.calls.values().flatten().any(|call| call.sends)
    }
}

/// Picks a part of a call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Selector {
    /// `$0`, `$1.headers.common`: an argument, and members of it. The member `()` is what a call gives: `$0()`.
    Argument(usize, Vec<Box<str>>),
    /// `@name`: the last name of the path, as a method.
    Name,
    /// `'GET'`: the text itself.
    Literal(Box<str>),
    /// `@callee`: the object the call is made on.
    Callee,
    /// `@callee.client()`: a member of it, or what a method of it gives.
    OfCallee(Vec<Box<str>>),
    /// `@route.path`: a member of what describes the method that is called.
    Route(Vec<Box<str>>),
    /// `@first url`: the first argument that is certainly so.
    First(Kind),
}

/// A condition on an argument or a member of one: `$1.type is 'bearer'`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Condition {
    /// What it is about.
    pub of: Selector,
    /// What it has to be.
    pub is: Kind,
}

/// What a condition asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `object`: an object literal, an instance, anything with members that is not a string or URL.
    Object,
    /// `text`: a string, a URL, or unknown.
    Text,
    /// `url`: a string with a slash in it, or a URL.
    Url,
    /// `address`: a text that begins as a URL, or as a path behind one that is not known.
    Address,
    /// `capitals`: a text in capital letters.
    Capitals,
    /// `given`.
    Given,
    /// `absent`.
    Absent,
    /// `function`.
    Function,
    /// `unknown`: nothing is known of it.
    Unknown,
    /// `true`: certainly something that counts as true.
    True,
    /// `signed`: made by a digest.
    Signed,
    /// `time`: a time, or a number that times are counted with.
    Time,
    /// `'bearer'`: certainly this text, in any case of its letters.
    Equal(Box<str>),
}

/// What a function is given that a call runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// A part of the call.
    Selected(Selector),
    /// A new object of this index, with the slots of the call.
    Object(usize),
    /// The value of a slot, to be changed in place.
    Slot(Slot),
    /// The items of a list, one by one; the list itself where the function takes one argument.
    Items(Selector),
    /// A part of the call where that is something. Where it is nothing, the function is not run.
    There(Selector),
}

/// What a call gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResultDef {
    /// The object itself, changed.
    This,
    /// A new object of this index, with the slots of this one and those of the call.
    Object(usize),
    /// The value of a slot of the object, to be changed in place.
    Slot(Slot),
    /// A value of the type that an argument names: `inject(HttpClient)`.
    Typed(usize),
    /// The response.
    Response,
    /// What is made with the key of the call, or by a digest without one: a signature, or the key in another form.
    Signed(Change),
    /// A time, of another one or of the clock.
    Time(Change),
    /// What an argument, or a part of it, is: `Buffer.from(text)`.
    Same(Selector),
    /// The same as a state that others fill in later; as this member of it, where one is named: `ref(text)`.
    State(Option<Box<str>>, Selector),
    /// What is made of parts of the call.
    Made(Builtin, Vec<Selector>),
    /// Nothing of interest.
    Nothing,
}

/// Whether a call changes what it is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It makes something else.
    Nothing,
    /// What it is called on is the same as its result afterwards, if that can change at all.
    InPlace,
    /// It makes something that no method changes in place.
    Fixed,
}
