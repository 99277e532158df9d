//! Who is signed in to the convenors' page. Only hashes of what browsers hold are here.

use crate::domain::clock::Instant;
use crate::domain::ids::{AccountRef, CommunityId};

use super::error::Result;
use super::row::{Cell, Cells, Shape, ms};
use super::tx::{Reader, Tx};

/// Somebody who signed in, for one community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of what their browser holds.
    pub hash: String,
    /// With which account.
    pub account: AccountRef,
    /// For which community.
    pub community: CommunityId,
    /// When they signed in.
    pub began_at: Instant,
    /// When they were last seen, within a minute.
    pub seen_at: Instant,
}

impl Shape for Session {
    const TABLE: &'static str = "sessions";
    const KEY: &'static str = "community";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            hash: row.text("hash")?,
            account: row.account()?,
            community: row.id("community")?,
            began_at: row.instant("began_at")?,
            seen_at: row.instant("seen_at")?,
        })
    }
}

impl Reader {
    /// The session with this hash, over or not.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn session(&mut self, hash: &str) -> Result<Option<Session>> {
        one!(self, Session, "SELECT * FROM sessions WHERE hash = $1", hash)
    }
}

impl Tx {
    /// Adds a session; `false` when its hash is known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_session(&mut self, session: &Session) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO sessions (hash, platform, remote, community, began_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            session.hash.as_str(),
            session.account.platform.as_str(),
            session.account.id.as_str(),
            session.community.as_str(),
            ms(session.began_at),
            ms(session.seen_at),
        );
        Ok(rows == 1)
    }

    /// Notes that somebody was seen; nothing happens when their session is gone.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn see_session(&mut self, hash: &str, at: Instant) -> Result<()> {
        change!(self, "UPDATE sessions SET seen_at = $2 WHERE hash = $1", hash, ms(at));
        Ok(())
    }

    /// Ends a session; `false` when there was none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_session(&mut self, hash: &str) -> Result<bool> {
        Ok(change!(self, "DELETE FROM sessions WHERE hash = $1", hash) == 1)
    }

    /// Ends every session of an account, and says how many there were.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_sessions_of(&mut self, account: &AccountRef) -> Result<u64> {
        Ok(change!(
            self,
            "DELETE FROM sessions WHERE platform = $1 AND remote = $2",
            account.platform.as_str(),
            account.id.as_str(),
        ))
    }

    /// Ends the sessions that began or were seen before these instants.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_sessions_before(&mut self, began: Instant, seen: Instant) -> Result<u64> {
        Ok(change!(
            self,
            "DELETE FROM sessions WHERE began_at <= $1 OR seen_at <= $2",
            ms(began),
            ms(seen),
        ))
    }
}
