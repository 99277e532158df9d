//! Who may do what in a community. Roles belong to accounts, so linking two merges none.

use crate::domain::clock::Instant;
use crate::domain::community::Role;
use crate::domain::ids::{AccountRef, CommunityId, RoundId};

use super::error::Result;
use super::row::{Cell, Cells, Shape, ms};
use super::tx::{Reader, Tx};

/// A role that was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// To whom.
    pub account: AccountRef,
    /// What.
    pub role: Role,
    /// For this round only.
    pub round: Option<RoundId>,
    /// The account of the same person that lent it.
    pub lent_by: Option<AccountRef>,
}

impl Shape for Grant {
    const TABLE: &'static str = "roles";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        let round = row.text("round")?;
        Ok(Self {
            account: row.account()?,
            role: row.word("role")?,
            round: (!round.is_empty()).then(|| round.into()),
            lent_by: row.maybe_parsed("lent_by")?,
        })
    }
}

/// The column can't be NULL, since it is part of the key; empty is no round.
fn of_round(round: Option<&RoundId>) -> &str {
    round.map_or("", RoundId::as_str)
}

impl Reader {
    /// The highest role of an account in a community; roles for one round don't count.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn role_of(&mut self, community: &CommunityId, account: &AccountRef) -> Result<Role> {
        let grants = all!(
            self,
            Grant,
            "SELECT * FROM roles
             WHERE community = $1 AND platform = $2 AND remote = $3 AND round = ''",
            community.as_str(),
            account.platform.as_str(),
            account.id.as_str(),
        )?;
        Ok(grants.into_iter().map(|grant| grant.role).max().unwrap_or(Role::Member))
    }

    /// The highest role of an account in any community; roles for one round don't count.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn highest_role(&mut self, account: &AccountRef) -> Result<Role> {
        let grants = all!(
            self,
            Grant,
            "SELECT * FROM roles WHERE platform = $1 AND remote = $2 AND round = ''",
            account.platform.as_str(),
            account.id.as_str(),
        )?;
        Ok(grants.into_iter().map(|grant| grant.role).max().unwrap_or(Role::Member))
    }

    /// Whether an account facilitates a round.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn is_facilitator(&mut self, round: &RoundId, account: &AccountRef) -> Result<bool> {
        let rows = value!(
            self,
            i64,
            "SELECT COUNT(*) FROM roles
             WHERE round = $1 AND platform = $2 AND remote = $3 AND role = 'facilitator'",
            round.as_str(),
            account.platform.as_str(),
            account.id.as_str(),
        );
        Ok(rows > 0)
    }

    /// Every role in a community.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn roles(&mut self, community: &CommunityId) -> Result<Vec<Grant>> {
        all!(
            self,
            Grant,
            "SELECT * FROM roles WHERE community = $1
             ORDER BY granted_at, platform, remote, role, round",
            community.as_str(),
        )
    }
}

impl Tx {
    /// Grants a role; `false` when the account has it already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn grant(
        &mut self,
        community: &CommunityId,
        account: &AccountRef,
        role: Role,
        round: Option<&RoundId>,
        at: Instant,
    ) -> Result<bool> {
        let (account, round) = (account.clone(), round.cloned());
        self.put_grant(community, &Grant { account, role, round, lent_by: None }, at).await
    }

    /// Grants a role as it was granted elsewhere, lent ones too; `false` when the account has it
    /// already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put_grant(
        &mut self,
        community: &CommunityId,
        grant: &Grant,
        at: Instant,
    ) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO roles (community, platform, remote, role, round, granted_at, lent_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            community.as_str(),
            grant.account.platform.as_str(),
            grant.account.id.as_str(),
            grant.role.as_str(),
            of_round(grant.round.as_ref()),
            ms(at),
            grant.lent_by.as_ref().map(ToString::to_string),
        );
        Ok(rows == 1)
    }

    /// Takes a role back, wherever it was lent on too; `false` when the account didn't have it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn revoke(
        &mut self,
        community: &CommunityId,
        account: &AccountRef,
        role: Role,
        round: Option<&RoundId>,
    ) -> Result<bool> {
        change!(
            self,
            "DELETE FROM roles WHERE community = $1 AND role = $2 AND round = $3 AND lent_by = $4",
            community.as_str(),
            role.as_str(),
            of_round(round),
            account.to_string(),
        );
        let rows = change!(
            self,
            "DELETE FROM roles WHERE community = $1 AND platform = $2 AND remote = $3
                 AND role = $4 AND round = $5",
            community.as_str(),
            account.platform.as_str(),
            account.id.as_str(),
            role.as_str(),
            of_round(round),
        );
        Ok(rows == 1)
    }
}
