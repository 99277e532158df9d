//! Files by reference: kept, shown, exported and forgotten as the words they came with.

use chrono::TimeDelta;
use reqwest::StatusCode;
use samovar::domain::ids::{RemoteId, RoundId};
use samovar::domain::message::{Message, MessageState};

use crate::curate::visitor::Visitor;
use crate::own::{opened, tell};
use crate::support::story::Story;

async fn round(story: &Story) -> RoundId {
    let mut reader = story.running.house.store.read().await.unwrap();
    reader.all_open_rounds().await.unwrap().pop().unwrap().id
}

async fn message(story: &Story, id: &RemoteId) -> Message {
    let mut reader = story.running.house.store.read().await.unwrap();
    reader.message(&"practice".into(), id).await.unwrap().unwrap()
}

fn names(message: &Message) -> Vec<&str> {
    message.files.iter().map(|file| file.name.as_str()).collect()
}

/// The links to files on a page, with what they say.
fn links(page: &str) -> Vec<(String, String)> {
    let found =
        page.split("<a href=\"").skip(1).filter(|rest| rest.starts_with("/curate/threads/"));
    let link = |rest: &str| {
        let (href, rest) = rest.split_once("\">").unwrap();
        (href.to_owned(), rest.split_once("</a>").unwrap().0.to_owned())
    };
    found.map(link).filter(|(href, _)| href.contains("/files/")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_as_the_words_it_came_with() {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    let answer = story.attach("ben", "kitchen", &prompt, "My plan for May", &["Plan.pdf"]).await;
    assert_eq!(names(&message(&story, &answer).await), ["Plan.pdf"], "an answer is kept whole");
    let alone = story.attach("chloe", "kitchen", &prompt, "", &["garden.png"]).await;
    let kept = message(&story, &alone).await;
    assert_eq!((kept.state, names(&kept)), (MessageState::Withheld, vec![]), "no yes, no file");
    assert!(!tell(&story, "chloe", "me export").await.data.to_string().contains("garden.png"));
    // A file alone is no answer: the words that follow it are.
    story.thread("chloe", "kitchen", &prompt, "Tulips").await;
    assert!(story.post("kitchen", "How are you arriving").text.contains("2 answers"));

    story.direct("chloe", "me consent --words yes").await;
    story.settle().await;
    let kept = message(&story, &alone).await;
    assert_eq!((kept.state, names(&kept)), (MessageState::Kept, vec!["garden.png"]), "read back");
    assert_eq!(kept.text.as_deref(), Some(""));
    story.direct("chloe", "me consent --words no").await;
    assert_eq!(names(&message(&story, &alone).await), Vec::<&str>::new());

    // Changing the words leaves the file; deleting the message takes it.
    story.edit("ben", "kitchen", &answer, "My plan for June").await;
    let kept = message(&story, &answer).await;
    assert_eq!((kept.text.as_deref(), names(&kept)), (Some("My plan for June"), vec!["Plan.pdf"]));
    story.edit("ben", "kitchen", &answer, "").await;
    let kept = message(&story, &answer).await;
    assert_eq!((kept.text.as_deref(), names(&kept)), (Some(""), vec!["Plan.pdf"]));
    assert!(story.post("kitchen", "How are you arriving").text.contains("1 answer"));
    story.delete("ben", "kitchen", &answer).await;
    let gone = message(&story, &answer).await;
    assert_eq!((gone.state, gone.text.clone(), names(&gone)), (MessageState::Gone, None, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_private_is_not_kept_and_its_sender_hears_so() {
    let story = Story::begin().await;
    opened(&story).await;
    let told = story.attach_direct("ben", "", &["letter.pdf"]).await.join("\n");
    assert!(told.contains("I do not keep files that are sent to me in private"), "{told}");
    let told = story.attach_direct("ben", "help", &["letter.pdf"]).await.join("\n");
    assert!(!told.is_empty() && !told.contains("do not keep"), "{told}");
    let mine = tell(&story, "ben", "me export").await;
    assert!(!mine.data.to_string().contains("letter.pdf"), "{}", mine.data);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_convenor_opens_it_and_nobody_else() {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    let id = round(&story).await;
    story.attach("ben", "kitchen", &prompt, "My plan", &["Plan é.pdf", "b.txt"]).await;
    story.direct("chloe", "me consent --words yes").await;
    let alone = story.attach("chloe", "kitchen", &prompt, "", &["<b>garden</b>.png"]).await;
    let ana = Visitor::signed_in(&story, "ana").await;
    let page = ana.get(&format!("/curate/threads/{id}")).await.text;
    let links = links(&page);
    let told: Vec<&str> = links.iter().map(|(_, label)| label.as_str()).collect();
    assert!(told[0].starts_with("Plan é.pdf (PDF, ") && told[1].starts_with("b.txt (text, "));
    assert!(told[2].contains("garden&#60;") || told[2].contains("b&#62;.png"), "{told:?}");
    let got = ana.get(&links[0].0).await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::OK, "Plan é.pdf\n"));
    let header = |name: &str| got.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''Plan%20%C3%A9.pdf");
    assert_eq!(header("cache-control"), "no-store");

    let nobody = Visitor::new(&story.running.url);
    assert_eq!(nobody.get(&links[0].0).await.status, StatusCode::UNAUTHORIZED);
    story
        .command("ana", "workshop", "setup --name Elsewhere --zone UTC --days tue --at 10:00")
        .await;
    let elsewhere = crate::curate::visitor::community(&story, "Elsewhere").await;
    let other = Visitor::with_session(&story, "ana", &elsewhere).await;
    assert_eq!(other.get(&links[0].0).await.status, StatusCode::NOT_FOUND);
    for odd in ["x", "", "cHJhY3RpY2UKbTEKMA"] {
        let asked = ana.get(&format!("/curate/threads/{id}/files/{odd}")).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND, "{odd}");
    }
    story.delete("chloe", "kitchen", &alone).await;
    assert_eq!(ana.get(&links[2].0).await.status, StatusCode::NOT_FOUND, "a gap has no files");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_told_to_their_author_and_leave_with_them() {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    story.direct("ben", "me consent --words yes").await;
    story.attach("ben", "kitchen", &prompt, "My plan", &["Plan.pdf"]).await;
    story.attach("ben", "kitchen", &prompt, "", &["garden.png"]).await;
    let mine = tell(&story, "ben", "me export").await;
    let said = &mine.data["communities"][0]["messages"];
    assert_eq!(said[1]["files"][0]["name"], "garden.png");
    assert_eq!(said[1]["files"][0]["encrypted"], false);
    assert!(mine.body.plain().contains("Plan.pdf (PDF, "), "{}", mine.body.plain());
    story.direct("ben", "me forget --yes").await;
    story.settle().await;
    let bytes = std::fs::read(story.dir().join("samovar.db")).unwrap();
    for name in ["Plan.pdf", "garden.png"] {
        assert!(!bytes.windows(name.len()).any(|part| part == name.as_bytes()), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_when_the_time_of_their_words_is_over() {
    let story = Story::begin().await;
    let prompt = opened(&story).await;
    let own = story.attach("ben", "kitchen", &prompt, "My plan", &["Plan.pdf"]).await;
    story.direct("ana", "ritual pause Monday").await;
    story.advance(TimeDelta::days(367)).await;
    let gone = message(&story, &own).await;
    assert_eq!((gone.state, names(&gone)), (MessageState::Gone, vec![]));
}
