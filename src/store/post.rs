//! The outbox: what should stand in rooms, or be said once to somebody.

use crate::domain::ids::{CommunityId, PostId, RoundId};
use crate::domain::post::Post;

use super::error::Result;
use super::row::{Cell, Cells, Shape, json, limit, maybe_clean, maybe_json, ms, saved};
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

    /// Posts of a community in their order, after a place in it.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn posts_after(
        &mut self,
        community: &CommunityId,
        seq: i64,
        most: usize,
    ) -> Result<Vec<Post>> {
        all!(
            self,
            Post,
            "SELECT * FROM posts WHERE community = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            community.as_str(),
            seq,
            limit(most),
        )
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
}
