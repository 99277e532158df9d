//! The history as the flow hears of it: live, and when a room is read back.

use super::cast::{self, BOT};
use super::journal::{Deed, Entry, Say};
use super::server::remote;
use super::state::State;
use crate::domain::ids::RemoteId;
use crate::platform::{
    Author, Edited, Incoming, Pressed, Reacted, Removed, ReplyTo, Said, Submitted,
};

/// One entry as it happens; `None` for what a platform would not tell its bot.
#[must_use]
pub fn live(state: &State, entry: &Entry, prefix: &str) -> Option<Incoming> {
    let room = cast::room_ref(&entry.place);
    let cursor = Some(entry.n.to_string());
    let at = entry.at;
    match &entry.deed {
        Deed::Say(say) => said(entry, say, prefix).map(Incoming::Said),
        Deed::Edit { blank: true, .. } => None,
        Deed::Edit { message, content, .. } => {
            let (id, by) = (remote(*message), author(entry));
            let (text, files) = (content.text.clone(), content.files.clone());
            Some(Incoming::Edited(Edited { room, id, by, text, files, at, cursor }))
        }
        // The bot knows what it took away itself.
        Deed::Delete { .. } if entry.by == BOT => None,
        Deed::Delete { message, .. } => {
            Some(Incoming::Removed(Removed { room, id: remote(*message), at, cursor }))
        }
        Deed::React { message, with } => Some(Incoming::Reacted(Reacted {
            room,
            id: remote(entry.n),
            target: remote(*message),
            by: author(entry),
            key: with.clone(),
            at,
            cursor,
        })),
        Deed::Press { message, button } => Some(Incoming::Pressed(Pressed {
            id: remote(entry.n),
            by: author(entry),
            button: button.clone(),
            at,
            reply: reply_to(state, entry, *message),
            cursor: cursor.filter(|_| !is_direct(&entry.place)),
        })),
        Deed::Submit { message, form, fields } => Some(Incoming::Submitted(Submitted {
            id: remote(entry.n),
            by: author(entry),
            form: form.clone(),
            fields: fields.clone(),
            at,
            reply: reply_to(state, entry, *message),
            cursor: cursor.filter(|_| !is_direct(&entry.place)),
        })),
    }
}

/// A room's history after a cursor, with the whole of some threads, and where it ends. Words that
/// are gone are not told again: a server would not have them any more.
#[must_use]
pub fn history(
    state: &State,
    place: &str,
    from: u64,
    threads: &[u64],
    prefix: &str,
) -> Vec<Incoming> {
    let told = state.in_place(place).filter(|entry| entry.n > from || in_thread(entry, threads));
    let mut news: Vec<Incoming> = told
        .filter(|entry| !words_are_gone(state, entry))
        .filter_map(|entry| live(state, entry, prefix))
        .map(as_past)
        .collect();
    let upto = state.in_place(place).next_back().map(|entry| entry.n.to_string());
    news.push(Incoming::Filled { room: cast::room_ref(place), upto });
    news
}

/// Whether a message was deleted.
#[must_use]
pub fn is_gone(state: &State, n: u64) -> bool {
    state.message(n).is_some_and(|(_, _, standing)| standing.gone)
}

fn in_thread(entry: &Entry, threads: &[u64]) -> bool {
    matches!(&entry.deed, Deed::Say(say) if say.thread.is_some_and(|root| threads.contains(&root)))
}

fn words_are_gone(state: &State, entry: &Entry) -> bool {
    match &entry.deed {
        Deed::Say(_) => is_gone(state, entry.n),
        Deed::Edit { message, .. } => is_gone(state, *message),
        _ => false,
    }
}

fn as_past(news: Incoming) -> Incoming {
    match news {
        Incoming::Said(said) => Incoming::Said(Said { past: true, ..said }),
        other => other,
    }
}

fn said(entry: &Entry, say: &Say, prefix: &str) -> Option<Said> {
    // An answer that one person alone sees is no event of the room.
    let unseen = say.aside.is_some() || say.content.form.is_some() && say.key.is_none();
    (!unseen).then(|| Said {
        room: cast::room_ref(&entry.place),
        direct: is_direct(&entry.place),
        id: remote(entry.n),
        by: author(entry),
        text: say.content.text.clone(),
        files: say.content.files.clone(),
        at: entry.at,
        thread: say.thread.map(remote),
        reply_to: say.reply_to.map(remote),
        addressed: (entry.by != BOT).then(|| addressed(&say.content.text, prefix)).flatten(),
        key: say.key.clone(),
        cursor: Some(entry.n.to_string()),
        past: false,
    })
}

/// The words after the prefix, or after a mention of the bot.
fn addressed(text: &str, prefix: &str) -> Option<String> {
    let text = text.trim_start();
    let rest = strip(text, prefix).or_else(|| {
        let rest = strip(text, &format!("@{BOT}"))?;
        Some(rest.strip_prefix([':', ',']).unwrap_or(rest))
    })?;
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    ends.then(|| rest.trim().to_owned())
}

fn strip<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

fn reply_to(state: &State, entry: &Entry, message: u64) -> ReplyTo {
    // A form that was brought by an answer to a button belongs to the prompt above that button.
    let said = state.message(message).map(|(_, say, _)| say);
    let brought = said.filter(|say| say.content.form.is_some() && say.key.is_none());
    let prompt: RemoteId = remote(brought.and_then(|say| say.reply_to).unwrap_or(message));
    ReplyTo {
        account: cast::account_ref(&entry.by),
        room: (!is_direct(&entry.place)).then(|| cast::room_ref(&entry.place)),
        message: Some(prompt),
        thread: said.and_then(|say| say.thread).map(remote),
        token: Some(remote(entry.n).0),
    }
}

fn author(entry: &Entry) -> Author {
    Author {
        account: cast::account_ref(&entry.by),
        name: cast::name_of(&entry.by).to_owned(),
        bot: entry.by == BOT,
        ours: entry.by == BOT,
    }
}

fn is_direct(place: &str) -> bool {
    cast::owner_of(place).is_some()
}
