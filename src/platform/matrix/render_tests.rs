//! What members of a Matrix room are sent.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::super::send;
use super::*;
use crate::domain::body::{TAP_ASK, TAP_PASS};
use crate::domain::clock;
use crate::domain::ids::AccountRef;

fn shown(body: &Body) -> String {
    let parts = render(body, "MARK").into_iter();
    let parts = parts.map(|part| {
        let value: Value = serde_json::from_str(&part).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    });
    parts.collect::<Vec<_>>().join("\n---\n")
}

#[test]
fn every_kind_of_block() {
    let span = |text: &str| Span::Plain(text.into());
    let body = Body {
        blocks: vec![
            Block::Heading("Monday check-in".into()),
            Block::Text(vec![
                span("How are you? Answer until "),
                Span::Moment {
                    at: clock::instant(0),
                    text: "Tue 09:00 (Europe/Paris)".into(),
                    zone: None,
                },
                span(": "),
                Span::Code("!cop answer …".into()),
                span(" or "),
                Span::Strong("pass".into()),
            ]),
            Block::Quote("first line\nsecond line".into()),
            Block::List(vec![vec![span("one")], vec![Span::Strong("two".into()), span(" more")]]),
            Block::Code("!cop ritual list".into()),
        ],
        ..Body::default()
    };
    assert_snapshot!(shown(&body));
}

#[test]
fn members_words_are_only_words() {
    let nasty = "<b>@room</b> & \"<img src=x>\" <a href=\"https://matrix.to/#/@ana:s\">Ana</a>";
    let mut body = Body::text(nasty).as_notice();
    body.blocks.push(Block::Quote(nasty.into()));
    body.mentions =
        vec![AccountRef::new("matrix", "@ana:example.org"), AccountRef::new("discord", "123")];
    assert_snapshot!(shown(&body));
}

#[test]
fn a_long_body_is_split_and_pings_once() {
    let mut body = Body::text("x".repeat(BUDGET));
    body.blocks.push(Block::Code("kept whole\n".repeat(500)));
    body.mentions = vec![AccountRef::new("matrix", "@ana:example.org")];
    let parts: Vec<Value> =
        render(&body, "M").iter().map(|part| serde_json::from_str(part).unwrap()).collect();
    let marks: Vec<_> = parts.iter().map(|part| part[MARK].as_str().unwrap()).collect();
    assert_eq!(marks[..2], ["M.0", "M.1"], "each part is found by a mark of its own");
    let pinged = parts.iter().filter(|part| part["m.mentions"]["user_ids"].is_array()).count();
    assert_eq!(pinged, 1);
    let code = parts.iter().filter(|part| part["formatted_body"].to_string().contains("<pre>"));
    assert_eq!(code.count(), 1, "a code block that fits one part is not torn");
}

#[test]
fn an_empty_body_is_one_part() {
    assert_eq!(render(&Body::default(), "M").len(), 1);
}

fn block() -> impl Strategy<Value = Block> {
    let words = || prop_oneof!["\\PC{0,60}", "[<>&\"\\\\\n]{0,3000}", "[a-z .\n]{0,20000}"];
    let spans = || prop::collection::vec(words().prop_map(Span::Plain), 0..3);
    prop_oneof![
        words().prop_map(Block::Heading),
        words().prop_map(Block::Quote),
        words().prop_map(Block::Code),
        spans().prop_map(Block::Text),
        prop::collection::vec(spans(), 0..4).prop_map(Block::List),
    ]
}

/// The words of HTML, as a reader sees them.
fn words_of(html: &str) -> String {
    let mut words = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => words.push(letter),
            _ => {}
        }
    }
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_part_fits_an_event_and_says_the_same_twice(
        blocks in prop::collection::vec(block(), 0..6),
    ) {
        let body = Body { blocks, ..Body::default() };
        let parts = render(&body, "M");
        prop_assert_eq!(&parts, &render(&body, "M"));
        for part in parts {
            prop_assert!(part.len() < 34_000, "{} bytes", part.len());
            let part: Value = serde_json::from_str(&part).unwrap();
            let html = words_of(part["formatted_body"].as_str().unwrap());
            // Marks of quotes and lists stand only in the plain text.
            let sorted = |text: &str| {
                let mut letters: Vec<char> =
                    bare(text).chars().filter(|c| *c != '>' && *c != '-').collect();
                letters.sort_unstable();
                letters
            };
            prop_assert_eq!(sorted(&html), sorted(part["body"].as_str().unwrap()));
        }
    }
}

#[test]
fn reactions_to_tap_go_under_the_last_part_and_are_not_sent_with_it() {
    let long = Block::Quote("a line of words\n".repeat(4_000));
    let taps = vec![TAP_PASS.to_owned(), TAP_ASK.to_owned()];
    let parts = render(&Body { blocks: vec![long], taps: taps.clone(), ..Body::default() }, "m");
    assert!(parts.len() > 1);
    let read: Vec<_> = parts.iter().map(|part| send::content(part).unwrap()).collect();
    let (last, others) = read.split_last().unwrap();
    assert_eq!(last.1, taps);
    assert!(others.iter().all(|(_, taps)| taps.is_empty()));
    assert!(read.iter().all(|(content, _)| !content.contains_key(TAPS)));
}
