//! The bot away, the server away: nothing is lost, nothing is said twice.

use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use samovar::domain::body::Body;
use samovar::platform::matrix::Login;
use samovar::platform::{Incoming, Platform as _, Refusal};
use serde_json::json;

use super::bot::{Bot, account, filled, polled, room_ref, settings, texts, upto};
use crate::support::synapse::Synapse;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_what_was_said_while_the_bot_was_away_is_read_once_and_in_order() {
    let (synapse, data) = (Synapse::start("lifted", "12"), tempfile::tempdir().unwrap());
    let mut bot = Bot::connected(settings(&synapse, data.path())).await;
    let mut ana = synapse.member("ana");
    let room = bot.room(&mut ana, "Kitchen", &[]).await;
    let root = bot.says(&room, "root", "The question").await;
    let last = ana.id(json!({ "do": "say", "room": room, "text": "before" }));
    let kept =
        ana.id(json!({ "do": "say", "room": room, "text": "first", "thread": root.as_str() }));
    bot.said(&kept).await;
    let act = bot.act(&room, "kept-key", &Body::text("said once"));
    let made = bot.makes(&act).await;
    let device = bot.matrix.device();
    bot.end().await;
    for file in ["secrets/matrix-store", "matrix/session.json"] {
        let mode = std::fs::metadata(data.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }

    ana.does(json!({ "do": "edit", "room": room, "event": kept, "text": "first, mended" }));
    let said: Vec<String> = (0..130)
        .map(|n| ana.id(json!({ "do": "say", "room": room, "text": format!("away {n}") })))
        .collect();
    ana.does(json!({ "do": "redact", "room": room, "event": said[3] }));
    let reaction = ana.id(json!({ "do": "react", "room": room, "event": said[5], "key": "+" }));

    let mut bot = Bot::connected(settings(&synapse, data.path())).await;
    assert_eq!(bot.matrix.device(), device, "the same device after a restart");
    assert_eq!(bot.makes(&act).await, made, "the same key after a restart is one event");
    bot.until("gap", |one| (*one == Incoming::Gap(room_ref(&room))).then_some(())).await;
    let events = filled(&mut bot, &room, Some(&last), &[root.as_str()]).await;
    assert_eq!(texts(&events)[..2], ["first", "said once"], "from after the cursor");
    let expected: Vec<String> = (0..130).filter(|n| *n != 3).map(|n| format!("away {n}")).collect();
    assert_eq!(texts(&events)[2..131], expected);
    let edits = |one: &&Incoming| matches!(one, Incoming::Edited(e) if e.text == "first, mended");
    assert_eq!(events.iter().filter(edits).count(), 2, "in the history, and in its thread");
    let gone = |one: &&Incoming| matches!(one, Incoming::Removed(r) if r.id.as_str() == said[3]);
    assert!(events.iter().filter(gone).count() >= 1);
    assert!(
        events.iter().any(|one| matches!(one, Incoming::Reacted(r) if r.id.as_str() == reaction))
    );
    assert_eq!(upto(&events).as_deref(), Some(reaction.as_str()));

    // From the last event on there is nothing; without a cursor it is everything since the bot came.
    let nothing = filled(&mut bot, &room, Some(&reaction), &[]).await;
    assert_eq!((texts(&nothing).len(), upto(&nothing)), (0, Some(reaction.clone())));
    let all = filled(&mut bot, &room, None, &[]).await;
    assert_eq!(texts(&all)[..3], ["The question", "before", "first"]);
    bot.end().await;
    wrong_secrets(&synapse, data.path()).await;
}

async fn wrong_secrets(synapse: &Synapse, data: &std::path::Path) {
    for login in [
        Login::Password("wrong".to_owned().into()),
        Login::Token { token: "wrong".to_owned().into(), device: None },
    ] {
        let mut settings = settings(synapse, &data.join("other"));
        settings.login = login;
        let error = Bot::start(settings).await.outcome().await.unwrap_err().to_string();
        assert!(error.contains("refuses the bot's"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_a_server_that_goes_away_is_found_again_within_seconds() {
    let (mut synapse, data) = (Synapse::start("lifted", "12"), tempfile::tempdir().unwrap());
    let settings = || settings(&synapse, data.path());
    let mut bot = Bot::connected(settings()).await;
    let mut ana = synapse.member("ana");
    let room = bot.room(&mut ana, "Kitchen", &[]).await;
    let configured = settings();
    synapse.stop();
    polled(|| !bot.matrix.connected()).await;
    let act = bot.act(&room, "away", &Body::text("is anybody there?"));
    assert!(matches!(bot.matrix.make(&act).await, Err(Refusal::Down(_) | Refusal::Doubt(_))));
    assert!(matches!(bot.matrix.make(&act).await, Err(Refusal::Down(_))));
    let mut direct = act.clone();
    direct.target = samovar::platform::Target::Direct(account("ana"));
    assert!(matches!(bot.matrix.make(&direct).await, Err(Refusal::Down(_))));

    synapse.again();
    let began = Instant::now();
    bot.until("connected", |one| matches!(one, Incoming::Connected(_)).then_some(())).await;
    println!("connected {:?} after the server answered", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(8));
    let text = ana.id(json!({ "do": "say", "room": room, "text": "back" }));
    bot.said(&text).await;
    bot.makes(&act).await;
    let seen = ana.seen(&room);
    assert_eq!(seen.iter().filter(|event| event["body"] == "is anybody there?").count(), 1);
    bot.end().await;

    // A house that is started while the server is away.
    synapse.stop();
    let mut newcomer = configured.clone();
    newcomer.dir = data.path().join("newcomer");
    let mut newcomer = Bot::start(newcomer).await;
    let mut bot = Bot::start(configured).await;
    assert!(!bot.matrix.connected() && newcomer.matrix.device().is_empty());
    assert!(matches!(bot.matrix.make(&act).await, Err(Refusal::Down(_))));
    synapse.again();
    bot.until("connected", |one| matches!(one, Incoming::Connected(_)).then_some(())).await;
    let here = |one: &Incoming| matches!(one, Incoming::Connected(_)).then_some(());
    newcomer.until("logged in at last", here).await;
    assert_ne!(newcomer.matrix.device(), bot.matrix.device());
    newcomer.end().await;
    bot.back(&room).await;
    bot.makes(&act).await;
    let seen = ana.seen(&room);
    assert_eq!(
        seen.iter().filter(|event| event["body"] == "is anybody there?").count(),
        1,
        "the key outlives restarts of both"
    );
    bot.end().await;
}
