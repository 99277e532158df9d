//! The list of threads, by circle, ritual, topic, state and month.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::address::{Asked, PAGE, months};
use super::frame::{Frame, Here, fault, page};
use super::guard::Visitor;
use crate::domain::clock::iso;
use crate::domain::ids::CircleId;
use crate::domain::round::{Curation, RoundState};
use crate::store::{Listed, Reader};
use crate::web::Web;
use crate::web::tongue::Tongue;

/// The most characters of a note in the list.
const SNIPPET: usize = 160;

/// The page.
#[derive(Template)]
#[template(path = "curate/list.html")]
struct List<'a> {
    frame: Frame<'a>,
    t: &'a Tongue,
    states: Vec<State3>,
    menus: Vec<Menu>,
    state: &'a str,
    narrowed: bool,
    /// Whether threads of every state are among them.
    mixed: bool,
    clear: String,
    entries: Vec<Entry>,
    newest: Option<String>,
    older: Option<String>,
}

/// A state that can be listed.
struct State3 {
    label: String,
    href: String,
    here: bool,
}

/// A menu that narrows the list.
struct Menu {
    name: &'static str,
    label: String,
    any: String,
    options: Vec<(String, String, bool)>,
}

/// A thread in the list.
struct Entry {
    href: String,
    name: String,
    iso: String,
    date: String,
    circle: String,
    open: bool,
    state: String,
    word: &'static str,
    counts: String,
    topics: Vec<String>,
    note: Option<String>,
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    match list(&web, &visitor, &asked).await {
        Ok(shown) => shown,
        Err(error) => fault(&visitor.tongue, &error),
    }
}

async fn list(web: &Web, visitor: &Visitor, asked: &Asked) -> anyhow::Result<Response> {
    let (t, community) = (&visitor.tongue, &visitor.visit.community);
    let mut reader = web.house.store.read().await?;
    let mut found = reader.threads(&asked.wanted(&community.id, community.zone)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let circles: BTreeMap<CircleId, String> =
        reader.circles(&community.id).await?.into_iter().map(|one| (one.id, one.name)).collect();
    let menus = menus(web, visitor, asked, &mut reader, &circles).await?;
    drop(reader);
    let older = found.last().filter(|_| more);
    let shown = List {
        frame: Frame::of(visitor, Here::Threads),
        t,
        states: states(t, asked),
        menus,
        state: &asked.state,
        narrowed: asked.narrows(),
        mixed: asked.curation().is_none(),
        clear: Asked { state: asked.state.clone(), ..Asked::default() }.newest(),
        newest: (!asked.before.is_empty()).then(|| asked.newest()),
        older: older.map(|last| asked.after(last.round.due_at, &last.round.id)),
        entries: found.into_iter().map(|one| entry(t, &circles, one)).collect(),
    };
    Ok(page(StatusCode::OK, &shown))
}

fn states(t: &Tongue, asked: &Asked) -> Vec<State3> {
    let now = asked.curation().map_or("all", Curation::as_str);
    ["inbox", "curated", "archived", "all"]
        .into_iter()
        .map(|state| State3 {
            label: t.say(&format!("curate-state-{state}")),
            href: asked.in_state(state),
            here: state == now,
        })
        .collect()
}

async fn menus(
    web: &Web,
    visitor: &Visitor,
    asked: &Asked,
    reader: &mut Reader,
    circles: &BTreeMap<CircleId, String>,
) -> anyhow::Result<Vec<Menu>> {
    let (t, community) = (&visitor.tongue, &visitor.visit.community);
    let rituals = reader.rituals(&community.id).await?.into_iter();
    let topics = reader.topics(&community.id).await?.into_iter();
    let now = web.house.now();
    let first = reader.first_thread(&community.id).await?.unwrap_or(now);
    let months = months(first, now, community.zone).into_iter().map(|(value, year, month)| {
        let month = t.fill("month", &[("number", month.into())]);
        (
            value,
            t.fill("curate-month", &[("month", month.into()), ("year", year.to_string().into())]),
        )
    });
    let menu = |name: &'static str, chosen: &str, options: Vec<(String, String)>| {
        let mark = |(value, label): (String, String)| {
            let here = value == chosen;
            (value, label, here)
        };
        Menu {
            name,
            label: t.say(&format!("curate-by-{name}")),
            any: t.say(&format!("curate-any-{name}")),
            options: options.into_iter().map(mark).collect(),
        }
    };
    let circles = circles.iter().map(|(id, name)| (id.to_string(), name.clone()));
    Ok(vec![
        menu("circle", &asked.circle, circles.collect()),
        menu("ritual", &asked.ritual, rituals.map(|one| (one.id.to_string(), one.name)).collect()),
        menu("topic", &asked.topic, topics.map(|one| (one.clone(), one)).collect()),
        menu("month", &asked.month, months.collect()),
    ])
}

fn entry(t: &Tongue, circles: &BTreeMap<CircleId, String>, one: Listed) -> Entry {
    let Listed { round, people, messages } = one;
    let counts = [("people", people.into()), ("messages", messages.into())];
    Entry {
        href: format!("/curate/threads/{}", round.id),
        date: t.date(round.due_at),
        iso: iso(round.due_at),
        circle: circles.get(&round.circle).cloned().unwrap_or_default(),
        open: round.state == RoundState::Open,
        state: t.say(&format!("curate-state-{}", round.curation.as_str())),
        word: round.curation.as_str(),
        counts: t.fill("curate-counts", &counts),
        note: round.note.as_deref().map(snippet),
        topics: round.topics,
        name: round.name,
    }
}

/// The beginning of a note, on one line.
fn snippet(note: &str) -> String {
    let line = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(SNIPPET).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
