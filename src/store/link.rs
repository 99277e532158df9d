//! Two accounts of one person. What somebody gave says by which account it came, so an account that
//! is unlinked takes its own along.

use crate::domain::clock::Instant;
use crate::domain::ids::{AccountRef, PersonId};

use super::error::{Result, StoreError};
use super::row::ms;
use super::tx::{Reader, Tx};

impl Reader {
    /// The person a linked account was before; `None` while it is linked to nobody.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn own_person(&mut self, account: &AccountRef) -> Result<Option<PersonId>> {
        let own: Option<Option<String>> = run!(self, |conn| sqlx::query_scalar(
            "SELECT own FROM accounts WHERE platform = $1 AND remote = $2"
        )
        .bind(account.platform.as_str())
        .bind(account.id.as_str())
        .fetch_optional(conn)
        .await?);
        Ok(own.flatten().map(PersonId::from))
    }

    /// The people that a person's linked accounts were before.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn earlier_selves(&mut self, person: &PersonId) -> Result<Vec<PersonId>> {
        let own: Vec<String> = run!(self, |conn| sqlx::query_scalar(
            "SELECT own FROM accounts WHERE person = $1 AND own IS NOT NULL ORDER BY own"
        )
        .bind(person.as_str())
        .fetch_all(conn)
        .await?);
        Ok(own.into_iter().map(PersonId::from).collect())
    }
}

impl Tx {
    /// Gives an account, with all that came by it, to another person; who it was before is kept.
    ///
    /// # Errors
    /// When the database refuses, or there is no such account.
    pub async fn link_account(&mut self, account: &AccountRef, to: &PersonId) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE accounts SET own = COALESCE(own, person), person = $3
             WHERE platform = $1 AND remote = $2",
            account.platform.as_str(),
            account.id.as_str(),
            to.as_str(),
        );
        if rows == 0 {
            return Err(missing(account));
        }
        self.move_given(account, to).await
    }

    /// Gives a linked account, with all that came by it, back to the person it was before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn unlink_account(&mut self, account: &AccountRef) -> Result<()> {
        let Some(own) = self.own_person(account).await? else { return Ok(()) };
        change!(
            self,
            "UPDATE accounts SET person = own, own = NULL WHERE platform = $1 AND remote = $2",
            account.platform.as_str(),
            account.id.as_str(),
        );
        self.move_given(account, &own).await
    }

    async fn move_given(&mut self, account: &AccountRef, to: &PersonId) -> Result<()> {
        for sql in [
            "UPDATE contributions SET person = $3 WHERE platform = $1 AND remote = $2",
            "UPDATE messages SET person = $3 WHERE platform = $1 AND account = $2",
            "UPDATE challenges SET person = $3 WHERE platform = $1 AND remote = $2",
            "UPDATE suggestions SET person = $3 WHERE platform = $1 AND remote = $2",
            // Where both said so in one round, the other's is enough.
            "UPDATE reach_outs SET person = $3 WHERE platform = $1 AND remote = $2
                 AND NOT EXISTS (SELECT 1 FROM reach_outs AS other
                     WHERE other.round = reach_outs.round AND other.person = $3)",
        ] {
            change!(self, sql, account.platform.as_str(), account.id.as_str(), to.as_str(),);
        }
        Ok(())
    }

    /// Lends an account the roles of another; those it has already stay its own.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn lend_roles(
        &mut self,
        from: &AccountRef,
        to: &AccountRef,
        at: Instant,
    ) -> Result<u64> {
        Ok(change!(
            self,
            "INSERT INTO roles (community, platform, remote, role, round, granted_at, lent_by)
             SELECT community, $3, $4, role, round, $5, $6 FROM roles
             WHERE platform = $1 AND remote = $2 AND round = '' AND lent_by IS NULL
             ON CONFLICT DO NOTHING",
            from.platform.as_str(),
            from.id.as_str(),
            to.platform.as_str(),
            to.id.as_str(),
            ms(at),
            from.to_string(),
        ))
    }

    /// Notes who a linked account was before, as another database knew it.
    ///
    /// # Errors
    /// When the database refuses, or there is no such account.
    pub async fn set_own_person(&mut self, account: &AccountRef, own: &PersonId) -> Result<()> {
        change!(self, "INSERT INTO people (id) VALUES ($1) ON CONFLICT DO NOTHING", own.as_str());
        let rows = change!(
            self,
            "UPDATE accounts SET own = $3 WHERE platform = $1 AND remote = $2",
            account.platform.as_str(),
            account.id.as_str(),
            own.as_str(),
        );
        if rows == 0 { Err(missing(account)) } else { Ok(()) }
    }

    /// Takes back every role that an account has lent, and gives back those that it was lent.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_back_roles(&mut self, account: &AccountRef) -> Result<u64> {
        Ok(change!(
            self,
            "DELETE FROM roles WHERE lent_by = $1
                 OR (platform = $2 AND remote = $3 AND lent_by IS NOT NULL)",
            account.to_string(),
            account.platform.as_str(),
            account.id.as_str(),
        ))
    }
}

fn missing(account: &AccountRef) -> StoreError {
    StoreError::Missing { table: "accounts", row: account.to_string() }
}
