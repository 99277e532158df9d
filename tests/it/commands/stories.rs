//! What people do with commands, from the first setup on.

use chrono::TimeDelta;
use samovar::domain::post::Purpose;
use samovar::flow::Access;
use samovar::flow::event::Asked;

use super::desk::{Heard, Stage};

pub const ROOM: &str = "!tea";
pub const ANA: &str = "@ana:x";
pub const BEN: &str = "@ben:x";
pub const SETUP: &str =
    "setup --name Tea --zone Europe/Paris --days mon --at 09:00 --ritual Arrival";

pub async fn set_up() -> Stage {
    let stage = Stage::new().await;
    stage.say(ANA, ROOM, SETUP).await.says(&["Tea is set up", "#!tea"]);
    stage
}

#[tokio::test]
async fn setup_in_one_go_echoes_the_next_three_times() {
    let stage = Stage::new().await;
    stage.say(ANA, ROOM, "setup").await.says(&["!cop setup --name", "--zone Europe/Paris"]);
    stage.say(ANA, ROOM, "setup Tea").await.says(&["time zone", "!cop setup --name Tea"]);
    let done = stage.say(ANA, ROOM, SETUP).await;
    done.says(&["Monday 9 November, 09:00 (Europe/Paris)", "16 November", "23 November"]);
    done.says(&["!cop circle invite", "!cop ritual preview --ritual Arrival"]);
    assert!(matches!(done, Heard::Public(_)), "said where it was asked, where nothing else can be");
    // The first prompt is shown where it can't be taken for the prompt itself.
    assert!(!done.text().contains("How are you arriving today?"), "{done:?}");
    let shown = stage.told("matrix:@ana:x").await.join("\n");
    assert!(shown.contains("How are you arriving today?"), "{shown}");
    stage.say(ANA, ROOM, SETUP).await.says(&["already belongs to Tea"]);
    let kept = stage.house.store.read().await.unwrap().rooms().await.unwrap();
    assert_eq!(kept.len(), 1);
}

#[tokio::test]
async fn setup_opens_a_form_where_there_are_forms() {
    let stage = Stage::new().await;
    let Heard::Form(form) = stage.slash("1", "tea", &["setup"]).await else { panic!("no form") };
    assert_eq!(form.id, "run:setup");
    assert!(form.fields.len() <= 5);
    let done = stage.slash("1", "tea", &["setup", "--name=Tea", "--zone=Europe/Paris"]).await;
    done.says(&["Tea is set up"]);
    assert!(matches!(done, Heard::Private(_)));
}

#[tokio::test]
async fn who_may_found_a_community() {
    let stage = Stage::new().await;
    stage.say(BEN, ROOM, SETUP).await.says(&["manages this room"]);
    stage.direct(ANA, SETUP).await.says(&["in a room that you manage"]);
    let create_community = Some(vec![format!("matrix:user:{BEN}")]);
    let listed = Access { create_community, ..Access::default() };
    let stage = Stage::with(listed).await;
    stage.say(ANA, ROOM, SETUP).await.says(&["not on that list"]);
    stage.direct(BEN, SETUP).await.says(&["Tea is set up"]);
}

#[tokio::test]
async fn a_replay_runs_nothing_twice() {
    let stage = set_up().await;
    let request = stage.request("matrix", ANA, Some(ROOM), Asked::Text("ritual start".into()));
    stage.ask(request.clone()).await.says(&["has started"]);
    assert_eq!(stage.ask(request).await, Heard::Nothing);
    let wrong = stage.request("matrix", ANA, Some(ROOM), Asked::Text("ritaul start".into()));
    stage.ask(wrong.clone()).await.says(&["Perhaps", "!cop ritual start"]);
    assert_eq!(stage.ask(wrong).await, Heard::Nothing);
    let prompts =
        stage.posts().await.into_iter().filter(|post| post.purpose == Purpose::Prompt).count();
    assert_eq!(prompts, 1);
}

#[tokio::test]
async fn a_late_text_command_is_not_run() {
    let stage = set_up().await;
    let mut request = stage.request("matrix", ANA, Some(ROOM), Asked::Text("ritual start".into()));
    request.at -= TimeDelta::minutes(16);
    stage.ask(request).await.says(&["more than 15 minutes late"]);
    assert!(stage.posts().await.iter().all(|post| post.purpose != Purpose::Prompt));
}

#[tokio::test]
async fn an_answer_from_question_to_withdrawal() {
    let stage = set_up().await;
    stage.say(BEN, ROOM, "answer hello").await.says(&["No round is open"]);
    stage.say(ANA, ROOM, "ritual start Arrival").await.says(&["has started"]);
    let thanks = stage.say(BEN, ROOM, "answer I'm glad to be here").await;
    thanks.says(&["Thank you"]);
    assert!(matches!(thanks, Heard::Private(_)));
    stage.say(ANA, ROOM, "round show").await.says(&["1 answer", "I'm glad to be here"]);
    stage.say(BEN, ROOM, "answer --mood 2 So so").await.says(&["not counted the mood"]);
    stage.direct(BEN, "answer --mood 2").await.says(&["get in touch with you"]);
    stage.say(BEN, ROOM, "answer --private Secret").await.says(&["write it to me directly"]);
    stage.direct(BEN, "answer --private Secret").await.says(&["convenors"]);
    stage.say(ANA, ROOM, "round show").await.says(&["Only for convenors", "Secret"]);
    stage.direct(BEN, "answer --pass").await.says(&["passed"]);
    stage.direct(BEN, "withdraw").await.says(&["taken back"]);
    stage.direct(BEN, "withdraw").await.says(&["no answer of yours"]);
    stage.say(ANA, ROOM, "round show").await.says(&["0 answers"]);
}

#[tokio::test]
async fn an_answer_without_words_is_asked_for() {
    let stage = set_up().await;
    stage.say(ANA, ROOM, "ritual start").await;
    let asked = stage.direct(BEN, "answer").await;
    asked.says(&["no community here yet"]);
    let asked = stage.say(BEN, ROOM, "answer").await;
    asked.says(&["How are you arriving?"]);
    let mut reader = stage.house.store.read().await.unwrap();
    let account = format!("matrix:{BEN}").parse().unwrap();
    assert_eq!(reader.question(&account).await.unwrap().unwrap().field, "text");
}

#[tokio::test]
async fn several_open_rounds_are_asked_about() {
    let stage = set_up().await;
    let add =
        "ritual add --name Weather --method one-word --ask 'What weather?' --days tue --at 9h";
    stage.say(ANA, ROOM, add).await.says(&["Tuesday 3 November"]);
    stage.say(ANA, ROOM, "ritual start").await.says(&["Which one?", "--ritual Weather"]);
    stage.say(ANA, ROOM, "ritual start weather").await;
    stage.say(ANA, ROOM, "ritual start arrival").await;
    let which = stage.say(BEN, ROOM, "answer --word sunny").await;
    which.says(&["answer --round Weather", "answer --round Arrival"]);
    stage.say(BEN, ROOM, "answer --round weather --word sunny").await.says(&["Thank you"]);
    stage.say(BEN, ROOM, "answer --round weather --mood 3").await.says(&["no field"]);
    stage.say(BEN, ROOM, "answer --round wether --word x").await.says(&["Perhaps “Weather”"]);
}

#[tokio::test]
async fn roles_say_who_may() {
    let stage = set_up().await;
    for line in ["ritual start", "ritual pause", "undo", "circle invite", "community edit --name X"]
    {
        stage.say(BEN, ROOM, line).await.says(&["Only convenors of Tea"]);
    }
    stage.say(ANA, ROOM, "ritual start").await;
    stage.say(BEN, ROOM, "round close").await.says(&["Only the facilitator"]);
    stage.say(BEN, ROOM, "answer hi").await;
    stage
        .say(ANA, ROOM, "role grant --account ben --role facilitator")
        .await
        .says(&["ben is facil"]);
    stage.say(BEN, ROOM, "round close").await.says(&["is closed", "!cop undo"]);
    stage.say(BEN, ROOM, "undo").await.says(&["is open again"]);
    let grant = "role grant --account @cyd:x --role convenor";
    stage.say(BEN, ROOM, grant).await.says(&["Only stewards"]);
    stage.say(ANA, ROOM, "role revoke --account ana --role steward").await.says(&["last steward"]);
    stage.say(ANA, ROOM, grant).await.says(&["is convenor now"]);
    stage.direct("@cyd:x", "ritual pause").await.says(&["is paused"]);
    stage
        .direct("@cyd:x", "role revoke --account ana --role steward")
        .await
        .says(&["Only stewards"]);
}

#[tokio::test]
async fn a_community_is_nobody_elses_business() {
    let stage = set_up().await;
    for line in ["ritual list", "circle list", "role list", "status", "why", "challenge list"] {
        let heard = stage.direct("@eve:x", &format!("{line} --community Tea")).await;
        heard.says(&["no community called “Tea”"]);
    }
    stage.direct("@eve:x", "ritual list").await.says(&["no community here yet"]);
    let round = stage.exec("matrix:@ana:x", Some("matrix:!tea"), "ritual start").await;
    let id = round.data["round"].as_str().unwrap().to_owned();
    stage.direct("@eve:x", &format!("round show --round {id}")).await.says(&["no community here"]);
}

#[tokio::test]
async fn close_and_remove_can_be_taken_back_for_ten_minutes() {
    let stage = set_up().await;
    stage.say(ANA, ROOM, "undo").await.says(&["nothing from the past ten minutes"]);
    stage.say(ANA, ROOM, "ritual start").await;
    stage.say(ANA, ROOM, "round close").await.says(&["is closed"]);
    stage.say(ANA, ROOM, "undo").await.says(&["is open again"]);
    stage.say(ANA, ROOM, "round close").await;
    stage.later(TimeDelta::minutes(11)).await;
    stage.say(ANA, ROOM, "undo").await.says(&["nothing from"]);
    stage.say(ANA, ROOM, "ritual pause").await;
    stage.say(ANA, ROOM, "ritual remove").await.says(&["is removed"]);
    stage.say(ANA, ROOM, "ritual list").await.says(&["no ritual yet"]);
    stage.say(ANA, ROOM, "undo").await.says(&["is back"]);
    stage.say(ANA, ROOM, "ritual list").await.says(&["Arrival", "paused"]);
}

#[tokio::test]
async fn the_rhythm_can_be_changed() {
    let stage = set_up().await;
    let edit = "ritual edit Arrival --days tue,thu --at 17h --zone America/New York";
    stage.say(ANA, ROOM, edit).await.says(&["Tuesday 3 November, 17:00 (America/New_York)"]);
    stage.say(ANA, ROOM, "ritual skip").await.says(&["not be held on Tuesday 3", "Thursday 5"]);
    stage.say(ANA, ROOM, "ritual list").await.says(&["Thursday 5"]);
    stage.say(ANA, ROOM, "community holiday add 2026-11-05").await.says(&["Thursday 5 November"]);
    stage.say(ANA, ROOM, "ritual list").await.says(&["Tuesday 10"]);
    stage.later(TimeDelta::days(4)).await;
    assert!(stage.posts().await.iter().all(|post| post.purpose != Purpose::Prompt));
    let why = stage.say(ANA, ROOM, "why").await;
    why.says(&["not held on Tuesday 3", "ana skipped it", "Tuesday 10"]);
    stage.later(TimeDelta::hours(4 * 24 + 11)).await;
    assert_eq!(stage.posts().await.iter().filter(|one| one.purpose == Purpose::Prompt).count(), 1);
    let often = "ritual edit --cron '0 * * * *'";
    stage.say(ANA, ROOM, often).await.says(&["24 times a day", "--days mon,thu"]);
    stage.say(ANA, ROOM, "ritual edit --cron '0 9 31 2 *'").await.says(&["never comes"]);
    stage.say(ANA, ROOM, "ritual edit").await.says(&["what to change"]);
    stage.say(ANA, ROOM, "ritual show").await.says(&["check-in", "17:00", "How are you"]);
    stage.say(ANA, ROOM, "ritual pause").await;
    stage.say(ANA, ROOM, "ritual pause").await.says(&["ritual resume"]);
    stage.say(ANA, ROOM, "ritual resume").await.says(&["runs again", "comes next"]);
}

#[tokio::test]
async fn a_zone_moves_its_rituals() {
    let stage = set_up().await;
    let moved = stage.say(ANA, ROOM, "community edit --zone Asia/Tokyo --keep-days 30").await;
    moved.says(&["is changed", "09:00 (Asia/Tokyo)"]);
    let notices: Vec<String> = stage
        .posts()
        .await
        .into_iter()
        .filter_map(|post| post.body.map(|body| body.plain()))
        .filter(|text| text.contains("kept for 30 days"))
        .collect();
    assert_eq!(notices.len(), 1);
    stage.say(ANA, ROOM, "community edit --language xx").await.says(&["I speak: en, fr"]);
    stage.say(ANA, ROOM, "community show").await.says(&["Asia/Tokyo", "30 days"]);
}

#[tokio::test]
async fn preview_posts_nothing() {
    let stage = set_up().await;
    let before = stage.posts().await.len();
    stage
        .say(ANA, ROOM, "ritual preview")
        .await
        .says(&["nothing was posted", "How are you arriving"]);
    let ask = "ritual preview --method one-word --ask 'Which tea?'";
    stage.say(ANA, ROOM, ask).await.says(&["Which tea?"]);
    stage.say(ANA, ROOM, "ritual preview --method one-wird").await.says(&["Perhaps “one-word”"]);
    assert_eq!(stage.posts().await.len(), before);
}

#[tokio::test]
async fn topics_and_a_note_go_with_the_round() {
    let stage = set_up().await;
    stage.say(ANA, ROOM, "round topic add housing").await.says(&["no round yet"]);
    stage.say(ANA, ROOM, "ritual start").await;
    stage.say(ANA, ROOM, "round topic add housing").await.says(&["housing"]);
    stage.say(ANA, ROOM, "round topic add Housing").await.says(&["Housing"]);
    stage.say(ANA, ROOM, "round topic remove money").await.says(&["not among its topics"]);
    stage.say(ANA, ROOM, "round note Many spoke of it").await.says(&["note is with"]);
    stage.say(ANA, ROOM, "round close").await;
    let summary = stage.posts().await.into_iter().find(|post| post.purpose == Purpose::Summary);
    let summary = summary.unwrap().body.unwrap().plain();
    assert!(summary.contains("Housing") && summary.contains("Many spoke of it"), "{summary}");
    stage.say(ANA, ROOM, "round repost").await.says(&["Nothing of this round"]);
}

#[tokio::test]
async fn challenges_wait_for_their_round() {
    let stage = set_up().await;
    stage.say(BEN, ROOM, "challenge share").await.says(&["What is your challenge?"]);
    stage.say(BEN, ROOM, "challenge share --anonymous Alone").await.says(&["to me directly"]);
    stage.say(BEN, ROOM, "challenge share Letters").await.says(&["convenors see"]);
    stage
        .direct(BEN, "challenge share --anonymous --list Deadlines")
        .await
        .says(&["without your name"]);
    stage
        .say(ANA, ROOM, "challenge list")
        .await
        .says(&["1. Letters (ben)", "2. Deadlines (without"]);
    let others = stage.say("@cyd:x", ROOM, "challenge list").await;
    others.says(&["1. Deadlines"]);
    assert!(!others.text().contains("Letters"));
    stage.direct(BEN, "challenge withdraw").await.says(&["challenge withdraw 2"]);
    stage.direct(BEN, "challenge withdraw 1").await.says(&["taken back"]);
    let add = "ritual add --name Intake --method challenge-intake --days fri --at 9:00";
    stage.say(ANA, ROOM, add).await;
    stage.say(ANA, ROOM, "ritual start intake").await;
    stage.say("@cyd:x", ROOM, "challenge share Noise").await.says(&["Thank you"]);
    stage.say(ANA, ROOM, "challenge list").await.says(&["Deadlines (without", "Noise (cyd)"]);
    stage.direct("@cyd:x", "challenge withdraw").await.says(&["taken back"]);
    stage.say(ANA, ROOM, "round show").await.says(&["1 answer"]);
}

#[tokio::test]
async fn an_idea_reaches_the_convenors() {
    let stage = set_up().await;
    stage.say(BEN, ROOM, "ritual suggest What went well?").await.says(&["Thank you"]);
    let told = stage.told("matrix:@ana:x").await;
    assert!(
        told.iter().any(|text| text.contains("ben suggests, for Tea: What went well?")),
        "{told:?}"
    );
}
