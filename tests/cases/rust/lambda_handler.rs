use aws_lambda_events::event::sqs::SqsEventObj;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
struct Message {
    uid: String,
}

async fn handler(event: LambdaEvent<SqsEventObj<Message>>, http: &reqwest::Client, secret: &str) -> Result<(), Error> {
    for record in event.payload.records {
        let uid = record.body.uid;
        let response = http // expect: incomplete-credentials
            .delete(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
            .header("X-LoginRadius-ApiSecret", secret)
            .send()
            .await?;
        tracing::info!(status = %response.status(), %uid, "deleted");
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let http = reqwest::Client::new();
    let secret = std::env::var("LOGINRADIUS_API_SECRET")?;
    let (http, secret) = (&http, secret.as_str());
    run(service_fn(move |event| handler(event, http, secret))).await
}
