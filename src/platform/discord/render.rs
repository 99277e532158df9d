//! A neutral body as messages of Discord: words in its markdown, each message within its limit,
//! buttons under the last one. Pure: the same body always gives the same parts.
//!
//! A part is the object of Create Message as JSON, without what belongs to a single act. Nobody is
//! ever told but those whom the body names, and links are shown without a preview.

use serde_json::{Value, json};

use super::block::{Piece, pieces_of};
use super::escape::{clean, length};
use super::{NAME, custom};
use crate::domain::body::{Body, Button};

/// The longest content of a message.
pub(super) const LIMIT: usize = 2000;

/// The most buttons in a row, and the most rows.
const ROW: usize = 5;

/// The longest label of a button.
const LABEL: usize = 80;

/// The longest name of a thread.
const THREAD: usize = 100;

/// The most people that one message may tell.
const TOLD: usize = 50;

/// Links are shown without a preview.
pub(super) const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// Nobody's phone rings.
pub(super) const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// What stands where nothing is said: Discord takes no message without words.
const NOTHING: &str = "\u{200b}";

/// The parts of a body, each the JSON of one message.
pub(super) fn render(body: &Body, mark: &str) -> Vec<String> {
    let told = told(body);
    let contents = contents(body, &told);
    let last = contents.len().saturating_sub(1);
    let part = |(number, content): (usize, String)| {
        let mark = if mark.is_empty() { String::new() } else { format!("{mark}.{number}") };
        let rows = if number == last { rows(&body.buttons, &mark) } else { Vec::new() };
        let users = if number == 0 { told.as_slice() } else { &[] };
        let mut part = json!({
            "content": content,
            "allowed_mentions": { "parse": [], "users": users },
            "components": rows,
            "flags": flags(body),
        });
        // A thread stands under the first part; it is made after that, and not sent with it.
        if let Some(name) = body.thread.as_ref().filter(|_| number == 0) {
            part["thread"] = json!({ "name": or_dots(short(name, THREAD)) });
        }
        part.to_string()
    };
    contents.into_iter().enumerate().map(part).collect()
}

fn flags(body: &Body) -> u64 {
    SUPPRESS_EMBEDS | if body.notice { SUPPRESS_NOTIFICATIONS } else { 0 }
}

/// The accounts here that are told of it.
fn told(body: &Body) -> Vec<&str> {
    let here = body.mentions.iter().filter(|account| account.platform.as_str() == NAME);
    let ids = here.map(|account| account.id.as_str());
    ids.filter(|id| !id.is_empty() && id.bytes().all(|c| c.is_ascii_digit())).take(TOLD).collect()
}

/// The words of each part; never none.
fn contents(body: &Body, told: &[&str]) -> Vec<String> {
    let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
    let names: Vec<String> = told.iter().map(|id| format!("<@{id}>")).collect();
    if !names.is_empty() {
        put(&mut parts, Piece::line(names.join(" ")));
    }
    for piece in body.blocks.iter().flat_map(pieces_of) {
        put(&mut parts, piece);
    }
    parts.iter().map(|part| joined(part)).collect()
}

/// Puts a piece into the last part, or, where it does not fit or goes on with what was cut, into a
/// new one. What only names a piece goes along with it.
fn put(parts: &mut Vec<Vec<Piece>>, piece: Piece) {
    let Some(part) = parts.last_mut() else { return };
    let mut longer = part.clone();
    longer.push(piece.clone());
    if part.is_empty() || (!piece.goes_on && length(&joined(&longer)) <= LIMIT) {
        part.push(piece);
        return;
    }
    let room = LIMIT.saturating_sub(length(&piece.text) + 2);
    let goes_along =
        |label: &mut Piece| label.names_next && !piece.goes_on && length(&label.text) <= room;
    let label = if part.len() > 1 { part.pop_if(goes_along) } else { None };
    parts.push(label.into_iter().chain([piece]).collect());
}

/// Pieces as one text. Discord trims a message: what stands there is what was sent.
fn joined(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| pieces.get(before));
        if let Some(before) = before {
            let close = before.close || (before.leads && piece.close_before);
            text.push_str(if close { "\n" } else { "\n\n" });
        }
        text.push_str(&piece.text);
    }
    let text = text.trim();
    if text.is_empty() { NOTHING.to_owned() } else { text.to_owned() }
}

/// The rows of buttons. Those of one kind, such as a scale, stand in one row as far as they fit.
fn rows(buttons: &[Button], mark: &str) -> Vec<Value> {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut ids = Vec::new();
    for kind in buttons.chunk_by(|one, next| verb(one) == verb(next)) {
        let mut made: Vec<Value> = Vec::new();
        for button in kind {
            let Some(id) = custom::id_of(button, mark).filter(|id| !ids.contains(id)) else {
                continue;
            };
            made.push(component(button, &id));
            ids.push(id);
        }
        match rows.last_mut() {
            Some(row) if row.len() + made.len() <= ROW => row.extend(made),
            _ => rows.extend(made.chunks(ROW).map(<[Value]>::to_vec)),
        }
    }
    rows.truncate(ROW);
    rows.into_iter().map(|row| json!({ "type": 1, "components": row })).collect()
}

fn verb(button: &Button) -> &str {
    button.id.split(':').next().unwrap_or_default()
}

fn component(button: &Button, id: &str) -> Value {
    let style = match button.press {
        crate::domain::body::Press::Form => 1,
        crate::domain::body::Press::Act => 2,
    };
    let label = or_dots(short(&button.label, LABEL));
    json!({ "type": 2, "style": style, "label": label, "custom_id": id })
}

/// Discord takes nothing that is empty.
pub(super) fn or_dots(text: String) -> String {
    if text.is_empty() { "…".to_owned() } else { text }
}

/// One line of at most so many characters.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if length(&text) <= most {
        return text;
    }
    let mut cut = String::new();
    for letter in unicode_segmentation::UnicodeSegmentation::graphemes(text.as_str(), true) {
        if length(&cut) + length(letter) + 1 > most {
            break;
        }
        cut.push_str(letter);
    }
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
