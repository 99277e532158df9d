//! The account's own keys, and what can't be read without somebody's.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use samovar::domain::body::Body;
use samovar::platform::matrix::{Login, Settings};
use samovar::platform::{Incoming, KeyFault, Keys, Platform as _, Said, Stage, Target, Verifying};
use serde_json::{Value, json};

use super::bot::{Bot, account, filled, polled, room_ref, settings, texts};
use crate::support::synapse::{Member, Synapse, user_id};

const WELL: Keys = Keys { verified: true, backed_up: true, fault: None };

/// Whether others see that a device of the bot is signed by its account's own key.
fn is_signed(member: &mut Member, device: &str) -> bool {
    is_signed_of(member, "samovar", device)
}

fn is_signed_of(member: &mut Member, name: &str, device: &str) -> bool {
    let bot = user_id(name);
    let asked = json!({ "device_keys": { &bot: [] } });
    let said = member
        .does(json!({ "do": "call", "method": "POST", "path": "/keys/query", "content": asked }));
    let signing = said["self_signing_keys"][&bot]["keys"].as_object().cloned().unwrap_or_default();
    let signatures = &said["device_keys"][&bot][device]["signatures"][&bot];
    signing.keys().any(|key| signatures.get(key).is_some())
}

/// How many keys of rooms lie in the bot's backup.
fn backed_up(own: &mut Member) -> u64 {
    let path = json!({ "do": "call", "method": "GET", "path": "/room_keys/version" });
    own.does(path)["count"].as_u64().unwrap_or_default()
}

fn well(bot: &Bot) -> bool {
    bot.matrix.keys() == Some(WELL)
}

/// Somewhere else, with the same configuration and, perhaps, the recovery key.
fn elsewhere(synapse: &Synapse, from: &Path, to: &Path, with_key: bool) -> Settings {
    std::fs::create_dir_all(to.join("secrets")).unwrap();
    if with_key {
        let name = "secrets/matrix-recovery";
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    settings(synapse, to)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_keys_are_made_once_and_recovered_wherever_the_bot_begins_anew() {
    let (synapse, data) = (Synapse::start("lifted", "12"), tempfile::tempdir().unwrap());
    let mut bot = Bot::connected(settings(&synapse, data.path())).await;
    polled(|| well(&bot)).await;
    let file = data.path().join("secrets/matrix-recovery");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let made = std::fs::read_to_string(&file).unwrap();
    let (mut ana, mut own) = (synapse.member("ana"), synapse.member("samovar"));
    let first = bot.matrix.device();
    assert!(is_signed(&mut ana, &first), "others see that the device is the bot's own");

    let room = bot.room_that_is(true, &mut ana, "Kitchen").await;
    let root = bot.says(&room, "root", "The question").await;
    let said =
        ana.id(json!({ "do": "say", "room": room, "text": "first", "thread": root.as_str() }));
    bot.said(&said).await;
    polled(|| backed_up(&mut own) >= 2).await;
    bot.kill().await;
    later(&synapse, data.path(), &mut ana, &room, (&first, root.as_str(), &said)).await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), made, "the recovery key is never replaced");
    without_the_key(&synapse, data.path(), &mut ana).await;
    begun_again_and_again(&synapse, &mut ana).await;
}

/// An account whose first start dies again and again has one identity and one recovery key at last.
async fn begun_again_and_again(synapse: &Synapse, ana: &mut Member) {
    let data = tempfile::tempdir().unwrap();
    let mut settings = settings(synapse, data.path());
    settings.user = user_id("dev");
    settings.login = Login::Password(synapse.password("dev").to_owned().into());
    for life in 1..=6 {
        let bot = Bot::start(settings.clone()).await;
        let mut looks = tokio::time::interval(Duration::from_millis(120));
        for _ in 0..life {
            looks.tick().await;
        }
        bot.kill().await;
    }
    let bot = Bot::connected(settings.clone()).await;
    polled(|| well(&bot)).await;
    bot.end().await;
    // The key that is kept is the one that opens what is there.
    let machine = tempfile::tempdir().unwrap();
    let mut other = elsewhere(synapse, data.path(), machine.path(), true);
    (other.user, other.login) = (settings.user, settings.login);
    let bot = Bot::connected(other).await;
    polled(|| well(&bot)).await;
    assert!(is_signed_of(ana, "dev", &bot.matrix.device()));
    bot.end().await;
}

/// The store is lost; then the whole machine is.
async fn later(
    synapse: &Synapse,
    data: &Path,
    ana: &mut Member,
    room: &str,
    (first, root, said): (&str, &str, &str),
) {
    std::fs::remove_dir_all(data.join("matrix/store")).unwrap();
    let into_the_dark = ana.id(json!({ "do": "say", "room": room, "text": "into the dark" }));
    let mut bot = Bot::connected(settings(synapse, data)).await;
    let second = bot.matrix.device();
    assert_ne!(second, first, "new keys are a new device");
    polled(|| well(&bot)).await;
    assert!(is_signed(ana, &second));
    polled(|| !ana_sees(ana).contains(&first.to_owned())).await;
    bot.back(room).await;
    let events = filled(&mut bot, room, None, &[root]).await;
    assert_eq!(texts(&events)[..2], ["The question", "first"], "from the backup");
    let dark = |one: &&Incoming| matches!(one, Incoming::Unreadable(it) if it.id.as_str() == into_the_dark);
    assert_eq!(events.iter().filter(dark).count(), 1, "its key went to a device that is no more");
    bot.end().await;

    let machine = tempfile::tempdir().unwrap();
    let mut bot = Bot::connected(elsewhere(synapse, data, machine.path(), true)).await;
    polled(|| well(&bot)).await;
    let third = bot.matrix.device();
    assert!(third != second && is_signed(ana, &third));
    bot.back(room).await;
    let events = filled(&mut bot, room, None, &[root]).await;
    let whole = |one: &&Incoming| matches!(one, Incoming::Said(it) if it.id.as_str() == said);
    assert_eq!(events.iter().filter(whole).count(), 2, "in the history, and in its thread");
    bot.says(room, "third", "from another machine").await;
    let back = ana.id(json!({ "do": "say", "room": room, "text": "welcome" }));
    assert_eq!(bot.said(&back).await.text, "welcome");
    let read = ana.seen(room).into_iter().find(|event| event["body"] == "from another machine");
    assert_eq!(read.unwrap()["sealed"], true);
    bot.end().await;
}

fn ana_sees(ana: &mut Member) -> Vec<String> {
    let devices = ana.does(json!({ "do": "devices", "user": user_id("samovar") }));
    let devices = devices.as_array().unwrap().iter();
    devices.map(|device| device.as_str().unwrap().to_owned()).collect()
}

/// Without the recovery key, and with a wrong one, the bot says so and replaces nothing by itself.
async fn without_the_key(synapse: &Synapse, data: &Path, ana: &mut Member) {
    let machine = tempfile::tempdir().unwrap();
    let mut settings = elsewhere(synapse, data, machine.path(), false);
    let faulty = |fault| Some(Keys { verified: false, backed_up: false, fault: Some(fault) });
    let bot = Bot::connected(settings.clone()).await;
    polled(|| bot.matrix.keys() == faulty(KeyFault::NoRecoveryKey)).await;
    assert!(!settings.recovery_file.exists());
    bot.end().await;

    std::fs::write(&settings.recovery_file, "EsTc Wron gKey Wron gKey").unwrap();
    let bot = Bot::connected(settings.clone()).await;
    polled(|| bot.matrix.keys() == faulty(KeyFault::WrongRecoveryKey)).await;
    bot.end().await;

    // The operator has lost it for good, and says so.
    std::fs::remove_file(&settings.recovery_file).unwrap();
    settings.new_identity = true;
    let bot = Bot::connected(settings.clone()).await;
    polled(|| well(&bot)).await;
    assert!(settings.recovery_file.exists() && is_signed(ana, &bot.matrix.device()));
    bot.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_what_cant_be_read_is_told_asked_for_and_read_later() {
    let (synapse, data) = (Synapse::start("lifted", "12"), tempfile::tempdir().unwrap());
    let mut bot = Bot::connected(settings(&synapse, data.path())).await;
    let mut ana = synapse.member("ana");
    let room = bot.room_that_is(true, &mut ana, "Kitchen").await;
    bot.says(&room, "hello", "hello").await;
    let sealed = ana.id(json!({ "do": "seal", "room": room, "text": "said before its key" }));
    let taken = ana.id(json!({ "do": "say", "room": room, "text": "taken back" }));
    let missed = bot
        .until("unreadable", |one| match one {
            Incoming::Unreadable(it) if it.id.as_str() == sealed => Some(it.clone()),
            _ => None,
        })
        .await;
    assert_eq!((missed.by.account, missed.cursor.as_deref()), (account("ana"), Some(&*sealed)));
    assert_eq!(bot.reads_again(&room, &[&sealed]).await, [], "there is no key yet");
    ana.does(json!({ "do": "redact", "room": room, "event": taken }));
    ana.does(json!({ "do": "give_key", "room": room }));
    bot.until("keys", |one| (*one == Incoming::Keys(room_ref(&room))).then_some(())).await;
    let events = bot.reads_again(&room, &[&sealed, &taken, "$nothing"]).await;
    let readable = |id: &str| Incoming::Readable { room: room_ref(&room), id: id.into() };
    let [Incoming::Said(Said { text, at, cursor, .. }), first, Incoming::Removed(gone), rest @ ..] =
        &events[..]
    else {
        panic!("{events:#?}")
    };
    assert_eq!((text.as_str(), at, cursor), ("said before its key", &missed.at, &None));
    assert_eq!((first, gone.id.as_str()), (&readable(&sealed), taken.as_str()));
    assert_eq!(rest, [readable(&taken), readable("$nothing")]);
    newcomers(&mut bot, &synapse, &mut ana, &room).await;
    verified(&mut bot, &mut ana).await;
    bot.end().await;
}

/// Who comes later is given the key to what is said from then on.
async fn newcomers(bot: &mut Bot, synapse: &Synapse, ana: &mut Member, room: &str) {
    let mut ben = synapse.member("ben");
    ana.does(json!({ "do": "invite", "room": room, "user": user_id("ben") }));
    ben.does(json!({ "do": "join", "room": room }));
    let hello = ben.id(json!({ "do": "say", "room": room, "text": "hello" }));
    bot.said(&hello).await;
    bot.says(room, "after", "welcome, Ben").await;
    let seen = ben.seen(room);
    assert!(seen.iter().any(|event| event["body"] == "welcome, Ben"), "{seen:#?}");
}

/// A wish to verify the bot waits for a yes; both sides show the same symbols.
async fn verified(bot: &mut Bot, ana: &mut Member) {
    let device = bot.matrix.device();
    let begin = json!({ "do": "verify", "user": user_id("samovar"), "device": device });
    for yes in [false, true] {
        let wish = ana.id(begin.clone());
        let stage = async |bot: &mut Bot| {
            bot.until("verifying", |one| match one {
                Incoming::Verifying(Verifying { id, by, stage }) if id.as_str() == wish => {
                    assert_eq!(by.account, account("ana"));
                    Some(stage.clone())
                }
                _ => None,
            })
            .await
        };
        assert_eq!(stage(bot).await, Stage::Asked);
        bot.matrix.verify(&wish.as_str().into(), yes).await.unwrap();
        let mut shown = Value::Null;
        let symbols = json!({ "do": "symbols", "verification": wish });
        polled(|| match ana.tries(&symbols) {
            Ok(symbols) => {
                shown = symbols;
                yes && shown.as_array().is_some_and(|shown| !shown.is_empty())
            }
            Err(why) => !yes && why.contains("called off"),
        })
        .await;
        if yes {
            let Stage::Compare(ours) = stage(bot).await else { panic!("nothing to compare") };
            let theirs: Vec<_> =
                shown.as_array().unwrap().iter().map(|one| one[0].clone()).collect();
            assert!(
                ours.iter().zip(theirs).all(|(one, two)| one.starts_with(two.as_str().unwrap()))
            );
            assert_eq!(ours.len(), 7);
            let confirm = json!({ "do": "confirm", "verification": wish });
            polled(|| ana.does(confirm.clone()) == true).await;
            assert_eq!(stage(bot).await, Stage::Done);
        }
    }
    assert!(bot.matrix.verify(&"nothing".into(), true).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_a_token_that_lost_its_keys_is_not_used_again() {
    let (synapse, data) = (Synapse::start("lifted", "12"), tempfile::tempdir().unwrap());
    let mut ana = synapse.member("ana");
    let (token, _) = synapse.token(&mut ana, "samovar");
    let mut by_token = settings(&synapse, data.path());
    by_token.login = Login::Token { token: token.clone().into(), device: None };
    let bot = Bot::connected(by_token.clone()).await;
    polled(|| well(&bot)).await;
    let mut direct = bot.act("!nowhere", "direct", &Body::text("for Ana alone"));
    direct.target = Target::Direct(account("ana"));
    bot.makes(&direct).await;
    assert!(ana.does(json!({ "do": "invites" })).as_array().is_some_and(|one| one.len() == 1));
    bot.end().await;
    std::fs::remove_dir_all(data.path().join("matrix/store")).unwrap();
    let why = samovar::platform::matrix::Matrix::connect(by_token).await.err().unwrap();
    let why = format!("{why:#}");
    assert!(why.contains("make a new access token") && !why.contains(&token), "{why}");
}
