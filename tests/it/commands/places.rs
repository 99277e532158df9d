//! Rooms elsewhere, one's own choices, and an operator at a shell.

use chrono::TimeDelta;

use super::desk::{Heard, Stage};
use super::stories::{ANA, BEN, ROOM, SETUP, set_up};

#[tokio::test]
async fn a_room_elsewhere_is_bound_by_a_code_and_a_yes() {
    let stage = set_up().await;
    let made = stage.say(ANA, ROOM, "circle invite").await;
    assert!(matches!(made, Heard::Private(_)), "a code is for its issuer alone");
    let code = made.text().split("--code ").nth(1).unwrap().lines().next().unwrap().to_owned();
    let bind = format!("--code={code}");
    stage.slash("2", "salon", &["circle", "bind", &bind]).await.says(&["manages this room"]);
    stage.slash("1", "salon", &["circle", "bind", "--code=AAAA"]).await.says(&["does not work"]);
    stage.slash("1", "salon", &["circle", "bind", &bind]).await.says(&["I have asked"]);
    stage.slash("1", "other", &["circle", "bind", &bind]).await.says(&["does not work"]);
    let told = stage.told("matrix:@ana:x").await.join("\n");
    assert!(told.contains("“#salon”") && told.contains("1 (discord:1)"), "{told}");
    let yes =
        told.split("circle bind --confirm ").nth(1).unwrap().lines().next().unwrap().to_owned();
    let confirm = format!("circle bind --confirm {yes}");
    stage.direct(BEN, &confirm).await.says(&["no such request"]);
    stage.direct(ANA, &confirm).await.says(&["#salon is bound to the circle"]);
    stage.direct(ANA, &confirm).await.says(&["no such request"]);
    stage.say(ANA, ROOM, "circle list").await.says(&["#!tea on Matrix", "#salon on Discord"]);
}

#[tokio::test]
async fn a_code_stands_five_tries_and_a_day() {
    let stage = set_up().await;
    let code = async || {
        let made = stage.say(ANA, ROOM, "circle invite").await;
        made.text().split("--code ").nth(1).unwrap().lines().next().unwrap().to_owned()
    };
    let first = code().await;
    let guess = format!("{}-AAAAAAAA", &first[..8]);
    for _ in 0..5 {
        stage.slash("1", "salon", &["circle", "bind", &format!("--code={guess}")]).await;
    }
    stage
        .slash("1", "salon", &["circle", "bind", &format!("--code={first}")])
        .await
        .says(&["does not work"]);
    let second = code().await;
    stage.later(TimeDelta::hours(25)).await;
    stage
        .slash("1", "salon", &["circle", "bind", &format!("--code={second}")])
        .await
        .says(&["does not work"]);
}

#[tokio::test]
async fn encryption_is_left_only_after_a_yes() {
    let stage = set_up().await;
    stage.encrypt("!secret");
    stage.say(ANA, "!secret", "circle bind").await.says(&["is encrypted", "--yes"]);
    stage.say(ANA, "!secret", "circle bind --yes").await.says(&["is bound"]);
    let warned = stage.posts().await.len();
    assert!(warned >= 2);
    stage
        .say(ANA, "!secret", "circle bind")
        .await
        .says(&["bound to the circle “Everyone” already"]);
    stage
        .say(ANA, "!secret", "circle unbind")
        .await
        .says(&["If you are sure", "circle unbind --yes"]);
    stage.say(ANA, "!secret", "circle unbind --yes").await.says(&["no longer bound"]);
    stage.say(ANA, "!secret", "why").await.says(&["bound to no circle"]);
}

#[tokio::test]
async fn practice_does_not_mix_with_real_rooms() {
    let stage = set_up().await;
    stage.manager("mia");
    let bound =
        stage.exec("practice:mia", Some("practice:hall"), "role list --community Tea").await;
    assert_eq!((bound.ok, bound.code), (false, "practice-only"));
}

#[tokio::test]
async fn ones_own_choices() {
    let stage = set_up().await;
    stage.say(BEN, ROOM, "me nudges on").await.says(&["remind you"]);
    stage.direct(BEN, "me zone Asia/Tokyo").await.says(&["Asia/Tokyo"]);
    stage.direct(BEN, "me zone Europe/Pari").await.says(&["me zone --zone Europe/Paris"]);
    stage.direct(BEN, "me consent yes").await.says(&["keep your words"]);
    stage
        .direct(BEN, "me show")
        .await
        .says(&["Asia/Tokyo", "Tea: member; reminders on; your other words in threads may"]);
    stage.direct(BEN, "me consent ask").await.says(&["ask you again"]);
    stage.direct(BEN, "me language fr").await.says(&["en français"]);
    stage.direct(BEN, "me show").await.says(&["Votre fuseau"]);
    stage.direct(BEN, "help").await.says(&["Pour tout le monde"]);
}

#[tokio::test]
async fn exec_answers_scripts() {
    let stage = Stage::new().await;
    let done = stage.exec("matrix:@ana:x", Some("matrix:!tea"), SETUP).await;
    assert!(done.ok && done.understood);
    assert_eq!(
        (done.code, done.data["next"][0].as_str()),
        ("setup-done", Some("2026-11-09T08:00:00.000Z"))
    );
    let refused = stage.exec("matrix:@ben:x", None, "ritual pause").await;
    assert_eq!((refused.ok, refused.code), (false, "needs-convenor"));
    let wrong = stage.exec("matrix:@ana:x", None, "ritul list").await;
    assert_eq!((wrong.ok, wrong.understood, wrong.code), (false, false, "not-understood"));
    let list = stage.exec("matrix:@ana:x", None, "ritual list").await;
    assert_eq!(list.data["rituals"][0]["name"], "Arrival");
}

#[tokio::test]
async fn help_and_status() {
    let stage = set_up().await;
    stage.say(ANA, ROOM, "").await.says(&["For everyone", "!cop answer"]);
    stage.direct(ANA, "help signposts").await.says(&["not named anybody"]);
    stage.say(ANA, ROOM, "community edit --signposts 'Call Dan'").await.says(&["is changed"]);
    stage.direct(ANA, "help signposts").await.says(&["Call Dan"]);
    let status = stage.say(ANA, ROOM, "status").await;
    status.says(&["Arrival – Monday 9 November", "Matrix: I am there", "Nothing is late"]);
}
