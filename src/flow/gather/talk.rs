//! Talk in the threads of rounds: most of what is said, and the least is done with it.
//!
//! A message that is certainly conversation becomes a row and nothing more. What tells it from an
//! answer is looked up once a batch, and the rows and cursors of a batch are written together.
//! Before anything else is taken, [`Talk::settle`] writes what waits and forgets what was looked
//! up, so nothing here outlives a change.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};
use crate::domain::message::Message;
use crate::domain::round::Round;
use crate::platform::{Incoming, Said};
use crate::ritual::parse;
use crate::ritual::script::Script;
use crate::store::{Speaker, Tx};

use super::super::{House, facts, thread};

/// The talk of one batch, and how far each room was read in it.
#[derive(Default)]
pub struct Talk {
    topics: HashMap<(PlatformName, RemoteId), Option<Topic>>,
    rows: Vec<Message>,
    cursors: HashMap<RoomRef, String>,
}

/// A round as its thread knows it.
struct Topic {
    round: Round,
    script: Arc<Script>,
    speakers: HashMap<AccountRef, Option<Speaker>>,
}

impl Talk {
    /// Takes a message of a thread in, if it is conversation or the thread is no round's. `false`
    /// leaves it to be looked at with care.
    pub async fn hears(
        &mut self,
        house: &House,
        tx: &mut Tx,
        said: &Said,
        root: &RemoteId,
    ) -> anyhow::Result<bool> {
        let key = (said.room.platform.clone(), root.clone());
        if !self.topics.contains_key(&key) {
            self.topics.insert(key.clone(), Topic::find(house, tx, &key).await?);
        }
        let Some(Some(topic)) = self.topics.get_mut(&key) else { return Ok(true) };
        let Some(row) = topic.conversation(house, tx, said).await? else { return Ok(false) };
        self.rows.push(row);
        Ok(true)
    }

    /// This event is stored with all before it: its room's history is read up to here.
    pub fn passed(&mut self, event: &Incoming) {
        if let Some((room, cursor)) = event.place() {
            self.cursors.insert(room.clone(), cursor.to_owned());
        }
    }

    /// Writes what waits and forgets what was looked up. A gap holds its room's cursor still.
    pub async fn settle(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        self.topics.clear();
        thread::keep_all(tx, &std::mem::take(&mut self.rows)).await?;
        for (room, cursor) in self.cursors.drain() {
            tx.set_cursor(&room, &cursor).await?;
        }
        Ok(())
    }
}

impl Topic {
    async fn find(
        house: &House,
        tx: &mut Tx,
        (platform, root): &(PlatformName, RemoteId),
    ) -> anyhow::Result<Option<Self>> {
        let Some(round) = tx.round_of_message(platform, root).await? else { return Ok(None) };
        let script = facts::script_of(house, tx, &round).await?;
        Ok(Some(Self { round, script, speakers: HashMap::new() }))
    }

    /// The row of a message that is conversation; `None` when it may be more.
    async fn conversation(
        &mut self,
        house: &House,
        tx: &mut Tx,
        said: &Said,
    ) -> anyhow::Result<Option<Message>> {
        let by = &said.by.account;
        if !self.speakers.contains_key(by) {
            self.speakers.insert(by.clone(), tx.speaker(&self.round, by).await?);
        }
        let Some(Some(speaker)) = self.speakers.get(by) else { return Ok(None) };
        let renamed = speaker.account.name != said.by.name;
        if renamed || !self.is_settled(speaker, said) || !self.is_plain(house, said) {
            return Ok(None);
        }
        let (account, words) = (&speaker.account, speaker.words);
        Ok(Some(thread::message(&self.round.id, words, account, said, false)))
    }

    /// Of a person's thread messages only one that came first is an answer.
    fn is_settled(&self, speaker: &Speaker, said: &Said) -> bool {
        !self.round.takes(said.at) || speaker.first_gave.is_some_and(|first| first < said.at)
    }

    /// Whether nobody has to be told anything about these words.
    fn is_plain(&self, house: &House, said: &Said) -> bool {
        if !self.round.takes(said.at) || house.words.means("typed-pass", &said.text) {
            return true;
        }
        let Some(step) = self.script.step(self.round.step) else { return true };
        let parsed = parse::from_text(step, &said.text, parse::Said::Public);
        parsed.problems.is_empty() && !parsed.mood_in_public
    }
}
