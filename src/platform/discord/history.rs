//! A room's past: paged forward from the cursor, then the threads of its rounds. Discord shows no
//! deletions: what the house knows and history has no more of is asked for, one by one, and is gone
//! only where Discord itself says so.

use std::collections::BTreeSet;

use serenity::model::id::{ChannelId, MessageId};

use super::adapter::Discord;
use super::past::{self, PAGE};
use super::permission::{TO_READ, TO_THREAD};
use super::read::{Place, Reader, id_at, remote};
use super::send::{known, message_id};
use super::shape::Message;
use super::thread::Found;
use super::{NAME, room_ref, world};
use crate::domain::ids::{RemoteId, RoomRef};
use crate::platform::{Inbox, Incoming, Refusal, Removed, RoundThread};

/// So few messages are asked for one by one; more are paged through.
const FEW: usize = 10;

/// So many pages of a room are read at most to look for what is known.
const PAGES: usize = 50;

/// Tells a room's past from after `cursor` to now, then the threads of its rounds.
pub(super) async fn fill(
    discord: &Discord,
    room: &RoomRef,
    cursor: Option<&str>,
    threads: &[RoundThread],
    inbox: &Inbox,
) -> Result<(), Refusal> {
    let channel = known(room)?;
    let own = discord.world.own();
    let own = own.ok_or_else(|| Refusal::Down("Discord was not reached yet".into()))?;
    let filling = Filling {
        discord,
        inbox,
        reader: Reader { own, hears: discord.hears() },
        room: channel,
        direct: discord.directs.has(channel),
    };
    if !filling.may_read()? {
        // Nothing can be told of it; when the permission comes, it is read from the same place.
        tracing::warn!(platform = NAME, %room, "the bot may not read that channel's history");
        return filling.filled(None).await;
    }
    let upto = filling.forward(cursor).await?;
    for thread in threads.iter().filter(|thread| thread.whole) {
        filling.whole(thread).await?;
    }
    for thread in threads.iter().filter(|thread| !thread.whole) {
        filling.onward(thread).await?;
    }
    filling.filled(Some(upto)).await
}

struct Filling<'a> {
    discord: &'a Discord,
    inbox: &'a Inbox,
    reader: Reader,
    room: ChannelId,
    direct: bool,
}

impl Filling<'_> {
    /// Whether history is there to be read: without the permission Discord shows an empty one.
    fn may_read(&self) -> Result<bool, Refusal> {
        if self.direct {
            return Ok(true);
        }
        let world = &self.discord.world;
        if world.guild_of(self.room).is_none() {
            return Err(Refusal::NotAllowed("the bot is not in that channel".into()));
        }
        if !world.is_there(self.room) {
            return Err(Refusal::Down("the server is out of Discord's reach".into()));
        }
        Ok(world.may(self.room, self.discord.real.now()).contains(TO_READ))
    }

    async fn filled(&self, upto: Option<String>) -> Result<(), Refusal> {
        self.put(Incoming::Filled { room: room_ref(self.room), upto }).await
    }

    async fn put(&self, incoming: Incoming) -> Result<(), Refusal> {
        let sent = self.inbox.send(incoming).await;
        sent.map_err(|_| Refusal::Down("the house is stopping".into()))
    }

    /// The room itself, from the cursor on. Without one its history begins now; that of a direct
    /// channel with the words by which it became known, for a crash may have come before a cursor.
    async fn forward(&self, cursor: Option<&str>) -> Result<String, Refusal> {
        let last = self.discord.world.last(self.room).map_or(0, MessageId::get);
        let cursor = cursor.and_then(|cursor| cursor.parse::<u64>().ok());
        let Some(cursor) = cursor.or_else(|| self.discord.directs.before_heard(self.room)) else {
            let now = || id_at(self.discord.real.now());
            return Ok(if last == 0 { now() } else { last }.to_string());
        };
        if last != 0 && last <= cursor {
            return Ok(cursor.to_string());
        }
        let place = Place { direct: self.direct, ..Place::room(self.room) }.in_the_past();
        let at = self.page(self.room, cursor, &place, |_| {}).await?;
        Ok(at.to_string())
    }

    /// Everything after `from` in a channel, oldest first; how far that was.
    async fn page(
        &self,
        channel: ChannelId,
        from: u64,
        place: &Place,
        mut seen: impl FnMut(MessageId),
    ) -> Result<u64, Refusal> {
        let mut at = from;
        loop {
            let page = past::after(&self.discord.rest, channel, at).await?;
            for message in &page {
                seen(message.id);
                self.tell(message, place).await?;
            }
            at = page.last().map_or(at, |message| message.id.get());
            if page.len() < PAGE {
                return Ok(at);
            }
        }
    }

    /// A message as it was said, and as it was last edited.
    async fn tell(&self, message: &Message, place: &Place) -> Result<(), Refusal> {
        let said = self.reader.said(message, place);
        for one in said.into_iter().chain(self.reader.edited(message, place)) {
            self.put(one).await?;
        }
        Ok(())
    }

    /// A thread from its beginning; what is gone from it or from the room is told.
    async fn whole(&self, thread: &RoundThread) -> Result<(), Refusal> {
        let under = thread_of(&thread.root)?;
        if thread.open {
            self.discord.threads.opened(under);
        }
        let mut seen = BTreeSet::new();
        if !self.discord.world.has_thread(under)
            && self.discord.find_thread(under).await? == Found::Gone
        {
            return self.without_thread(under, thread).await;
        }
        self.discord.world.note_thread(under, self.room);
        let place = self.in_thread(under);
        self.page(under, 0, &place, |id| {
            seen.insert(remote(id));
        })
        .await?;
        for id in self.not_in_the_room(thread, &seen).await? {
            if !self.stands_in(under, id).await? {
                self.removed(id).await?;
            }
        }
        Ok(())
    }

    /// What is known of a round, was not seen in its thread, and does not stand in the room either.
    /// What stands there is told as it is now.
    async fn not_in_the_room<'t>(
        &self,
        thread: &'t RoundThread,
        seen: &BTreeSet<RemoteId>,
    ) -> Result<Vec<&'t RemoteId>, Refusal> {
        let mut missing: Vec<&RemoteId> =
            thread.known.iter().filter(|id| !seen.contains(*id)).collect();
        if missing.len() > FEW {
            let here = self.between(&missing).await?;
            missing.retain(|id| !here.contains(*id));
        }
        let mut gone = Vec::new();
        for id in missing {
            if !self.stands_in(self.room, id).await? {
                gone.push(id);
            }
        }
        Ok(gone)
    }

    /// The messages of the room from the first of these to the last, told as they are now.
    async fn between(&self, ids: &[&RemoteId]) -> Result<BTreeSet<RemoteId>, Refusal> {
        let numbers = || ids.iter().filter_map(|id| id.as_str().parse::<u64>().ok());
        let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else {
            return Ok(BTreeSet::new());
        };
        let place = Place::room(self.room).in_the_past();
        let (mut here, mut at) = (BTreeSet::new(), first.saturating_sub(1));
        for _ in 0..PAGES {
            let page = past::after(&self.discord.rest, self.room, at).await?;
            for message in &page {
                here.insert(remote(message.id));
                if let Some(edited) = self.reader.edited(message, &place) {
                    self.put(edited).await?;
                }
            }
            at = page.last().map_or(at, |message| message.id.get());
            if page.len() < PAGE || at >= last {
                break;
            }
        }
        Ok(here)
    }

    /// The thread is not there: what was said under the prompt in the room may still be. Where the
    /// bot can't make threads there never was one; elsewhere what is missing went with it.
    async fn without_thread(&self, under: ChannelId, of: &RoundThread) -> Result<(), Refusal> {
        let gone = self.not_in_the_room(of, &BTreeSet::new()).await?;
        let had = self.discord.world.may(self.room, self.discord.real.now()).contains(TO_THREAD);
        if had && !gone.is_empty() {
            return self.put(world::thread_gone(self.room, under)).await;
        }
        for id in gone {
            self.removed(id).await?;
        }
        Ok(())
    }

    /// Whether a known message stands in a channel; if so, it is told as it is now.
    async fn stands_in(&self, channel: ChannelId, id: &RemoteId) -> Result<bool, Refusal> {
        let Some(message) = past::one(&self.discord.rest, channel, message_id(id)?).await? else {
            return Ok(false);
        };
        let place = match channel == self.room {
            true => Place::room(self.room).in_the_past(),
            false => self.in_thread(channel),
        };
        // It is known: only what changed matters.
        if let Some(edited) = self.reader.edited(&message, &place) {
            self.put(edited).await?;
        }
        Ok(true)
    }

    async fn removed(&self, id: &RemoteId) -> Result<(), Refusal> {
        self.put(Incoming::Removed(Removed {
            room: room_ref(self.room),
            id: id.clone(),
            at: self.discord.real.now(),
            cursor: None,
        }))
        .await
    }

    /// The thread of a round that closed lately, on from what is known of it.
    async fn onward(&self, thread: &RoundThread) -> Result<(), Refusal> {
        let under = thread_of(&thread.root)?;
        if self.discord.threads.is_gone(under) {
            return Ok(());
        }
        // What fits into a page is read whole: some of what is known stands in the room instead.
        let newest = thread.known.iter().filter_map(|id| id.as_str().parse::<u64>().ok()).max();
        let from = newest.filter(|_| thread.known.len() >= PAGE).unwrap_or_default();
        match self.page(under, from, &self.in_thread(under), |_| {}).await {
            // It was taken away, or never made: nothing more is said there.
            Err(Refusal::NotAllowed(_) | Refusal::Gone(_)) => {
                self.discord.threads.gone(under);
                Ok(())
            }
            other => other.map(drop),
        }
    }

    fn in_thread(&self, thread: ChannelId) -> Place {
        Place { thread: Some(thread), ..Place::room(self.room) }.in_the_past()
    }
}

fn thread_of(root: &RemoteId) -> Result<ChannelId, Refusal> {
    Ok(ChannelId::new(message_id(root)?.get()))
}
