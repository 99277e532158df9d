//! Who speaks in a round's thread: what tells conversation from an answer, in one look.

use crate::domain::clock::Instant;
use crate::domain::ids::AccountRef;
use crate::domain::member::{Account, Standing};
use crate::domain::round::Round;

use super::error::Result;
use super::row::{Cell, Cells, Shape};
use super::tx::Reader;

/// Somebody met before, as the thread of one round sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Their account.
    pub account: Account,
    /// Their standing answer to keeping other words of theirs.
    pub words: Standing,
    /// When they first gave something to the round, whatever became of it.
    pub first_gave: Option<Instant>,
}

impl Shape for Speaker {
    const TABLE: &'static str = "accounts";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        let words = row.maybe_text("words")?;
        Ok(Self {
            account: Account {
                at: row.account()?,
                person: row.id("person")?,
                name: row.text("name")?,
            },
            words: if words.is_some() { row.word("words")? } else { Standing::Ask },
            first_gave: row.maybe_instant("first_gave")?,
        })
    }
}

impl Reader {
    /// Who an account is in the thread of this round; `None` when it was never met.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn speaker(&mut self, round: &Round, at: &AccountRef) -> Result<Option<Speaker>> {
        one!(
            self,
            Speaker,
            "SELECT accounts.platform, accounts.remote, accounts.person, accounts.name,
                 members.words,
                 (SELECT MIN(given_at) FROM contributions
                  WHERE contributions.round = $1
                      AND contributions.person = accounts.person) AS first_gave
             FROM accounts
             LEFT JOIN members
                 ON members.person = accounts.person AND members.community = $2
             WHERE accounts.platform = $3 AND accounts.remote = $4",
            round.id.as_str(),
            round.community.as_str(),
            at.platform.as_str(),
            at.id.as_str(),
        )
    }
}
