//! How long words are kept: as long as the community says, said ahead, and done.

use chrono::TimeDelta;
use samovar::domain::contribution::{Act, Value};

use crate::own::{opened, tell};
use crate::support::story::Story;

/// A round of which words were said, closed.
async fn closed() -> Story {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    story.direct("ben", "me consent --words yes").await;
    story.submit("ben", "kitchen", &prompt, &[("text", "Quinces"), ("mood", "4")]).await;
    story.thread("ben", "kitchen", &prompt, "And pears").await;
    story.press("chloe", "kitchen", &prompt, "Pass").await;
    story.advance(TimeDelta::hours(24)).await;
    story
}

async fn kept(story: &Story) -> String {
    let all = tell(story, "ben", "me export").await;
    all.data["communities"][0]["answers"][0]["fields"]["text"].to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn words_go_when_their_time_is_over() {
    let story = closed().await;
    story.direct("ana", "ritual pause Monday").await;
    story.advance(TimeDelta::days(364)).await;
    assert_eq!(kept(&story).await, "\"Quinces\"");
    assert!(story.post("kitchen", "what was said").text.contains("Quinces"));
    story.advance(TimeDelta::days(2)).await;
    assert_eq!(kept(&story).await, "null");
    assert!(story.posts("kitchen", "Quinces").is_empty());
    let line = story.post("kitchen", "was kept for 365 days").text;
    assert!(line.contains("Monday") && !line.contains("Quinces"), "{line}");
    // The count stays, and so does what convenors do with the round.
    assert!(story.post("kitchen", "How are you arriving").text.ends_with("2 answers"));
    let round = tell(&story, "ana", "round note A good year").await;
    assert!(round.ok, "{round:?}");
    story.post("kitchen", "was kept for 365 days");
    assert!(tell(&story, "ben", "withdraw").await.ok);
    story.post("kitchen", "was kept for 365 days");
    let bytes = std::fs::read(story.dir().join("samovar.db")).unwrap();
    for words in ["Quinces", "And pears"] {
        assert!(!bytes.windows(words.len()).any(|part| part == words.as_bytes()), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_time_is_said_a_week_ahead() {
    let story = closed().await;
    story.direct("ana", "ritual pause Monday").await;
    story.advance(TimeDelta::days(20)).await;
    tell(&story, "ana", "community edit --keep-days 10").await;
    let said = story.post("kitchen", "kept for 10 days").text;
    assert!(said.contains("From ") && said.contains("me export"), "{said}");
    story.advance(TimeDelta::days(6)).await;
    assert_eq!(kept(&story).await, "\"Quinces\"");
    story.advance(TimeDelta::days(2)).await;
    assert_eq!(kept(&story).await, "null");
    // A longer one is only said.
    tell(&story, "ana", "community edit --keep-days 100").await;
    assert!(story.post("kitchen", "kept for 100 days").text.starts_with("What is said"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_after_their_time_brings_no_words_back() {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    let own = story.thread("ben", "kitchen", &prompt, "Quinces").await;
    story.advance(TimeDelta::hours(24)).await;
    story.direct("ana", "ritual pause Monday").await;
    story.advance(TimeDelta::days(366)).await;
    story.edit("ben", "kitchen", &own, "Quinces again").await;
    assert_eq!(kept(&story).await, "null");
    let mut reader = story.running.house.store.read().await.unwrap();
    let found = reader.contribution_from(&format!("message:practice:{own}")).await.unwrap();
    let Act::Give(fields) = found.unwrap().act else { panic!("it is still an answer") };
    assert_eq!(fields["text"], Value::Absent);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_needs_goes_by_itself() {
    let story = closed().await;
    story.direct("ana", "ritual pause Monday").await;
    let waiting = async |story: &Story| {
        let mut reader = story.running.house.store.read().await.unwrap();
        let community = reader.community_named("Garden").await.unwrap().unwrap();
        reader.deeds(&community.id, 99).await.unwrap().len()
    };
    assert!(waiting(&story).await > 0);
    story.advance(TimeDelta::days(410)).await;
    assert_eq!(waiting(&story).await, 0);
}
