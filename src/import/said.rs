//! Messages and posts.

use crate::daemon::Ending;
use crate::domain::clock::instant;
use crate::domain::ids::{AccountRef, PlatformName, PostId, RemoteId, RoomRef};
use crate::domain::message::Message;
use crate::domain::post::{Part, PartState, Post, Target};
use crate::knowledge::place::Place;
use crate::knowledge::record;
use crate::store::Tx;

use super::community::Known;
use super::read::{Rows, Source};

/// The platform of those to whom something was said alone: nobody is named, nothing is delivered.
const NOBODY: &str = "nobody";

/// How many messages are written at once.
const BATCH: usize = 100;

/// Reads messages; says how many.
pub(super) async fn messages(
    tx: &mut Tx,
    source: &Source,
    place: &Place,
    known: &Known,
) -> Result<u64, Ending> {
    let mut rows = source.rows::<record::Message>("messages.jsonl")?;
    let mut batch = Vec::new();
    while let Some(row) = rows.next()? {
        let round = tx.round(&row.round).await?;
        if round.is_none_or(|round| round.community != place.id) {
            return Err(rows.broken("its round is not in rounds.jsonl").into());
        }
        if !known.people.contains(&row.person) {
            return Err(rows.broken("its person is not in people.jsonl").into());
        }
        batch.push(message(&rows, row)?);
        if batch.len() == BATCH {
            write(tx, &rows, &mut batch).await?;
        }
    }
    write(tx, &rows, &mut batch).await?;
    Ok(rows.complete(place.rows.messages)?)
}

async fn write(
    tx: &mut Tx,
    rows: &Rows<'_, record::Message>,
    batch: &mut Vec<Message>,
) -> Result<(), Ending> {
    let added = tx.add_messages(batch).await?;
    if added != batch.len() as u64 {
        return Err(rows.broken("a message among the last hundred is there twice").into());
    }
    batch.clear();
    Ok(())
}

fn message(rows: &Rows<'_, record::Message>, row: record::Message) -> Result<Message, Ending> {
    Ok(Message {
        room: rows.reference("room", &row.room)?,
        remote: RemoteId(row.remote_id),
        round: row.round,
        account: rows.reference("account", &row.account)?,
        person: row.person.into(),
        text: row.text,
        files: row.files,
        at: row.said_at,
        edited_at: row.edited_at,
        state: row.state,
    })
}

/// Reads posts; says how many. They stand as they stood: nothing is to be sent.
pub(super) async fn posts(tx: &mut Tx, source: &Source, place: &Place) -> Result<u64, Ending> {
    let mut rows = source.rows::<record::Post>("posts.jsonl")?;
    while let Some(row) = rows.next()? {
        if let Some(round) = &row.round
            && tx.round(round).await?.is_none_or(|round| round.community != place.id)
        {
            return Err(rows.broken("its round is not in rounds.jsonl").into());
        }
        let target = match &row.room {
            Some(room) => Target::Room(rows.reference::<RoomRef>("room", room)?),
            None => Target::Direct(AccountRef::new(NOBODY, row.id.as_str())),
        };
        let parts = parts(&row, target.platform());
        if !tx.add_post(&post(row, target, place)).await? {
            return Err(rows.broken("there is a post of this id or slot already").into());
        }
        for part in parts {
            tx.save_part(&part).await?;
        }
    }
    Ok(rows.complete(place.rows.posts)?)
}

fn post(row: record::Post, target: Target, place: &Place) -> Post {
    Post {
        slot: row.slot.unwrap_or_else(|| format!("{}{}", record::IMPORTED, row.id)),
        id: row.id,
        seq: row.seq,
        target,
        round: row.round,
        community: Some(place.id.clone()),
        purpose: row.purpose,
        generation: row.generation,
        body: None,
        wanted: row.version,
        posted: row.version,
        after: None,
        thread_of: None,
        fallback: None,
        state: row.state,
        reason: None,
        retry_at: instant(0),
        tries: 0,
        lease_until: instant(0),
        attempt: None,
        created_at: row.created_at,
    }
}

/// The messages that stand for a post; what they say is not known, so a change says it anew.
fn parts(row: &record::Post, platform: &PlatformName) -> Vec<Part> {
    let part = |generation, part, remote: &str, edits: &[String], state| Part {
        post: PostId::clone(&row.id),
        generation,
        part,
        platform: platform.clone(),
        remote: RemoteId::from(remote),
        rendered: String::new(),
        edits: edits.iter().map(|edit| RemoteId::from(edit.as_str())).collect(),
        state,
    };
    if row.room.is_some() {
        let all = row.parts.iter();
        return all
            .map(|one| part(one.generation, one.part, &one.remote_id, &one.edits, one.state))
            .collect();
    }
    let standing = (0_u32..).zip(&row.remote_ids);
    standing
        .map(|(number, remote)| part(row.generation, number, remote, &[], PartState::Standing))
        .collect()
}
