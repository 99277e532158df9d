//! One thread: what was asked, what was said, who may see it, and what convenors made of it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::frame::{Frame, Here, fault, nothing, page};
use super::guard::Visitor;
use super::talk::{Answers, PAGE, Saying, Telling, What, Words};
use crate::domain::clock::instant;
use crate::domain::community::Room;
use crate::domain::ids::RoundId;
use crate::domain::round::{Curation, Round, RoundState};
use crate::flow::{curate, facts};
use crate::ritual::fold::fold;
use crate::ritual::script::Visible;
use crate::ritual::telling;
use crate::store::{Place, Reader};
use crate::web::Web;
use crate::web::tongue::Tongue;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// After this message: instant, platform, id.
    after: String,
    /// What was just changed.
    pub saved: String,
}

/// What somebody tried to change and could not.
#[derive(Default)]
pub(super) struct Tried {
    /// Why not, in words.
    pub problem: Option<String>,
    /// The note they wrote.
    pub note: Option<String>,
    /// The topics they chose, and the new one they typed.
    pub topics: Option<(Vec<String>, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "curate/thread.html")]
struct Thread<'a> {
    frame: Frame<'a>,
    t: &'a Tongue,
    round: Round,
    date: String,
    circle: String,
    question: String,
    status: String,
    facts: Vec<String>,
    sees: Vec<String>,
    unnamed: Vec<Words>,
    talk: Vec<Saying>,
    first: bool,
    older: Option<String>,
    state: String,
    moves: Vec<Move>,
    topics: Vec<Topic>,
    new_topic: String,
    note: String,
    seen: String,
    saved: Option<String>,
    problem: Option<String>,
}

/// A state the thread can be put into.
struct Move {
    state: &'static str,
    label: String,
    /// What one usually does next.
    next: bool,
}

/// A topic of the vocabulary.
struct Topic {
    name: String,
    /// Whether it is chosen in the form.
    chosen: bool,
    /// Whether the thread has it.
    had: bool,
}

impl Thread<'_> {
    fn address(&self) -> String {
        address(&self.round.id)
    }

    fn open(&self) -> bool {
        self.round.state == RoundState::Open
    }

    fn most_topic(&self) -> usize {
        curate::LONGEST_TOPIC
    }

    fn most_note(&self) -> usize {
        curate::LONGEST_NOTE
    }
}

/// A thread's address.
pub(super) fn address(id: &RoundId) -> String {
    format!("/curate/threads/{id}")
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    render(&web, &visitor, &id.into(), &asked, Tried::default(), StatusCode::OK).await
}

/// The page with what was tried.
pub(super) async fn render(
    web: &Web,
    visitor: &Visitor,
    id: &RoundId,
    asked: &Asked,
    tried: Tried,
    status: StatusCode,
) -> Response {
    match thread(web, visitor, id, asked, tried).await {
        Ok(Some(shown)) => page(status, &shown),
        Ok(None) => nothing(&visitor.tongue),
        Err(error) => fault(&visitor.tongue, &error),
    }
}

/// A round of the visitor's community that was held; another's is as if it were not there.
pub(super) async fn held(
    reader: &mut Reader,
    visitor: &Visitor,
    id: &RoundId,
) -> anyhow::Result<Option<Round>> {
    let found = reader.round(id).await?;
    Ok(found.filter(|one| one.community == visitor.visit.community.id && one.opened_at.is_some()))
}

async fn thread<'a>(
    web: &Web,
    visitor: &'a Visitor,
    id: &RoundId,
    asked: &Asked,
    tried: Tried,
) -> anyhow::Result<Option<Thread<'a>>> {
    let mut reader = web.house.store.read().await?;
    let Some(round) = held(&mut reader, visitor, id).await? else { return Ok(None) };
    let script = facts::script_of(&web.house, &mut reader, &round).await?;
    let rooms = reader.rooms_of(&round.circle).await?;
    let circle = reader.circle(&round.circle).await?.map(|one| one.name).unwrap_or_default();
    let t = &visitor.tongue;
    let filed = reader.messages_with_files(&round.id).await?;
    let telling = Telling { t, script: &script, rooms: &rooms, filed: &filed };
    let given = reader.contributions(&round.id).await?;
    let mut answers = telling.answers(given, reader.givers(&round.id).await?);
    let after = place(&asked.after);
    let mut spoken = reader.spoken(&round.id, after.as_ref(), PAGE + 1).await?;
    let more = spoken.len() > PAGE;
    spoken.truncate(PAGE);
    let last = spoken.last().filter(|_| more).map(|one| {
        let message = &one.message;
        (message.at, message.room.platform.clone(), message.remote.clone())
    });
    let vocabulary = reader.topics(&round.community).await?;
    let facts = told(t, &round, &answers, reach_outs(&mut reader, &round).await?);
    drop(reader);
    let unnamed = std::mem::take(&mut answers.unnamed);
    let upto = last.as_ref().map(|(at, ..)| *at);
    Ok(Some(Thread {
        date: t.date(round.due_at),
        circle,
        question: telling::question(&round, &script, 0, &t.language),
        status: status(t, &round),
        facts,
        sees: sees(&telling, &rooms),
        unnamed: if after.is_none() { unnamed } else { Vec::new() },
        talk: telling.talk(answers, spoken, after.as_ref(), upto),
        first: after.is_none(),
        older: last.map(|place| next(&round.id, &place)),
        state: t.say(&format!("curate-state-{}", round.curation.as_str())),
        moves: moves(t, round.curation),
        topics: topics(&round, vocabulary, tried.topics.as_ref().map(|(chosen, _)| chosen)),
        new_topic: tried.topics.map(|(_, new)| new).unwrap_or_default(),
        seen: seen(&round),
        note: tried.note.or_else(|| round.note.clone()).unwrap_or_default(),
        saved: saved(t, &asked.saved),
        problem: tried.problem,
        frame: Frame::of(visitor, Here::Thread),
        t,
        round,
    }))
}

/// By what it is known whether somebody else changed the note meanwhile.
pub(super) fn seen(round: &Round) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(round.note.as_deref().unwrap_or_default()))
}

fn saved(t: &Tongue, what: &str) -> Option<String> {
    ["topics", "note", "state"].contains(&what).then(|| t.say(&format!("curate-saved-{what}")))
}

/// The place that an address names.
fn place(text: &str) -> Option<Place> {
    let mut parts = text.splitn(3, '.');
    let at = parts.next()?.parse().ok()?;
    Some((instant(at), parts.next()?.into(), parts.next()?.into()))
}

fn next(round: &RoundId, (at, platform, remote): &Place) -> String {
    let key = format!("{}.{platform}.{remote}", at.timestamp_millis());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{}?{}", address(round), query.append_pair("after", &key).finish())
}

fn status(t: &Tongue, round: &Round) -> String {
    let (key, at) = match round.state {
        RoundState::Open => ("curate-open-until", round.closes_at),
        _ => ("curate-closed-at", round.closed_at.unwrap_or(round.closes_at)),
    };
    t.fill(key, &[("until", t.moment(at).into())])
}

/// What is told in numbers, and who may be reached out to.
fn told(t: &Tongue, round: &Round, answers: &Answers, reach: Vec<String>) -> Vec<String> {
    let mut lines = Vec::new();
    if answers.passed > 0 {
        lines.push(t.fill("curate-passed", &[("count", answers.passed.into())]));
    }
    if let Some(moods) = &round.moods {
        lines.push(t.words().moods(&t.language, moods));
    }
    if !reach.is_empty() {
        lines.push(t.fill("round-reach-out", &[("names", t.list(&reach).into())]));
    }
    lines
}

async fn reach_outs(reader: &mut Reader, round: &Round) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for person in reader.reach_outs(&round.id).await? {
        let account = reader.accounts_of(&person).await?.into_iter().next();
        names.extend(account.map(|account| account.name));
    }
    Ok(names)
}

/// Who may see it.
fn sees(telling: &Telling<'_>, rooms: &[Room]) -> Vec<String> {
    let t = telling.t;
    let any = |visible: Visible| telling.script.steps.iter().any(|step| step.visible == visible);
    let named: Vec<String> = rooms.iter().map(|room| telling.room(&room.at)).collect();
    let mut lines = Vec::new();
    if any(Visible::Circle) && !named.is_empty() {
        lines.push(t.fill("curate-sees-circle", &[("rooms", t.list(&named).into())]));
    } else if !named.is_empty() {
        lines.push(t.fill("curate-sees-talk", &[("rooms", t.list(&named).into())]));
    }
    if any(Visible::Convenors) {
        lines.push(t.say("curate-sees-convenors"));
    }
    if any(Visible::Counts) {
        lines.push(t.say("curate-sees-counts"));
    }
    lines.push(t.say("curate-sees-private"));
    lines
}

fn moves(t: &Tongue, now: Curation) -> Vec<Move> {
    let usual = match now {
        Curation::Inbox => Curation::Curated,
        Curation::Curated => Curation::Archived,
        Curation::Archived => Curation::Curated,
    };
    let others = [usual].into_iter().chain(Curation::ALL);
    let mut moves: Vec<Move> = Vec::new();
    for to in others.filter(|to| *to != now) {
        let state = to.as_str();
        if moves.iter().all(|one| one.state != state) {
            let label = t.say(&format!("curate-move-{state}"));
            moves.push(Move { state, label, next: to == usual });
        }
    }
    moves
}

/// The vocabulary, and what of it is chosen.
fn topics(round: &Round, mut vocabulary: Vec<String>, chosen: Option<&Vec<String>>) -> Vec<Topic> {
    let extra = round.topics.iter().filter(|one| !vocabulary.contains(one)).cloned();
    vocabulary.extend(extra.collect::<Vec<_>>());
    let chosen = chosen.unwrap_or(&round.topics);
    let among = |name: &str, list: &[String]| list.iter().any(|one| fold(one) == fold(name));
    let topic = |name: String| Topic {
        chosen: among(&name, chosen),
        had: among(&name, &round.topics),
        name,
    };
    vocabulary.into_iter().map(topic).collect()
}
