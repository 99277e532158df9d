//! Five hundred hostile texts as names, words, labels, notes and topics: none of them does anything.

use chrono::TimeDelta;
use samovar::domain::community::{Room, RoomState};
use samovar::domain::file::FileRef;
use samovar::domain::ids::{AccountRef, RoomRef};
use samovar::domain::member::Standing;
use samovar::domain::message::{Message, MessageState};
use samovar::domain::round::{Round, RoundState};
use samovar::platform::practice::file::Attached;
use samovar::platform::practice::wish::Wish;
use samovar::store::Tx;
use serde_json::json;

use crate::support::browser::{Browser, DESKTOP};
use crate::support::story::Story;

/// What does something wherever it is taken for markup.
const VECTORS: [&str; 50] = [
    "<script>window.pwned=1;alert(1)</script>",
    "<img src=x onerror=\"window.pwned=1;alert(1)\">",
    "<svg onload=window.pwned=1;alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe srcdoc=\"<script>parent.pwned=1;parent.alert(1)</script>\"></iframe>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>press</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">press</a>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<textarea autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<meter onmouseover=alert(1)>0</meter>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<style>@import 'http://elsewhere.example/x.css';</style>",
    "<link rel=stylesheet href=http://elsewhere.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=http://elsewhere.example/>",
    "<img src=http://elsewhere.example/pixel.png>",
    "<div style=\"background:url(http://elsewhere.example/x)\">x</div>",
    "<template><script>alert(1)</script></template>",
    "<x onclick=alert(1) autofocus tabindex=1>x</x>",
    "<p onpointerenter=alert(1)>x</p>",
    "<keygen autofocus onfocus=alert(1)>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<table background=javascript:alert(1)>",
    "<bgsound src=javascript:alert(1)>",
    "<layer src=http://elsewhere.example/x.js></layer>",
    "<xss style=\"animation-name:x\" onanimationstart=alert(1)></xss>",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "{% raw %}<script>alert(1)</script>{% endraw %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\u{202e}<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<a href=\"http://ok.example\" onmouseover=\"alert(1)\">x</a>",
];

/// What leads out of the place that a text stands in.
const LEADS: [&str; 10] = [
    "",
    "\">",
    "'>",
    "</textarea>",
    "</title>",
    "</script>",
    "-->",
    "</p></li></ol>",
    "\" autofocus onfocus=alert(1) x=\"",
    "\0",
];

fn payloads() -> Vec<String> {
    let all = LEADS.iter().flat_map(|lead| VECTORS.iter().map(move |one| format!("{lead}{one}")));
    all.collect()
}

/// Rounds of so many payloads each.
const EACH: usize = 20;

/// A community that consists of nothing but payloads.
async fn hostile(story: &Story, payloads: &[String]) -> Vec<String> {
    let setup = "setup --name Garden --zone Europe/Paris --ritual monday --days mon --at 09:00";
    story.command("ana", "kitchen", setup).await;
    story.command("ana", "kitchen", "ritual start").await;
    story.command("ana", "kitchen", "round close").await;
    let mut tx = story.running.house.store.begin().await.unwrap();
    let mut garden = tx.community_named("Garden").await.unwrap().unwrap();
    let first = tx.rounds(&garden.id).await.unwrap().remove(0);
    let mut ritual = tx.ritual(&first.ritual).await.unwrap().unwrap();
    ritual.name.clone_from(&payloads[0]);
    tx.save_ritual(&ritual).await.unwrap();
    garden.name.clone_from(&payloads[1]);
    tx.save_community(&garden).await.unwrap();
    tx.add_holiday(&garden.id, "2026-11-16".parse().unwrap(), &payloads[2]).await.unwrap();
    let mut addresses = Vec::new();
    for (n, some) in payloads.chunks(EACH).enumerate() {
        let round = thread(&mut tx, &first, n, some).await;
        addresses.push(format!("/curate/threads/{}", round.id));
    }
    tx.commit().await.unwrap();
    addresses
}

/// A thread of these payloads, in a room that is called by one of them.
async fn thread(tx: &mut Tx, first: &Round, n: usize, some: &[String]) -> Round {
    let minutes = TimeDelta::minutes(i64::try_from(n).unwrap() + 1);
    let at = RoomRef::new("practice", format!("hostile{n}"));
    let room = Room {
        at: at.clone(),
        circle: first.circle.clone(),
        community: first.community.clone(),
        label: some[0].clone(),
        encrypted: false,
        language: None,
        state: RoomState::Paused,
        bound_at: first.due_at,
    };
    tx.bind_room(&room).await.unwrap();
    let round = Round {
        id: format!("HOSTILE{n:02}").as_str().into(),
        key: format!("hostile{n}"),
        name: some[1].clone(),
        question: Some(some.join("\n")),
        due_at: first.due_at + minutes,
        state: RoundState::Closed,
        topics: some.iter().take(12).cloned().collect(),
        note: Some(some.join("\n")),
        ..first.clone()
    };
    assert!(tx.add_round(&round, "{}").await.unwrap());
    for (m, payload) in some.iter().enumerate() {
        message(tx, &round, &at, m, payload).await;
    }
    round
}

/// A message by somebody who is called what they say.
async fn message(tx: &mut Tx, round: &Round, at: &RoomRef, m: usize, payload: &str) {
    let id = payload.replace('\0', "");
    let account = AccountRef::new("practice", format!("{id}{}", round.id));
    let person = format!("{}-{m}", round.id).as_str().into();
    let met = tx.meet(&account, payload, &person).await.unwrap();
    let mut member = tx.join(&round.community, &met.person, round.due_at).await.unwrap();
    member.words = Standing::Yes;
    tx.save_member(&member).await.unwrap();
    tx.add_topic(&round.community, payload).await.unwrap();
    let message = Message {
        room: at.clone(),
        remote: format!("{}-{m}{id}", round.id).into(),
        round: round.id.clone(),
        account,
        person: met.person,
        text: Some(payload.to_owned()),
        files: vec![FileRef::new(payload, payload, Some(1), payload)],
        at: round.due_at + TimeDelta::seconds(i64::try_from(m).unwrap()),
        edited_at: None,
        state: MessageState::Kept,
    };
    assert!(tx.add_message(&message).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_hostile_texts_do_nothing() {
    let payloads = payloads();
    assert_eq!(payloads.len(), 500);
    let story = Story::begin().await;
    let threads = hostile(&story, &payloads).await;
    for (n, some) in payloads.chunks(40).enumerate() {
        let by = ["ben", "chloe", "dev"][n % 3];
        let words: String = some.join("\n").chars().take(3900).collect();
        let files = some.iter().take(20).map(|name| Attached::named(name)).collect();
        let wish = Wish {
            by: by.to_owned(),
            room: Some("workshop".to_owned()),
            kind: "message".to_owned(),
            text: Some(words),
            files,
            ..Wish::default()
        };
        story.act(wish).await;
    }
    let told = story.direct("ana", "curate").await.join("\n");
    let link = told.split_whitespace().find(|word| word.contains("/curate/enter/")).unwrap();
    let browser = Browser::start(DESKTOP).await;
    browser.open(link).await;
    browser.click("button.primary").await;
    browser.find("ol.threads").await;
    let url = &story.running.url;
    let pages = [
        "/curate",
        "/curate?state=all",
        "/curate/rhythm",
        "/practice?as=ana&room=workshop",
        "/practice?as=ana&room=direct",
    ];
    let tried = [format!("{}?after=%3Cscript%3Ealert(1)%3C/script%3E&saved=%22%3E%3Csvg%20onload=alert(1)%3E", threads[0]), "/curate?topic=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&state=%22%3E%3Csvg%20onload=alert(1)%3E".to_owned(), "/curate/enter/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E".to_owned()];
    let (mut shown, mut files) = (0, 0);
    for page in pages.iter().map(ToString::to_string).chain(threads).chain(tried) {
        browser.open(&format!("{url}{page}")).await;
        // With a dialog open, nothing could be asked.
        let harm = "return window.pwned === undefined && !document.querySelector('main script, main iframe, main object, main embed, main svg:not(.icon), main style, main link, main meta, main base, main [onerror], main [onload], main [onfocus]')";
        assert_eq!(browser.ask(harm).await, json!(true), "{page}");
        let console = browser.console().await;
        let quiet = console.iter().all(|line| {
            line["message"].as_str().is_some_and(|text| text.contains("404 (Not Found)"))
        });
        assert!(quiet, "{page}: {console:?}");
        let asked = browser.asked_for().await;
        assert!(asked.iter().all(|one| one.starts_with(url)), "{page}: {asked:?}");
        let named = browser.ask("return document.querySelectorAll('.files li').length").await;
        files += named.as_u64().unwrap();
        let text = browser.text().await;
        shown += payloads
            .iter()
            .filter(|one| text.contains(one.trim_start_matches('\0').trim()))
            .count();
    }
    assert!(shown >= 500, "they were shown as the text they are ({shown})");
    assert!(files >= 500, "they were the names of files too ({files})");
    browser.close().await;
}
