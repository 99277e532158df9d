//! A newcomer's first minutes with the practice page, in a real browser against the real program;
//! below it the convenors' page, and what hostile words do to either.

mod curate;
mod payloads;

use std::process::Stdio;
use std::time::Duration;

use fantoccini::key::Key;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::support::browser::{Browser, DESKTOP, PHONE};

/// The program, serving practice rooms from a folder of its own.
struct Served {
    url: String,
    _child: Child,
    _dir: tempfile::TempDir,
}

impl Served {
    async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_samovar"))
            .arg("serve")
            .current_dir(dir.path())
            .env("SAMOVAR_WEB__LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await;
        let line = ready.expect("ready in time").unwrap().expect("a line on stdout");
        let url = line.strip_prefix("samovar ready ").expect("the line says so").to_owned();
        Self { url, _child: child, _dir: dir }
    }

    fn as_in(&self, persona: &str, room: &str) -> String {
        format!("{}/practice?as={persona}&room={room}", self.url)
    }

    async fn act(&self, act: Value) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = format!("{}/practice/api/act", self.url);
        let done = client.post(address).json(&act).send().await.unwrap();
        assert!(done.status().is_success(), "{act}: {}", done.text().await.unwrap());
    }
}

impl Served {
    /// Waits until something of the bot stands in a room, and gives the latest such message's id.
    async fn bot_says(&self, room: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let path = match room {
            "direct" => "direct/ana".to_owned(),
            room => format!("rooms/{room}"),
        };
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = format!("{}/practice/api/{path}/messages", self.url);
        let mut looks = tokio::time::interval(Duration::from_millis(40));
        for _ in 0..500 {
            looks.tick().await;
            let seen: Vec<Value> = client.get(&address).send().await.unwrap().json().await.unwrap();
            let found = seen.iter().rev().find(|one| one["bot"] == true && wanted(one));
            if let Some(found) = found {
                return found["id"].clone();
            }
        }
        panic!("the bot did not say that in {room}");
    }
}

/// The last message of the bot that everybody sees.
const PROMPT_BUTTON: &str = "article.bot:not(.aside) .presses button";

#[tokio::test]
async fn a_newcomer_sees_a_check_in_from_its_schedule_to_its_summary() {
    let served = Served::start().await;
    let browser = Browser::start(DESKTOP).await;
    browser.open(&served.url).await;
    browser.sees("nothing leaves this computer").await;
    browser.picture("1-first").await;

    // A button of the first steps fills the box, the person sends it.
    browser.click(".steps li:nth-child(1) .button").await;
    browser.until("the command", "return document.activeElement.value?.includes('setup')").await;
    browser.keys("#text", &Key::Enter.to_string()).await;
    browser.find("article.bot").await;
    browser.click(".steps summary").await;
    browser.picture("2-set-up").await;
    browser.keys("#text", &format!("!cop ritual start{}", Key::Enter)).await;
    browser.find(PROMPT_BUTTON).await;
    browser.picture("3-prompt").await;

    // Somebody else answers by the form.
    browser.open(&served.as_in("ben", "kitchen")).await;
    browser.accessible("a prompt").await;
    browser.keys(PROMPT_BUTTON, &Key::Enter.to_string()).await;
    let in_form = "return document.activeElement.matches('dialog[open] textarea')";
    browser.until("the focus in the form", in_form).await;
    // Escape leads back to the button, and the button to the form again.
    browser.keys("dialog textarea", &Key::Escape.to_string()).await;
    let back =
        format!("return document.activeElement === document.querySelector({PROMPT_BUTTON:?})");
    browser.until("the focus on the button", &back).await;
    browser.keys(PROMPT_BUTTON, &Key::Enter.to_string()).await;
    browser.until("the focus in the form", in_form).await;
    browser.accessible("a form").await;
    browser.keys("dialog textarea", "The damp survey starts on Thursday.").await;
    browser.click("dialog .choice:nth-child(4) input").await;
    browser.picture("4-form").await;
    browser.click("dialog .primary").await;
    browser.until("the closed dialog", "return !document.querySelector('dialog').open").await;
    browser.sees("Only you can see this").await;
    browser.picture("5-thanks").await;

    // Others answer elsewhere meanwhile; it appears by itself, and is told to a screen reader.
    let prompt =
        browser.ask("return document.querySelector('article.bot .presses').closest('li').id").await;
    served.act(json!({"as": "chloe", "room": "kitchen", "kind": "message", "to": prompt, "text": "Tired, and glad of the sun."})).await;
    browser.sees("Tired, and glad of the sun.").await;
    browser
        .until(
            "what is told",
            "return document.getElementById('log').textContent.includes('Chloe: Tired')",
        )
        .await;
    for (who, words) in
        [("dev", "Two viewings today."), ("emma", "All quiet here."), ("farid", "Back from leave.")]
    {
        served.act(json!({"as": who, "room": "kitchen", "kind": "submit", "to": prompt, "fields": {"text": words, "mood": 4}})).await;
    }
    browser.picture("6-thread").await;

    // The convenor closes the round; the summary says what was said, word for word.
    browser.open(&served.as_in("ana", "kitchen")).await;
    browser.keys("#text", &format!("!cop round close{}", Key::Enter)).await;
    browser.sees("what was said").await;
    browser.sees("The damp survey starts on Thursday.").await;
    browser.picture("7-summary").await;

    // A week later the next one has come and gone.
    browser.click("#clock button[value='604800']").await;
    browser.sees("Nobody answered this time").await;
    browser.accessible("a week").await;
    browser.picture("8-week-later").await;
    browser.close().await;
}

#[tokio::test]
async fn what_one_said_can_be_changed_liked_and_deleted() {
    let served = Served::start().await;
    let browser = Browser::start(DESKTOP).await;
    browser.open(&served.as_in("dev", "workshop")).await;
    browser.keys("body", &Key::Tab.to_string()).await;
    assert!(browser.focus().await.starts_with("Skip"), "{}", browser.focus().await);
    browser.keys("#text", &format!("A frist try{}", Key::Enter)).await;
    browser.sees("A frist try").await;
    assert_eq!(browser.focus().await, "text");
    browser.click("article.mine .actions a[href*='edit=']").await;
    browser.until("the words", "return document.activeElement.value === 'A frist try'").await;
    let erase = Key::Backspace.to_string().repeat(9);
    browser.keys("#text", &format!("{erase}first try{}", Key::Enter)).await;
    browser.sees("A first try").await;
    browser.sees("edited").await;
    browser.click("article.mine .actions button[aria-pressed='false']").await;
    browser.find("article.mine .reactions li").await;
    browser.click("article.mine .actions form:last-of-type button").await;
    browser.sees("This message was deleted.").await;
    browser.click(".tongues a[lang='fr']").await;
    browser.sees("rien ne quitte cet ordinateur").await;
    browser.open(&served.as_in("dev", "direct")).await;
    browser.keys("#text", &format!("help{}", Key::Enter)).await;
    browser.find("article.bot").await;
    browser.close().await;
}

/// The real file chooser; with a file the words may be none.
#[tokio::test]
async fn a_file_is_attached_by_name_alone() {
    let served = Served::start().await;
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("Plan for May.pdf");
    std::fs::write(&plan, "never sent").unwrap();
    let browser = Browser::start(DESKTOP).await;
    browser.open(&served.as_in("dev", "workshop")).await;
    browser.click("details.attach summary").await;
    browser.keys("#file", plan.to_str().unwrap()).await;
    browser.accessible("a file to be attached").await;
    browser.picture("9-attach").await;
    browser.click("#write button.primary").await;
    browser.sees("Plan for May.pdf (PDF, 10 bytes)").await;
    browser.until("an empty box", "return document.querySelector('#file').value === ''").await;
    browser.keys("#text", &format!("Only words{}", Key::Enter)).await;
    browser.sees("Only words").await;
    let files = browser.ask("return document.querySelectorAll('article .files li').length").await;
    assert_eq!(files, json!(1), "it went with its own message");
    browser.accessible("a file that is attached").await;
    browser.picture("9-attached").await;
    browser.click("#write button.primary").await;
    browser.sees("There are no words").await;
    browser.close().await;
}

#[tokio::test]
async fn the_page_fits_a_phone() {
    let served = Served::start().await;
    let browser = Browser::start(PHONE).await;
    browser.open(&served.url).await;
    browser.picture("1-first").await;
    let setup = "!cop setup --name Tea --zone Europe/Paris --language en --method check-in --days mon --at 09:00";
    served.act(json!({"as": "ana", "room": "kitchen", "kind": "message", "text": setup})).await;
    browser.find("article.bot").await;
    served
        .act(
            json!({"as": "ana", "room": "kitchen", "kind": "message", "text": "!cop ritual start"}),
        )
        .await;
    browser.find(PROMPT_BUTTON).await;
    browser.picture("2-prompt").await;
    browser.open(&served.as_in("emma", "kitchen")).await;
    browser.click(PROMPT_BUTTON).await;
    browser.find("dialog[open] textarea").await;
    browser.picture("3-form").await;
    browser.keys("dialog textarea", "All quiet here.").await;
    browser.click("dialog .primary").await;
    browser.sees("Only you can see this").await;
    browser.picture("4-thanks").await;
    browser.accessible("a phone").await;
    let wide = browser.ask("return document.documentElement.scrollWidth > innerWidth").await;
    assert_eq!(wide, json!(false), "the page is wider than the phone");
    browser.close().await;
}
