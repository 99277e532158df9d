//! What a convenor reads and changes: a talk with its gaps, never a mood or a hidden name.

use chrono::TimeDelta;
use reqwest::StatusCode;
use samovar::domain::ids::RoundId;
use samovar::domain::round::Curation;

use super::visitor::{Visitor, founded};
use crate::support::story::Story;

/// The open round.
async fn round(story: &Story) -> RoundId {
    let mut reader = story.running.house.store.read().await.unwrap();
    reader.all_open_rounds().await.unwrap().pop().unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_is_told_as_it_was_said_with_gaps_for_what_is_not_there() {
    let (story, _) = founded().await;
    let prompt = story.post("kitchen", "How are you arriving today?").id;
    let id = round(&story).await;
    story.direct("ben", "answer Damp walls --mood 2").await;
    story.direct("chloe", "answer \"Not for all ears\" --private").await;
    story.direct("dev", "answer Soon gone").await;
    story.direct("dev", "withdraw").await;
    story.press("emma", "kitchen", &prompt, "Pass").await;
    story.advance(TimeDelta::minutes(1)).await;
    let first = story.thread("ana", "kitchen", &prompt, "My own answer").await;
    story.edit("ana", "kitchen", &first, "My own mended answer").await;
    story.thread("farid", "kitchen", &prompt, "Answer of Farid").await;
    story.thread("farid", "kitchen", &prompt, "words without a yes").await;
    let ana = Visitor::signed_in(&story, "ana").await;
    let page = ana.get(&format!("/curate/threads/{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = &page.text;
    for told in [
        "Damp walls",
        "Not for all ears",
        "for convenors",
        "Somebody took their answer back.",
        "1 person passed.",
        "My own mended answer",
        "edited",
        "A message whose author has not said yes",
        "Kitchen table on the practice page",
    ] {
        assert!(text.contains(told), "{told} is not in:\n{text}");
    }
    for hidden in ["Soon gone", "words without a yes", "Emma", "Dev<", "mood-2", ">2<"] {
        assert!(!text.contains(hidden), "{hidden} is in:\n{text}");
    }
    assert!(text.find("Damp walls") < text.find("My own mended answer"), "in order");
    let french = ana.get(&format!("/curate/threads/{id}?lang=fr")).await;
    assert!(
        french.text.contains("Quelqu’un a repris sa réponse.")
            && french.text.contains("lang=\"fr\"")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unnamed_challenge_has_no_name_no_moment_and_no_place() {
    let (story, _) = founded().await;
    story.command("ana", "kitchen", "round close").await;
    story.direct("ben", "challenge share --anonymous Two of us no longer speak").await;
    let add = "ritual add --name intake --method challenge-intake --days tue --at 10:00";
    story.command("ana", "kitchen", add).await;
    story.command("ana", "kitchen", "ritual start --ritual intake").await;
    let id = round(&story).await;
    let ana = Visitor::signed_in(&story, "ana").await;
    let page = ana.get(&format!("/curate/threads/{id}")).await;
    assert!(page.text.contains("Two of us no longer speak"), "{}", page.text);
    assert!(page.text.contains("Without a name"));
    assert!(!page.text.contains("Ben"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_a_note_and_a_state_are_set_and_stand_in_the_summary() {
    let (story, garden) = founded().await;
    story.direct("ben", "answer Damp walls").await;
    let id = round(&story).await;
    story.command("ana", "kitchen", "round topic add Housing").await;
    story.command("ana", "kitchen", "round close").await;
    let ana = Visitor::signed_in(&story, "ana").await;
    let thread = format!("/curate/threads/{id}");
    let topics = format!("{thread}/topics");
    let chosen = [("had", "Housing"), ("topic", "Housing"), ("new", "  damp  walls ")];
    let saved = ana.form(&topics, &chosen).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let told = ana.get(saved.location.as_deref().unwrap()).await.text;
    assert!(
        told.contains("The topics are saved.") && told.contains("value=\"damp walls\" checked")
    );
    let note = ana.form(&format!("{thread}/note"), &[("note", "Ask the landlord <soon>")]).await;
    assert_eq!(note.status, StatusCode::SEE_OTHER);
    story.settle().await;
    let summary = story.post("kitchen", "what was said").text;
    assert!(summary.contains("Housing and damp walls") && summary.contains("<soon>"), "{summary}");

    // Two at once: what the other wrote is not lost, nor what one typed.
    let state = ana.form(&format!("{thread}/note"), &[("note", "Mine"), ("seen", "older")]).await;
    assert_eq!(state.status, StatusCode::CONFLICT);
    assert!(state.text.contains("Somebody else changed this note") && state.text.contains("Mine"));
    let long = "x".repeat(41);
    let refused = ana.form(&topics, &[("new", &long)]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(
        refused.text.contains("A topic has 1 to 40 characters.") && refused.text.contains(&long)
    );

    assert!(ana.get("/curate").await.text.contains(&thread));
    for (state, curation) in [("curated", Curation::Curated), ("archived", Curation::Archived)] {
        let moved = ana.form(&format!("{thread}/state"), &[("state", state)]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER);
        let mut reader = story.running.house.store.read().await.unwrap();
        assert_eq!(reader.round(&id).await.unwrap().unwrap().curation, curation);
        drop(reader);
        assert!(
            ana.get(&format!("/curate?state={state}&topic=Housing")).await.text.contains(&thread)
        );
        assert!(!ana.get("/curate").await.text.contains(&thread), "no longer in the inbox");
    }
    ana.form(&format!("{thread}/state"), &[("state", "inbox")]).await;
    assert!(ana.get("/curate").await.text.contains(&thread));
    let mut reader = story.running.house.store.read().await.unwrap();
    let deeds: Vec<String> =
        reader.deeds(&garden, 50).await.unwrap().into_iter().map(|one| one.deed).collect();
    for deed in ["round topic add", "round note", "page curation"] {
        assert!(deeds.contains(&deed.to_owned()), "{deeds:?}");
    }
    // A command sees what the page did, and the vocabulary keeps its spelling.
    drop(reader);
    story.command("ana", "kitchen", "round topic remove \"Damp Walls\"").await;
    story.command("ana", "kitchen", "round topic remove Housing").await;
    story.command("ana", "kitchen", "round topic add HOUSING").await;
    let mut reader = story.running.house.store.read().await.unwrap();
    assert_eq!(reader.round(&id).await.unwrap().unwrap().topics, ["Housing"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rhythm_says_what_is_open_what_comes_and_what_was_missed() {
    let (story, _) = founded().await;
    story.command("ana", "kitchen", "ritual skip monday").await;
    story.command("ana", "kitchen", "community holiday add 2026-11-16 --name Rest").await;
    let ana = Visitor::signed_in(&story, "ana").await;
    let page = ana.get("/curate/rhythm").await.text;
    assert!(
        page.contains("In progress") && page.contains("nobody has taken part so far"),
        "{page}"
    );
    assert!(page.contains("Monday 23 November, 09:00 (Europe/Paris)"), "{page}");
    assert!(
        !page.contains("Monday 16 November, 09:00") && page.contains("16 November: Rest"),
        "{page}"
    );
    assert!(page.contains("skipped by Ana"), "{page}");
    assert!(page.contains("Monday at 09:00 (Europe/Paris)"), "{page}");
    story.jump_to("2026-12-01T08:00:00Z").await;
    let ana = Visitor::signed_in(&story, "ana").await;
    let page = ana.get("/curate/rhythm").await.text;
    assert!(page.contains("I was away"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_talk_and_a_long_list_are_paged() {
    let (story, _) = founded().await;
    let prompt = story.post("kitchen", "How are you arriving today?").id;
    let id = round(&story).await;
    story.direct("ben", "me consent yes").await;
    story.thread("ben", "kitchen", &prompt, "The answer").await;
    for n in 0..101 {
        story.thread("ben", "kitchen", &prompt, &format!("line {n}.")).await;
    }
    let ana = Visitor::signed_in(&story, "ana").await;
    let first = ana.get(&format!("/curate/threads/{id}")).await.text;
    assert!(
        first.contains("The answer") && first.contains("line 0.") && !first.contains("line 100.")
    );
    let next = first.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let next = ana.get(&next.replace("&#38;", "&").replace("&amp;", "&")).await.text;
    assert!(
        next.contains("line 100.") && !next.contains("line 0.") && !next.contains("The answer")
    );
    assert!(next.contains("From the beginning"));
    assert!(first.len() < 100_000, "{} bytes", first.len());
}
