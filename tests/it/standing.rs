//! While the clock stands, as in tests and while somebody tries things out, what came later counts
//! as later: over restarts, and from every road.

use crate::support::story::Story;

const SETUP: &str = "setup --name Garden --zone Europe/Brussels --circle Kitchen --days mon \
                     --at 09:00";

async fn open_round() -> Story {
    let story = Story::begin().await;
    story.command("ana", "kitchen", SETUP).await;
    story.command("ana", "kitchen", "ritual start").await;
    story
}

async fn summary(story: &Story, room: &str) -> String {
    story.command("ana", "kitchen", "round close").await;
    story.post(room, "what was said").text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_latest_answer_counts_over_restarts() {
    let mut story = open_round().await;
    for n in 0..12 {
        story.command("chloe", "kitchen", &format!("challenge share Padding {n}")).await;
    }
    story.command("ben", "kitchen", "answer Nettles.").await;
    for words in ["answer Roses.", "withdraw", "answer Tulips."] {
        story = story.restart().await;
        story.command("ben", "kitchen", words).await;
    }
    let said = summary(&story, "kitchen").await;
    assert!(said.contains("Tulips.") && !said.contains("Roses."), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_takes_back_the_last_deed() {
    let story = open_round().await;
    for name in ["Weeds", "Seeds", "Slugs"] {
        let add =
            format!("ritual add --name {name} --method one-word --ask Why? --days fri --at 09:00");
        story.command("ana", "kitchen", &add).await;
        story.command("ana", "kitchen", &format!("ritual remove --ritual {name}")).await;
    }
    story.command("ana", "kitchen", "round close").await;
    let told = story.command("ana", "kitchen", "undo").await.join("\n");
    assert!(told.contains("open again"), "{told}");
    for name in ["Slugs", "Seeds", "Weeds"] {
        let told = story.command("ana", "kitchen", "undo").await.join("\n");
        assert!(told.contains(name), "{name} should be back: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_bound_later_does_not_see_what_was_said_before() {
    let story = open_round().await;
    story.command("ben", "kitchen", "answer Only for the kitchen.").await;
    let bind = "circle bind --circle Kitchen --community Garden";
    story.command("ana", "workshop", bind).await;
    assert!(summary(&story, "kitchen").await.contains("Only for the kitchen."));
    assert_eq!(story.posts("workshop", "Only for the kitchen.").len(), 0);
    assert!(!story.post("kitchen", "How are you arriving today?").text.contains("Workshop"));
    // The next round is for both.
    story.command("ana", "kitchen", "ritual start").await;
    assert!(story.post("workshop", "How are you arriving today?").text.contains("Kitchen table"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mood_alone_is_not_an_answer_kept_back() {
    let story = open_round().await;
    for (who, mood) in [("ben", 2), ("chloe", 3), ("dev", 4)] {
        let prompt = story.post("kitchen", "How are you arriving today?");
        story.submit(who, "kitchen", &prompt.id, &[("mood", &mood.to_string())]).await;
    }
    let said = summary(&story, "kitchen").await;
    assert!(!said.contains("kept by the convenors"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_looks_like_a_command_in_private_is_one() {
    let story = open_round().await;
    for words in ["answer Here.", "/withdraw", "!cop status", "me zone Tokio", "me nudges"] {
        let told = story.direct("ben", words).await.join("\n");
        assert!(!told.contains("Share this") && !told.contains("No round"), "{words}: {told}");
    }
    let told = story.direct("emma", "Something on my mind.").await.join("\n");
    assert!(told.contains("Share this"), "who is in the room has a round open: {told}");
}
