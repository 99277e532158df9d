//! The server's own rate limits.

use std::time::Duration;

use samovar::domain::body::Body;
use samovar::platform::{Platform as _, Refusal};

use super::bot::{Bot, settings};
use crate::support::synapse::Synapse;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_a_limit_is_told_with_its_wait_and_obeyed() {
    let (synapse, data) = (Synapse::start("real", "12"), tempfile::tempdir().unwrap());
    let mut bot = Bot::connected(settings(&synapse, data.path())).await;
    let mut ana = synapse.member("ana");
    let room = bot.room(&mut ana, "Kitchen", &[]).await;
    let mut sent = 0;
    let (limited, wait) = loop {
        let act = bot.act(&room, &format!("key-{sent}"), &Body::text(format!("line {sent}")));
        match bot.matrix.make(&act).await {
            Ok(_) => sent += 1,
            Err(Refusal::Later(wait)) => break (act, wait),
            Err(other) => panic!("{other}"),
        }
        assert!(sent < 50, "the server has limits");
    };
    println!("asked to wait {wait:?} after {sent} sends");
    assert!(wait > Duration::ZERO && wait < Duration::from_secs(60));
    let (_, took) = bot.makes_in_time(&limited).await;
    assert!(took >= Duration::from_millis(500), "{took:?}");
    let seen = ana.seen(&room);
    let lines =
        seen.iter().filter(|event| event["body"].as_str().is_some_and(|b| b.starts_with("line")));
    assert_eq!(lines.count(), sent + 1);
    bot.end().await;
}
