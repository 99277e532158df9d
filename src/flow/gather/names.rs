//! The names people go by: those of the rooms. In a direct message, in history and with an edit a
//! platform may know somebody by another name; that renames nobody.

use std::borrow::Cow;

use crate::platform::{Author, Incoming};
use crate::store::{StoreError, Tx};

/// The event, with its author named as they are known, where it does not tell how a room calls
/// them.
///
/// # Errors
/// When the database fails.
pub async fn as_known<'e>(
    tx: &mut Tx,
    event: &'e Incoming,
) -> Result<Cow<'e, Incoming>, StoreError> {
    let Some(author) = elsewhere(event) else { return Ok(Cow::Borrowed(event)) };
    let known = tx.account(&author.account).await?.filter(|known| known.name != author.name);
    let Some(known) = known else { return Ok(Cow::Borrowed(event)) };
    let mut event = event.clone();
    if let Some(author) = author_of(&mut event) {
        author.name = known.name;
    }
    Ok(Cow::Owned(event))
}

/// Who did something where their name is not the room's.
fn elsewhere(event: &Incoming) -> Option<&Author> {
    match event {
        Incoming::Said(said) if said.direct || said.past => Some(&said.by),
        Incoming::Edited(edited) => Some(&edited.by),
        Incoming::Pressed(pressed) if pressed.reply.room.is_none() => Some(&pressed.by),
        Incoming::Submitted(sent) if sent.reply.room.is_none() => Some(&sent.by),
        Incoming::Commanded(commanded) if commanded.reply.room.is_none() => Some(&commanded.by),
        _ => None,
    }
}

fn author_of(event: &mut Incoming) -> Option<&mut Author> {
    match event {
        Incoming::Said(said) => Some(&mut said.by),
        Incoming::Edited(edited) => Some(&mut edited.by),
        Incoming::Pressed(pressed) => Some(&mut pressed.by),
        Incoming::Submitted(sent) => Some(&mut sent.by),
        Incoming::Commanded(commanded) => Some(&mut commanded.by),
        _ => None,
    }
}
