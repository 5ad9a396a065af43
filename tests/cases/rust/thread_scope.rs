use std::{sync::mpsc, thread};

pub fn delete_all(uids: &[String], key: &str, secret: &str) -> usize {
    let (tx, rx) = mpsc::channel();
    thread::scope(|scope| {
        for chunk in uids.chunks(10) {
            let tx = tx.clone();
            scope.spawn(move || {
                let agent = ureq::agent();
                for uid in chunk {
                    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
                    let ok = agent // expect: secret-in-query
                        .delete(&url)
                        .query("apikey", key)
                        .query("apisecret", secret)
                        .call()
                        .is_ok();
                    let _ = tx.send(ok);
                }
            });
        }
        drop(tx);
    });
    rx.into_iter().filter(|ok| *ok).count()
}
