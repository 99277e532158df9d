//! The listener by real requests.

use std::path::Path;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use reqwest::header::{COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::stand_ins::{Hands, NoLinks, Standing};
use super::{Link, Readiness, Site, Web, router};
use crate::domain::body::{Body, Button, FieldKind, Form, FormField, Press};
use crate::domain::clock::{Clock, instant};
use crate::flow::{Access, Chance, CrashPoints, House, Methods, Platforms};
use crate::platform::practice::{Practice, cast};
use crate::platform::{Act, Action, Platform, Target};
use crate::ritual::words::Words;
use crate::store::{Options, Store};
use crate::telemetry::Meters;

/// A listener with practice rooms behind it, and a browser without script before it.
struct Place {
    url: String,
    practice: Arc<Practice>,
    client: Client,
    stop: CancellationToken,
    _dir: tempfile::TempDir,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

const WELL: Readiness =
    Readiness { store: true, reason: None, discord: Link::Off, matrix: Link::Off };

async fn place(key: Option<&str>, readiness: Readiness) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let hands = Arc::new(Hands(Mutex::new(instant(1_700_000_000_000))));
    let practice = Arc::new(Practice::open(dir.path(), hands.clone(), "!cop").unwrap());
    let stop = CancellationToken::new();
    let web = Web {
        mine: Arc::new(NoLinks),
        practice: Some(practice.clone()),
        key: key.map(Into::into),
        time: Some(hands.clone()),
        health: Arc::new(Standing(readiness)),
        metrics: Arc::new(|| "samovar_timers_pending 0\n".to_owned()),
        words: Words::shipped().unwrap(),
        house: Arc::new(house(dir.path(), hands).await),
        site: Site::default(),
        stop: stop.clone(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(web)).await });
    let client = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
    Place { url, practice, client, stop, _dir: dir }
}

async fn house(dir: &Path, hands: Arc<Hands>) -> House {
    let store = Store::open(&Options::in_folder(dir)).await.unwrap();
    store.migrate("test", Clock::now(&*hands)).await.unwrap();
    House {
        store,
        clock: hands.clone(),
        real: hands,
        chance: Chance::new(Box::new(SmallRng::seed_from_u64(7))),
        platforms: Platforms::default(),
        words: Words::shipped().unwrap(),
        methods: Methods::new(None),
        wake: Arc::default(),
        crash: CrashPoints::none(),
        wellbeing: Arc::default(),
        gaps: Default::default(),
        readings: Default::default(),
        epoch: None,
        meters: Arc::new(Meters::new().unwrap()),
        prefix: "!cop".to_owned(),
        access: Access::default(),
    }
}

impl Place {
    async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    async fn json(&self, path: &str) -> Value {
        self.get(path).await.json().await.unwrap()
    }

    async fn act(&self, body: Value) -> Response {
        let address = format!("{}/practice/api/act", self.url);
        self.client.post(address).json(&body).send().await.unwrap()
    }

    async fn page(&self, query: &str) -> String {
        let answer = self.get(&format!("/practice{query}")).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.text().await.unwrap()
    }

    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let address = format!("{}{path}", self.url);
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.client.post(address).header(kind.0, kind.1).body(body).send().await.unwrap()
    }

    async fn prompt(&self) {
        let field = FormField {
            key: "text".into(),
            label: "What is on your mind?".into(),
            kind: FieldKind::Text { max: 500 },
            required: true,
            value: None,
        };
        let body = Body {
            buttons: vec![Button { id: "pass:r".into(), label: "Pass".into(), press: Press::Act }],
            form: Some(Form {
                id: "answer:r".into(),
                title: "Check-in".into(),
                fields: vec![field],
            }),
            ..Body::text("How are you <today>?")
        };
        let act = Act {
            key: "k".into(),
            mark: "p".into(),
            action: Action::Send,
            target: Target::Room(cast::room_ref("kitchen")),
            thread: None,
            reply_to: None,
            text: self.practice.render(&body, "p").remove(0),
        };
        self.practice.make(&act).await.unwrap();
    }
}

#[tokio::test]
async fn the_api_says_who_and_where_and_takes_acts() {
    let place = place(None, WELL).await;
    let overview = place.json("/practice/api").await;
    assert_eq!(overview["rooms"][0], json!({"id": "kitchen", "name": "Kitchen table"}));
    assert_eq!(overview["personas"][0]["role"], "convenor");
    assert_eq!(overview["personas"].as_array().unwrap().len(), 6);
    place.prompt().await;
    let said = place.act(json!({"as": "ben", "room": "kitchen", "kind": "message", "to": "m1", "text": "well", "fields": null})).await;
    assert_eq!(said.json::<Value>().await.unwrap(), json!({"id": "m2"}));
    let seen = place.json("/practice/api/rooms/kitchen/messages").await;
    assert_eq!(seen[0]["buttons"], json!([{"id": "pass:r", "label": "Pass"}]));
    assert_eq!(seen[0]["form"]["fields"][0]["max"], 500);
    assert_eq!((&seen[1]["thread"], &seen[1]["bot"]), (&json!("m1"), &json!(false)));
    assert_eq!(seen[1]["at"], "2023-11-14T22:13:20.000Z");
    place.act(json!({"as": "ben", "kind": "delete", "to": "m2"})).await;
    let seen = place.json("/practice/api/rooms/kitchen/messages").await;
    assert_eq!((&seen[1]["deleted"], &seen[1]["text"]), (&json!(true), &json!("")));
    assert_eq!(place.json("/practice/api/direct/ben/messages").await, json!([]));
}

#[tokio::test]
async fn what_can_not_be_done_is_said_in_words() {
    let place = place(None, WELL).await;
    let refused =
        place.act(json!({"as": "zoe", "room": "kitchen", "kind": "message", "text": "x"})).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    let words = refused.json::<Value>().await.unwrap()["error"].to_string();
    assert!(words.contains("ana, ben"), "{words}");
    let address = format!("{}/practice/api/act", place.url);
    let broken =
        place.client.post(&address).body("{").header("accept-language", "fr").send().await.unwrap();
    assert_eq!(broken.status(), StatusCode::BAD_REQUEST);
    assert!(broken.text().await.unwrap().contains("illisible"));
    let long = place.client.post(&address).body("x".repeat(70_000)).send().await.unwrap();
    assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(
        place.get("/practice/api/rooms/attic/messages").await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        place.get("/practice/api/direct/zoe/messages").await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(place.get("/nowhere").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn events_come_as_they_happen_and_again_after_a_break() {
    let place = place(None, WELL).await;
    place.act(json!({"as": "ben", "room": "kitchen", "kind": "message", "text": "one"})).await;
    place.act(json!({"as": "ben", "room": "kitchen", "kind": "message", "text": "two"})).await;
    let address = format!("{}/practice/api/events", place.url);
    let request = place.client.get(address).header("last-event-id", "1");
    let mut stream = request.send().await.unwrap().bytes_stream();
    let mut text = String::new();
    while !text.contains("two") {
        text.push_str(&String::from_utf8_lossy(&stream.next().await.unwrap().unwrap()));
    }
    assert!(!text.contains("\"one\""), "{text}");
    assert!(text.contains("event: clock"));
    place.act(json!({"as": "ben", "kind": "edit", "to": "m1", "text": "three"})).await;
    while !text.contains("three") {
        text.push_str(&String::from_utf8_lossy(&stream.next().await.unwrap().unwrap()));
    }
    assert!(text.contains("\"kind\":\"edit\""));
    place.stop.cancel();
    while let Some(Ok(_)) = stream.next().await {}
}

#[tokio::test]
async fn health_is_told_plainly() {
    let well = place(None, WELL).await;
    assert_eq!(well.get("/healthz").await.text().await.unwrap(), "ok");
    let down = place(None, Readiness { matrix: Link::Down, ..WELL }).await;
    let ready = well.get("/readyz").await;
    assert_eq!(ready.status(), StatusCode::OK);
    let unready = down.get("/readyz").await;
    assert_eq!(unready.status(), StatusCode::SERVICE_UNAVAILABLE);
    let told = json!({"store": "ok", "discord": "off", "matrix": "down"});
    assert_eq!(unready.json::<Value>().await.unwrap(), told);
    assert!(well.get("/metrics").await.text().await.unwrap().starts_with("samovar_timers"));
}

#[tokio::test]
async fn without_a_key_only_this_machine_comes_in() {
    let place = place(None, WELL).await;
    let ask = |header, value| {
        let request = place.client.get(format!("{}/practice/api", place.url)).header(header, value);
        async move { request.send().await.unwrap().status() }
    };
    assert_eq!(ask(HOST, "localhost:1").await, StatusCode::OK);
    assert_eq!(ask(HOST, "[::1]:8080").await, StatusCode::OK);
    assert_eq!(ask(HOST, "rebound.example:8080").await, StatusCode::FORBIDDEN);
    let address = format!("{}/practice/api/act", place.url);
    let wish = json!({"as": "ben", "room": "kitchen", "kind": "message", "text": "x"}).to_string();
    let other =
        place.client.post(&address).header(ORIGIN, "https://elsewhere.example").body(wish.clone());
    assert_eq!(other.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let own = place.client.post(&address).header(ORIGIN, place.url.as_str()).body(wish);
    assert_eq!(own.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn the_key_opens_and_is_not_kept_in_the_cookie() {
    let place = place(Some("tea for two"), WELL).await;
    assert_eq!(place.get("/practice/api").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(place.get("/practice?key=coffee").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(place.get("/healthz").await.status(), StatusCode::OK);
    let door = place.client.get(format!("{}/practice", place.url)).header("accept", "text/html");
    assert!(door.send().await.unwrap().text().await.unwrap().contains("action=\"/practice/key\""));
    let opened = place.get("/practice?key=tea%20for%20two").await;
    assert_eq!(
        (opened.status(), &opened.headers()[LOCATION]),
        (StatusCode::SEE_OTHER, &"/practice".parse().unwrap())
    );
    let cookie = opened.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    assert!(!cookie.contains("tea") && cookie.contains("HttpOnly"), "{cookie}");
    let typed = place.form("/practice/key", &[("key", "tea for two")]).await;
    assert_eq!(typed.headers()[SET_COOKIE].to_str().unwrap(), cookie);
    let address = format!("{}/practice/api", place.url);
    let value = cookie.split(';').next().unwrap();
    let by_cookie = place.client.get(&address).header(COOKIE, value).send().await.unwrap();
    assert_eq!(by_cookie.status(), StatusCode::OK);
    let by_header =
        place.client.get(&address).header("x-practice-key", "tea for two").send().await.unwrap();
    assert_eq!(by_header.status(), StatusCode::OK);
}

#[tokio::test]
async fn every_answer_carries_what_keeps_a_browser_careful() {
    let place = place(None, WELL).await;
    for path in
        ["/practice", "/practice/api", "/healthz", "/nowhere", "/practice/assets/practice.css"]
    {
        let answer = place.get(path).await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
    assert_eq!(place.get("/").await.headers()[LOCATION], "/practice");
}

#[tokio::test]
async fn the_page_works_without_script() {
    let place = place(None, WELL).await;
    place.prompt().await;
    let page = place.page("?as=ben&room=kitchen").await;
    assert!(page.contains("How are you &#60;today&#62;?"), "{page}");
    assert!(!page.contains("<script>") && !page.contains(" style=") && !page.contains("onclick"));
    assert!(page.contains("nothing leaves this computer"));
    let fields = [
        ("as", "ben"),
        ("room", "kitchen"),
        ("kind", "message"),
        ("to", "m1"),
        ("thread", "true"),
        ("text", "in the thread"),
    ];
    let sent = place.form("/practice/do", &fields).await;
    assert_eq!(sent.headers()[LOCATION], "/practice?as=ben&room=kitchen#m2");
    assert!(place.page("?as=ben&room=kitchen").await.contains("1 message in this thread"));
    let refused = place
        .form(
            "/practice/do",
            &[("as", "ben"), ("room", "kitchen"), ("kind", "message"), ("text", " ")],
        )
        .await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert!(refused.text().await.unwrap().contains("There are no words in it."));
    let pressed = place
        .form(
            "/practice/do",
            &[
                ("as", "ben"),
                ("room", "kitchen"),
                ("kind", "press"),
                ("to", "m1"),
                ("text", "pass:r"),
            ],
        )
        .await;
    assert_eq!(pressed.status(), StatusCode::SEE_OTHER);
    let moved = place
        .form("/practice/clock", &[("as", "ben"), ("room", "direct"), ("seconds", "604800")])
        .await;
    assert_eq!(moved.headers()[LOCATION], "/practice?as=ben&room=direct");
    assert!(place.page("?as=ben").await.contains("21 November, 22:13"));
}

#[tokio::test]
async fn the_page_speaks_french_and_stays_light() {
    let place = place(None, WELL).await;
    let page = place.page("?lang=fr").await;
    assert!(page.contains("rien ne quitte cet ordinateur") && page.contains("<html lang=\"fr\">"));
    let mut weight = page.len();
    for file in ["practice.css", "practice.js", "samovar.svg"] {
        let answer = place.get(&format!("/practice/assets/{file}")).await;
        assert!(answer.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        weight += answer.bytes().await.unwrap().len();
    }
    assert!(weight < 100_000, "{weight} bytes");
}

#[tokio::test]
async fn the_clock_moves_forward_only_so_far() {
    let place = place(None, WELL).await;
    let address = format!("{}/practice/api/clock", place.url);
    let leap =
        |seconds: u64| place.client.post(&address).json(&json!({ "seconds": seconds })).send();
    let now: Value = leap(3600).await.unwrap().json().await.unwrap();
    assert_eq!(now["now"], "2023-11-14T23:13:20.000Z");
    assert_eq!(leap(0).await.unwrap().status(), StatusCode::BAD_REQUEST);
    assert_eq!(leap(u64::MAX).await.unwrap().status(), StatusCode::BAD_REQUEST);
}
