//! `me export` and `me consent`.

use chrono::TimeDelta;
use samovar::platform::practice::view::Seen;
use serde_json::json;

use super::{opened, tell};
use crate::support::story::Story;

/// Ben gave something of every kind.
async fn given(story: &Story) -> String {
    let prompt = opened(story).await;
    let answer = [("text", "The lease ends"), ("mood", "1")];
    story.submit("ben", "kitchen", &prompt, &answer).await;
    let asked = story.private("ben").last().unwrap().id.clone();
    story.press_direct("ben", &asked, "Yes").await;
    story.direct("ben", "me consent --words yes").await;
    story.thread("ben", "kitchen", &prompt, "And it rains in").await;
    story.direct("ben", "challenge share Letters nobody answers --anonymous").await;
    story.direct("ben", "ritual suggest Ask what grows").await;
    prompt
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_mine_is_told_to_me() {
    let story = Story::begin().await;
    given(&story).await;
    let all = tell(&story, "ben", "me export").await;
    assert!(all.ok, "{all:?}");
    let page = all.body.plain();
    for words in [
        "The lease ends",
        "And it rains in",
        "Letters nobody answers",
        "Ask what grows",
        "Ben (practice:ben)",
        "without your name",
        "your other words in threads may be kept",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let garden = &all.data["communities"][0];
    assert_eq!(garden["answers"][0]["fields"], json!({ "text": "The lease ends", "mood": 1 }));
    assert_eq!(garden["consent"]["words"], "yes");
    assert_eq!(garden["consent"]["reach_out"][0]["ritual"], "Monday");
    assert_eq!(garden["messages"][0]["text"], "And it rains in");
    // Others' words are not mine.
    assert!(!all.data.to_string().contains("practice:ana"), "{}", all.data);

    let told = story.direct("ben", "me export --json").await.join("\n");
    assert!(told.contains("\"text\": \"The lease ends\""), "{told}");
    let nobody = tell(&story, "nobody-yet", "me export").await;
    assert_eq!((nobody.ok, &nobody.data["communities"]), (true, &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_export_comes_in_parts() {
    let story = Story::begin().await;
    opened(&story).await;
    for n in 0..30 {
        let words = format!("ritual suggest {n} {}", "more ".repeat(190));
        tell(&story, "ben", &words).await;
    }
    let first = tell(&story, "ben", "me export").await.body.plain();
    assert!(first.contains("Part 1 of 2") && first.contains("me export --part 2"), "{first}");
    let second = tell(&story, "ben", "me export --part 2").await.body.plain();
    assert!(second.contains("Part 2 of 2") && !second.contains("--part 3"), "{second}");
    for n in 0..30 {
        let words = format!("> {n} more");
        assert!(first.contains(&words) || second.contains(&words), "{n}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_hands_it_out_once() {
    let story = Story::begin().await;
    given(&story).await;
    let house = &story.running.house;
    let mut tx = house.store.begin().await.unwrap();
    tx.set_setting("web.address", "http://127.0.0.1:1").await.unwrap();
    tx.commit().await.unwrap();
    let told = story.direct("ben", "me export").await.join("\n");
    assert!(!told.contains("/me/"), "an address of this machine is of no use to a member: {told}");
    let mut tx = house.store.begin().await.unwrap();
    tx.set_setting("web.address", "https://tea.example.org/").await.unwrap();
    tx.commit().await.unwrap();
    let told = story.direct("ben", "me export").await.join("\n");
    let links: Vec<&str> = told.split_whitespace().filter(|word| word.contains("/me/")).collect();
    assert_eq!(links.len(), 2, "{told}");
    let link = |link: &str| {
        let path = link.trim_matches('`').strip_prefix("https://tea.example.org").unwrap();
        format!("{}{path}", story.running.url)
    };
    let client = reqwest::Client::builder().build().unwrap();
    let page = client.get(link(links[0])).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap();
    assert!(page.contains("<form method=\"post\">") && !page.contains("lease"), "{page}");
    let file = client.post(link(links[0])).send().await.unwrap();
    assert!(file.headers()["content-disposition"].to_str().unwrap().contains("samovar-me.md"));
    assert!(file.text().await.unwrap().contains("> The lease ends"));
    let again = client.post(link(links[0])).send().await.unwrap();
    assert_eq!(again.status(), 404);
    let data = client.post(link(links[1])).send().await.unwrap().text().await.unwrap();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["accounts"][0]["account"], "practice:ben");
    // A link that nobody used ends by itself.
    let told = story.direct("ben", "me export").await.join("\n");
    let late = told.split_whitespace().find(|word| word.contains("/me/")).unwrap().to_owned();
    story.advance(TimeDelta::minutes(11)).await;
    assert_eq!(client.get(link(&late)).send().await.unwrap().status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_yes_is_shown_and_changed() {
    let story = Story::begin().await;
    given(&story).await;
    let reached =
        |seen: &Seen| seen.text.contains("Monday") && seen.text.contains("Ben") && !seen.deleted;
    assert!(story.private("ana").iter().any(reached));
    let shown = tell(&story, "ben", "me consent").await;
    assert_eq!(shown.data["words"], "yes");
    assert_eq!(shown.data["nudges"], false);
    assert_eq!(shown.data["reach_out"][0]["ritual"], "Monday");
    let text = shown.body.plain();
    for words in ["me consent --words", "me consent --nudges yes", "me consent --reach-out no"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let changed = tell(&story, "ben", "me consent --nudges yes --words no --reach-out no").await;
    assert!(changed.ok, "{changed:?}");
    assert_eq!(changed.data, json!({ "words": "no", "nudges": true, "reach_out": [] }));
    assert!(!story.private("ana").iter().any(reached), "{:#?}", story.private("ana"));
    let all = tell(&story, "ben", "me export").await;
    assert_eq!(all.data["communities"][0]["messages"][0]["text"], json!(null));
    assert_eq!(tell(&story, "ben", "me consent no").await.data["words"], "no");
}
