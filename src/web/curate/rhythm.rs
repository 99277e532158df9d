//! The rhythm: what is open now, what comes in the next weeks, what was late or skipped lately.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{NaiveDate, TimeDelta};

use super::frame::{Frame, Here, fault, page};
use super::guard::Visitor;
use super::thread::address;
use crate::domain::clock::{Instant, iso};
use crate::domain::ids::RitualId;
use crate::domain::ritual::{Ritual, RitualState};
use crate::domain::round::{Round, RoundState};
use crate::store::{Deed, Reader};
use crate::web::Web;
use crate::web::tongue::Tongue;

/// How far ahead it looks, and how far back.
const WEEKS: TimeDelta = TimeDelta::weeks(4);
/// Less than this is on time.
const LATE: TimeDelta = TimeDelta::minutes(1);
/// How many deeds are looked through for who skipped a time.
const DEEDS: usize = 500;

/// The page.
#[derive(Template)]
#[template(path = "curate/rhythm.html")]
struct Rhythm<'a> {
    frame: Frame<'a>,
    t: &'a Tongue,
    open: Vec<Line>,
    ahead: Vec<Line>,
    holidays: Vec<String>,
    behind: Vec<Line>,
    rituals: Vec<Line>,
}

/// A line about a ritual or one of its rounds.
struct Line {
    at: Instant,
    iso: String,
    when: String,
    name: String,
    href: Option<String>,
    note: String,
}

pub(super) async fn show(State(web): State<Web>, visitor: Visitor) -> Response {
    match rhythm(&web, &visitor).await {
        Ok(shown) => page(StatusCode::OK, &shown),
        Err(error) => fault(&visitor.tongue, &error),
    }
}

async fn rhythm<'a>(web: &Web, visitor: &'a Visitor) -> anyhow::Result<Rhythm<'a>> {
    let (t, community) = (&visitor.tongue, &visitor.visit.community);
    let now = web.house.now();
    let mut reader = web.house.store.read().await?;
    let rituals = reader.rituals(&community.id).await?;
    let holidays = reader.holidays(&community.id).await?;
    let around = reader.rounds_between(&community.id, now - WEEKS, now + WEEKS).await?;
    let running = reader.open_rounds_of(&community.id).await?;
    let open = open(&mut reader, t, &running).await?;
    let deeds = reader.deeds(&community.id, DEEDS).await?;
    let names = names(&mut reader, &deeds).await?;
    drop(reader);
    let closed: BTreeSet<NaiveDate> = holidays.iter().map(|(day, _)| *day).collect();
    let taken: BTreeSet<(&RitualId, &str)> =
        around.iter().map(|one| (&one.ritual, one.key.as_str())).collect();
    let mut ahead: Vec<Line> =
        rituals.iter().flat_map(|one| slots(t, one, now, &closed, &taken)).collect();
    ahead.sort_by(|one, other| (one.at, &one.name).cmp(&(other.at, &other.name)));
    let behind = around.iter().rev().filter_map(|one| behind(t, one, &deeds, &names)).collect();
    Ok(Rhythm {
        frame: Frame::of(visitor, Here::Rhythm),
        t,
        open,
        ahead,
        holidays: days_off(t, &holidays, now, community.zone),
        behind,
        rituals: rituals.iter().map(|one| ritual(t, one)).collect(),
    })
}

/// A line of what is at this moment.
fn line(t: &Tongue, at: Instant, name: &str, note: String) -> Line {
    Line { at, iso: iso(at), when: t.moment(at), name: name.to_owned(), href: None, note }
}

/// The rounds in progress.
async fn open(reader: &mut Reader, t: &Tongue, rounds: &[Round]) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    for round in rounds {
        let givers = reader.givers(&round.id).await?;
        let people: BTreeSet<_> = givers.into_iter().map(|account| account.person).collect();
        let until = t.moment(round.closes_at);
        let args = [("until", until.into()), ("people", people.len().into())];
        let told = line(t, round.due_at, &round.name, t.fill("curate-open-line", &args));
        lines.push(Line { href: Some(address(&round.id)), ..told });
    }
    Ok(lines)
}

/// The next times of a ritual. Days without rituals and times that were skipped are left out.
fn slots(
    t: &Tongue,
    ritual: &Ritual,
    now: Instant,
    closed: &BTreeSet<NaiveDate>,
    taken: &BTreeSet<(&RitualId, &str)>,
) -> Vec<Line> {
    if ritual.state != RitualState::Active {
        return Vec::new();
    }
    let slots = ritual.schedule.missed(now, now + WEEKS, &|day| closed.contains(&day));
    let free = slots.into_iter().filter(|slot| !taken.contains(&(&ritual.id, slot.key().as_str())));
    free.map(|slot| line(t, slot.at, &ritual.name, String::new())).collect()
}

/// A round that was late or skipped, and how.
fn behind(
    t: &Tongue,
    round: &Round,
    deeds: &[Deed],
    names: &BTreeMap<String, String>,
) -> Option<Line> {
    let note = match (round.state, round.opened_at) {
        (RoundState::Skipped, _) => {
            let subject = format!("{} {}", round.ritual, round.key);
            let by = deeds.iter().find(|deed| deed.subject == subject);
            match by.map(|deed| names.get(&deed.actor).unwrap_or(&deed.actor)) {
                Some(name) => t.fill("curate-skipped-by", &[("name", name.as_str().into())]),
                None => t.say("curate-skipped-late"),
            }
        }
        (_, Some(opened)) if opened - round.due_at >= LATE => {
            let late = (opened - round.due_at).to_std().ok()?;
            let late = t.words().span(&t.language, late);
            t.fill("curate-was-late", &[("late", late.into())])
        }
        _ => return None,
    };
    let href = round.opened_at.map(|_| address(&round.id));
    Some(Line { href, ..line(t, round.due_at, &round.name, note) })
}

/// The days without rituals in the next weeks.
fn days_off(
    t: &Tongue,
    holidays: &[(NaiveDate, String)],
    now: Instant,
    zone: chrono_tz::Tz,
) -> Vec<String> {
    let from = now.with_timezone(&zone).date_naive();
    let to = (now + WEEKS).with_timezone(&zone).date_naive();
    let soon = holidays.iter().filter(|(day, _)| (from..to).contains(day));
    soon.map(|(day, label)| match label.trim() {
        "" => t.day(*day),
        label => format!("{}: {label}", t.day(*day)),
    })
    .collect()
}

/// A ritual and when it runs.
fn ritual(t: &Tongue, one: &Ritual) -> Line {
    let note = match one.state {
        RitualState::Paused => t.say("curate-ritual-paused"),
        RitualState::Active | RitualState::Removed => String::new(),
    };
    let when = t.words().rhythm(&t.language, &one.schedule);
    Line { when, ..line(t, crate::domain::clock::instant(0), &one.name, note) }
}

/// The names of those who did something, by how the audit has them.
async fn names(reader: &mut Reader, deeds: &[Deed]) -> anyhow::Result<BTreeMap<String, String>> {
    let actors: BTreeSet<&String> = deeds.iter().map(|deed| &deed.actor).collect();
    let mut names = BTreeMap::new();
    for actor in actors {
        let Ok(account) = actor.parse() else { continue };
        if let Some(known) = reader.account(&account).await? {
            names.insert(actor.clone(), known.name);
        }
    }
    Ok(names)
}
