//! Words full of mentions, marks and odd characters, through every way in which they are sent on:
//! they ring nobody, and no message of the bot's breaks because of them. How a reader sees them
//! is shown for ten thousand texts where messages are made (`render_tests.rs`).

use rand::rngs::SmallRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use super::hands::Hands;
use super::home::{Home, id, rest};
use super::stories::Scene;

/// So many texts, a sixth of them by each way; `SAMOVAR_TEXTS` says more.
const TEXTS: usize = 120;

const MEMBERS: [&str; 5] = ["ben", "chloe", "dev", "emma", "farid"];

const PIECES: [&str; 14] = [
    "@everyone",
    "@here ",
    "\n> quote\n>>> all\n# big\n-# small\n- item\n1. one\n",
    "```rust\nfn code() {}\n```",
    "```",
    "``",
    "[text](https://a.org) https://b.org/x_y_*z*`",
    "||spoiler|| **bold** __under__ ~~no~~ _it_ *it*",
    "\u{7}\u{1b}[31m\u{202e}x\u{2066}\u{2028}\r\n",
    "👩‍👩‍👧‍👦🏳️‍🌈e\u{301}\u{301}",
    "<t:0:F> </x:1> <:a:1> <#9>",
    "plain words ",
    "\\",
    "{$name} { \"x\" } %s",
];

/// The words of one text: it begins with a letter, so that it is no command, and mentions people.
fn unruly(chance: &mut SmallRng, people: &[String], most: usize) -> String {
    let mut text = "w".to_owned();
    for _ in 0..chance.random_range(1..9) {
        text.push_str(PIECES.choose(chance).unwrap());
        text.push_str(people.choose(chance).unwrap());
    }
    if chance.random_ratio(1, 6) {
        text = text.repeat(9);
    }
    text.chars().take(most).collect::<String>().trim().to_owned()
}

async fn mentions(home: &Home) -> Vec<String> {
    let mut all = vec!["<@&123>".to_owned()];
    for who in MEMBERS.iter().chain(&["ana"]) {
        let id = home.discord.find("users", who).await;
        all.extend([format!("<@{id}>"), format!("<@!{id}> ")]);
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_rings_nobody_and_breaks_nothing() {
    let mut chance = SmallRng::seed_from_u64(4);
    let scene = Scene::set().await;
    let discord = &scene.home.discord;
    let people = mentions(&scene.home).await;
    for who in MEMBERS {
        let nick = format!("{}@here*_`{who}", people.choose(&mut chance).unwrap());
        let nick: String = nick.chars().take(32).collect();
        discord.does(json!({"do": "nick", "who": who, "nick": nick})).await;
    }
    let bot = format!("<@{}>", discord.fact("bot_id"));
    let more = std::env::var("SAMOVAR_TEXTS").ok().and_then(|texts| texts.parse().ok());
    let texts = more.unwrap_or(TEXTS);
    for n in 0..texts {
        let text = unruly(&mut chance, &people, 1_400);
        let who = MEMBERS[n / 6 % MEMBERS.len()];
        let hands = Hands::of(discord, who, "kitchen");
        match n % 6 {
            0 => drop(scene.in_thread(who, &text).await),
            1 => drop(scene.replies(who, &text).await),
            2 => drop(hands.slash("answer", json!({"text": text})).await),
            3 => {
                hands.press(&scene.prompt, "Answer").await;
                hands.submit(json!({"text": text, "mood": "3"})).await;
            }
            4 => {
                let words = format!("{bot} {text}");
                discord.does(json!({"do": "say", "as": who, "in": "kitchen", "text": words})).await;
            }
            _ => {
                let place = format!("@{who}");
                discord.does(json!({"do": "say", "as": who, "in": place, "text": text})).await;
            }
        }
        rest(scene.served());
    }
    steered(&scene, &mut chance, &people).await;
    assert!(scene.served().clock("set 2031-03-03T15:00:00Z").starts_with("ok"));
    rest(scene.served());
    let ours = discord.rows(json!({"do": "messages", "by": "bot", "deleted": true})).await;
    assert!(ours.len() > texts / 3, "{}", ours.len());
    let ids: Vec<String> = ours.iter().map(id).collect();
    let rung = discord.rows(json!({"do": "pings"})).await;
    let rung: Vec<&Value> =
        rung.iter().filter(|one| ids.iter().any(|id| one["message"] == *id)).collect();
    assert!(rung.is_empty(), "{rung:#?}");
    for message in &ours {
        let content = message["content"].as_str().unwrap();
        assert_eq!(content.matches("```").count() % 2, 0, "a block that does not end: {content}");
        assert_eq!(message["mentions"], json!([]), "{message}");
    }
    let mut summary = scene.home.posts("kitchen", "what was said").await;
    summary.retain(|one| one["ephemeral_to"].is_null());
    assert_eq!(summary.len(), 1, "{summary:#?}");
    discord.is_content().await;
}

/// What convenors name and ask, as unruly: it comes back in prompts, lists, forms and completions.
async fn steered(scene: &Scene, chance: &mut SmallRng, people: &[String]) {
    let ana = Hands::of(&scene.home.discord, "ana", "kitchen");
    let words = |chance: &mut SmallRng, most| unruly(chance, people, most);
    let ask = words(chance, 300);
    ana.slash("community edit", json!({"name": words(chance, 60)})).await;
    ana.slash(
        "ritual add",
        json!({"name": words(chance, 40), "method": "check-in",
        "days": "fri", "at": "16:00", "ask": ask}),
    )
    .await;
    for command in ["ritual list", "status", "round show", "community show", "me show"] {
        ana.slash(command, json!({})).await;
    }
    ana.types("ritual start", "ritual", json!({"ritual": "w"})).await;
    rest(scene.served());
}
