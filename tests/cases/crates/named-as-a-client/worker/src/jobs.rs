pub fn run(idp: &idp::Idp) {
    idp.get("account/1"); // expect: missing-credentials
}
