//! What functions of libraries do that is told by its name alone.

use serde::Deserialize;

/// What functions of libraries do that is told by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Builtin {
    /// A query string of what the first has, behind the second if there is one.
    Query,
    /// The first as a text that shows what it has: JSON.
    Json,
    /// A value of which no more is known than the names in the text of the first: `mail.password`.
    Named,
    /// The first as a value of the type that the second names; of none where that is empty.
    As,
    /// A text in which `%s` and its like stand for the arguments behind it.
    Format,
    /// The first as a URL relative to the second.
    Resolve,
    /// The text of a URL that is given in parts.
    UrlText,
    /// A URL from a text, with the parameters of the second if there is one.
    Url,
    /// A map or a list of pairs in which names may come again: of what is given, else an empty one.
    Pairs,
    /// Headers: of what is given, else none.
    Headers,
    /// A list: a state that begins with this, or with what it gives, and a function that changes it.
    StateAndSetter,
    /// Lets instances of a constructor function have what those of another have.
    Inherit,
    /// What an import by default takes: a module, with what is none as its `default`.
    DefaultOf,
    /// What an import of everything takes: the same, with the members of what is no module.
    NamespaceOf,
    /// Puts the members of the first but `default` into the second, and gives that.
    ExportAll,
    /// Lets the first have a member of the second: by the name in the third, and under the one in the fourth if given.
    BindMember,
    /// Lets the first have the third under the name in the second, and gives it.
    SetMember,
    /// The first without the members that the second lists.
    Omit,
    /// The first with no other members than those that the second lists.
    Pick,
    /// What the first, a function, gives when it is called on the second.
    Run,
    /// The first, a function, with the arguments from the place in the second on as its first ones.
    Bind,
    /// What the first, a function, gives when it is called with the arguments from the place in the second on.
    Call,
    /// An error with this message, and what caused it as the options in the second say.
    Error,
    /// A pair of the first with something that is not known.
    Pair,
    /// The first, which has got the members of all arguments behind it; where both have an object under one name, the
    /// members of that are put into the other.
    Merge,
    /// A new object with what all arguments from the first on have, objects in objects likewise: what comes first counts.
    Defaults,
    /// The first, or what it lists, and all arguments behind it as one path, with a slash between any two.
    Join,
    /// The member of the first under the name in the second may get what the third has, or gives as a function.
    ChangeMember,
    /// A token of a framework; the first, a factory, gives what stands for it unless something else is provided.
    Token,
    /// Nothing; for the token in the first the program provides what the second says, as an entry of a list of providers does.
    Provide,
    /// The first, a tree of objects; the texts that these have under the name in the third stand behind the second.
    Prefixed,
    /// The third; for the token in the first the second itself is provided.
    Give,
    /// Nothing; what the member of the first under the name in the second has is carried under its names behind the third.
    Carry,
    /// What the layers of the second, a builder, make of the first by their method under the name in the third.
    Layered,
    /// Lets the prototype of the first have the members that the second describes, itself those of the third.
    Members,
}

impl Builtin {
    /// How many parts of the call it takes, at least and at most.
    pub(super) fn parts(self) -> std::ops::RangeInclusive<usize> {
        match self {
            Self::Merge
            | Self::Defaults
            | Self::Join
            | Self::Format
            | Self::UrlText
            | Self::StateAndSetter
            | Self::DefaultOf
            | Self::NamespaceOf
            | Self::Pair
            | Self::Token
            | Self::Json
            | Self::Named => 1..=1,
            Self::Pairs | Self::Headers => 0..=1,
            Self::Query | Self::Url | Self::Error => 1..=2,
            Self::Give | Self::Call => 2..=3,
            Self::As
            | Self::Resolve
            | Self::Inherit
            | Self::ExportAll
            | Self::Omit
            | Self::Pick
            | Self::Run
            | Self::Provide
            | Self::Bind => 2..=2,
            Self::SetMember | Self::Layered | Self::Prefixed | Self::Members | Self::ChangeMember | Self::Carry => {
                3..=3
            }
            Self::BindMember => 4..=4,
        }
    }
}
