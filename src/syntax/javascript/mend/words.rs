//! What follows a place in a script, read word by word.

pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

/// What follows a place.
#[derive(Clone, Copy)]
pub(super) struct Words<'t>(pub &'t str);

impl Words<'_> {
    pub(super) fn word(self, word: &str) -> Option<Self> {
        let rest = self.0.trim_start().strip_prefix(word)?;
        (!rest.bytes().next().is_some_and(is_name)).then_some(Self(rest))
    }

    pub(super) fn sign(self, sign: char) -> Option<Self> {
        self.0.trim_start().strip_prefix(sign).map(Self)
    }

    pub(super) fn name(self) -> Option<Self> {
        let rest = self.0.trim_start();
        let length = rest.bytes().take_while(|byte| is_name(*byte)).count();
        (length > 0).then(|| Self(&rest[length..]))
    }

    pub(super) fn string(self) -> Option<Self> {
        let quote = self.0.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let rest = &self.0[1..];
        Some(Self(&rest[rest.find(quote)? + 1..]))
    }

    /// `('./module')`
    pub(super) fn behind_module(self) -> Option<Self> {
        self.sign('(').and_then(|rest| Self(rest.0.trim_start()).string())?.sign(')')
    }

    /// `* as name from './module'`, of which the sign has been read.
    pub(super) fn behind_string(self) -> Option<Self> {
        let named = self.word("as").and_then(|rest| Self(rest.0.trim_start()).string());
        if let Some(rest) = named {
            return rest.behind_string();
        }
        let end = self.0.find(['"', '\''])?;
        let between = &self.0[..end];
        (between.contains("from") && !between.contains(['{', ';'])).then(|| Self(&self.0[end..])).and_then(Self::string)
    }

    /// `with { type: 'json' }`
    pub(super) fn behind_attributes(self) -> Option<Self> {
        let this = self.behind_comments();
        let opened = this.word("with").or_else(|| this.word("assert"))?.behind_comments().sign('{')?;
        Some(Self(&opened.0[opened.0.find('}')? + 1..]))
    }

    /// `name =`, `name of`, on one line
    pub(super) fn declares_name(self) -> bool {
        let space = self.0.len() - self.0.trim_start_matches([' ', '\t']).len();
        let Some(rest) = Self(&self.0[space..]).name().filter(|_| space > 0) else { return false };
        rest.sign('=').is_some_and(|rest| !rest.0.starts_with(['=', '>']))
            || rest.sign(':').is_some()
            || rest.word("of").is_some()
    }

    /// `name`, `#name` or `[name]`, on one line
    pub(super) fn declares_member(self) -> bool {
        let rest = self.0.trim_start_matches([' ', '\t']);
        let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$' | '#' | '[' | '"' | '\'');
        rest.len() < self.0.len() && rest.starts_with(starts) && Self(rest).word("in").is_none()
    }

    /// What follows comments that begin and end.
    pub(super) fn behind_comments(self) -> Self {
        let mut rest = self.0.trim_start();
        while let Some((_, behind)) = rest.strip_prefix("/*").and_then(|rest| rest.split_once("*/")) {
            rest = behind.trim_start();
        }
        Self(rest)
    }

    /// `:` or `?:`
    pub(super) fn is_labelling(self) -> bool {
        self.sign(':').is_some() || self.sign('?').is_some_and(|rest| rest.0.starts_with(':'))
    }

    /// `[name: `, or the same behind `readonly`
    pub(super) fn declares_index(self) -> bool {
        let this = self.word("readonly").unwrap_or(self);
        this.sign('[').and_then(Self::name).is_some_and(|rest| rest.sign(':').is_some())
    }

    /// `(a: string): void;`, in one line behind its parameters
    pub(super) fn is_signature(self) -> bool {
        let Some(list) = self.sign('(') else { return false };
        let mut open = 1_usize;
        let end = list.0.bytes().position(|byte| {
            open = match byte {
                b'(' => open + 1,
                b')' => open - 1,
                _ => open,
            };
            open == 0
        });
        let Some(rest) = end.map(|end| list.0[end + 1..].trim_start_matches(' ')) else { return false };
        let Some(end) = rest.find([';', '\n', '{']) else { return false };
        rest.starts_with([':', ';']) && !rest[end..].starts_with('{')
    }

    /// `name.other`, which nothing calls
    pub(super) fn is_member_of_type(self) -> bool {
        let mut rest = self;
        loop {
            let Some(behind) = rest.name() else { return false };
            match behind.0.strip_prefix('.') {
                Some(next) => rest = Self(next),
                None => return !behind.0.trim_start().starts_with(['(', '`', '?', '=']),
            }
        }
    }

    /// `Name`
    pub(super) fn is_type_name(self) -> bool {
        self.0.starts_with(|c: char| c.is_ascii_uppercase() || c == '$')
    }
}
