//! Rounds from their schedule to a stored summary, in practice rooms.

use chrono::TimeDelta;

use crate::support::story::Story;

const SETUP: &str = "setup --name \"Housing network\" --zone Europe/Brussels --circle Kitchen \
                     --days mon --at 09:00";

/// A community with a weekly check-in, at the opening of its first round.
async fn checked_in() -> (Story, String) {
    let story = Story::begin().await;
    story.command("ana", "kitchen", SETUP).await;
    story
        .command("ana", "kitchen", "community edit --signposts \"Call Rosa, +32 2 000 00 00\"")
        .await;
    story.go_to("2026-11-09T09:00:00Z").await;
    let prompt = story.post("kitchen", "How are you arriving today?");
    (story, prompt.id)
}

fn count(story: &Story) -> String {
    let prompt = story.post("kitchen", "How are you arriving today?");
    prompt.text.lines().last().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weekly_check_in_from_setup_to_summary() {
    let (story, id) = checked_in().await;
    let first = story.thread("ben", "kitchen", &id, "Two evictions stopped.").await;
    story.advance(TimeDelta::minutes(5)).await;
    story.submit("chloe", "kitchen", &id, &[("text", "Tired"), ("mood", "3")]).await;
    story.press("dev", "kitchen", &id, "Pass").await;
    assert_eq!(count(&story), "3 answers so far");
    story.edit("ben", "kitchen", &first, "Three evictions stopped.").await;
    story.advance(TimeDelta::hours(24)).await;
    assert_eq!(count(&story), "3 answers");
    insta::assert_snapshot!(story.post("kitchen", "what was said").text);
    // Words taken back where they were said leave the summary too.
    story.delete("ben", "kitchen", &first).await;
    assert!(!story.post("kitchen", "what was said").text.contains("evictions"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_road_leads_to_the_one_answer() {
    let (story, id) = checked_in().await;
    let own = story.reply("ben", "kitchen", &id, "By reply.").await;
    story.reply("ben", "kitchen", own.as_str(), "And more.").await;
    story.command("chloe", "kitchen", "answer I'm fine, by command").await;
    story.direct("dev", "answer By direct message").await;
    story.thread("emma", "kitchen", &id, "By thread.").await;
    story.thread("emma", "kitchen", &id, "This is only talk.").await;
    story.say("farid", "kitchen", "This is nobody's answer.").await;
    assert_eq!(count(&story), "4 answers so far");
    story.advance(TimeDelta::hours(24)).await;
    let summary = story.post("kitchen", "what was said").text;
    for words in
        ["By reply.", "And more.", "I'm fine, by command", "By direct message", "By thread."]
    {
        assert_eq!(summary.matches(words).count(), 1, "{words}: {summary}");
    }
    assert!(!summary.contains("only talk") && !summary.contains("nobody's"), "{summary}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_low_mood_meets_the_signposts_and_a_convenor_only_after_a_yes() {
    let (story, id) = checked_in().await;
    let before = story.private("ana").len();
    let told = story.submit("ben", "kitchen", &id, &[("text", "Hard."), ("mood", "1")]).await;
    assert!(told.join("\n").contains("Call Rosa"), "{told:?}");
    assert_eq!(story.private("ana").len(), before);
    let asked = story.private("ben").last().unwrap().id.clone();
    let wish = story.press_direct("ben", &asked, "Yes").await;
    assert!(wish.join("\n").contains("would like to hear"), "{wish:?}");
    assert!(story.private("ana").last().unwrap().text.contains("Ben"));
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_words_are_nowhere() {
    let (story, id) = checked_in().await;
    story.submit("ben", "kitchen", &id, &[("text", "Please forget this.")]).await;
    let told = story.direct("ben", "withdraw").await;
    assert!(!told.is_empty());
    assert_eq!(count(&story), "No answers yet");
    story.advance(TimeDelta::hours(24)).await;
    assert!(!story.post("kitchen", "what was said").text.contains("forget"));
    let mut reader = story.running.house.store.read().await.unwrap();
    let community = reader.communities().await.unwrap().remove(0);
    let round = reader.rounds(&community.id).await.unwrap().remove(0);
    let stored = format!("{:?}", reader.contributions(&round.id).await.unwrap());
    assert!(!stored.contains("forget"), "{stored}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_round_can_be_taken_back_for_ten_minutes() {
    let (story, id) = checked_in().await;
    story.thread("ben", "kitchen", &id, "Early.").await;
    story.command("ana", "kitchen", "round close").await;
    assert_eq!(story.posts("kitchen", "what was said").len(), 1);
    story.command("ana", "kitchen", "undo").await;
    assert_eq!(story.posts("kitchen", "what was said").len(), 0);
    story.submit("chloe", "kitchen", &id, &[("text", "Late.")]).await;
    story.advance(TimeDelta::hours(25)).await;
    let summary = story.post("kitchen", "what was said").text;
    assert!(summary.contains("Early.") && summary.contains("Late."), "{summary}");
}

#[tokio::test(flavor = "multi_thread")]
async fn slots_that_passed_while_it_was_down_are_told_in_one_notice() {
    let (story, _) = checked_in().await;
    // Down over three Mondays; back on the fourth, eleven hours into its window.
    story.jump_to("2026-11-30T19:00:00Z").await;
    let notices = story.posts("kitchen", "I was away");
    assert_eq!(notices.len(), 1, "{notices:#?}");
    insta::assert_snapshot!(notices[0].text);
    assert_eq!(story.posts("kitchen", "How are you arriving today?").len(), 2);
    // The late round ends when it would have ended.
    story.go_to("2026-12-01T08:00:00Z").await;
    assert_eq!(story.posts("kitchen", "what was said").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_changes_nothing_that_stands() {
    let (story, id) = checked_in().await;
    story.thread("ben", "kitchen", &id, "Before.").await;
    let before = story.room("kitchen").len();
    let story = story.restart().await;
    assert_eq!(story.room("kitchen").len(), before);
    // A button pressed after a restart gets the right answer.
    story.press("chloe", "kitchen", &id, "Pass").await;
    assert_eq!(count(&story), "2 answers so far");
    story.advance(TimeDelta::hours(24)).await;
    assert_eq!(story.posts("kitchen", "what was said").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_asked_are_nudged_and_once() {
    let (story, id) = checked_in().await;
    for member in ["ben", "chloe"] {
        story.direct(member, "me nudges on").await;
    }
    story.thread("chloe", "kitchen", &id, "Here.").await;
    let before: Vec<usize> =
        ["ben", "chloe", "dev"].map(|member| story.private(member).len()).to_vec();
    story.advance(TimeDelta::hours(23)).await;
    let after: Vec<usize> =
        ["ben", "chloe", "dev"].map(|member| story.private(member).len()).to_vec();
    let told: Vec<usize> = before.iter().zip(&after).map(|(one, two)| two - one).collect();
    assert_eq!(told, [1, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_words_are_kept_only_after_a_yes_which_is_asked_once() {
    let (story, id) = checked_in().await;
    story.thread("ben", "kitchen", &id, "My answer.").await;
    story.thread("ben", "kitchen", &id, "Some small talk.").await;
    let told = story.submit("ben", "kitchen", &id, &[("text", "My answer, better.")]).await;
    assert!(told.join("\n").contains("May I keep these words"), "{told:?}");
    let kept = || async {
        let mut reader = story.running.house.store.read().await.unwrap();
        let community = reader.communities().await.unwrap().remove(0);
        let round = reader.rounds(&community.id).await.unwrap().remove(0);
        let messages = reader.messages(&round.id).await.unwrap();
        messages.into_iter().filter_map(|message| message.text).collect::<Vec<_>>()
    };
    assert_eq!(kept().await, ["My answer."]);
    let asked = story.private("ben").last().unwrap().id.clone();
    story.press_direct("ben", &asked, "Yes").await;
    assert_eq!(kept().await, ["My answer.", "Some small talk."]);
    let again = story.submit("ben", "kitchen", &id, &[("text", "Best.")]).await;
    assert!(!again.join("\n").contains("May I keep"), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn challenges_wait_for_their_round_and_are_listed_as_their_authors_said() {
    let story = Story::begin().await;
    story.command("ana", "kitchen", SETUP).await;
    story.direct("ben", "challenge share --anonymous The landlord vanished").await;
    story.direct("chloe", "challenge share --list Nobody reads our minutes").await;
    let list = story.direct("dev", "challenge list").await.join("\n");
    assert!(list.contains("Nobody reads") && !list.contains("landlord"), "{list}");
    let all = story.direct("ana", "challenge list").await.join("\n");
    assert!(all.contains("landlord") && !all.contains("Ben"), "{all}");
    story
        .command(
            "ana",
            "kitchen",
            "ritual add --name challenges --method challenge-intake --days tue --at 10:00",
        )
        .await;
    story.go_to("2026-11-03T10:00:00Z").await;
    let prompt = story.post("kitchen", "2 answers so far");
    assert!(prompt.text.contains("only the convenors"), "{}", prompt.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_of_ones_own_is_put_verbatim() {
    let story = Story::begin().await;
    story.command("ana", "kitchen", SETUP).await;
    let add = "ritual add --name word --method one-word --ask \"One word for *this* week?\" \
               --days tue --at 10:00";
    story.command("ana", "kitchen", add).await;
    story.go_to("2026-11-03T10:00:00Z").await;
    let prompt = story.post("kitchen", "One word for *this* week?");
    story.thread("ben", "kitchen", &prompt.id, "Stretched, because of the audit").await;
    story.advance(TimeDelta::days(2)).await;
    insta::assert_snapshot!(story.post("kitchen", "what was said").text);
}

#[tokio::test(flavor = "multi_thread")]
async fn late_rounds_that_all_run_can_be_told_apart() {
    let (story, _) = checked_in().await;
    story.command("ana", "kitchen", "ritual edit --late always").await;
    story.jump_to("2026-11-23T12:30:00Z").await;
    let notices = story.posts("kitchen", "come late");
    assert_eq!(notices.len(), 1, "{notices:#?}");
    insta::assert_snapshot!(notices[0].text);
    for (due, late) in [
        ("Monday 16 November", "172 hours 30 minutes"),
        ("Monday 23 November", "4 hours 30 minutes"),
    ] {
        let words = format!(
            "This is the one that was due {due}, 09:00 (Europe/Brussels). I ask it {late} late."
        );
        story.post("kitchen", &words);
    }
    let which = story.command("ben", "kitchen", "answer Which one?").await.join("\n");
    assert!(which.contains("Monday 16 November, 09:00"), "{which}");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_in_private_are_for_the_round_that_is_chosen() {
    let (story, _) = checked_in().await;
    let add =
        "ritual add --name Weather --method one-word --ask \"What weather?\" --days tue --at 9h";
    story.command("ana", "kitchen", add).await;
    story.command("ana", "kitchen", "ritual start Weather").await;
    story.command("dev", "kitchen", "status").await;
    let asked = story.direct("dev", "Sunny").await.join("\n");
    insta::assert_snapshot!(asked);
    assert_eq!(story.direct("dev", "7").await.join("\n"), asked.replace("Sunny", "7"));
    let shared = story.direct("dev", "2").await.join("\n");
    assert!(shared.contains("Thank you"), "{shared}");
    assert!(count(&story).starts_with("No answers yet"));
    story.direct("dev", "Rainy").await;
    let kept = story.direct("dev", "no").await.join("\n");
    assert!(kept.contains("shared nothing"), "{kept}");
}
