//! The same without futures.

use crate::{IntoUrl, Request, Result};

crate::client!(Response,);

pub fn get(url: impl IntoUrl) -> Result<Response> {
    Client::new().get(url).send()
}

impl Client {
    #[track_caller]
    pub fn execute(&self, request: Request) -> Result<Response> {
        request.record(&self.defaults, std::panic::Location::caller());
        Ok(Response)
    }
}

impl RequestBuilder {
    #[track_caller]
    pub fn send(self) -> Result<Response> {
        self.request.record(&self.defaults, std::panic::Location::caller());
        Ok(Response)
    }
}

#[derive(Debug)]
pub struct Response;

impl Response {
    pub fn text(self) -> Result<String> {
        Ok("{}".into())
    }

    pub fn error_for_status(self) -> Result<Self> {
        Ok(self)
    }
}
