//! What convenors change in a thread: its topics, its note, how far they are with it. The same
//! functions as the commands', in one transaction with the audit row, the role checked in it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::frame::{fault, nothing, told};
use super::guard::{Sent, Visitor};
use super::thread::{Asked, Tried, address, held, render, seen};
use crate::command::session;
use crate::domain::ids::RoundId;
use crate::domain::round::{Curation, Round};
use crate::flow::curate::{self, Amiss};
use crate::store::Tx;
use crate::web::Web;
use crate::web::tongue::Tongue;

/// How a change ends that is not made.
enum No {
    /// There is no such thread for this visitor, or they are no convenor any more.
    Nothing,
    /// Somebody else changed the note meanwhile.
    Meanwhile,
    /// Why not.
    Amiss(Amiss),
}

impl<E: Into<Amiss>> From<E> for No {
    fn from(why: E) -> Self {
        Self::Amiss(why.into())
    }
}

/// The topics that were chosen, and a new one.
pub(super) async fn topics(State(web): State<Web>, Path(id): Path<String>, sent: Sent) -> Response {
    let Sent { visitor, fields } = sent;
    let (chosen, had, new) = (fields.all("topic"), fields.all("had"), fields.one("new"));
    let mut add: Vec<String> = chosen.iter().filter(|one| !had.contains(one)).cloned().collect();
    add.extend(fields.all("new"));
    let less: Vec<String> = had.iter().filter(|one| !chosen.contains(one)).cloned().collect();
    let id = RoundId::from(id);
    let done = change_topics(&web, &visitor, &id, &add, &less).await;
    let tried = Tried { topics: Some((chosen, new.to_owned())), ..Tried::default() };
    finish(&web, &visitor, &id, "topics", done, tried).await
}

async fn change_topics(
    web: &Web,
    visitor: &Visitor,
    id: &RoundId,
    add: &[String],
    less: &[String],
) -> Result<(), No> {
    let (mut tx, mut round) = begin(web, visitor, id).await?;
    // What somebody else took away meanwhile is gone already.
    let less: Vec<String> = less.iter().filter(|one| round.topics.contains(one)).cloned().collect();
    curate::topics(&web.house, &mut tx, &mut round, add, &less).await?;
    for (deed, changed) in [("round topic add", add), ("round topic remove", &less[..])] {
        if !changed.is_empty() {
            note_deed(web, &mut tx, visitor, deed, id.as_str()).await?;
        }
    }
    end(web, tx).await
}

/// A note on what was said.
pub(super) async fn note(State(web): State<Web>, Path(id): Path<String>, sent: Sent) -> Response {
    let Sent { visitor, fields } = sent;
    let id = RoundId::from(id);
    let text = fields.one("note");
    let done = change_note(&web, &visitor, &id, text, fields.one("seen")).await;
    let tried = Tried { note: Some(text.to_owned()), ..Tried::default() };
    finish(&web, &visitor, &id, "note", done, tried).await
}

async fn change_note(
    web: &Web,
    visitor: &Visitor,
    id: &RoundId,
    text: &str,
    was: &str,
) -> Result<(), No> {
    let (mut tx, mut round) = begin(web, visitor, id).await?;
    if !was.is_empty() && was != seen(&round) {
        return Err(No::Meanwhile);
    }
    curate::note(&web.house, &mut tx, &mut round, text).await?;
    note_deed(web, &mut tx, visitor, "round note", id.as_str()).await?;
    end(web, tx).await
}

/// How far the convenors are with it.
pub(super) async fn state(State(web): State<Web>, Path(id): Path<String>, sent: Sent) -> Response {
    let Sent { visitor, fields } = sent;
    let id = RoundId::from(id);
    let Some(curation) = Curation::named(fields.one("state")) else {
        return told(&visitor.tongue, StatusCode::BAD_REQUEST, "curate-unreadable", &[]);
    };
    let done = change_state(&web, &visitor, &id, curation).await;
    finish(&web, &visitor, &id, "state", done, Tried::default()).await
}

async fn change_state(
    web: &Web,
    visitor: &Visitor,
    id: &RoundId,
    curation: Curation,
) -> Result<(), No> {
    let (mut tx, mut round) = begin(web, visitor, id).await?;
    curate::curation(&mut tx, &mut round, curation).await?;
    let subject = format!("{id} {}", curation.as_str());
    note_deed(web, &mut tx, visitor, "page curation", &subject).await?;
    end(web, tx).await
}

/// The round in the transaction that acts, where the visitor is still a convenor in it.
async fn begin(web: &Web, visitor: &Visitor, id: &RoundId) -> Result<(Tx, Round), No> {
    let mut tx = web.house.store.begin().await?;
    let (account, community) = (&visitor.visit.account.at, &visitor.visit.community.id);
    if !session::may_act(&mut tx, account, community).await? {
        return Err(No::Nothing);
    }
    match held(&mut tx, visitor, id).await? {
        Some(round) => Ok((tx, round)),
        None => Err(No::Nothing),
    }
}

async fn note_deed(
    web: &Web,
    tx: &mut Tx,
    visitor: &Visitor,
    deed: &str,
    subject: &str,
) -> Result<(), No> {
    let (account, community) = (&visitor.visit.account.at, &visitor.visit.community.id);
    Ok(curate::deed(&web.house, tx, community, account, deed, subject).await?)
}

async fn end(web: &Web, tx: Tx) -> Result<(), No> {
    tx.commit().await?;
    web.house.wake.notify_one();
    Ok(())
}

/// Back to the thread; where nothing was changed, with what was tried and why not.
async fn finish(
    web: &Web,
    visitor: &Visitor,
    id: &RoundId,
    what: &str,
    done: Result<(), No>,
    tried: Tried,
) -> Response {
    let t = &visitor.tongue;
    let (status, problem) = match done {
        Ok(()) => {
            let to = format!("{}?saved={what}#curation", address(id));
            return Redirect::to(&to).into_response();
        }
        Err(No::Nothing) => return nothing(t),
        Err(No::Amiss(Amiss::Fault(error))) => return fault(t, &error),
        Err(No::Meanwhile) => (StatusCode::CONFLICT, t.say("curate-meanwhile")),
        Err(No::Amiss(amiss)) => (StatusCode::BAD_REQUEST, why(t, &amiss)),
    };
    let tried = Tried { problem: Some(problem), ..tried };
    render(web, visitor, id, &Asked::default(), tried, status).await
}

fn why(t: &Tongue, amiss: &Amiss) -> String {
    match amiss {
        Amiss::TopicLength => t.fill("topic-length", &[("most", curate::LONGEST_TOPIC.into())]),
        Amiss::TopicsFull => t.fill("topics-full", &[("most", curate::MOST_TOPICS.into())]),
        Amiss::NoteLength => t.fill("note-too-long", &[("most", curate::LONGEST_NOTE.into())]),
        Amiss::NoSuchTopic(_) | Amiss::Fault(_) => t.say("curate-unreadable"),
    }
}
