//! Everything that is kept of one person, over all communities: for the person, and for forgetting.

use crate::domain::clock::Instant;
use crate::domain::contribution::Contribution;
use crate::domain::ids::{AccountRef, CommunityId, PersonId, RoundId};
use crate::domain::post::{Post, Target};

use super::audit::Deed;
use super::challenge::{Challenge, Suggestion};
use super::error::Result;
use super::role::Grant;
use super::row::{Cell, Cells, Shape, json};
use super::tx::Reader;

/// A yes that somebody may reach out, as it is read.
struct ReachOut(RoundId, Instant);

impl Shape for ReachOut {
    const TABLE: &'static str = "reach_outs";
    const KEY: &'static str = "round";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self(row.id("round")?, row.instant("said_at")?))
    }
}

/// A yes to be reached in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// In which round.
    pub round: RoundId,
    /// Whose.
    pub person: PersonId,
    /// By which account, where that is known.
    pub account: Option<AccountRef>,
    /// When.
    pub at: Instant,
}

impl Shape for Reached {
    const TABLE: &'static str = "reach_outs";
    const KEY: &'static str = "round";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            round: row.id("round")?,
            person: row.id("person")?,
            account: row.maybe_account()?,
            at: row.instant("said_at")?,
        })
    }
}

/// A grant and its community, as it is read.
struct Held(CommunityId, Grant);

impl Shape for Held {
    const TABLE: &'static str = "roles";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self(row.id("community")?, Grant::read(row)?))
    }
}

impl Reader {
    /// All that a person gave to rounds, in order of time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn contributions_by(&mut self, person: &PersonId) -> Result<Vec<Contribution>> {
        all!(
            self,
            Contribution,
            "SELECT * FROM contributions WHERE person = $1 ORDER BY given_at, id",
            person.as_str(),
        )
    }

    /// The challenges of a person that wait, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn challenges_by(&mut self, person: &PersonId) -> Result<Vec<Challenge>> {
        all!(
            self,
            Challenge,
            "SELECT * FROM challenges WHERE person = $1 ORDER BY shared_at, id",
            person.as_str(),
        )
    }

    /// The suggestions of a person, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn suggestions_by(&mut self, person: &PersonId) -> Result<Vec<Suggestion>> {
        all!(
            self,
            Suggestion,
            "SELECT * FROM suggestions WHERE person = $1 ORDER BY made_at, id",
            person.as_str(),
        )
    }

    /// In which rounds a person said that somebody may reach out, and when.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reach_outs_by(&mut self, person: &PersonId) -> Result<Vec<(RoundId, Instant)>> {
        let all = all!(
            self,
            ReachOut,
            "SELECT * FROM reach_outs WHERE person = $1 ORDER BY said_at, round",
            person.as_str(),
        )?;
        Ok(all.into_iter().map(|ReachOut(round, at)| (round, at)).collect())
    }

    /// Every yes to be reached in a community.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn all_reach_outs(&mut self, community: &CommunityId) -> Result<Vec<Reached>> {
        all!(
            self,
            Reached,
            "SELECT o.* FROM reach_outs o JOIN rounds r ON r.id = o.round
             WHERE r.community = $1 ORDER BY o.round, o.person",
            community.as_str(),
        )
    }

    /// The roles of an account, in every community.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn roles_held(&mut self, account: &AccountRef) -> Result<Vec<(CommunityId, Grant)>> {
        let all = all!(
            self,
            Held,
            "SELECT * FROM roles WHERE platform = $1 AND remote = $2
             ORDER BY granted_at, community, role, round",
            account.platform.as_str(),
            account.id.as_str(),
        )?;
        Ok(all.into_iter().map(|Held(community, grant)| (community, grant)).collect())
    }

    /// What an account did, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn deeds_of(&mut self, account: &AccountRef) -> Result<Vec<Deed>> {
        all!(
            self,
            Deed,
            "SELECT * FROM audit WHERE actor = $1 ORDER BY done_at, id",
            account.to_string(),
        )
    }

    /// What the bot said to an account alone, by its outbox, in order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn posts_to(&mut self, account: &AccountRef) -> Result<Vec<Post>> {
        all!(
            self,
            Post,
            "SELECT * FROM posts WHERE target = $1 ORDER BY seq, id",
            json(&Target::Direct(account.clone()))?,
        )
    }

    /// One-shots whose slot begins like this: `say:suggest:ID:`. No `%` or `_` has a meaning there.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn shots(&mut self, key: &str) -> Result<Vec<Post>> {
        let like = key.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        all!(
            self,
            Post,
            "SELECT * FROM posts WHERE slot LIKE $1 ESCAPE '\\' ORDER BY seq, id",
            format!("{like}%"),
        )
    }
}
