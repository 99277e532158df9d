//! A convenor at work: from a practice room to a curated thread, in a real browser against the real
//! program.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::Served;
use crate::support::browser::{Browser, DESKTOP, PHONE};

/// A closed check-in of six, with a talk in its thread, and one that is open.
async fn lived(served: &Served) {
    let say = |by: &str, text: &str| {
        served.act(json!({ "as": by, "room": "kitchen", "kind": "message", "text": text }))
    };
    let setup = "!cop setup --name \"Housing first\" --zone Europe/Paris --language en \
                 --method check-in --ritual \"Monday check-in\" --days mon --at 09:00";
    say("ana", setup).await;
    say("ana", "!cop ritual start").await;
    let prompt = served.bot_says("kitchen", |one| one["buttons"] != json!([])).await;
    for (by, words, mood) in [
        ("chloe", "The damp survey begins on Thursday, and two tenants asked to come along.", 4),
        (
            "dev",
            "Tired. The heating case takes all my afternoons, and nobody at the council answers.",
            2,
        ),
        ("emma", "All quiet here. I would like to hear how others keep minutes of hearings.", 3),
        ("farid", "Back from leave and glad of it.", 5),
        ("ben", "Two viewings today. One family has been waiting for eleven months.", 3),
    ] {
        let fields = json!({ "text": words, "mood": mood });
        served.act(json!({ "as": by, "room": "kitchen", "kind": "submit", "to": prompt, "fields": fields })).await;
    }
    served.act(json!({ "as": "ben", "kind": "direct", "text": "me consent yes" })).await;
    served.act(json!({ "as": "chloe", "kind": "direct", "text": "me consent yes" })).await;
    served
        .bot_says("direct", |one| one["text"].as_str().is_some_and(|text| !text.is_empty()))
        .await;
    for (by, words) in [
        ("ben", "Dev, ask for the duty officer by name: it worked for us in spring."),
        ("chloe", "And write down every call. We have a sheet for that, I can bring it."),
        ("emma", "I said this without having agreed to anything being kept."),
        ("ben", "Bring it please."),
    ] {
        let mut act = json!({ "as": by, "room": "kitchen", "kind": "message", "to": prompt, "thread": true, "text": words });
        if words.contains("sheet") {
            act["files"] = json!([{ "name": "Sheet for calls.ods", "size": 24_300 }, { "name": "Call log.jpg", "size": 1_840_000 }]);
        }
        served.act(act).await;
    }
    served.act(json!({ "as": "farid", "kind": "direct", "text": "withdraw" })).await;
    say("ana", "!cop round topic add Heating").await;
    served.bot_says("kitchen", |_| true).await;
    say("ana", "!cop round close").await;
    served
        .bot_says("kitchen", |one| {
            one["text"].as_str().is_some_and(|text| text.contains("what was said"))
        })
        .await;
    say("ana", "!cop ritual start").await;
}

/// Says `curate` to the bot on the practice page and follows the link to its button.
async fn come_in(served: &Served, browser: &Browser) {
    browser.open(&served.as_in("ana", "direct")).await;
    browser.keys("#text", &format!("curate{}", Key::Enter)).await;
    browser.sees("Here is your way in").await;
    browser.picture_of("curate", "1-link").await;
    browser.click("article.bot a[href*='/curate/enter/']").await;
    browser.sees("Come in").await;
    browser.accessible("the door").await;
    browser.picture_of("curate", "2-door").await;
    browser.keys("button.primary", &Key::Enter.to_string()).await;
    browser.find("ol.threads").await;
}

#[tokio::test]
async fn a_convenor_finds_a_thread_and_curates_it() {
    let served = Served::start().await;
    lived(&served).await;
    let browser = Browser::start(DESKTOP).await;
    come_in(&served, &browser).await;
    browser.accessible("the list").await;
    browser.picture_of("curate", "3-list").await;
    // The keyboard comes to the content first.
    browser.keys("body", &Key::Tab.to_string()).await;
    assert!(browser.focus().await.starts_with("Skip"), "{}", browser.focus().await);

    // Find it by its topic.
    browser.ask("document.querySelector('#by-topic').value = 'Heating'").await;
    browser.keys(".narrow button", &Key::Enter.to_string()).await;
    browser.until("one thread", "return document.querySelectorAll('.card').length === 1").await;
    browser.click(".card h2 a").await;
    browser.sees("Dev, ask for the duty officer by name").await;
    browser.sees("Somebody took their answer back.").await;
    browser.sees("A message whose author has not said yes").await;
    let text = browser.text().await;
    assert!(!text.contains("without having agreed") && !text.contains("glad of it"), "{text}");
    browser.sees("Sheet for calls.ods (file, 24 kB)").await;
    browser.sees("Call log.jpg (picture, 1.8 MB)").await;
    // Opening one saves it and leaves the page where it is.
    browser.click(".files a").await;
    browser.sees("Dev, ask for the duty officer by name").await;
    browser.accessible("a thread").await;
    browser.picture_of("curate", "4-thread").await;

    // Another topic, a note, and it is curated.
    browser.keys("#new-topic", &format!("Minutes of hearings{}", Key::Enter)).await;
    browser.sees("The topics are saved.").await;
    browser.keys("#note", "Ask the council for a duty officer. Chloe brings her sheet.").await;
    browser.click("form[action$='/note'] button").await;
    browser.sees("The note is saved.").await;
    browser.accessible("a saved note").await;
    browser.picture_of("curate", "5-saved").await;
    browser.click("form[action$='/state'] .primary").await;
    browser.sees("That is done.").await;
    let asked = browser.asked_for().await;
    assert!(!asked.is_empty() && asked.iter().all(|one| one.starts_with(&served.url)), "{asked:?}");
    browser.click(".parts a[href='/curate']").await;
    browser.click(".states a[href='/curate?state=curated']").await;
    browser.sees("Ask the council for a duty officer").await;
    browser.picture_of("curate", "6-curated").await;
    browser.click(".parts a[href='/curate/rhythm']").await;
    browser.sees("The next four weeks").await;
    browser.accessible("the rhythm").await;
    browser.picture_of("curate", "7-rhythm").await;
    browser.click(".tongues a[lang='fr']").await;
    browser.sees("Les quatre prochaines semaines").await;
    browser.accessible("the rhythm in French").await;
    browser.picture_of("curate", "8-french").await;

    // What was done here stands in the room.
    browser.click("form[action='/curate/leave'] button").await;
    browser.sees("Vous êtes déconnecté").await;
    browser.accessible("signed out").await;
    browser.open(&format!("{}/curate", served.url)).await;
    browser.sees("Vous n’êtes pas connecté").await;
    served
        .bot_says("kitchen", |one| {
            one["text"].as_str().is_some_and(|text| text.contains("Minutes of hearings"))
        })
        .await;
    assert_eq!(browser.console().await.iter().filter(|one| !is_unauthorised(one)).count(), 0);
    browser.close().await;
}

/// A page that says 401 is told on the console as well.
fn is_unauthorised(line: &Value) -> bool {
    line["message"].as_str().is_some_and(|text| text.contains("401 (Unauthorized)"))
}

#[tokio::test]
async fn the_convenors_page_fits_a_phone() {
    let served = Served::start().await;
    lived(&served).await;
    let browser = Browser::start(PHONE).await;
    come_in(&served, &browser).await;
    let fits = "return document.documentElement.scrollWidth <= innerWidth";
    for (name, address) in [("3-list", "/curate?state=all"), ("7-rhythm", "/curate/rhythm")] {
        browser.open(&format!("{}{address}", served.url)).await;
        browser.accessible(name).await;
        browser.picture_of("curate", name).await;
        assert_eq!(browser.ask(fits).await, json!(true), "{name} is wider than the phone");
    }
    browser.open(&format!("{}/curate?state=all&topic=Heating", served.url)).await;
    browser.click(".card h2 a").await;
    browser.sees("Dev, ask for the duty officer by name").await;
    browser.accessible("a thread").await;
    browser.picture_of("curate", "4-thread").await;
    assert_eq!(browser.ask(fits).await, json!(true), "a thread is wider than the phone");
    browser.keys("#new-topic", &format!("Minutes{}", Key::Enter)).await;
    browser.sees("The topics are saved.").await;
    browser.picture_of("curate", "5-saved").await;
    assert_eq!(browser.ask(fits).await, json!(true), "a saved thread is wider than the phone");
    browser.close().await;
}

#[tokio::test]
async fn a_members_link_and_a_used_one_lead_nowhere() {
    let served = Served::start().await;
    lived(&served).await;
    let browser = Browser::start(DESKTOP).await;
    browser.open(&served.as_in("ben", "direct")).await;
    browser.keys("#text", &format!("curate{}", Key::Enter)).await;
    browser.sees("Only convenors of").await;
    assert_eq!(
        browser.ask("return document.querySelector('a[href*=\"/curate/enter/\"]')").await,
        Value::Null
    );
    come_in(&served, &browser).await;
    browser.open(&served.as_in("ana", "direct")).await;
    browser.click("article.bot a[href*='/curate/enter/']").await;
    browser.sees("This link was used already").await;
    browser.accessible("a used link").await;
    browser.picture_of("curate", "9-used").await;
    browser.close().await;
}
