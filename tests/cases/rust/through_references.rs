//! What is assigned through a reference stands where the reference leads, and handles of one cell share what it holds.

use std::cell::RefCell;
use std::rc::Rc;

use reqwest::header::HeaderMap;

const URL: &str = "https://api.loginradius.com/identity/v2/manage/account?email=a";

type Pairs = Vec<(&'static str, String)>;

async fn send(headers: Pairs) {
    let mut request = reqwest::Client::new().get(URL);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.send().await.unwrap();
}

fn both(headers: &mut HeaderMap, secret: &str) {
    let mut new = HeaderMap::new();
    new.insert("X-LoginRadius-ApiKey", "key".parse().unwrap());
    new.insert("X-LoginRadius-ApiSecret", secret.parse().unwrap());
    *headers = new;
}

fn one(headers: &mut HeaderMap) {
    let mut new = HeaderMap::new();
    new.insert("X-LoginRadius-ApiKey", "key".parse().unwrap());
    *headers = new;
}

pub async fn a_map_is_replaced(secret: &str) {
    let mut headers = HeaderMap::new();
    both(&mut headers, secret);
    reqwest::Client::new().get(URL).headers(headers).send().await.unwrap();
}

pub async fn a_map_is_replaced_by_less(secret: &str) {
    let mut headers = HeaderMap::new();
    headers.insert("X-LoginRadius-ApiSecret", secret.parse().unwrap());
    one(&mut headers);
    reqwest::Client::new().get(URL).headers(headers).send().await.unwrap(); // expect: incomplete-credentials
}

fn sign(request: &mut reqwest::RequestBuilder, secret: &str) {
    *request = request.try_clone().unwrap().header("X-LoginRadius-ApiSecret", secret);
}

pub async fn a_builder_is_replaced(secret: &str) {
    let mut request = reqwest::Client::new().get(URL).header("X-LoginRadius-ApiKey", "key");
    sign(&mut request, secret);
    request.send().await.unwrap();
}

struct Config {
    secret: Option<String>,
    other: Option<String>,
}

impl Config {
    async fn send(&self) {
        let mut request = reqwest::Client::new().get(URL).header("X-LoginRadius-ApiKey", "key");
        if let Some(secret) = &self.secret {
            request = request.header("X-LoginRadius-ApiSecret", secret);
        }
        request.send().await.unwrap();
    }

    async fn send_less(&self) {
        let mut request = reqwest::Client::new().get(URL).header("X-LoginRadius-ApiKey", "key");
        if let Some(secret) = &self.secret {
            request = request.header("X-LoginRadius-ApiSecret", secret);
        }
        request.send().await.unwrap(); // expect: incomplete-credentials
    }

    fn slot(&mut self) -> &mut Option<String> {
        &mut self.secret
    }
}

pub async fn a_field_by_a_variable(secret: String) {
    let mut config = Config { secret: None, other: None };
    let slot = &mut config.secret;
    *slot = Some(secret);
    config.send().await;
}

pub async fn a_field_by_a_pattern(secret: String) {
    let mut config = Config { secret: None, other: None };
    let Config { secret: slot, .. } = &mut config;
    *slot = Some(secret);
    config.send().await;
}

pub async fn a_field_by_a_method(secret: String) {
    let mut config = Config { secret: None, other: None };
    *config.slot() = Some(secret);
    config.send().await;
}

pub async fn another_field(secret: String) {
    let mut config = Config { secret: None, other: None };
    let slot = &mut config.other;
    *slot = Some(secret);
    config.send_less().await;
}

pub async fn parts_of_a_list(secret: String) {
    let mut headers = vec![("X-LoginRadius-ApiKey", "key".to_owned()), ("X-Secret", secret)];
    for (name, _) in headers.iter_mut() {
        if *name == "X-Secret" {
            *name = "X-LoginRadius-ApiSecret";
        }
    }
    send(headers).await;
}

pub async fn parts_of_a_list_by_a_closure(secret: String) {
    let mut headers = vec![("X-LoginRadius-ApiKey", "key".to_owned()), ("X-Secret", secret)];
    headers.iter_mut().for_each(|(name, _)| *name = "X-LoginRadius-ApiSecret");
    send(headers).await;
}

pub async fn a_text_that_was_empty(secret: String) {
    let mut held = Some(String::new());
    if let Some(text) = &mut held {
        *text = secret;
    }
    let mut request = reqwest::Client::new().get(URL).header("X-LoginRadius-ApiKey", "key");
    if let Some(text) = held {
        if !text.is_empty() {
            request = request.header("X-LoginRadius-ApiSecret", text);
        }
    }
    request.send().await.unwrap();
}

pub async fn parts_are_only_read(other: String) {
    let mut headers = vec![("X-LoginRadius-ApiKey", "key".to_owned()), ("X-Other", other)];
    let mut longest = "";
    for (name, _) in headers.iter_mut() {
        longest = *name;
    }
    let mut request = reqwest::Client::new().get(URL);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.send().await.unwrap(); // expect: incomplete-credentials
}

pub async fn handles_of_one_cell(secret: String) {
    let cell = Rc::new(RefCell::new(vec![("X-LoginRadius-ApiKey", "key".to_owned())]));
    let handle = cell.clone();
    handle.borrow_mut().push(("X-LoginRadius-ApiSecret", secret));
    let mut request = reqwest::Client::new().get(URL);
    for (name, value) in cell.borrow().iter() {
        request = request.header(*name, value);
    }
    request.send().await.unwrap();
}

pub async fn a_copy_of_what_it_holds(secret: String) {
    let cell = Rc::new(RefCell::new(vec![("X-LoginRadius-ApiKey", "key".to_owned())]));
    let mut copy = cell.borrow().clone();
    copy.push(("X-LoginRadius-ApiSecret", secret));
    let mut request = reqwest::Client::new().get(URL);
    for (name, value) in cell.borrow().iter() {
        request = request.header(*name, value);
    }
    request.send().await.unwrap(); // expect: incomplete-credentials
}

struct Later {
    cell: Rc<RefCell<Pairs>>,
    secret: String,
}

impl Drop for Later {
    fn drop(&mut self) {
        self.cell.borrow_mut().push(("X-LoginRadius-ApiSecret", self.secret.clone()));
    }
}

pub async fn when_something_is_dropped(secret: String) {
    let cell = Rc::new(RefCell::new(vec![("X-LoginRadius-ApiKey", "key".to_owned())]));
    drop(Later { cell: cell.clone(), secret });
    let mut request = reqwest::Client::new().get(URL);
    for (name, value) in cell.borrow().iter() {
        request = request.header(*name, value);
    }
    request.send().await.unwrap();
}
