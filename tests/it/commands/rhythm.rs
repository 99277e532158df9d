//! Times: in whose clock they are told, what became of a skip, who is reminded, and in which
//! language a room hears of it.

use chrono::TimeDelta;
use samovar::domain::post::Purpose;

use super::stories::{ANA, BEN, ROOM, set_up};

#[tokio::test]
async fn in_private_times_are_told_by_ones_own_clock_too() {
    let stage = set_up().await;
    stage.say(BEN, ROOM, "me nudges on").await;
    stage.say(BEN, ROOM, "status").await.says(&["Monday 9 November, 09:00 (Europe/Paris)"]);
    stage.direct(BEN, "me zone America/New_York").await.says(&["America/New_York"]);
    let told = stage.direct(BEN, "status").await;
    told.says(&["Monday 9 November, 09:00 (Europe/Paris), for you Monday 9 November, 03:00"]);
    let told = stage.say(BEN, ROOM, "status").await;
    assert!(!told.text().contains("for you"), "where others read it, nobody's zone is told");
}

#[tokio::test]
async fn status_in_private_tells_of_all_ones_communities() {
    let stage = set_up().await;
    let other = "setup --name Coffee --zone Europe/Paris --when 'tue 10:00' --ritual Beans";
    stage.say(ANA, "!coffee", other).await.says(&["Coffee is set up", "Tuesday 3 November, 10:00"]);
    let told = stage.direct(ANA, "status").await;
    told.says(&["Tea", "Arrival – Monday 9 November", "Coffee", "Beans – Tuesday 3 November"]);
    let told = stage.say(ANA, ROOM, "status").await;
    assert!(!told.text().contains("Coffee"), "a room hears of its own community alone: {told:?}");
}

#[tokio::test]
async fn a_skip_stays_with_its_day_when_the_hour_moves() {
    let stage = set_up().await;
    stage.say(ANA, ROOM, "ritual skip").await.says(&["16 November", "23 November"]);
    let moved = stage.say(ANA, ROOM, "ritual edit --at 10:00").await;
    moved.says(&["Monday 9 November stays skipped", "Monday 16 November, 10:00"]);
    assert!(!moved.text().contains("9 November, 10:00"), "{moved:?}");
    let moved = stage.say(ANA, ROOM, "ritual edit --days tue").await;
    moved.says(&["Monday 9 November was skipped; now it is no day", "Tuesday 3 November, 10:00"]);
}

#[tokio::test]
async fn a_room_can_speak_a_language_of_its_own() {
    let stage = set_up().await;
    stage.say(BEN, ROOM, "circle bind --language fr").await.says(&["Only"]);
    stage.say(ANA, ROOM, "circle bind --language xx").await.says(&["xx"]);
    stage.say(ANA, ROOM, "circle bind --language fr").await.says(&["“fr”"]);
    stage.say(ANA, ROOM, "ritual start").await;
    let posts = stage.posts().await;
    let prompt = posts.iter().find(|post| post.purpose == Purpose::Prompt).unwrap();
    let words = prompt.body.as_ref().unwrap().plain();
    assert!(words.contains("Comment arrivez-vous"), "{words}");
}

#[tokio::test]
async fn who_left_the_rooms_is_not_reminded() {
    let stage = set_up().await;
    stage.direct(BEN, "me show").await;
    stage.say(BEN, ROOM, "me nudges on").await.says(&["Tea"]);
    // On this platform nobody is in the room any more.
    stage.say(ANA, ROOM, "ritual start").await;
    stage.later(TimeDelta::hours(23)).await;
    let nudges = stage.posts().await.into_iter().filter(|post| post.purpose == Purpose::Nudge);
    assert_eq!(nudges.count(), 0);
    // On one where they are, they are.
    stage.present(BEN);
    stage.say(ANA, ROOM, "ritual start").await;
    stage.later(TimeDelta::hours(23)).await;
    let nudges = stage.posts().await.into_iter().filter(|post| post.purpose == Purpose::Nudge);
    assert_eq!(nudges.count(), 1);
}
