//! The outbox: what should stand in rooms, and the messages that stand there for it.

use crate::domain::clock::{self, Instant};
use crate::domain::ids::{CommunityId, PlatformName, PostId, RemoteId, RoundId};
use crate::domain::post::{Part, Post};

use super::error::Result;
use super::row::{Cell, Cells, Shape, clean, json, maybe_clean, maybe_json, ms, saved};
use super::tx::{Reader, Tx};

impl Shape for Post {
    const TABLE: &'static str = "posts";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.id("id")?,
            slot: row.text("slot")?,
            seq: row.int("seq")?,
            target: row.json("target")?,
            round: row.maybe_id("round")?,
            community: row.maybe_id("community")?,
            purpose: row.word("purpose")?,
            generation: row.count("generation")?,
            body: row.maybe_json("body")?,
            wanted: row.count("wanted")?,
            posted: row.count("posted")?,
            after: row.maybe_id("after_post")?,
            thread_of: row.maybe_id("thread_of")?,
            fallback: row.maybe_json("fallback")?,
            state: row.word("state")?,
            reason: row.maybe_text("reason")?,
            retry_at: row.instant("retry_at")?,
            tries: row.count("tries")?,
            lease_until: row.instant("lease_until")?,
            attempt: row.maybe_json("attempt")?,
            created_at: row.instant("created_at")?,
        })
    }
}

impl Shape for Part {
    const TABLE: &'static str = "post_parts";
    const KEY: &'static str = "post";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            post: row.id("post")?,
            generation: row.count("generation")?,
            part: row.count("part")?,
            platform: row.platform()?,
            remote: row.remote()?,
            rendered: row.text("rendered")?,
            edits: Vec::new(),
            state: row.word("state")?,
        })
    }
}

/// An edit of a part, as it is read.
struct Edit {
    generation: u32,
    part: u32,
    remote: RemoteId,
}

impl Shape for Edit {
    const TABLE: &'static str = "post_edits";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            generation: row.count("generation")?,
            part: row.count("part")?,
            remote: row.remote()?,
        })
    }
}

/// A lane, or a platform with how much waits there, as it is read.
struct Waiting(PlatformName, i64);

impl Shape for Waiting {
    const TABLE: &'static str = "posts";
    const KEY: &'static str = "platform";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self(row.platform()?, row.int("waiting")?))
    }
}

/// The rows that delivery may work on, as `p`: undone, not waiting for another post that is still
/// to come, not in a paused room. Within its lane the first of them goes first and alone.
macro_rules! undone {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " FROM posts p LEFT JOIN posts a ON a.id = p.after_post
              WHERE p.undone
                  AND (a.id IS NULL OR a.posted > 0 OR a.state <> 'live')
                  AND p.lane NOT IN (SELECT 'room:' || r.platform || ':' || r.remote
                                     FROM rooms r WHERE r.state = 'paused') ",
            $tail
        )
    };
}

impl Reader {
    /// A post by its id.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn post(&mut self, id: &PostId) -> Result<Option<Post>> {
        one!(self, Post, "SELECT * FROM posts WHERE id = $1", id.as_str())
    }

    /// The post of a slot.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn post_in(&mut self, slot: &str) -> Result<Option<Post>> {
        one!(self, Post, "SELECT * FROM posts WHERE slot = $1", slot)
    }

    /// A round's posts, in order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn posts_of(&mut self, round: &RoundId) -> Result<Vec<Post>> {
        all!(self, Post, "SELECT * FROM posts WHERE round = $1 ORDER BY seq, id", round.as_str(),)
    }

    /// A community's posts, in order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn posts_all(&mut self, community: &CommunityId) -> Result<Vec<Post>> {
        all!(
            self,
            Post,
            "SELECT * FROM posts WHERE community = $1 ORDER BY seq, id",
            community.as_str(),
        )
    }

    /// The post that a message stands for, by the message's id or that of one of its edits.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn post_of_message(
        &mut self,
        platform: &PlatformName,
        remote: &RemoteId,
    ) -> Result<Option<(Post, Part)>> {
        let found = one!(
            self,
            Part,
            "SELECT * FROM post_parts WHERE platform = $1 AND remote = $2
             UNION ALL
             SELECT p.* FROM post_parts p JOIN post_edits e
                 ON e.post = p.post AND e.generation = p.generation AND e.part = p.part
             WHERE e.platform = $1 AND e.remote = $2
             LIMIT 1",
            platform.as_str(),
            remote.as_str(),
        )?;
        let Some(found) = found else { return Ok(None) };
        let Some(post) = self.post(&found.post).await? else { return Ok(None) };
        let part = self
            .parts(&found.post)
            .await?
            .into_iter()
            .find(|one| (one.generation, one.part) == (found.generation, found.part));
        Ok(part.map(|part| (post, part)))
    }

    /// The parts of a post, of all its generations, in order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn parts(&mut self, post: &PostId) -> Result<Vec<Part>> {
        let mut parts = all!(
            self,
            Part,
            "SELECT * FROM post_parts WHERE post = $1 ORDER BY generation, part",
            post.as_str(),
        )?;
        let edits = all!(
            self,
            Edit,
            "SELECT * FROM post_edits WHERE post = $1 ORDER BY generation, part, place",
            post.as_str(),
        )?;
        for edit in edits {
            let of = |one: &&mut Part| (one.generation, one.part) == (edit.generation, edit.part);
            if let Some(part) = parts.iter_mut().find(of) {
                part.edits.push(edit.remote);
            }
        }
        Ok(parts)
    }

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

    /// The order of the next post. Within a write transaction nobody else gets the same.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next_seq(&mut self) -> Result<i64> {
        Ok(value!(self, i64, "SELECT COALESCE(MAX(seq), 0) + 1 FROM posts"))
    }
}

impl Tx {
    /// Frees what a process before this one had claimed or put off: its leases mean nothing now.
    /// Acts whose end is not known keep their attempt.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn release_posts(&mut self) -> Result<()> {
        change!(
            self,
            "UPDATE posts SET lease_until = $1, retry_at = $1
             WHERE lease_until > $1 OR retry_at > $1",
            0_i64,
        );
        Ok(())
    }

    /// Adds a post; `false` when its slot has one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_post(&mut self, post: &Post) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO posts (id, slot, seq, lane, platform, target, round, community, purpose,
                 generation, body, wanted, posted, after_post, thread_of, fallback, state, reason,
                 retry_at, tries, lease_until, attempt, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19, $20, $21, $22, $23) ON CONFLICT DO NOTHING",
            post.id.as_str(),
            post.slot.as_str(),
            post.seq,
            post.lane(),
            post.target.platform().as_str(),
            json(&post.target)?,
            post.round.as_ref().map(RoundId::as_str),
            post.community.as_ref().map(CommunityId::as_str),
            post.purpose.as_str(),
            i64::from(post.generation),
            maybe_json(post.body.as_ref())?,
            i64::from(post.wanted),
            i64::from(post.posted),
            post.after.as_ref().map(PostId::as_str),
            post.thread_of.as_ref().map(PostId::as_str),
            maybe_json(post.fallback.as_ref())?,
            post.state.as_str(),
            maybe_clean(post.reason.as_deref()),
            ms(post.retry_at),
            i64::from(post.tries),
            ms(post.lease_until),
            maybe_json(post.attempt.as_ref())?,
            ms(post.created_at),
        );
        Ok(rows == 1)
    }

    /// Saves everything about a post but its id, slot, place in the order and creation.
    ///
    /// # Errors
    /// When the database refuses, or there is no such post.
    pub async fn save_post(&mut self, post: &Post) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE posts SET lane = $2, platform = $3, target = $4, round = $5, community = $6,
                 purpose = $7, generation = $8, body = $9, wanted = $10, posted = $11,
                 after_post = $12, thread_of = $13, fallback = $14, state = $15, reason = $16,
                 retry_at = $17, tries = $18, lease_until = $19, attempt = $20 WHERE id = $1",
            post.id.as_str(),
            post.lane(),
            post.target.platform().as_str(),
            json(&post.target)?,
            post.round.as_ref().map(RoundId::as_str),
            post.community.as_ref().map(CommunityId::as_str),
            post.purpose.as_str(),
            i64::from(post.generation),
            maybe_json(post.body.as_ref())?,
            i64::from(post.wanted),
            i64::from(post.posted),
            post.after.as_ref().map(PostId::as_str),
            post.thread_of.as_ref().map(PostId::as_str),
            maybe_json(post.fallback.as_ref())?,
            post.state.as_str(),
            maybe_clean(post.reason.as_deref()),
            ms(post.retry_at),
            i64::from(post.tries),
            ms(post.lease_until),
            maybe_json(post.attempt.as_ref())?,
        );
        saved(rows, "posts", post.id.as_str())
    }

    /// Saves a part and the messages that edited it; a part that isn't there is added.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_part(&mut self, part: &Part) -> Result<()> {
        change!(
            self,
            "INSERT INTO post_parts (post, generation, part, platform, remote, rendered, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (post, generation, part) DO UPDATE SET platform = excluded.platform,
                 remote = excluded.remote, rendered = excluded.rendered, state = excluded.state",
            part.post.as_str(),
            i64::from(part.generation),
            i64::from(part.part),
            part.platform.as_str(),
            part.remote.as_str(),
            clean(&part.rendered).as_ref(),
            part.state.as_str(),
        );
        self.save_edits(part).await
    }

    /// Most saves add one edit to many: only what isn't stored is written.
    async fn save_edits(&mut self, part: &Part) -> Result<()> {
        let stored = self.edits(part).await?;
        let kept = if part.edits.starts_with(&stored) {
            stored.len()
        } else {
            change!(
                self,
                "DELETE FROM post_edits WHERE post = $1 AND generation = $2 AND part = $3",
                part.post.as_str(),
                i64::from(part.generation),
                i64::from(part.part),
            );
            0
        };
        for (place, edit) in (0_i64..).zip(&part.edits).skip(kept) {
            change!(
                self,
                "INSERT INTO post_edits (platform, remote, post, generation, part, place)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                part.platform.as_str(),
                edit.as_str(),
                part.post.as_str(),
                i64::from(part.generation),
                i64::from(part.part),
                place,
            );
        }
        Ok(())
    }

    async fn edits(&mut self, part: &Part) -> Result<Vec<RemoteId>> {
        let edits = all!(
            self,
            Edit,
            "SELECT * FROM post_edits WHERE post = $1 AND generation = $2 AND part = $3
             ORDER BY place",
            part.post.as_str(),
            i64::from(part.generation),
            i64::from(part.part),
        )?;
        Ok(edits.into_iter().map(|edit| edit.remote).collect())
    }
}
