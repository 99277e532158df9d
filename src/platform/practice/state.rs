//! The history in memory, and what of it stands now: an entry's place by number, the latest words
//! of each message, what is gone, which keys were seen.

use std::collections::{BTreeSet, HashMap};

use super::content::Content;
use super::journal::{Deed, Entry, Say};
use crate::domain::body::Block;

/// The whole history, with indexes.
#[derive(Debug, Default)]
pub struct State {
    entries: Vec<Entry>,
    messages: HashMap<u64, Standing>,
    keys: HashMap<String, u64>,
    places: HashMap<String, Vec<u64>>,
    roots: BTreeSet<u64>,
}

/// How a message stands now.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// The last edit.
    pub edit: Option<u64>,
    /// Whether it was deleted.
    pub gone: bool,
    /// The reactions on it that stand.
    pub reactions: Vec<u64>,
}

impl State {
    /// The state after these entries.
    #[must_use]
    pub fn after(entries: Vec<Entry>) -> Self {
        let mut state = Self::default();
        for entry in entries {
            state.apply(entry);
        }
        state
    }

    /// The number of the last entry; zero is none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.entries.len() as u64
    }

    /// All entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// One entry.
    #[must_use]
    pub fn entry(&self, n: u64) -> Option<&Entry> {
        let index = usize::try_from(n.checked_sub(1)?).ok()?;
        self.entries.get(index)
    }

    /// The entries after a number.
    #[must_use]
    pub fn entries_after(&self, n: u64) -> &[Entry] {
        let from = usize::try_from(n).unwrap_or(usize::MAX).min(self.entries.len());
        self.entries.get(from..).unwrap_or_default()
    }

    /// The entries of one room, oldest first.
    pub fn in_place(&self, place: &str) -> impl DoubleEndedIterator<Item = &Entry> {
        let numbers = self.places.get(place).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().filter_map(|n| self.entry(*n))
    }

    /// A message as it was said, and how it stands.
    #[must_use]
    pub fn message(&self, n: u64) -> Option<(&Entry, &Say, &Standing)> {
        let entry = self.entry(n)?;
        let Deed::Say(say) = &entry.deed else { return None };
        Some((entry, say, self.messages.get(&n)?))
    }

    /// What a message says now.
    #[must_use]
    pub fn content(&self, n: u64) -> Option<&Content> {
        let (_, say, standing) = self.message(n)?;
        match standing.edit.and_then(|edit| self.entry(edit)).map(|entry| &entry.deed) {
            Some(Deed::Edit { content, .. }) => Some(content),
            _ => Some(&say.content),
        }
    }

    /// The message that an act of this key made or changed.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<u64> {
        self.keys.get(key).copied()
    }

    /// Whether a message is the root of a thread.
    #[must_use]
    pub fn is_root(&self, n: u64) -> bool {
        self.roots.contains(&n)
    }

    /// Takes the next entry in.
    pub fn apply(&mut self, entry: Entry) {
        self.places.entry(entry.place.clone()).or_default().push(entry.n);
        match &entry.deed {
            Deed::Say(say) => self.said(entry.n, say),
            Deed::Edit { message, key, .. } => {
                remember(&mut self.keys, key.as_deref(), *message);
                self.messages.entry(*message).or_default().edit = Some(entry.n);
            }
            Deed::Delete { message, key } => {
                remember(&mut self.keys, key.as_deref(), *message);
                self.gone(*message);
            }
            Deed::React { message, .. } => {
                self.messages.entry(*message).or_default().reactions.push(entry.n);
            }
            Deed::Press { .. } | Deed::Submit { .. } => {}
        }
        self.entries.push(entry);
    }

    fn said(&mut self, n: u64, say: &Say) {
        remember(&mut self.keys, say.key.as_deref(), n);
        self.roots.extend(say.thread);
        self.messages.entry(n).or_default();
    }

    fn gone(&mut self, n: u64) {
        if let Some(Deed::React { message, .. }) = self.entry(n).map(|entry| &entry.deed) {
            let message = *message;
            self.messages.entry(message).or_default().reactions.retain(|one| *one != n);
        } else {
            self.messages.entry(n).or_default().gone = true;
        }
    }

    /// Whether this takes members' words out of sight: their own, or those that the bot quoted. The
    /// bot's other words, such as a live count, may wait for the next start.
    #[must_use]
    pub fn hides_words(&self, deed: &Deed) -> bool {
        let (Deed::Edit { message, .. } | Deed::Delete { message, .. }) = deed else {
            return false;
        };
        let ours = self.entry(*message).is_some_and(|entry| entry.by == super::cast::BOT);
        let quote = |block: &Block| matches!(block, Block::Quote(_));
        !ours || self.content(*message).is_some_and(|content| content.blocks.iter().any(quote))
    }

    /// The history without words that nobody can see any more; `None` where there are none.
    #[must_use]
    pub fn without_lost_words(&self) -> Option<Vec<Entry>> {
        let kept: Vec<Entry> = self.entries.iter().map(|entry| self.kept(entry)).collect();
        (kept != self.entries).then_some(kept)
    }

    fn kept(&self, entry: &Entry) -> Entry {
        let mut entry = entry.clone();
        match &mut entry.deed {
            Deed::Say(say) => {
                let standing = self.messages.get(&entry.n);
                if standing.is_some_and(|one| one.gone) {
                    say.content = Content::default();
                } else if let Some(now) = self.content(entry.n) {
                    say.content = now.clone();
                }
            }
            Deed::Edit { message, content, blank, .. } => {
                let standing = self.messages.get(message);
                if standing.is_some_and(|one| one.gone || one.edit != Some(entry.n)) {
                    *content = Content::default();
                    *blank = true;
                }
            }
            _ => {}
        }
        entry
    }
}

fn remember(keys: &mut HashMap<String, u64>, key: Option<&str>, message: u64) {
    if let Some(key) = key {
        keys.insert(key.to_owned(), message);
    }
}
