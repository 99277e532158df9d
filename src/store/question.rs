//! What the bot asked an account in private; the account's next words there answer it.

use crate::domain::clock::Instant;
use crate::domain::ids::{AccountRef, RoundId};

use super::error::Result;
use super::row::{Cell, Cells, Shape, clean, ms};
use super::tx::{Reader, Tx};

/// A question that waits for an account's next words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Who was asked.
    pub account: AccountRef,
    /// About which round.
    pub round: Option<RoundId>,
    /// What was asked: a field's key, or a word of the one who asks.
    pub field: String,
    /// What the one who asks needs to go on.
    pub data: String,
    /// When.
    pub asked_at: Instant,
}

impl Shape for Question {
    const TABLE: &'static str = "questions";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            account: row.account()?,
            round: row.maybe_id("round")?,
            field: row.text("field")?,
            data: row.text("data")?,
            asked_at: row.instant("asked_at")?,
        })
    }
}

impl Reader {
    /// What an account was asked and hasn't answered.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn question(&mut self, account: &AccountRef) -> Result<Option<Question>> {
        one!(
            self,
            Question,
            "SELECT * FROM questions WHERE platform = $1 AND remote = $2",
            account.platform.as_str(),
            account.id.as_str(),
        )
    }
}

impl Tx {
    /// Notes what an account was asked, instead of what it was asked before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ask(&mut self, question: &Question) -> Result<()> {
        change!(
            self,
            "INSERT INTO questions (platform, remote, round, field, data, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (platform, remote) DO UPDATE SET round = excluded.round,
                 field = excluded.field, data = excluded.data, asked_at = excluded.asked_at",
            question.account.platform.as_str(),
            question.account.id.as_str(),
            question.round.as_ref().map(RoundId::as_str),
            question.field.as_str(),
            clean(&question.data).as_ref(),
            ms(question.asked_at),
        );
        Ok(())
    }

    /// Forgets what an account was asked.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn answered(&mut self, account: &AccountRef) -> Result<()> {
        change!(
            self,
            "DELETE FROM questions WHERE platform = $1 AND remote = $2",
            account.platform.as_str(),
            account.id.as_str(),
        );
        Ok(())
    }
}
