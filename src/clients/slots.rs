//! The slots of a call: what each takes, its name in the tables, which part of a request it fills, and how.

use Takes::{Each, First, Members, Nothing, Parts};

/// How the values that selectors give get into a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// It takes the first value that is there.
    First,
    /// It takes each value.
    Each,
    /// It takes so many values at once: a name and a value, or the halves of a credential.
    Parts(usize),
    /// It takes what no other slot of the call does of an object's members.
    Members,
    /// It is no part of a request: what a response is handed to, and what signatures and times are made of.
    Nothing,
}

/// Declares each slot once: its meaning, its name, the part that it fills (empty where it tells something else than the
/// request), and how it takes its values.
macro_rules! slots {
    ($($(#[$meaning:meta])* $slot:ident $name:literal fills $part:literal with $takes:expr;)*) => {
        /// A part of a request under construction. Slots are filled in this order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Slot {
            $($(#[$meaning])* $slot,)*
        }

        impl Slot {
            /// All of them.
            const ALL: &[Self] = &[$(Self::$slot),*];

            /// The slot as the tables write it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$slot => $name,)*
                }
            }

            /// The part of a request under construction that it fills; empty where it fills none by itself.
            pub fn part(self) -> &'static str {
                match self {
                    $(Self::$slot => $part,)*
                }
            }

            /// How the values that selectors give get into it.
            pub fn takes(self) -> Takes {
                match self {
                    $(Self::$slot => $takes,)*
                }
            }
        }
    };
}

slots! {
    /// The method.
    Method "method" fills "method" with First;
    /// The URL, whole or relative to the base.
    Url "url" fills "url" with First;
    /// Method and URL in one text: `GET /things`.
    Route "route" fills "url" with First;
    /// What a relative URL is put behind.
    Base "base" fills "base" with First;
    /// Text put behind the URL there is.
    Append "append" fills "url" with Each;
    /// What stands for the names behind colons in the URL, `/things/:id`: an object that has them.
    Segments "segments" fills "url" with Each;
    /// The scheme, with or without its colon; for a host without one.
    Scheme "scheme" fills "scheme" with First;
    /// The host alone, without scheme.
    Host "host" fills "host" with First;
    /// The port, for a host.
    Port "port" fills "port" with First;
    /// The path alone.
    Path "path" fills "path" with First;
    /// Query parameters, all at once: an object, pairs, or a string.
    Query "query" fills "query" with Each;
    /// Query parameters that replace those there are.
    QueryReplace "query-replace" fills "query" with Each;
    /// Query parameters in place of those that are written in the URL.
    QueryOverride "query-override" fills "query" with Each;
    /// One query parameter: name and value.
    QueryPair "query-pair" fills "query" with Parts(2);
    /// Headers that, if given, stand in place of those there are.
    HeaderReplace "header-replace" fills "header" with Each;
    /// Headers, all at once.
    Header "header" fills "header" with Each;
    /// One header: name and value.
    HeaderPair "header-pair" fills "header" with Parts(2);
    /// The name of a header that is taken away.
    HeaderRemove "header-remove" fills "header" with Each;
    /// The name of a parameter that is taken away.
    QueryRemove "query-remove" fills "query" with Each;
    /// The body.
    Body "body" fills "body" with First;
    /// Query parameters where the method is GET or HEAD, otherwise the body.
    Data "data" fills "data" with First;
    /// The members of an object that no other slot of the call takes: they fill the names in braces of the URL, and what is
    /// left is sent like `Data`.
    Rest "rest" fills "data" with Members;
    /// A bearer token.
    Bearer "bearer" fills "header" with Parts(1);
    /// User name and password of basic authentication.
    Basic "basic" fills "header" with Parts(2);
    /// A function that may change the request before it is sent.
    Hook "hook" fills "hooks" with Each;
    /// Something that is put around what sends, and sees each request before it does.
    Layer "layer" fills "layers" with Each;
    /// Another request or instance whose slots are taken over.
    Merge "merge" fills "" with Each;
    /// A request that is sent in place of this one.
    Forward "forward" fills "" with Each;
    /// Makes the request open whatever the argument is: a proxy, an agent, a middleware.
    Opaque "opaque" fills "" with Each;
    /// What sends the request in place of the client, and may change it before.
    SentBy "sent-by" fills "" with Each;
    /// The same of the query alone: what writes parameters out.
    OpaqueQuery "opaque-query" fills "" with Each;
    /// What makes the client add cookies that nobody wrote: a jar, or a switch.
    Cookies "cookies" fills "cookies" with Each;
    /// What describes methods that the program makes up, by their names.
    Routes "routes" fills "routes" with First;
    /// A member of an entry of a list of providers, name and value: no part of a request.
    Entry "entry" fills "" with Parts(2);
    /// A function that is called with the response.
    Callback "callback" fills "" with Nothing;
    /// The key that something is signed with: no part of a request.
    Key "key" fills "" with Nothing;
    /// What is signed or digested.
    Text "text" fills "" with Nothing;
    /// The algorithm of a digest.
    Algorithm "algorithm" fills "" with Nothing;
    /// What the bytes of a digest are written as.
    Encoding "encoding" fills "" with Nothing;
    /// What was made by a digest before, and is brought into another form.
    Signed "signed" fills "" with Nothing;
    /// The time that another one is made of.
    Time "time" fills "" with Nothing;
    /// How much later that is.
    Amount "amount" fills "" with Nothing;
    /// Of what there is so much.
    Unit "unit" fills "" with Nothing;
    /// What the time is written as.
    Form "form" fills "" with Nothing;
    /// In which zone it is written.
    Zone "zone" fills "" with Nothing;
}

impl Slot {
    /// The slot of this name.
    pub(super) fn named(name: &str) -> Result<Self, String> {
        let slot = Self::ALL.iter().find(|slot| slot.name() == name);
        slot.copied().ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|slot| slot.name()).collect();
            format!("{name:?} is no slot: there are {}", known.join(", "))
        })
    }

    /// Whether what it takes becomes a part of a request, or may change one.
    pub fn is_of_request(self) -> bool {
        !matches!(self, Self::Entry) && self.takes() != Nothing
    }
}
