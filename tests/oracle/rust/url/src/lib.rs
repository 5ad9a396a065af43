//! As much of a URL as programs change: its text up to the query, and the query.

use std::fmt;
use std::str::FromStr;

/// What could not be read.
#[derive(Debug, Clone)]
pub struct ParseError;

impl fmt::Display for ParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("no URL")
    }
}

impl std::error::Error for ParseError {}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    origin: String,
    path: String,
    query: Option<String>,
    text: String,
}

impl Url {
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let scheme = text.find("://").ok_or(ParseError)? + 3;
        let path = text[scheme..].find(['/', '?']).map_or(text.len(), |at| scheme + at);
        let (rest, query) = match text[path..].split_once('?') {
            Some((rest, query)) => (rest, Some(query.to_owned())),
            None => (&text[path..], None),
        };
        let mut url = Self { origin: text[..path].to_owned(), path: rest.to_owned(), query, text: String::new() };
        if url.path.is_empty() {
            url.path.push('/');
        }
        url.write();
        Ok(url)
    }

    fn write(&mut self) {
        self.text = format!("{}{}", self.origin, self.path);
        if let Some(query) = &self.query {
            self.text.push('?');
            self.text.push_str(query);
        }
    }

    pub fn join(&self, other: &str) -> Result<Self, ParseError> {
        if other.contains("://") {
            return Self::parse(other);
        }
        if other.starts_with('/') {
            return Self::parse(&format!("{}{other}", self.origin));
        }
        let folder = self.path.rfind('/').map_or("/", |at| &self.path[..=at]);
        Self::parse(&format!("{}{folder}{other}", self.origin))
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn set_path(&mut self, path: &str) {
        self.path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        self.write();
    }

    pub fn set_query(&mut self, query: Option<&str>) {
        self.query = query.map(str::to_owned);
        self.write();
    }

    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    pub fn query_pairs_mut(&mut self) -> Pairs<'_> {
        Pairs { url: self }
    }

    pub fn path_segments_mut(&mut self) -> Result<Segments<'_>, ()> {
        Ok(Segments { url: self })
    }
}

/// Changes the query.
pub struct Pairs<'u> {
    url: &'u mut Url,
}

impl Pairs<'_> {
    pub fn append_pair(&mut self, name: &str, value: &str) -> &mut Self {
        let query = self.url.query.get_or_insert_with(String::new);
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(&format!("{name}={value}"));
        self.url.write();
        self
    }

    pub fn append_key_only(&mut self, name: &str) -> &mut Self {
        self.append_pair(name, "")
    }

    pub fn extend_pairs<I, K, V>(&mut self, pairs: I) -> &mut Self
    where
        I: IntoIterator<Item = (K, V)>,
        K: AsRef<str>,
        V: AsRef<str>,
    {
        for (name, value) in pairs {
            self.append_pair(name.as_ref(), value.as_ref());
        }
        self
    }

    pub fn clear(&mut self) -> &mut Self {
        self.url.query = Some(String::new());
        self.url.write();
        self
    }
}

/// Changes the path.
pub struct Segments<'u> {
    url: &'u mut Url,
}

impl Segments<'_> {
    pub fn push(&mut self, segment: &str) -> &mut Self {
        if !self.url.path.ends_with('/') {
            self.url.path.push('/');
        }
        self.url.path.push_str(segment);
        self.url.write();
        self
    }

    pub fn pop(&mut self) -> &mut Self {
        let at = self.url.path.rfind('/').unwrap_or(0);
        self.url.path.truncate(at);
        self.url.write();
        self
    }

    pub fn extend<I: IntoIterator<Item = S>, S: AsRef<str>>(&mut self, segments: I) -> &mut Self {
        for segment in segments {
            self.push(segment.as_ref());
        }
        self
    }
}

impl fmt::Display for Url {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl FromStr for Url {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl AsRef<str> for Url {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl From<Url> for String {
    fn from(url: Url) -> Self {
        url.text
    }
}
