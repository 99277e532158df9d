//! A direct message: a command without prefix, the answer to a question, or words that are shared
//! only after a yes.

use std::sync::Arc;

use crate::domain::body::Body;
use crate::platform::{Response, Said};
use crate::store::Tx;

use super::super::event::Desk;
use super::super::{House, consent, offer, question};
use super::After;
use super::said::{command, reply_to};

/// Takes a direct message in. Words that answer an open question win over a command of the same
/// name, except for `help`-like single words that name a verb.
pub async fn take(
    house: &House,
    desk: &Arc<dyn Desk>,
    tx: &mut Tx,
    said: &Said,
) -> anyhow::Result<Option<After>> {
    if said.text.trim().is_empty() && !said.files.is_empty() {
        return only_files(house, tx, said).await;
    }
    let waiting = tx.question(&said.by.account).await?;
    let words = without_lead(house, &said.text);
    if desk.is_command(words) && !(waiting.is_some() && is_plain(house, words)) {
        return Ok(Some(command(said, words)));
    }
    if !tx.first_sight(&said.room.platform, said.id.as_str(), said.at).await? {
        return Ok(None);
    }
    if let Some(waiting) = waiting
        && let Some(body) = question::answered(house, tx, said, waiting).await?
    {
        return Ok(Some(After::Reply(reply_to(said), Response::Private(body))));
    }
    let body = offer::offer(house, tx, said).await?;
    Ok(Some(After::Reply(reply_to(said), Response::Private(body))))
}

/// A file alone, in private: it is not kept, and its sender hears where it would be.
async fn only_files(house: &House, tx: &mut Tx, said: &Said) -> anyhow::Result<Option<After>> {
    if !tx.first_sight(&said.room.platform, said.id.as_str(), said.at).await? {
        return Ok(None);
    }
    let language = consent::own_language(tx, &said.by).await?;
    let body = Body::text(house.words.say(&language, "file-in-private", &[]));
    Ok(Some(After::Reply(reply_to(said), Response::Private(body))))
}

/// The words without a prefix, or a slash, that is not needed here.
fn without_lead<'a>(house: &House, text: &'a str) -> &'a str {
    let text = text.trim_start();
    text.strip_prefix(house.prefix.as_str()).or_else(|| text.strip_prefix('/')).unwrap_or(text)
}

/// Words that answer a question even if a verb begins with them.
fn is_plain(house: &House, text: &str) -> bool {
    ["typed-yes", "typed-no", "typed-pass", "typed-skip"]
        .iter()
        .any(|words| house.words.means(words, text))
}
