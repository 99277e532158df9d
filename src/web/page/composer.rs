//! What the box at the bottom is about to do: say something, reply, write in a thread, change.

use super::asked::{Asked, Spot};
use crate::platform::practice::state::State;
use crate::platform::practice::view::{self, Seen};
use crate::platform::practice::{cast, number};
use crate::web::tongue::Tongue;

/// The state of the box.
pub(super) struct Composer {
    /// What its form sends as `kind`.
    pub kind: &'static str,
    /// The message it is about.
    pub to: Option<String>,
    /// Whether it is for the thread under `to`.
    pub thread: bool,
    /// What stands in it.
    pub text: String,
    /// What it is about to do, where that is more than saying something.
    pub note: Option<String>,
}

impl Composer {
    pub(super) fn of(tongue: &Tongue, state: &State, spot: Spot, asked: &Asked) -> Self {
        let said = asked.fill.clone().unwrap_or_default();
        let kind = if spot.is_direct() { "direct" } else { "message" };
        let plain = Self { kind, to: None, thread: false, text: said.clone(), note: None };
        let find = |id: &Option<String>| find(state, spot, id.as_deref()?);
        if let Some(seen) = find(&asked.edit).filter(|seen| seen.author == spot.me.id) {
            let note = Some(tongue.say("practice-editing"));
            return Self { kind: "edit", to: Some(seen.id), text: seen.text, note, ..plain };
        }
        let about = |key: &str, seen: &Seen| {
            Some(tongue.fill(key, &[("name", cast::name_of(&seen.author).into())]))
        };
        if let Some(seen) = find(&asked.thread) {
            let note = about("practice-threading", &seen);
            return Self { to: Some(seen.id), thread: true, note, ..plain };
        }
        match find(&asked.reply) {
            Some(seen) => {
                Self { note: about("practice-replying", &seen), to: Some(seen.id), ..plain }
            }
            None => plain,
        }
    }
}

/// A message that stands in this room.
fn find(state: &State, spot: Spot, id: &str) -> Option<Seen> {
    let seen = view::message(state, number(id)?)?;
    let here = seen.room == spot.place() || seen.aside.as_deref() == Some(spot.room);
    (here && !seen.deleted).then_some(seen)
}
