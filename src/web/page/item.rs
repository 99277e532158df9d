//! The messages of a room as the page lists them: threads under their roots, private answers among
//! them, days between them.

use std::collections::BTreeSet;

use super::asked::Spot;
use crate::domain::body::Block;
use crate::domain::clock::{Instant, instant};
use crate::platform::practice::journal::Deed;
use crate::platform::practice::state::State;
use crate::platform::practice::view::{self, Seen, SeenReaction};
use crate::platform::practice::{cast, number};
use crate::web::tongue::Tongue;

/// How many messages a room shows at first.
const SHOWN: usize = 150;

/// The most characters of a message that is replied to.
const SNIPPET: usize = 90;

/// What the list holds.
pub(super) struct Listing {
    pub items: Vec<Item>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// A message with all that the page says of it.
pub(super) struct Item {
    pub seen: Seen,
    pub mine: bool,
    pub name: String,
    /// The day that begins with it.
    pub day: Option<(String, String)>,
    pub time: String,
    pub blocks: Vec<Block>,
    pub reply: Option<Reply>,
    pub reactions: Vec<Reaction>,
    pub thread: Vec<Item>,
    pub for_me: bool,
}

/// What a message replies to.
pub(super) struct Reply {
    pub id: String,
    pub name: String,
    pub snippet: String,
}

/// A reaction as one sees it.
pub(super) struct Reaction {
    pub key: String,
    pub names: String,
    pub count: usize,
    /// The reaction of one's own, to be taken back.
    pub mine: Option<String>,
}

impl Item {
    /// Whether it brings a form that waits to be filled in.
    pub(super) fn has_sheet(&self) -> bool {
        self.seen.form.is_some() && self.seen.buttons.is_empty() && !self.seen.deleted
    }

    /// One's own thumb, where it is up.
    pub(super) fn my_thumb(&self) -> Option<&String> {
        self.reactions.iter().find(|one| one.key == "👍").and_then(|one| one.mine.as_ref())
    }
}

/// The messages that somebody sees in a room.
pub(super) fn list(tongue: &Tongue, state: &State, spot: Spot, all: bool) -> Listing {
    let mut seen = seen(state, spot);
    let more = !all && seen.len() > SHOWN;
    if more {
        seen.drain(..seen.len() - SHOWN);
    }
    let (inner, outer): (Vec<Seen>, Vec<Seen>) = {
        let here: BTreeSet<String> = seen.iter().map(|one| one.id.clone()).collect();
        seen.into_iter().partition(|one| one.thread.as_ref().is_some_and(|id| here.contains(id)))
    };
    let mut items: Vec<Item> =
        outer.into_iter().map(|one| item(tongue, state, spot, one)).collect();
    for one in inner {
        let root = items.iter_mut().find(|root| Some(&root.seen.id) == one.thread.as_ref());
        if let Some(root) = root {
            root.thread.push(item(tongue, state, spot, one));
        }
    }
    items.retain(|one| !one.seen.deleted || !one.thread.is_empty() || !one.seen.bot);
    hush(&mut items);
    mark_days(tongue, &mut items);
    Listing { items, more }
}

/// The room's messages and what only this persona sees among them, oldest first.
fn seen(state: &State, spot: Spot) -> Vec<Seen> {
    let mut seen = view::messages(state, &spot.place());
    let direct = cast::direct_of(spot.me.id);
    if spot.is_direct() {
        seen.retain(|one| one.aside.is_none());
    } else {
        let asides = view::messages(state, &direct);
        seen.extend(asides.into_iter().filter(|one| one.aside.as_deref() == Some(spot.room)));
        seen.sort_by_key(|one| number(&one.id));
    }
    let done = filled_in(state, &spot.place());
    let latest = latest_forms(&seen);
    seen.retain(|one| {
        one.form.is_none()
            || !one.buttons.is_empty()
            || !done.contains(&one.id) && latest.contains(&one.id)
    });
    seen
}

/// The messages whose form was sent.
fn filled_in(state: &State, place: &str) -> BTreeSet<String> {
    let sent = state.in_place(place).filter_map(|entry| match &entry.deed {
        Deed::Submit { message, .. } => Some(format!("m{message}")),
        _ => None,
    });
    sent.collect()
}

/// Of each form the last message that brings it.
fn latest_forms(seen: &[Seen]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let latest = seen.iter().rev().filter(|one| {
        one.buttons.is_empty() && one.form.as_ref().is_some_and(|form| known.insert(&form.id))
    });
    latest.map(|one| one.id.clone()).collect()
}

fn item(tongue: &Tongue, state: &State, spot: Spot, seen: Seen) -> Item {
    let at = moment(&seen.at).with_timezone(&tongue.zone);
    Item {
        mine: seen.author == spot.me.id,
        name: cast::name_of(&seen.author).to_owned(),
        day: None,
        time: at.format("%H:%M").to_string(),
        blocks: seen.blocks.clone(),
        reply: seen.reply_to.as_deref().and_then(|id| reply(state, id)),
        reactions: seen.reactions.iter().map(|one| reaction(spot, one)).collect(),
        thread: Vec::new(),
        for_me: seen.mentions.iter().any(|one| one == spot.me.id),
        seen,
    }
}

fn moment(iso: &str) -> Instant {
    iso.parse().unwrap_or(instant(0))
}

/// What follows its question at once need not say what it answers.
fn hush(items: &mut [Item]) {
    let before: Vec<String> = items.iter().map(|one| one.seen.id.clone()).collect();
    for (item, before) in items.iter_mut().skip(1).zip(&before) {
        item.reply = item.reply.take().filter(|reply| reply.id != *before);
    }
}

fn mark_days(tongue: &Tongue, items: &mut [Item]) {
    let mut last = None;
    for item in items {
        let day = moment(&item.seen.at).with_timezone(&tongue.zone).date_naive();
        if last != Some(day) {
            item.day = Some((day.to_string(), tongue.day(day)));
            last = Some(day);
        }
    }
}

fn reply(state: &State, id: &str) -> Option<Reply> {
    let seen = view::message(state, number(id)?)?;
    let plain = seen.text.replace("**", "").replace('`', "");
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut snippet: String = line.chars().take(SNIPPET).collect();
    if snippet.len() < line.len() {
        snippet.push('…');
    }
    Some(Reply { id: seen.id, name: cast::name_of(&seen.author).to_owned(), snippet })
}

fn reaction(spot: Spot, seen: &SeenReaction) -> Reaction {
    let names: Vec<&str> = seen.by.keys().map(|one| cast::name_of(one)).collect();
    Reaction {
        key: seen.key.clone(),
        names: names.join(", "),
        count: names.len(),
        mine: seen.by.get(spot.me.id).cloned(),
    }
}
