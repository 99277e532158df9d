//! Rooms come and go: invites, permissions, names, encryption.

use samovar::domain::body::Body;
use samovar::platform::{Platform as _, Refusal, World};
use serde_json::json;

use super::bot::{Bot, account, polled, room_ref, settings};
use crate::support::synapse::{Member, Synapse, user_id};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn synapse_only_those_on_the_list_may_invite() {
    let (synapse, data) = (Synapse::start("lifted", "12"), tempfile::tempdir().unwrap());
    let mut settings = settings(&synapse, data.path());
    settings.accept_invites_from = Some(vec![format!("matrix:user:{}", user_id("ana"))]);
    let mut bot = Bot::connected(settings).await;
    let (mut ana, mut ben) = (synapse.member("ana"), synapse.member("ben"));
    let refused =
        ben.id(json!({ "do": "create", "name": "Cellar", "invite": [user_id("samovar")] }));
    let room = bot.room(&mut ana, "Kitchen", &[]).await;
    polled(|| ben.does(json!({ "do": "members", "room": refused }))[user_id("samovar")] == "leave")
        .await;
    assert!(bot.matrix.look(&room_ref(&refused)).await.is_err());
    let facts = bot.matrix.look(&room_ref(&room)).await.unwrap();
    assert!(facts.may_speak && !facts.encrypted);
    changes(&mut bot, &mut ana, &mut ben, &room).await;
    bot.end().await;
}

async fn changes(bot: &mut Bot, ana: &mut Member, ben: &mut Member, room: &str) {
    let at = room_ref(room);
    ana.does(json!({ "do": "invite", "room": room, "user": user_id("ben") }));
    ben.does(json!({ "do": "join", "room": room }));
    let hello = ben.id(json!({ "do": "say", "room": room, "text": "hello" }));
    bot.said(&hello).await;
    // In version 12 Ana has no power level: she made the room.
    assert!(bot.matrix.may_manage(&at, &account("ana")).await);
    assert!(!bot.matrix.may_manage(&at, &account("ben")).await);
    assert!(!bot.matrix.may_manage(&at, &account("nobody")).await);

    ana.does(json!({ "do": "rename", "room": room, "name": "Pantry" }));
    bot.world(
        "renamed",
        |world| matches!(world, World::Renamed { label, .. } if label == "Pantry"),
    )
    .await;

    let levels =
        ana.does(json!({ "do": "get_state", "room": room, "type": "m.room.power_levels" }));
    let mut narrow = levels.clone();
    narrow["events_default"] = json!(50);
    for (levels, speaks) in [(narrow, false), (levels, true)] {
        ana.does(json!({ "do": "state", "room": room, "type": "m.room.power_levels",
            "content": levels }));
        bot.world("speaking", |world| match world {
            World::Lost { .. } => !speaks,
            World::Back { facts, .. } => speaks && facts.may_speak,
            _ => false,
        })
        .await;
        let act = bot.act(room, &format!("speaks-{speaks}"), &Body::text("may I?"));
        match bot.matrix.make(&act).await {
            Ok(_) => assert!(speaks),
            Err(refusal) => assert!(!speaks && matches!(refusal, Refusal::NotAllowed(_))),
        }
    }

    ben.does(json!({ "do": "leave", "room": room }));
    bot.world(
        "ben left",
        |world| matches!(world, World::Left { account: who, .. } if *who == account("ben")),
    )
    .await;

    ana.does(json!({ "do": "kick", "room": room, "user": user_id("samovar") }));
    let lost = bot.world("lost", |world| matches!(world, World::Lost { .. })).await;
    assert!(matches!(lost, World::Lost { why, .. } if why.contains("@ana:localhost")));
    let act = bot.act(room, "outside", &Body::text("hello?"));
    assert!(matches!(bot.matrix.make(&act).await, Err(Refusal::NotAllowed(_))));
    ana.does(json!({ "do": "say", "room": room, "text": "said while it was out" }));
    ana.does(json!({ "do": "invite", "room": room, "user": user_id("samovar") }));
    assert_eq!(bot.back(room).await.label, "Pantry");
    bot.says(room, "inside", "here again").await;

    ana.does(json!({ "do": "state", "room": room, "type": "m.room.encryption",
        "content": { "algorithm": "m.megolm.v1.aes-sha2" } }));
    bot.world("encrypted", |world| matches!(world, World::Encrypted(_))).await;
    assert!(bot.matrix.look(&at).await.unwrap().encrypted);
}
