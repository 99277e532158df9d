//! What people read on Discord, and that it is what was said.

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation as _;

use super::super::escape::holds_odd_link;
use super::super::reader::{self, Kind, Look};
use super::*;
use crate::domain::body::{Block, Press, Span};
use crate::domain::clock;
use crate::domain::ids::AccountRef;

fn parts(body: &Body) -> Vec<Value> {
    let parts = render(body, "POST.1").into_iter();
    parts.map(|part| serde_json::from_str(&part).unwrap()).collect()
}

fn contents_of(body: &Body) -> Vec<String> {
    parts(body).iter().map(|part| part["content"].as_str().unwrap().to_owned()).collect()
}

fn plain(text: &str) -> Span {
    Span::Plain(text.into())
}

fn button(id: &str, press: Press) -> Button {
    Button { id: id.into(), label: id.split(':').next().unwrap().into(), press }
}

fn prompt() -> Body {
    let moods = (1..=5).map(|mood| button(&format!("mood:R:{mood}"), Press::Act));
    let first = [button("answer:R", Press::Form), button("pass:R", Press::Act)];
    Body {
        blocks: vec![
            Block::Heading("Monday check-in".into()),
            Block::Text(vec![Span::Strong("How are *you*?".into())]),
            Block::List(vec![vec![plain("Who sees it")], vec![plain("How to answer")]]),
            Block::Text(vec![
                plain("Open until "),
                Span::Moment {
                    at: clock::instant(1_794_646_800_000),
                    text: "Monday 9 November, 09:00 (Europe/Paris)".into(),
                    zone: Some(chrono_tz::Europe::Paris),
                },
                plain("."),
            ]),
            Block::Text(vec![plain("No answers yet")]),
        ],
        buttons: first.into_iter().chain(moods).collect(),
        ..Body::default()
    }
}

#[test]
fn a_prompt() {
    let parts = parts(&prompt());
    assert_eq!(parts.len(), 1);
    let content = parts[0]["content"].as_str().unwrap();
    let rest = serde_json::to_string_pretty(&parts[0]["components"]).unwrap();
    assert_snapshot!(format!("{content}\n---\n{rest}\nflags {}", parts[0]["flags"]));
}

#[test]
fn a_summary_and_a_reply() {
    let body = Body {
        blocks: vec![
            Block::Heading("Check-in, Monday: what was said".into()),
            Block::Text(vec![Span::Strong("Ana".into())]),
            Block::Quote("Tired, *but*:\n\n- glad\n# of you".into()),
            Block::Text(vec![Span::Strong("Ben".into())]),
            Block::Quote("see https://a.org/b_c".into()),
            Block::Text(vec![plain("2 people passed.")]),
            Block::Code("/ritual list".into()),
            Block::Text(vec![Span::Code("/help".into()), plain(" – more")]),
        ],
        notice: true,
        mentions: vec![
            AccountRef::new(NAME, "123"),
            AccountRef::new("matrix", "@ana:example.org"),
            AccountRef::new(NAME, "@everyone"),
        ],
        ..Body::default()
    };
    let parts = parts(&body);
    assert_eq!(parts.len(), 1);
    assert_snapshot!(parts[0]["content"].as_str().unwrap());
    assert_eq!(parts[0]["flags"], SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS);
    assert_eq!(parts[0]["allowed_mentions"], json!({"parse": [], "users": ["123"]}));
}

#[test]
fn an_empty_body_is_one_part() {
    assert_eq!(contents_of(&Body::default()), [NOTHING]);
    assert_eq!(contents_of(&Body::text(" \n")), [NOTHING]);
}

#[test]
fn a_long_body_tells_once_and_has_its_buttons_at_its_end() {
    let mut body = prompt();
    body.blocks.push(Block::Quote("Many words. ".repeat(400)));
    body.mentions = vec![AccountRef::new(NAME, "123")];
    let parts = parts(&body);
    let told = parts.iter().filter(|part| part["allowed_mentions"]["users"] != json!([]));
    assert_eq!(told.count(), 1);
    let (last, others) = parts.split_last().unwrap();
    assert!(others.len() > 1 && others.iter().all(|part| part["components"] == json!([])));
    let id = last["components"][0]["components"][0]["custom_id"].as_str().unwrap();
    let mark = format!("POST.1.{}", others.len());
    assert_eq!(custom::read(id).mark, mark);
}

#[test]
fn a_name_stands_over_its_words() {
    let body = Body {
        blocks: vec![
            Block::Text(vec![plain(&"x ".repeat(800))]),
            Block::Text(vec![Span::Strong("Ana".into())]),
            Block::Quote("y ".repeat(850)),
        ],
        ..Body::default()
    };
    let contents = contents_of(&body);
    assert_eq!(contents.len(), 2);
    assert!(contents[1].starts_with("**Ana**\n> y"), "{}", contents[1]);
}

#[test]
fn buttons_keep_to_what_a_message_holds() {
    let many = (0..40).map(|n| button(&format!("{n}:R"), Press::Act));
    let twice = [button("0:R", Press::Act)];
    let body = Body { buttons: twice.into_iter().chain(many).collect(), ..Body::default() };
    let parts = parts(&body);
    let rows = parts[0]["components"].as_array().unwrap();
    let sizes: Vec<usize> =
        rows.iter().map(|row| row["components"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [5, 5, 5, 5, 5]);
    assert_eq!(short(&"ab ".repeat(100), 10), "ab ab ab…");
}

/// Words that try everything.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zé ]{1,12}",
        1 => "[\\*_~|`<>#@:.!?0-9\\-+\\[\\]()/\\\\ \n]{1,8}",
        1 => "\\PC{1,6}",
        1 => Just("@everyone".to_owned()),
        1 => Just("@here ".to_owned()),
        1 => Just("<@123> <@!123> <@&5> <#9> <:a:1> <t:0:F> </x:1>".to_owned()),
        1 => Just("\n> quote\n>>> all\n# big\n-# small\n- item\n1. one\n".to_owned()),
        1 => Just("```rust\ncode\n```".to_owned()),
        1 => Just("[text](https://a.org) https://b.org/x_y_*z*`".to_owned()),
        1 => Just("||spoiler|| **bold** __under__ ~~no~~ _it_ *it*".to_owned()),
        1 => Just("\u{0}\u{7}\u{1b}[31m\u{202e}x\u{2066}\u{2028}\r\n".to_owned()),
        1 => Just("👩‍👩‍👧‍👦🏳️‍🌈e\u{301}\u{301}".to_owned()),
        1 => Just(":smile: :x:".to_owned()),
    ];
    let words = prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat());
    prop_oneof![
        9 => words.clone(),
        1 => (words, 1_usize..50).prop_map(|(words, times)| words.repeat(times)),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    let span = prop_oneof![
        3 => nasty().prop_map(Span::Plain),
        1 => nasty().prop_map(Span::Strong),
        1 => nasty().prop_map(Span::Code),
    ];
    // A space between spans, as in every text of ours.
    let spans = prop::collection::vec(span, 0..3)
        .prop_map(|spans| spans.into_iter().flat_map(|span| [span, plain(" ")]).collect());
    let spans = move || spans.clone();
    prop_oneof![
        1 => nasty().prop_map(Block::Heading),
        3 => nasty().prop_map(Block::Quote),
        1 => nasty().prop_map(Block::Code),
        2 => spans().prop_map(Block::Text),
        2 => prop::collection::vec(spans(), 0..3).prop_map(Block::List),
    ]
}

/// The characters that a reader should see, each with what it stands in and how it looks.
fn wanted(body: &Body) -> Vec<(Kind, Look, char)> {
    let mut all = Vec::new();
    let mut add = |kind, look, text: &str| {
        all.extend(clean(text).chars().map(|c| (kind, look, c)));
    };
    for block in &body.blocks {
        match block {
            Block::Heading(text) => add(Kind::Heading, Look::Plain, text),
            Block::Quote(text) => add(Kind::Quote, Look::Plain, text),
            Block::Code(text) => add(Kind::Block, Look::Code, text),
            Block::Text(spans) => {
                spans.iter().for_each(|span| add_span(&mut add, Kind::Text, span))
            }
            Block::List(entries) => {
                entries.iter().flatten().for_each(|span| add_span(&mut add, Kind::Item, span));
            }
        }
    }
    all
}

fn add_span(add: &mut impl FnMut(Kind, Look, &str), kind: Kind, span: &Span) {
    match span {
        Span::Plain(text) | Span::Moment { text, .. } => add(kind, Look::Plain, text),
        Span::Strong(text) => clean(text).lines().for_each(|line| {
            // A link would run over the marks that end what is strong.
            let look = if holds_odd_link(line) { Look::Plain } else { Look::Strong };
            add(kind, look, line);
        }),
        Span::Code(text) => add(kind, Look::Code, text),
    }
}

/// What is compared: what is seen, without spaces; what is cut in a list goes on as text.
fn compared(seen: Vec<(Kind, Look, char)>) -> Vec<(Kind, Look, char)> {
    let same = |(kind, look, c): (Kind, Look, char)| {
        let kind = if kind == Kind::Item { Kind::Text } else { kind };
        (!c.is_whitespace() && c != '\u{200b}').then_some((kind, look, c))
    };
    seen.into_iter().filter_map(same).collect()
}

proptest! {
    // Ten thousand texts, as the issue asks, over about three in a body.
    #![proptest_config(ProptestConfig { cases: 4_000, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn a_reader_sees_what_was_said_and_nothing_else(
        blocks in prop::collection::vec(block(), 1..5),
    ) {
        let body = Body { blocks, ..Body::default() };
        let parts = render(&body, "P.1");
        prop_assert_eq!(&parts, &render(&body, "P.1"));
        let mut seen = Vec::new();
        for part in &parts {
            let part: Value = serde_json::from_str(part).unwrap();
            let content = part["content"].as_str().unwrap();
            prop_assert!(length(content) <= LIMIT, "{} long", length(content));
            prop_assert_eq!(content.trim(), content);
            prop_assert!(!content.is_empty());
            prop_assert_eq!(&part["allowed_mentions"], &json!({"parse": [], "users": []}));
            seen.extend(reader::read(content));
        }
        let (seen, wanted) = (compared(seen), compared(wanted(&body)));
        let same = seen.iter().zip(&wanted).take_while(|(seen, wanted)| seen == wanted).count();
        let from = |all: &[(Kind, Look, char)]| all[same..].iter().take(9).copied().collect::<Vec<_>>();
        prop_assert_eq!(from(&seen), from(&wanted), "after {} letters", same);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_letter_is_cut(text in nasty(), times in 1_usize..60) {
        let text = clean(&text.repeat(times));
        let body = Body { blocks: vec![Block::Code(text.clone())], ..Body::default() };
        let bare = |text: &str| -> Vec<String> {
            text.graphemes(true).filter(|one| !one.trim().is_empty()).map(ToOwned::to_owned).collect()
        };
        let whole = bare(&text.replace('\u{200b}', ""));
        let mut seen = Vec::new();
        for content in contents_of(&body) {
            let words: String = reader::read(&content).into_iter().map(|(.., c)| c).collect();
            seen.extend(bare(&words.replace('\u{200b}', "")));
        }
        prop_assert_eq!(seen, whole);
    }
}
