//! How long things are kept: rounds whose time is over, and what nobody needs after a while.

use crate::domain::clock::{self, Instant};
use crate::domain::ids::{CommunityId, RoundId};
use crate::domain::round::Round;

use super::error::Result;
use super::row::{limit, ms};
use super::tx::{Reader, Tx};

impl Reader {
    /// When the oldest round that still has words came to its end.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn oldest_words(&mut self, community: &CommunityId) -> Result<Option<Instant>> {
        let at = value!(
            self,
            Option<i64>,
            "SELECT MIN(closes_at) FROM rounds
             WHERE community = $1 AND words_gone_at IS NULL AND state = 'closed'
                 AND curation = 'inbox'",
            community.as_str(),
        );
        Ok(at.map(clock::instant))
    }

    /// Rounds that came to their end at or before an instant and still have words, oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rounds_past(
        &mut self,
        community: &CommunityId,
        at: Instant,
        most: usize,
    ) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE community = $1 AND words_gone_at IS NULL
                 AND state = 'closed' AND curation = 'inbox' AND closes_at <= $2
             ORDER BY closes_at, id LIMIT $3",
            community.as_str(),
            ms(at),
            limit(most),
        )
    }

    /// Whether the words of a round are gone because their time was over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn words_are_over(&mut self, round: &RoundId) -> Result<bool> {
        let rows = value!(
            self,
            i64,
            "SELECT COUNT(*) FROM rounds WHERE id = $1 AND words_gone_at IS NOT NULL",
            round.as_str(),
        );
        Ok(rows > 0)
    }
}

impl Tx {
    /// Notes that the words of a round are gone, and takes those of its conversation.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn words_over(&mut self, round: &RoundId, at: Instant) -> Result<()> {
        change!(
            self,
            "UPDATE messages SET words = NULL, files = NULL, state = 'gone'
             WHERE round = $1 AND words IS NOT NULL",
            round.as_str(),
        );
        change!(self, "DELETE FROM reach_outs WHERE round = $1", round.as_str());
        change!(self, "UPDATE rounds SET words_gone_at = $2 WHERE id = $1", round.as_str(), ms(at),);
        Ok(())
    }

    /// Takes what was said at or before an instant in threads of rounds whose words are gone,
    /// and challenges and suggestions from then.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn stragglers_over(&mut self, community: &CommunityId, at: Instant) -> Result<u64> {
        let mut rows = 0;
        for sql in [
            "UPDATE messages SET words = NULL, files = NULL, state = 'gone'
             WHERE words IS NOT NULL AND said_at <= $2 AND round IN
                 (SELECT id FROM rounds WHERE community = $1 AND words_gone_at IS NOT NULL)",
            "DELETE FROM challenges WHERE community = $1 AND shared_at <= $2",
            "DELETE FROM suggestions WHERE community = $1 AND made_at <= $2",
        ] {
            rows += change!(self, sql, community.as_str(), ms(at));
        }
        Ok(rows)
    }

    /// Removes what is not needed any more: see [`Ages`] for what and why.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn prune(&mut self, ages: &Ages) -> Result<u64> {
        let mut rows = 0;
        for (sql, before) in [
            ("DELETE FROM seen WHERE seen_at < $1", ages.seen),
            ("DELETE FROM codes WHERE expires_at < $1", ages.codes),
            ("DELETE FROM undos WHERE done_at < $1", ages.undos),
            ("DELETE FROM questions WHERE asked_at < $1", ages.questions),
            ("DELETE FROM audit WHERE done_at < $1", ages.audit),
            ("DELETE FROM unreadable WHERE seen_at < $1", ages.unreadable),
            (
                "DELETE FROM post_edits WHERE post IN (SELECT id FROM posts
                     WHERE slot LIKE 'say:%' AND slot NOT LIKE 'say:suggest:%'
                         AND NOT undone AND created_at < $1)",
                ages.shots,
            ),
            (
                "DELETE FROM post_parts WHERE post IN (SELECT id FROM posts
                     WHERE slot LIKE 'say:%' AND slot NOT LIKE 'say:suggest:%'
                         AND NOT undone AND created_at < $1)",
                ages.shots,
            ),
            (
                "DELETE FROM posts WHERE slot LIKE 'say:%' AND slot NOT LIKE 'say:suggest:%'
                     AND NOT undone AND created_at < $1",
                ages.shots,
            ),
        ] {
            rows += change!(self, sql, ms(before));
        }
        Ok(rows)
    }
}

/// Until which instant each of these may go.
#[derive(Debug, Clone, Copy)]
pub struct Ages {
    /// Events that were acted on: a platform does not tell of one again after this long.
    pub seen: Instant,
    /// Codes that ended before this.
    pub codes: Instant,
    /// What could be taken back for ten minutes.
    pub undos: Instant,
    /// Questions nobody answered; they may hold words that were never shared.
    pub questions: Instant,
    /// Who did what.
    pub audit: Instant,
    /// Events that could not be read, in real time: a key that did not come by then won't come.
    pub unreadable: Instant,
    /// Delivered direct messages and notices: they are said once, and once they were said only
    /// their keys count, for as long as what caused them can come again. Suggestions that were
    /// passed on stay with them, so that their authors can take them back.
    pub shots: Instant,
}
