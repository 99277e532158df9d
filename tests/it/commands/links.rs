//! One person with accounts on two platforms: joined by a code and a yes, taken apart again.

use samovar::domain::community::Role;
use samovar::domain::ids::AccountRef;
use samovar::flow::event::Asked;

use super::desk::{Heard, Stage};
use super::stories::{ANA, BEN, ROOM, set_up};

const ELSEWHERE: &str = "discord";

/// Somebody writes to the bot in private on the other platform.
async fn elsewhere(stage: &Stage, who: &str, words: &str) -> Heard {
    stage.ask(stage.request(ELSEWHERE, who, None, Asked::Text(words.into()))).await
}

/// The word that follows the last of these.
fn after(text: &str, word: &str) -> String {
    let rest = text
        .rsplit_once(word)
        .map(|(_, rest)| rest)
        .unwrap_or_else(|| panic!("no {word:?} in {text}"));
    rest.split_whitespace().next().unwrap().to_owned()
}

/// A circle with a room on each platform, and a round that is open in both.
async fn two_rooms() -> Stage {
    let stage = set_up().await;
    let code = after(stage.say(ANA, ROOM, "circle invite").await.text(), "--code ");
    stage.manager("ana");
    let bind = Asked::Text(format!("circle bind --code {code} --yes"));
    stage.ask(stage.request(ELSEWHERE, "ana", Some("kitchen"), bind)).await.says(&["I have asked"]);
    let request = after(&stage.told(&format!("matrix:{ANA}")).await.join(" "), "--confirm ");
    stage.say(ANA, ROOM, &format!("circle bind --confirm {request}")).await.says(&["bound"]);
    stage.say(ANA, ROOM, "ritual start").await.says(&["has started"]);
    stage
}

async fn join(stage: &Stage, who: &str, other: &str, roles: &str) {
    let code = after(stage.direct(who, "me link").await.text(), "--code ");
    elsewhere(stage, other, &format!("me link --code {code}")).await.says(&["I have asked"]);
    let asked = stage.told(&format!("matrix:{who}")).await.join(" ");
    assert!(asked.contains(other), "the one who is asked sees who asks: {asked}");
    let request = after(&asked, "--confirm ");
    let line = format!("me link --confirm {request}{roles}");
    stage.direct(who, &line).await.says(&["one person to me", "me unlink"]);
}

#[tokio::test]
async fn the_latest_answer_counts_wherever_it_is_given() {
    let stage = two_rooms().await;
    stage.say(BEN, ROOM, "answer From Matrix").await.says(&["Thank you"]);
    let there = Asked::Text("answer From elsewhere".into());
    stage.ask(stage.request(ELSEWHERE, "ben", Some("kitchen"), there)).await.says(&["Thank you"]);
    stage.say(ANA, ROOM, "round show").await.says(&["2 answers"]);
    join(&stage, BEN, "ben", "").await;
    let shown = stage.say(ANA, ROOM, "round show").await;
    shown.says(&["1 answer", "From elsewhere"]);
    assert!(!shown.text().contains("From Matrix"), "{shown:?}");
    stage.direct(BEN, "me show").await.says(&["Your accounts: discord:ben and matrix:@ben:x"]);
    stage.say(BEN, ROOM, "answer From Matrix again").await.says(&["changed"]);
    stage.say(ANA, ROOM, "round show").await.says(&["1 answer", "From Matrix again"]);
    // Apart again, each account has its own back.
    elsewhere(&stage, "ben", "me unlink").await.says(&["Apart again"]);
    let shown = stage.say(ANA, ROOM, "round show").await;
    shown.says(&["2 answers", "From elsewhere", "From Matrix again"]);
    elsewhere(&stage, "ben", "me unlink").await.says(&["joined to no other"]);
}

#[tokio::test]
async fn a_code_is_for_one_person_once_and_nobody_is_joined_without_a_yes() {
    let stage = two_rooms().await;
    let code = after(stage.direct(BEN, "me link").await.text(), "--code ");
    stage
        .direct(BEN, &format!("me link --code {code}"))
        .await
        .says(&["with the account that made"]);
    let wrong = format!("{}{}", &code[..8], "0".repeat(26));
    for _ in 0..4 {
        elsewhere(&stage, "eve", &format!("me link --code {wrong}")).await.says(&["does not work"]);
    }
    elsewhere(&stage, "ben", &format!("me link --code {code}")).await.says(&["I have asked"]);
    elsewhere(&stage, "eve", &format!("me link --code {code}")).await.says(&["does not work"]);
    let request = after(&stage.told(&format!("matrix:{BEN}")).await.join(" "), "--confirm ");
    elsewhere(&stage, "ben", &format!("me link --confirm {request}"))
        .await
        .says(&["no such request"]);
    stage.direct(ANA, &format!("me link --confirm {request}")).await.says(&["no such request"]);
    assert!(apart(&stage, BEN, "ben").await);
    stage.direct(BEN, &format!("me link --confirm {request}")).await.says(&["one person to me"]);
    assert!(!apart(&stage, BEN, "ben").await);
    // A pretend person is nobody's.
    let code = after(stage.direct(ANA, "me link").await.text(), "--code ");
    let pretended = Asked::Text(format!("me link --code {code}"));
    stage.ask(stage.request("practice", "ana", None, pretended)).await.says(&["Practice rooms"]);
    // A code that was tried too often, or is too old, is worth nothing.
    let code = after(stage.direct(ANA, "me link").await.text(), "--code ");
    stage.later(chrono::TimeDelta::minutes(11)).await;
    elsewhere(&stage, "dan", &format!("me link --code {code}")).await.says(&["does not work"]);
}

#[tokio::test]
async fn roles_go_along_only_with_their_holders_yes_and_come_back() {
    let stage = two_rooms().await;
    join(&stage, ANA, "dan", "").await;
    assert_eq!(role(&stage, "dan").await, Role::Member);
    elsewhere(&stage, "dan", "ritual pause --community Tea").await.says(&["Only convenors"]);
    stage.direct(ANA, "me unlink").await.says(&["Apart again: dan"]);
    join(&stage, ANA, "dan", " --roles").await;
    assert_eq!(role(&stage, "dan").await, Role::Steward);
    elsewhere(&stage, "dan", "ritual pause --community Tea").await.says(&["paused"]);
    elsewhere(&stage, "dan", "me unlink").await.says(&["no role of the other"]);
    assert_eq!(role(&stage, "dan").await, Role::Member);
    let ana: AccountRef = format!("matrix:{ANA}").parse().unwrap();
    let mut reader = stage.house.store.read().await.unwrap();
    let tea = reader.communities().await.unwrap().remove(0);
    assert_eq!(reader.role_of(&tea.id, &ana).await.unwrap(), Role::Steward);
}

#[tokio::test]
async fn a_no_of_either_account_holds_and_forgetting_reaches_both() {
    let stage = two_rooms().await;
    stage.say(BEN, ROOM, "answer Words of Matrix").await;
    stage.direct(BEN, "me consent --words yes").await.says(&["I keep your words"]);
    elsewhere(&stage, "ben", "me show").await;
    let there = Asked::Text("answer Words of elsewhere".into());
    stage.ask(stage.request(ELSEWHERE, "ben", Some("kitchen"), there)).await;
    elsewhere(&stage, "ben", "me consent --words no").await;
    join(&stage, BEN, "ben", "").await;
    stage.direct(BEN, "me export").await.says(&["Words of elsewhere"]);
    stage.direct(BEN, "me consent").await.says(&["no"]);
    stage.direct(BEN, "me forget --yes").await.says(&["forgotten"]);
    let shown = stage.say(ANA, ROOM, "round show").await;
    shown.says(&["0 answers"]);
    for account in [format!("matrix:{BEN}"), "discord:ben".to_owned()] {
        let account = account.parse().unwrap();
        let mut reader = stage.house.store.read().await.unwrap();
        assert_eq!(reader.account(&account).await.unwrap(), None);
    }
}

async fn role(stage: &Stage, who: &str) -> Role {
    let mut reader = stage.house.store.read().await.unwrap();
    let tea = reader.communities().await.unwrap().remove(0);
    reader.role_of(&tea.id, &AccountRef::new(ELSEWHERE, who)).await.unwrap()
}

async fn apart(stage: &Stage, who: &str, other: &str) -> bool {
    let mut reader = stage.house.store.read().await.unwrap();
    let one = reader.account(&AccountRef::new("matrix", who)).await.unwrap().unwrap();
    let two = reader.account(&AccountRef::new(ELSEWHERE, other)).await.unwrap().unwrap();
    one.person != two.person
}
