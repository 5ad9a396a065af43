//! Maps of headers: names without case.

use std::str::FromStr;

use crate::Error;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderName(String);

impl HeaderName {
    pub fn from_static(name: &'static str) -> Self {
        Self(name.to_owned())
    }

    pub fn from_bytes(name: &[u8]) -> Result<Self, Error> {
        Ok(Self(String::from_utf8_lossy(name).to_lowercase()))
    }
}

impl FromStr for HeaderName {
    type Err = Error;
    fn from_str(name: &str) -> Result<Self, Error> {
        Ok(Self(name.to_lowercase()))
    }
}

impl TryFrom<&str> for HeaderName {
    type Error = Error;
    fn try_from(name: &str) -> Result<Self, Error> {
        name.parse()
    }
}

impl TryFrom<String> for HeaderName {
    type Error = Error;
    fn try_from(name: String) -> Result<Self, Error> {
        name.parse()
    }
}

/// The constants of the crate.
#[derive(Debug, Clone, Copy)]
pub struct Known(&'static str);

pub const AUTHORIZATION: Known = Known("authorization");
pub const ACCEPT: Known = Known("accept");
pub const CONTENT_TYPE: Known = Known("content-type");

pub trait IntoName {
    fn name(self) -> String;
}

impl IntoName for Known {
    fn name(self) -> String {
        self.0.to_owned()
    }
}

impl IntoName for HeaderName {
    fn name(self) -> String {
        self.0
    }
}

impl IntoName for &HeaderName {
    fn name(self) -> String {
        self.0.clone()
    }
}

impl IntoName for &str {
    fn name(self) -> String {
        self.to_lowercase()
    }
}

impl IntoName for String {
    fn name(self) -> String {
        self.to_lowercase()
    }
}

impl IntoName for &String {
    fn name(self) -> String {
        self.to_lowercase()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderValue(String);

impl HeaderValue {
    pub fn from_static(value: &'static str) -> Self {
        Self(value.to_owned())
    }

    pub fn from_str(value: &str) -> Result<Self, Error> {
        Ok(Self(value.to_owned()))
    }

    pub fn set_sensitive(&mut self, _: bool) {}
}

impl FromStr for HeaderValue {
    type Err = Error;
    fn from_str(value: &str) -> Result<Self, Error> {
        Ok(Self(value.to_owned()))
    }
}

impl TryFrom<&str> for HeaderValue {
    type Error = Error;
    fn try_from(value: &str) -> Result<Self, Error> {
        Ok(Self(value.to_owned()))
    }
}

impl TryFrom<String> for HeaderValue {
    type Error = Error;
    fn try_from(value: String) -> Result<Self, Error> {
        Ok(Self(value))
    }
}

impl TryFrom<&String> for HeaderValue {
    type Error = Error;
    fn try_from(value: &String) -> Result<Self, Error> {
        Ok(Self(value.clone()))
    }
}

pub trait IntoValue {
    fn value(self) -> HeaderValue;
}

impl IntoValue for HeaderValue {
    fn value(self) -> HeaderValue {
        self
    }
}

impl<T: AsRef<str>> IntoValue for T {
    fn value(self) -> HeaderValue {
        HeaderValue(self.as_ref().to_owned())
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderMap(Vec<(String, HeaderValue)>);

impl HeaderMap {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with_capacity(_: usize) -> Self {
        Self::default()
    }

    pub fn insert(&mut self, name: impl IntoName, value: HeaderValue) -> Option<HeaderValue> {
        let name = name.name();
        self.0.retain(|(one, _)| *one != name);
        self.0.push((name, value));
        None
    }

    pub fn append(&mut self, name: impl IntoName, value: HeaderValue) -> bool {
        self.0.push((name.name(), value));
        true
    }

    pub fn remove(&mut self, name: impl IntoName) -> Option<HeaderValue> {
        let name = name.name();
        self.0.retain(|(one, _)| *one != name);
        None
    }

    pub fn contains_key(&self, name: impl IntoName) -> bool {
        let name = name.name();
        self.0.iter().any(|(one, _)| *one == name)
    }

    pub fn extend(&mut self, other: HeaderMap) {
        for (name, value) in other.0 {
            self.0.retain(|(one, _)| *one != name);
            self.0.push((name, value));
        }
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }
}
