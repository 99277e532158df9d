//! A convenor's own method, written as a file while the house is open: it runs like a shipped one,
//! or is refused with a line and a reason.

use chrono::TimeDelta;

use crate::support::story::Story;

const ROSE_THORN: &str = r#"
name = "rose-thorn"
version = 1
title = { en = "Rose and thorn", fr = "La rose et l'épine" }
origin = "An old camp-fire round"

[[step]]
id = "ask"
who = "all"
open_for = "24h"
visible = "circle"
prompt = { en = "What bloomed this week, and what stung?", fr = "Qu'est-ce qui a fleuri, qu'est-ce qui a piqué ?" }

[[step.field]]
key = "rose"
kind = "text"
label = { en = "Your rose" }
required = true
max = 80

[[step.field]]
key = "thorn"
kind = "text"
label = { en = "Your thorn" }
required = false

[[step.field]]
key = "weather"
kind = "choice"
label = { en = "The weather in your team" }
required = false
choices = [{ en = "Sunny" }, { en = "Cloudy" }, { en = "Stormy" }]
"#;

const SETUP: &str = "setup --name \"Housing network\" --zone Europe/Brussels --circle Kitchen \
                     --days fri --at 16:00";
const ADD: &str = "ritual add --name Roses --method rose-thorn --days mon --at 09:00";

async fn set_up() -> Story {
    let story = Story::begin().await;
    story.command("ana", "kitchen", SETUP).await;
    story
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_written_today_runs_to_its_stored_summary() {
    let story = set_up().await;
    let told = story.command("ana", "kitchen", ADD).await.join("\n");
    assert!(told.contains("rose-thorn"), "there is no such method yet: {told}");

    story.method("rose-thorn.toml", ROSE_THORN);
    let told = story.command("ana", "kitchen", ADD).await.join("\n");
    assert!(told.contains("Monday 9 November, 09:00"), "{told}");
    story.go_to("2026-11-09T08:00:00Z").await;
    let prompt = story.post("kitchen", "What bloomed this week, and what stung?");

    // The round keeps the method it began with, whatever becomes of the file.
    story.method("rose-thorn.toml", "name = \"rose-thorn\"\n");
    let story = story.restart().await;
    let id = prompt.id.as_str();
    let fields = [("rose", "Two flats found."), ("thorn", "The boiler."), ("weather", "2")];
    story.submit("ben", "kitchen", id, &fields).await;
    let set = "answer --set \"rose=A garden.\" --set weather=Sunny";
    story.command("chloe", "kitchen", set).await;
    story.reply("dev", "kitchen", id, "Neighbours who cook.").await;
    story.press("emma", "kitchen", id, "Pass").await;
    let told = story.command("farid", "kitchen", "answer --set thorn=Nettles").await.join("\n");
    assert!(told.contains("Your rose"), "the field that is missing is named: {told}");

    story.advance(TimeDelta::hours(24)).await;
    insta::assert_snapshot!(story.post("kitchen", "Two flats found.").text);
    let mut reader = story.running.house.store.read().await.unwrap();
    let community = reader.communities().await.unwrap().remove(0);
    let rounds = reader.rounds(&community.id).await.unwrap();
    let round = rounds.iter().find(|round| round.method == "rose-thorn").unwrap();
    assert_eq!(round.state.as_str(), "closed");
    assert_eq!(reader.contributions(&round.id).await.unwrap().len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_method_is_refused_with_its_line_and_reason() {
    let broken = [
        ("who = \"all\"", "who = \"everybody\"", ":9: who: "),
        ("max = 80", "max = 80\ncolour = \"red\"", ": colour: "),
        ("open_for = \"24h\"", "open_for = \"soon\"", ":10: open_for: "),
        ("required = true\n", "required = \"yes\"\n", ": required: "),
        ("kind = \"choice\"", "kind = \"wheel\"", ": kind: "),
        ("[[step.field]]\nkey = \"thorn\"", "[[step.field]]\nkey = \"rose\"", ": key: "),
    ];
    let story = set_up().await;
    for (right, wrong, says) in broken {
        assert!(ROSE_THORN.contains(right), "{right}");
        story.method("rose-thorn.toml", &ROSE_THORN.replacen(right, wrong, 1));
        let told = story.command("ana", "kitchen", ADD).await.join("\n");
        let named = told.contains("rose-thorn.toml:") && told.contains(says);
        assert!(named, "{wrong} should be told with {says}: {told}");
    }
    // Mended, it is there at once.
    story.method("rose-thorn.toml", ROSE_THORN);
    let told = story.command("ana", "kitchen", ADD).await.join("\n");
    assert!(told.contains("Monday 9 November, 09:00"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_community_is_set_up_by_form() {
    let story = Story::begin().await;
    story.command("ana", "kitchen", "setup").await;
    let form = story.private("ana").into_iter().rfind(|seen| seen.form.is_some()).unwrap();
    let shown = form.form.as_ref().unwrap();
    assert_eq!(shown.id, "run:setup");
    let keys: Vec<&str> = shown.fields.iter().map(|field| field.key.as_str()).collect();
    assert_eq!(keys, ["name", "zone", "language", "circle", "when"]);
    let fields = [
        ("name", "Jardin"),
        ("zone", "Europe/Paris"),
        ("language", "fr"),
        ("circle", "Potager"),
        ("when", "lundi à 9h"),
    ];
    let told = story.submit("ana", "kitchen", &form.id, &fields).await.join("\n");
    // What was set up, the first prompt as it will look, the next three times, how to go on.
    insta::assert_snapshot!(told);
    story.go_to("2026-11-09T08:00:00Z").await;
    story.post("kitchen", "Comment arrivez-vous aujourd");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_vanished_is_put_up_again_on_demand() {
    let story = set_up().await;
    story.command("ana", "kitchen", "ritual start --ritual check-in").await;
    let prompt = story.post("kitchen", "How are you arriving today?");
    story.delete("ana", "kitchen", &prompt.id.as_str().into()).await;
    assert_eq!(story.posts("kitchen", "How are you arriving today?").len(), 0);
    story.command("ana", "kitchen", "round repost").await;
    let again = story.post("kitchen", "How are you arriving today?");
    assert_ne!(again.id, prompt.id);
    story.reply("ben", "kitchen", &again.id, "Here.").await;
    assert!(story.post("kitchen", "How are you arriving today?").text.ends_with("1 answer so far"));
}
