//! Rounds from their schedule to a stored summary, in practice rooms.

use chrono::TimeDelta;

use crate::support::story::Story;

const SETUP: &str = "setup --name \"Housing network\" --zone Europe/Brussels --circle Kitchen \
                     --days mon --at 09:00";

#[tokio::test(flavor = "multi_thread")]
async fn a_weekly_check_in_from_setup_to_summary() {
    let story = Story::begin().await;
    let told = story.command("ana", "kitchen", SETUP).await;
    println!("{}", told.join("\n---\n"));
    story.go_to("2026-11-09T09:00:00Z").await;
    let prompt = story.post("kitchen", "How are you arriving today?");
    println!("{}", prompt.text);
    let id = prompt.id.clone();
    let first = story.thread("ben", "kitchen", &id, "Two evictions stopped.").await;
    story.submit("chloe", "kitchen", &id, &[("text", "Tired"), ("mood", "3")]).await;
    story.press("dev", "kitchen", &id, "Pass").await;
    assert!(story.post("kitchen", "How are you").text.ends_with("3 answers so far"));
    story.edit("ben", "kitchen", &first, "Three evictions stopped.").await;
    story.advance(TimeDelta::hours(24)).await;
    let summary = story.post("kitchen", "what was said");
    println!("{}", summary.text);
    assert!(summary.text.contains("Three evictions stopped."));
    story.delete("ben", "kitchen", &first).await;
    assert!(!story.post("kitchen", "what was said").text.contains("evictions"));
}
