//! Events whose words can't be read yet, for want of a key. Their words are not in here.

use crate::domain::clock::Instant;
use crate::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};

use super::error::Result;
use super::row::{Cell, Cells, Shape, limit, ms};
use super::tx::{Reader, Tx};

/// An event whose words can't be read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it was said.
    pub room: RoomRef,
    /// Its id.
    pub remote: RemoteId,
    /// Who said it.
    pub account: AccountRef,
    /// When, by the platform.
    pub said_at: Instant,
    /// When it was seen first, in real time.
    pub seen_at: Instant,
    /// How often it was tried again.
    pub tries: u32,
    /// When it is tried next, in real time.
    pub retry_at: Instant,
    /// The slot of the notice in which its room was told, once it was.
    pub notice: Option<String>,
}

impl Shape for Unreadable {
    const TABLE: &'static str = "unreadable";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        let platform = row.platform()?;
        Ok(Self {
            room: RoomRef::new(platform.clone(), row.text("room")?),
            remote: row.remote()?,
            account: AccountRef::new(platform, row.text("account")?),
            said_at: row.instant("said_at")?,
            seen_at: row.instant("seen_at")?,
            tries: row.count("tries")?,
            retry_at: row.instant("retry_at")?,
            notice: row.maybe_text("notice")?,
        })
    }
}

/// A room with how much can't be read in it.
struct Held(RoomRef, u64);

impl Shape for Held {
    const TABLE: &'static str = "unreadable";
    const KEY: &'static str = "room";

    fn read(row: &impl Cells) -> Cell<Self> {
        let events = row.count("events")?;
        Ok(Self(RoomRef::new(row.platform()?, row.text("room")?), events.into()))
    }
}

impl Reader {
    /// Events that are to be tried again by now, the longest due first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn unreadable_due(&mut self, now: Instant, most: usize) -> Result<Vec<Unreadable>> {
        all!(
            self,
            Unreadable,
            "SELECT * FROM unreadable WHERE retry_at <= $1
             ORDER BY retry_at, platform, remote LIMIT $2",
            ms(now),
            limit(most),
        )
    }

    /// What can't be read in a room, in the order in which it was seen.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn unreadable_in(&mut self, room: &RoomRef) -> Result<Vec<Unreadable>> {
        all!(
            self,
            Unreadable,
            "SELECT * FROM unreadable WHERE platform = $1 AND room = $2
             ORDER BY seen_at, said_at, remote",
            room.platform.as_str(),
            room.id.as_str(),
        )
    }

    /// Events seen at or before an instant of which their room was not told, in the order in which
    /// they were seen.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn unreadable_untold(
        &mut self,
        seen: Instant,
        most: usize,
    ) -> Result<Vec<Unreadable>> {
        all!(
            self,
            Unreadable,
            "SELECT * FROM unreadable WHERE notice IS NULL AND seen_at <= $1
             ORDER BY seen_at, said_at, remote LIMIT $2",
            ms(seen),
            limit(most),
        )
    }

    /// The rooms in which something can't be read, and how much.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn unreadable_rooms(&mut self) -> Result<Vec<(RoomRef, u64)>> {
        let rooms = all!(
            self,
            Held,
            "SELECT platform, room, COUNT(*) AS events FROM unreadable GROUP BY platform, room
             ORDER BY platform, room",
        )?;
        Ok(rooms.into_iter().map(|Held(room, events)| (room, events)).collect())
    }

    /// How many events can't be read.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn unreadable_count(&mut self) -> Result<u64> {
        let count = value!(self, i64, "SELECT COUNT(*) FROM unreadable");
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

impl Tx {
    /// Notes an event that can't be read; `false` when it is known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_unreadable(&mut self, event: &Unreadable) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO unreadable (platform, remote, room, account, said_at, seen_at, tries,
                 retry_at, notice)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            event.room.platform.as_str(),
            event.remote.as_str(),
            event.room.id.as_str(),
            event.account.id.as_str(),
            ms(event.said_at),
            ms(event.seen_at),
            i64::from(event.tries),
            ms(event.retry_at),
            event.notice.as_deref(),
        );
        Ok(rows == 1)
    }

    /// Notes that an event is being tried now, and when it is tried again if that is in vain.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn try_unreadable(&mut self, event: &Unreadable, again: Instant) -> Result<()> {
        change!(
            self,
            "UPDATE unreadable SET tries = tries + 1, retry_at = $3
             WHERE platform = $1 AND remote = $2",
            event.room.platform.as_str(),
            event.remote.as_str(),
            ms(again),
        );
        Ok(())
    }

    /// What can't be read in a room is tried at once.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn unreadable_now(&mut self, room: &RoomRef, now: Instant) -> Result<u64> {
        Ok(change!(
            self,
            "UPDATE unreadable SET retry_at = $3 WHERE platform = $1 AND room = $2
                 AND retry_at > $3",
            room.platform.as_str(),
            room.id.as_str(),
            ms(now),
        ))
    }

    /// Notes in which notice the room of an event was told.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn unreadable_told(&mut self, event: &Unreadable, notice: &str) -> Result<()> {
        change!(
            self,
            "UPDATE unreadable SET notice = $3 WHERE platform = $1 AND remote = $2",
            event.room.platform.as_str(),
            event.remote.as_str(),
            notice,
        );
        Ok(())
    }

    /// Forgets an event that needs no further look, and gives it back if it was there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn read_unreadable(
        &mut self,
        platform: &PlatformName,
        remote: &RemoteId,
    ) -> Result<Option<Unreadable>> {
        one!(
            self,
            Unreadable,
            "DELETE FROM unreadable WHERE platform = $1 AND remote = $2 RETURNING *",
            platform.as_str(),
            remote.as_str(),
        )
    }
}
