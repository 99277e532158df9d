//! What is said in the thread of a round: kept as a message, its words only with a yes.

use chrono::TimeDelta;

use crate::domain::clock::Instant;
use crate::domain::contribution::Act;
use crate::domain::file;
use crate::domain::ids::{PlatformName, RemoteId, RoomRef, RoundId};
use crate::domain::member::{Account, Standing};
use crate::domain::message::{Message, MessageState};
use crate::domain::post::{Post, Purpose, Target};
use crate::domain::round::RoundState;
use crate::platform::{RoundThread, Said};
use crate::store::{Reader, Tx};

/// For so long after the close of a round its threads are still read after a gap.
pub const LATELY: TimeDelta = TimeDelta::days(14);

/// The source by which a contribution names the message it came from.
#[must_use]
pub fn source(room: &RoomRef, remote: &RemoteId) -> String {
    format!("message:{}:{remote}", room.platform)
}

/// A message of a round's thread as it is kept: an answer with its words and files, anything else
/// with them only where its author said yes.
#[must_use]
pub fn message(
    round: &RoundId,
    standing: Standing,
    account: &Account,
    said: &Said,
    answer: bool,
) -> Message {
    let keeps = answer || standing == Standing::Yes;
    let message = Message {
        room: said.room.clone(),
        remote: said.id.clone(),
        round: round.clone(),
        account: account.at.clone(),
        person: account.person.clone(),
        text: Some(said.text.clone()),
        files: said.files.iter().take(file::MOST).cloned().collect(),
        at: said.at,
        edited_at: None,
        state: MessageState::Kept,
    };
    if keeps { message } else { message.wordless(MessageState::Withheld) }
}

/// Keeps messages of threads, each once.
///
/// # Errors
/// When the database fails.
pub async fn keep_all(tx: &mut Tx, messages: &[Message]) -> anyhow::Result<()> {
    if tx.add_messages(messages).await? == messages.len() as u64 {
        return Ok(());
    }
    // Read back after a yes: what was withheld is kept now; what is gone stays gone.
    for message in messages.iter().filter(|message| message.state == MessageState::Kept) {
        let known = tx.message(&message.room.platform, &message.remote).await?;
        if known.is_some_and(|known| known.state == MessageState::Withheld) {
            tx.save_message(message).await?;
        }
    }
    Ok(())
}

/// The words of the message behind a contribution's source are gone.
///
/// # Errors
/// When the database fails.
pub async fn words_gone(tx: &mut Tx, source: &str) -> anyhow::Result<()> {
    let Some((platform, remote)) =
        source.strip_prefix("message:").and_then(|rest| rest.split_once(':'))
    else {
        return Ok(());
    };
    gone(tx, &PlatformName::from(platform), &RemoteId::from(remote)).await
}

/// A message was deleted where it was said: a gap stays.
///
/// # Errors
/// When the database fails.
pub async fn gone(tx: &mut Tx, platform: &PlatformName, remote: &RemoteId) -> anyhow::Result<()> {
    let Some(message) = tx.message(platform, remote).await? else { return Ok(()) };
    tx.save_message(&message.wordless(MessageState::Gone)).await?;
    Ok(())
}

/// The threads of a room's rounds that are read after a gap: those of open rounds, and those of
/// rounds that closed lately, where people may still talk.
///
/// # Errors
/// When the database fails.
pub async fn of_room(
    reader: &mut Reader,
    room: &RoomRef,
    now: Instant,
) -> anyhow::Result<Vec<RoundThread>> {
    let Some(bound) = reader.room(room).await? else { return Ok(Vec::new()) };
    let mut threads = Vec::new();
    for round in reader.rounds_since(&bound.circle, now - LATELY).await? {
        let known = reader.messages_in(&round.id, room).await?;
        let posts = reader.posts_of(&round.id).await?;
        let open = round.state == RoundState::Open;
        let whole = open || posts.iter().any(is_summary_to_come);
        for post in posts {
            if post.purpose != Purpose::Prompt || post.target != Target::Room(room.clone()) {
                continue;
            }
            let parts = reader.parts(&post.id).await?.into_iter();
            threads.extend(parts.filter(|part| part.part == 0).map(|part| RoundThread {
                root: part.remote,
                known: known.clone(),
                open,
                whole,
            }));
        }
    }
    Ok(threads)
}

fn is_summary_to_come(post: &Post) -> bool {
    post.purpose == Purpose::Summary && post.undone() && post.posted == 0
}

/// A round's thread was taken away: what was given in it as an answer is kept, other words that
/// were said there are dropped.
///
/// # Errors
/// When the database fails.
pub async fn taken_away(tx: &mut Tx, round: &RoundId, room: &RoomRef) -> anyhow::Result<()> {
    for mut message in tx.messages(round).await? {
        if message.room != *room || message.state == MessageState::Gone {
            continue;
        }
        let given = tx.contribution_from(&source(room, &message.remote)).await?;
        if !given.is_some_and(|given| matches!(given.act, Act::Give(_) | Act::Add(_))) {
            message.text = None;
            message.state = MessageState::Gone;
            tx.save_message(&message).await?;
        }
    }
    Ok(())
}
