use our_http::Client;

async fn account() {
    let client = Client::new();
    let url = "https://api.loginradius.com/identity/v2/manage/account/1";
    client.get(url).header("X-LoginRadius-ApiSecret", env!("LR_SECRET")).send().await; // expect: backend-call-in-client, client-secret-exposure
    our_http::post("https://api.loginradius.com/identity/v2/manage/account").query(&[("apisecret", env!("LR_SECRET"))]).await; // expect: backend-call-in-client, client-secret-exposure
    client.get("https://api.loginradius.com/identity/v2/manage/account/1").header("X-Trace", "1").send().await;
    client.get("/identity/v2/manage/account/1").send().await;
    let cached = client.get("/tmp/cache").len();
}

fn main() {
    yew::platform::spawn_local(account());
}
