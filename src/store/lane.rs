//! What delivery may work on: the first undone row of each lane.

use crate::domain::clock::{self, Instant};
use crate::domain::ids::PlatformName;
use crate::domain::post::Post;

use super::error::Result;
use super::row::{Cell, Cells, Shape, ms};
use super::tx::Reader;

/// A platform with how much waits there, as it is read.
struct Waiting(PlatformName, i64);

impl Shape for Waiting {
    const TABLE: &'static str = "posts";
    const KEY: &'static str = "platform";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self(row.platform()?, row.int("waiting")?))
    }
}

/// The rows that delivery may work on, as `p`: undone, not waiting for another post that is still
/// to come, not in a paused room or one that is still to be read back after a restore. Within its lane the first of them goes first and alone.
macro_rules! undone {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " FROM posts p LEFT JOIN posts a ON a.id = p.after_post
              WHERE p.undone
                  AND (a.id IS NULL OR a.posted > 0 OR a.state <> 'live')
                  AND p.lane NOT IN (SELECT 'room:' || r.platform || ':' || r.remote
                                     FROM rooms r WHERE r.state = 'paused')
                  AND p.lane NOT IN (SELECT 'room:' || c.platform || ':' || c.remote
                                     FROM cursors c WHERE c.unread) ",
            $tail
        )
    };
}

impl Reader {
    /// The lanes whose first undone row can be claimed at this real instant, the one that waits
    /// longest first. A first row with a later retry or a live lease blocks its lane, so that
    /// order is kept.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn lanes_due(&mut self, real_now: Instant) -> Result<Vec<String>> {
        Ok(run!(self, |conn| sqlx::query_scalar(undone!(
            "SELECT lane FROM (SELECT p.lane, p.seq, p.retry_at, p.lease_until,
                 ROW_NUMBER() OVER (PARTITION BY p.lane ORDER BY p.seq, p.id) AS place",
            ") AS lanes WHERE place = 1 AND retry_at <= $1 AND lease_until <= $1
             ORDER BY seq, lane"
        ))
        .bind(ms(real_now))
        .fetch_all(conn)
        .await?))
    }

    /// The first undone row of a lane, whether or not it can be claimed now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn oldest_undone(&mut self, lane: &str) -> Result<Option<Post>> {
        one!(
            self,
            Post,
            undone!("SELECT p.*", "AND p.lane = $1 ORDER BY p.seq, p.id LIMIT 1"),
            lane,
        )
    }

    /// How many rows are undone on each platform, without those in paused rooms.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn pending(&mut self) -> Result<Vec<(PlatformName, u64)>> {
        let waiting = all!(
            self,
            Waiting,
            "SELECT p.platform, COUNT(*) AS waiting FROM posts p
             WHERE p.undone
                 AND p.lane NOT IN (SELECT 'room:' || r.platform || ':' || r.remote
                                    FROM rooms r WHERE r.state = 'paused')
             GROUP BY p.platform ORDER BY p.platform",
        )?;
        Ok(waiting.into_iter().map(|Waiting(name, n)| (name, n.unsigned_abs())).collect())
    }

    /// When the next lane can be claimed, in real time; past when one can be now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next_retry(&mut self) -> Result<Option<Instant>> {
        let at = value!(
            self,
            Option<i64>,
            undone!(
                "SELECT MIN(free_at) FROM (SELECT
                     CASE WHEN p.retry_at > p.lease_until THEN p.retry_at ELSE p.lease_until END
                         AS free_at,
                     ROW_NUMBER() OVER (PARTITION BY p.lane ORDER BY p.seq, p.id) AS place",
                ") AS lanes WHERE place = 1"
            ),
        );
        Ok(at.map(clock::instant))
    }
}
