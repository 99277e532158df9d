//! What is said in the thread of a round: kept as a message, its words only with a yes.

use crate::domain::file;
use crate::domain::ids::{PlatformName, RemoteId, RoomRef, RoundId};
use crate::domain::member::{Account, Standing};
use crate::domain::message::{Message, MessageState};
use crate::domain::post::{Purpose, Target};
use crate::platform::Said;
use crate::store::{Reader, Tx};

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

/// The roots of the threads of a room's open rounds: they are read again whole after a gap.
///
/// # Errors
/// When the database fails.
pub async fn open_roots(reader: &mut Reader, room: &RoomRef) -> anyhow::Result<Vec<RemoteId>> {
    let Some(bound) = reader.room(room).await? else { return Ok(Vec::new()) };
    let mut roots = Vec::new();
    for round in reader.open_rounds(&bound.circle).await? {
        for post in reader.posts_of(&round.id).await? {
            if post.purpose != Purpose::Prompt || post.target != Target::Room(room.clone()) {
                continue;
            }
            let parts = reader.parts(&post.id).await?;
            roots.extend(parts.into_iter().filter(|part| part.part == 0).map(|part| part.remote));
        }
    }
    Ok(roots)
}
