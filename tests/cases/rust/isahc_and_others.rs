use isahc::{ReadResponseExt, Request, RequestExt};

fn isahc_delete(uid: &str, key: &str, secret: &str) -> Result<(), isahc::Error> {
    Request::delete(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .header("X-LoginRadius-ApiKey", key)
        .header("X-LoginRadius-ApiSecret", secret)
        .body(())?
        .send()?;
    Ok(())
}

fn isahc_get(token: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut response = Request::get("https://api.loginradius.com/identity/v2/auth/account") // expect: incomplete-credentials
        .header("Authorization", format!("Bearer {token}"))
        .body(())?
        .send()?;
    Ok(response.text()?)
}

fn attohttpc_put(uid: &str, key: &str, secret: &str) -> attohttpc::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    attohttpc::put(url).param("apikey", key).header("X-LoginRadius-ApiSecret", secret).json(&serde_json::json!({"IsActive": true}))?.send()?; // expect: mixed-credentials
    Ok(())
}

fn minreq_get(uid: &str, id: &str, secret: &str) -> Result<minreq::Response, minreq::Error> {
    minreq::get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .with_param("client_id", id)
        .with_param("client_secret", secret)
        .send()
}
