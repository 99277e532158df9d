//! What a kill or a slow house could lose, and what a kill could do twice.

use samovar::domain::body::Body;
use samovar::platform::matrix::Login;
use samovar::platform::{Incoming, Platform as _, Target};
use serde_json::{Value, json};

use super::bot::{Bot, account, filled, polled, room_ref, settings, texts};
use crate::support::synapse::{Member, Synapse, user_id};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_a_kill_or_a_slow_house_loses_nothing() {
    let (synapse, data) = (Synapse::start("lifted", "12"), tempfile::tempdir().unwrap());
    let mut own = synapse.member("samovar");
    let mut ana = synapse.member("ana");
    let (token, device) = synapse.token(&mut ana, "samovar");
    let by_token = || {
        let mut settings = settings(&synapse, data.path());
        settings.login = Login::Token { token: token.clone().into(), device: None };
        settings
    };
    let mut bot = Bot::connected(by_token()).await;
    assert_eq!(bot.matrix.device(), device, "a token belongs to its own device");
    let room = bot.room(&mut ana, "Kitchen", &[]).await;
    let seen = limited(&mut bot, &mut ana, &room).await;

    // Synced, and killed before anything of it was handed on.
    while bot.waiting() > 0 {
        bot.until("what is left", |_| Some(())).await;
    }
    ana.does(json!({ "do": "say", "room": room, "text": "said into the dark" }));
    polled(|| bot.waiting() > 0).await;
    bot.kill().await;
    own.does(json!({ "do": "call", "method": "POST", "path": "/createRoom", "content": {
        "preset": "private_chat", "is_direct": true, "invite": [user_id("ana")],
        "creation_content": { "org.samovar.direct": user_id("ana") } } }));
    let mut bot = Bot::connected(by_token()).await;
    bot.until("gap", |one| (*one == Incoming::Gap(room_ref(&room))).then_some(())).await;
    let events = filled(&mut bot, &room, Some(&seen), &[]).await;
    assert_eq!(texts(&events), ["said into the dark"]);
    one_direct_room(&mut bot, &mut ana, &room).await;
    bot.end().await;
}

/// The house takes nothing in for a while; what comes then is limited.
async fn limited(bot: &mut Bot, ana: &mut Member, room: &str) -> String {
    let mut last = String::new();
    for n in 0..70 {
        last = ana.id(json!({ "do": "say", "room": room, "text": format!("line {n}") }));
    }
    // What came with a gap is told once that is filled, after what lies before it.
    loop {
        bot.until("a gap", |one| (*one == Incoming::Gap(room_ref(room))).then_some(())).await;
        let events = filled(bot, room, None, &[]).await;
        let lines: Vec<_> =
            texts(&events).into_iter().filter(|text| text.starts_with("line")).collect();
        let all: Vec<_> = (0..70).map(|n| format!("line {n}")).collect();
        assert_eq!(lines, all);
        let after = events.iter().skip_while(|one| !matches!(one, Incoming::Filled { .. }));
        let again = after.filter(|one| matches!(one, Incoming::Said(said) if !said.past)).count();
        assert!(again < 70, "the timeline was limited");
        if again > 0 {
            break;
        }
    }
    last
}

/// A direct room that was made just before a kill, and is not in `m.direct`, is the one that is used.
async fn one_direct_room(bot: &mut Bot, ana: &mut Member, room: &str) {
    let mut act = bot.act(room, "direct", &Body::text("for Ana alone"));
    act.target = Target::Direct(account("ana"));
    bot.makes(&act).await;
    let invites = ana.does(json!({ "do": "invites" }));
    assert_eq!(invites.as_array().map(Vec::len), Some(1), "{invites}");
    let at = ana.id(json!({ "do": "join", "room": invites[0]["room"] }));
    let said = |event: &Value| event["body"] == "for Ana alone";
    assert!(ana.seen(&at).iter().any(said));
}
