//! What crates derive for printing a type shows what its attributes say.

#[derive(derive_more::Debug)]
struct A {
    key: String,
    #[debug(skip)]
    secret: String,
}

#[derive(educe::Educe)]
#[educe(Debug)]
struct B {
    key: String,
    #[educe(Debug(ignore))]
    secret: String,
}

#[derive(derivative::Derivative)]
#[derivative(Debug)]
struct C {
    key: String,
    #[derivative(Debug = "ignore")]
    secret: String,
}

#[derive(veil::Redact)]
struct D {
    key: String,
    #[redact]
    secret: String,
}

#[derive(Debug, derive_more::Display)]
#[display("key {key}")]
struct E {
    key: String,
    secret: String,
}

#[derive(Clone, std::fmt::Debug)]
struct Plain {
    key: String,
    secret: String,
}

#[cfg_attr(debug_assertions, derive(Debug))]
struct Conditional {
    key: String,
    secret: String,
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap()
}

fn main() {
    let secret = std::env::var("LR_API_SECRET").unwrap();
    reqwest::blocking::Client::new() // expect: prefer-m2m
        .get("https://api.loginradius.com/identity/v2/manage/account/1")
        .header("X-LoginRadius-ApiKey", variable("LR_KEY"))
        .header("X-LoginRadius-ApiSecret", &secret)
        .send()
        .unwrap();
    println!("{:?}", A { key: variable("LR_KEY"), secret: secret.clone() });
    let b = B { key: variable("LR_KEY"), secret: secret.clone() };
    println!("{b:?}");
    let c = C { key: variable("LR_KEY"), secret: secret.clone() };
    println!("{c:?}");
    let d = D { key: variable("LR_KEY"), secret: secret.clone() };
    println!("{d:?}");
    let e = E { key: variable("LR_KEY"), secret: secret.clone() };
    println!("{e}");
    let plain = Plain { key: variable("LR_KEY"), secret: secret.clone() };
    println!("{plain:?}"); // expect: secret-in-log
    let conditional = Conditional { key: variable("LR_KEY"), secret: secret.clone() };
    println!("{conditional:?}"); // expect: secret-in-log

    println!("{:?}", secret.split('-').next());
    println!("{:?}", secret.find("-"));
    let mut cut = secret.clone();
    cut.truncate(4);
    println!("{cut}…");
    let mut masked = secret.clone();
    masked.replace_range(4.., "****");
    println!("{masked}");
    println!("{}", secret.bytes().map(u32::from).sum::<u32>());
    let mut longer = secret.clone();
    longer.push_str("!");
    println!("{longer}"); // expect: secret-in-log
}
