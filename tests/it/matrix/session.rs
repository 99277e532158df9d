//! Sessions that the server ends.

use samovar::domain::body::Body;
use samovar::platform::matrix::Login;
use samovar::platform::{Incoming, Keys, Platform as _};
use serde_json::json;

use super::bot::{Bot, polled, settings};
use crate::support::synapse::Synapse;

fn connected(one: &Incoming) -> Option<()> {
    matches!(one, Incoming::Connected(_)).then_some(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_a_device_that_is_logged_out_is_replaced() {
    let (synapse, data) = (Synapse::start("lifted", "12"), tempfile::tempdir().unwrap());
    let mut bot = Bot::connected(settings(&synapse, data.path())).await;
    let mut ana = synapse.member("ana");
    let room = bot.room_that_is(true, &mut ana, "Kitchen").await;
    let before = bot.act(&room, "before", &Body::text("before"));
    bot.makes(&before).await;
    let device = bot.matrix.device();
    let out = json!({ "do": "call", "method": "POST", "path": "/logout/all", "content": {} });
    synapse.member("samovar").does(out.clone());
    ana.does(json!({ "do": "say", "room": room, "text": "said while it was out" }));

    bot.until("a new session", connected).await;
    bot.back(&room).await;
    assert_ne!(bot.matrix.device(), device);
    let well = Keys { verified: true, backed_up: true, fault: None };
    polled(|| bot.matrix.keys().as_ref() == Some(&well)).await;
    let text = ana.id(json!({ "do": "say", "room": room, "text": "welcome back" }));
    bot.said(&text).await;
    bot.says(&room, "after", "thank you").await;
    let kept = bot.matrix.device();
    bot.end().await;
    let bot = Bot::connected(settings(&synapse, data.path())).await;
    assert_eq!(bot.matrix.device(), kept, "the new device is kept");
    bot.end().await;

    // A token can't be made again by the bot: the words say what to do.
    let mut own = synapse.member("samovar");
    let (token, _) = synapse.token(&mut ana, "samovar");
    let mut by_token = settings(&synapse, &data.path().join("token"));
    by_token.login = Login::Token { token: token.clone().into(), device: None };
    let bot = Bot::connected(by_token).await;
    own.does(out);
    let why = format!("{:#}", bot.outcome().await.unwrap_err());
    assert!(why.contains("make a new access token") && !why.contains(&token), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_a_token_that_is_over_leaves_the_device() {
    let synapse = Synapse::with(&["--limits", "lifted", "--session-lifetime", "6s"]);
    let data = tempfile::tempdir().unwrap();
    let mut bot = Bot::connected(settings(&synapse, data.path())).await;
    let device = bot.matrix.device();
    // Made after the bot's, so over after it.
    let mut own = synapse.member("samovar");
    let whoami = json!({ "do": "call", "method": "GET", "path": "/account/whoami" });
    polled(|| own.does(whoami.clone())["soft_logout"] == true).await;
    // Something happens, so that the server answers the bot, which then asks again.
    synapse.member("samovar").id(json!({ "do": "create", "name": "Attic" }));
    bot.until("a new session", connected).await;
    assert_eq!(bot.matrix.device(), device);
    polled(|| bot.matrix.connected()).await;
    bot.end().await;
}
