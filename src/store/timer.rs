//! What comes due: one table of timers for everything that waits for an instant.

use crate::domain::clock::{self, Instant};

use super::error::Result;
use super::row::{Cell, Cells, Shape, limit, ms};
use super::tx::{Reader, Tx};

/// Something that comes due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// Whose it is: a ritual's or a round's id.
    pub owner: String,
    /// Which of its timers.
    pub name: String,
    /// When.
    pub due_at: Instant,
}

impl Shape for Timer {
    const TABLE: &'static str = "timers";
    const KEY: &'static str = "owner";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            owner: row.text("owner")?,
            name: row.text("name")?,
            due_at: row.instant("due_at")?,
        })
    }
}

impl Reader {
    /// The timers that are due, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn due_timers(&mut self, now: Instant, most: usize) -> Result<Vec<Timer>> {
        all!(
            self,
            Timer,
            "SELECT * FROM timers WHERE due_at <= $1 ORDER BY due_at, owner, name LIMIT $2",
            ms(now),
            limit(most),
        )
    }

    /// When one timer comes due, if it is set.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn timer(&mut self, owner: &str, name: &str) -> Result<Option<Instant>> {
        let timer =
            one!(self, Timer, "SELECT * FROM timers WHERE owner = $1 AND name = $2", owner, name,)?;
        Ok(timer.map(|timer| timer.due_at))
    }

    /// When the next timer comes due, or came due.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next_due(&mut self) -> Result<Option<Instant>> {
        Ok(value!(self, Option<i64>, "SELECT MIN(due_at) FROM timers").map(clock::instant))
    }

    /// How many timers there are.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn timers(&mut self) -> Result<u64> {
        Ok(value!(self, i64, "SELECT COUNT(*) FROM timers").unsigned_abs())
    }
}

impl Tx {
    /// Sets a timer, instead of what it was set to before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_timer(&mut self, owner: &str, name: &str, due_at: Instant) -> Result<()> {
        change!(
            self,
            "INSERT INTO timers (owner, name, due_at) VALUES ($1, $2, $3)
             ON CONFLICT (owner, name) DO UPDATE SET due_at = excluded.due_at",
            owner,
            name,
            ms(due_at),
        );
        Ok(())
    }

    /// Clears a timer; nothing happens when it isn't set.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn clear_timer(&mut self, owner: &str, name: &str) -> Result<()> {
        change!(self, "DELETE FROM timers WHERE owner = $1 AND name = $2", owner, name);
        Ok(())
    }

    /// Clears all timers of an owner.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn clear_timers(&mut self, owner: &str) -> Result<()> {
        change!(self, "DELETE FROM timers WHERE owner = $1", owner);
        Ok(())
    }
}
