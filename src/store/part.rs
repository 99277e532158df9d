//! The messages that stand in rooms for posts, and those that edited them.

use crate::domain::ids::{PlatformName, PostId, RemoteId};
use crate::domain::post::{Part, Post};

use super::error::Result;
use super::row::{Cell, Cells, Shape, clean};
use super::tx::{Reader, Tx};

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

impl Reader {
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
}

impl Tx {
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
