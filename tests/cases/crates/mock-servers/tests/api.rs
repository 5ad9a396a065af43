use tokio::net::TcpListener;

mod app;

#[tokio::test]
async fn of_mockito() {
    let mut server = mockito::Server::new_async().await;
    let _mock = server.mock("GET", "/identity/v2/manage/account/42").with_status(403).create_async().await;
    let response = reqwest::get(format!("{}/identity/v2/manage/account/42", server.url())).await.unwrap();
    assert_eq!(response.status(), 403);
}

#[test]
fn of_httpmock() {
    let server = httpmock::MockServer::start();
    let response = reqwest::blocking::get(server.url("/identity/v2/manage/account/42")).unwrap();
    assert_eq!(response.status(), 403);
}

#[tokio::test]
async fn of_a_listener() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(app::serve(listener));
    let response = reqwest::get(format!("http://{addr}/identity/v2/manage/account/42")).await.unwrap();
    assert_eq!(response.status(), 403);
}

#[tokio::test]
async fn of_what_nobody_knows() {
    let app = app::TestApp::spawn().await;
    let response = reqwest::get(format!("{}/identity/v2/manage/account/42", app.address)).await.unwrap();
    assert_eq!(response.status(), 403);
}
