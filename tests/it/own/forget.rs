//! `me forget`: what goes, what stays, and that it can begin anew.

use chrono::TimeDelta;

use super::{copied, opened, put_back, tell};
use crate::support::story::Story;

/// Ben answered beside others, in a round that is closed.
async fn closed(story: &Story) -> String {
    let prompt = opened(story).await;
    for (by, words) in [("ben", "Wandering quinces"), ("chloe", "Calm")] {
        story.submit(by, "kitchen", &prompt, &[("text", words)]).await;
    }
    story.advance(TimeDelta::hours(24)).await;
    prompt
}

#[tokio::test(flavor = "multi_thread")]
async fn forgetting_asks_first_and_then_reaches_the_summary() {
    let story = Story::begin().await;
    closed(&story).await;
    assert!(story.post("kitchen", "what was said").text.contains("quinces"));
    let asked = story.direct("ben", "me forget").await.join("\n");
    assert!(asked.contains("me forget --yes") && asked.contains("in Garden"), "{asked}");
    assert!(story.post("kitchen", "what was said").text.contains("quinces"));

    let done = story.direct("ben", "me forget --yes").await.join("\n");
    assert!(done.contains("I have forgotten you"), "{done}");
    let summary = story.post("kitchen", "what was said").text;
    assert!(!summary.contains("quinces") && !summary.contains("Ben"), "{summary}");
    assert!(summary.contains("Calm"), "{summary}");
    assert!(story.post("kitchen", "How are you arriving").text.ends_with("1 answer"));
    let all = tell(&story, "ben", "me export").await;
    assert!(!all.data.to_string().contains("quinces"), "{}", all.data);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_were_told_goes_too() {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    story.submit("ben", "kitchen", &prompt, &[("text", "Hard"), ("mood", "1")]).await;
    let asked = story.private("ben").last().unwrap().id.clone();
    story.press_direct("ben", &asked, "Yes").await;
    story.direct("ben", "ritual suggest Quinces for all").await;
    let names = |story: &Story| {
        let told = story.private("ana").into_iter().filter(|seen| seen.bot && !seen.deleted);
        told.filter(|seen| seen.text.contains("Ben") || seen.text.contains("Quinces")).count()
    };
    assert_eq!(names(&story), 2);
    tell(&story, "ben", "me forget --yes").await;
    assert_eq!(names(&story), 0, "{:#?}", story.private("ana"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_was_forgotten_begins_anew() {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    story.direct("ben", "me consent --words yes").await;
    story.thread("ben", "kitchen", &prompt, "Old words").await;
    tell(&story, "ben", "me forget --yes").await;
    // At the same standing moment: what is said afresh is taken, with nothing agreed to.
    story.submit("ben", "kitchen", &prompt, &[("text", "New words")]).await;
    story.thread("ben", "kitchen", &prompt, "Talk").await;
    story.advance(TimeDelta::hours(24)).await;
    let summary = story.post("kitchen", "what was said").text;
    assert!(summary.contains("New words") && !summary.contains("Old words"), "{summary}");
    let all = tell(&story, "ben", "me export").await;
    assert_eq!(all.data["communities"][0]["consent"]["words"], "ask");
    assert_eq!(all.data["communities"][0]["messages"][0]["state"], "withheld");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_steward_leaves_the_community_in_hands() {
    let story = Story::begin().await;
    closed(&story).await;
    story.direct("ana", "role grant --account Ben --role convenor").await;
    let asked = story.direct("ana", "me forget").await.join("\n");
    assert!(asked.contains("last steward of Garden"), "{asked}");
    story.direct("ana", "me forget --yes").await;
    let told = story.private("ben").into_iter().map(|seen| seen.text).collect::<String>();
    assert!(told.contains("you are its steward now"), "{told}");
    let granted = tell(&story, "ben", "role grant --account Chloe --role convenor").await;
    assert!(granted.ok, "{granted:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_words_leave_our_copies_of_posts() {
    let story = Story::begin().await;
    closed(&story).await;
    story.direct("ben", "withdraw").await;
    let house = &story.running.house;
    let mut reader = house.store.read().await.unwrap();
    let community = reader.community_named("Garden").await.unwrap().unwrap();
    for post in reader.posts_all(&community.id).await.unwrap() {
        let parts = reader.parts(&post.id).await.unwrap();
        assert!(!format!("{post:?}{parts:?}").contains("quinces"));
    }
}

/// Everything happens at one standing moment, and the copy knows none of it: the rooms tell it all
/// again, and what was forgotten is not taken in.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_from_before_hears_of_it_again_and_takes_nothing_in() {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    let copy = story.dir().join("copy");
    copied(story.dir(), &copy).await;
    story.thread("ben", "kitchen", &prompt, "In the thread").await;
    story.submit("chloe", "kitchen", &prompt, &[("text", "In a form")]).await;
    story.direct("dev", "answer By direct message").await;
    story.direct("dev", "ritual suggest Something else").await;
    story.press("emma", "kitchen", &prompt, "Pass").await;
    story.submit("farid", "kitchen", &prompt, &[("text", "Farid stays")]).await;
    for by in ["ben", "chloe", "dev", "emma"] {
        story.direct(by, "me forget --yes").await;
    }
    let story = story.restart_after(async |dir: &std::path::Path| put_back(dir, &copy)).await;
    let prompt = story.post("kitchen", "How are you arriving");
    assert!(prompt.text.ends_with("1 answer so far"), "{}", prompt.text);
    let mut reader = story.running.house.store.read().await.unwrap();
    let community = reader.community_named("Garden").await.unwrap().unwrap();
    let known: Vec<String> =
        reader.all_accounts().await.unwrap().into_iter().map(|account| account.id).collect();
    for by in ["ben", "chloe", "dev", "emma"] {
        assert!(!known.contains(&by.to_owned()), "{known:?}");
    }
    assert_eq!(reader.suggestions(&community.id).await.unwrap(), []);
}
