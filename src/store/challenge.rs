//! What waits for a convenor: challenges, suggestions, and who said that somebody may reach out.

use crate::domain::clock::Instant;
use crate::domain::contribution::Wishes;
use crate::domain::ids::{AccountRef, CircleId, CommunityId, PersonId, RoundId};
use crate::domain::member::Account;

use super::error::Result;
use super::row::{Cell, Cells, Shape, clean, json, ms};
use super::tx::{Reader, Tx};

/// A challenge that waits for a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Its id.
    pub id: String,
    /// The community.
    pub community: CommunityId,
    /// The circle it was shared with.
    pub circle: CircleId,
    /// Whose it is.
    pub person: PersonId,
    /// With which account they shared it.
    pub account: AccountRef,
    /// What they said.
    pub words: String,
    /// What they wish for it.
    pub wishes: Wishes,
    /// When.
    pub shared_at: Instant,
}

impl Shape for Challenge {
    const TABLE: &'static str = "challenges";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.text("id")?,
            community: row.id("community")?,
            circle: row.id("circle")?,
            person: row.id("person")?,
            account: row.account()?,
            words: row.text("words")?,
            wishes: row.json("wishes")?,
            shared_at: row.instant("shared_at")?,
        })
    }
}

/// A member's idea for the rhythm or the next question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Its id.
    pub id: String,
    /// The community.
    pub community: CommunityId,
    /// Whose it is.
    pub person: PersonId,
    /// By which account, where that is known.
    pub account: Option<AccountRef>,
    /// What they said.
    pub words: String,
    /// When.
    pub made_at: Instant,
}

/// Who said something, and by which of their accounts; an import does not know that.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The person.
    pub person: &'a PersonId,
    /// The account.
    pub account: Option<&'a AccountRef>,
}

impl<'a> From<&'a Account> for By<'a> {
    fn from(account: &'a Account) -> Self {
        Self { person: &account.person, account: Some(&account.at) }
    }
}

impl<'a> From<&'a PersonId> for By<'a> {
    fn from(person: &'a PersonId) -> Self {
        Self { person, account: None }
    }
}

impl Shape for Suggestion {
    const TABLE: &'static str = "suggestions";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.text("id")?,
            community: row.id("community")?,
            person: row.id("person")?,
            account: row.maybe_account()?,
            words: row.text("words")?,
            made_at: row.instant("made_at")?,
        })
    }
}

impl Reader {
    /// The challenges that wait in a community, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn challenges(&mut self, community: &CommunityId) -> Result<Vec<Challenge>> {
        all!(
            self,
            Challenge,
            "SELECT * FROM challenges WHERE community = $1 ORDER BY shared_at, id",
            community.as_str(),
        )
    }

    /// The suggestions in a community, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn suggestions(&mut self, community: &CommunityId) -> Result<Vec<Suggestion>> {
        all!(
            self,
            Suggestion,
            "SELECT * FROM suggestions WHERE community = $1 ORDER BY made_at, id",
            community.as_str(),
        )
    }

    /// Who said in a round that somebody may reach out, in the order in which they said it.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reach_outs(&mut self, round: &RoundId) -> Result<Vec<PersonId>> {
        let people: Vec<String> = run!(self, |conn| sqlx::query_scalar(
            "SELECT person FROM reach_outs WHERE round = $1 ORDER BY said_at, person"
        )
        .bind(round.as_str())
        .fetch_all(conn)
        .await?);
        Ok(people.into_iter().map(PersonId::from).collect())
    }
}

impl Tx {
    /// Adds a challenge; `false` when its id is known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_challenge(&mut self, challenge: &Challenge) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO challenges (id, community, circle, person, platform, remote, words,
                 wishes, shared_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            challenge.id.as_str(),
            challenge.community.as_str(),
            challenge.circle.as_str(),
            challenge.person.as_str(),
            challenge.account.platform.as_str(),
            challenge.account.id.as_str(),
            clean(&challenge.words).as_ref(),
            json(&challenge.wishes)?,
            ms(challenge.shared_at),
        );
        Ok(rows == 1)
    }

    /// Removes a challenge and its words; `false` when there is none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_challenge(&mut self, id: &str) -> Result<bool> {
        Ok(change!(self, "DELETE FROM challenges WHERE id = $1", id) == 1)
    }

    /// Adds a suggestion; nothing happens when its id is known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_suggestion(
        &mut self,
        id: &str,
        community: &CommunityId,
        by: By<'_>,
        words: &str,
        at: Instant,
    ) -> Result<()> {
        change!(
            self,
            "INSERT INTO suggestions (id, community, person, platform, remote, words, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            id,
            community.as_str(),
            by.person.as_str(),
            by.account.map(|account| account.platform.as_str()),
            by.account.map(|account| account.id.as_str()),
            clean(words).as_ref(),
            ms(at),
        );
        Ok(())
    }

    /// Notes that somebody may reach out to a person; nothing happens when it is noted.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn may_reach_out(&mut self, round: &RoundId, by: By<'_>, at: Instant) -> Result<()> {
        change!(
            self,
            "INSERT INTO reach_outs (round, person, platform, remote, said_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            round.as_str(),
            by.person.as_str(),
            by.account.map(|account| account.platform.as_str()),
            by.account.map(|account| account.id.as_str()),
            ms(at),
        );
        Ok(())
    }

    /// Takes that back; nothing happens when it wasn't noted.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn may_not_reach_out(&mut self, round: &RoundId, person: &PersonId) -> Result<()> {
        change!(
            self,
            "DELETE FROM reach_outs WHERE round = $1 AND person = $2",
            round.as_str(),
            person.as_str(),
        );
        Ok(())
    }
}
