//! API tables: operations, the security each one demands, and where its credentials travel.
//!
//! A table is an OpenAPI document plus a small overlay that says what a document cannot: which schemes carry the
//! same credential, what kind each credential is, and how to recognise the API in code.
//!
//! `document` reads JSON and YAML into one kind of tree; `openapi` takes from it what an API demands; `overlay` joins
//! that with what the overlay says; `load` finds the files. `matcher` finds operations by path.

mod apis;
mod carriers;
mod document;
mod documents;
mod error;
mod faults;
mod load;
pub mod matcher;
mod model;
mod openapi;
mod overlay;
mod page;
mod triggers;
mod values;
mod words;

pub use apis::Apis;
pub use documents::is_document;
pub use error::TableError;
pub use faults::Fault;
pub use load::{Configured, Imported};
pub use matcher::{Matcher, Segment};
pub use model::{
    Api, Carrier, Credential, CredentialId, CredentialKind, ErrorCode, ExpiryForm, Form, Half, Misspelling, Operation,
    OperationId, OtherCarrier, Overlay, Provenance, Scheme, SchemeId, Server, SigningRule, ValueShape,
};
pub(crate) use openapi::{is_of_api_alone, kind_of_name};
pub use overlay::{OverlayFile, Written};
