//! The schema's steps: which are applied, which are known, and applying those that wait.

use std::path::PathBuf;

use sqlx::migrate::{MigrateError, Migrator};

use crate::domain::clock::Instant;

use super::error::{DriverFault, Result, StoreError};
use super::tx::{Pools, Store};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
pub(super) static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// What a migration did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The steps that were applied, oldest first; empty when nothing waited.
    pub applied: Vec<i64>,
    /// The folder with the copy that was made before.
    pub backup: Option<PathBuf>,
}

impl Store {
    /// Applies the steps that wait, after a backup if the database isn't empty. `holder` is
    /// [`Store::holder`], `now` real time.
    ///
    /// # Errors
    /// [`StoreError::Held`] while a process serves this database, [`StoreError::Newer`] when the
    /// database is ahead of this program, [`StoreError::NoBackup`] when no copy can be made.
    pub async fn migrate(&self, holder: &str, now: Instant) -> Result<Migrated> {
        let applied = self.applied().await?;
        self.not_newer(&applied)?;
        self.not_half_restored().await?;
        let waiting = self.waiting(&applied);
        let Some(last) = waiting.last().copied() else {
            return Ok(Migrated { applied: waiting, backup: None });
        };
        self.take_seat(holder)?;
        self.not_served(holder, now).await?;
        let backup =
            if self.is_empty().await? { None } else { self.back_up_before(last, now).await? };
        self.apply().await?;
        Ok(Migrated { applied: waiting, backup })
    }

    /// Applies the steps that wait.
    pub(super) async fn apply(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { write, .. } => SQLITE.run(write).await?,
            Pools::Postgres { write, .. } => POSTGRES.run(write).await?,
        }
        Ok(())
    }

    /// Checks that the schema is exactly the one this program knows.
    ///
    /// # Errors
    /// [`StoreError::Newer`] or [`StoreError::Behind`] when it isn't.
    pub async fn verify(&self) -> Result<()> {
        let applied = self.applied().await?;
        self.not_newer(&applied)?;
        self.not_half_restored().await?;
        if self.waiting(&applied).is_empty() {
            return Ok(());
        }
        Err(StoreError::Behind { known: self.newest_known() })
    }

    fn migrator(&self) -> &'static Migrator {
        match &self.pools {
            Pools::Sqlite { .. } => &SQLITE,
            Pools::Postgres { .. } => &POSTGRES,
        }
    }

    fn newest_known(&self) -> i64 {
        self.migrator().iter().map(|step| step.version).max().unwrap_or(0)
    }

    fn waiting(&self, applied: &[i64]) -> Vec<i64> {
        let known = self.migrator().iter().map(|step| step.version);
        known.filter(|version| !applied.contains(version)).collect()
    }

    pub(super) fn not_newer(&self, applied: &[i64]) -> Result<()> {
        let known = self.newest_known();
        match applied.iter().copied().max() {
            Some(found) if found > known => Err(StoreError::Newer { found, known }),
            _ => Ok(()),
        }
    }

    /// The steps that were applied; none when the table of steps isn't there yet.
    pub(super) async fn applied(&self) -> Result<Vec<i64>> {
        let tables = self.tables().await?;
        if !tables.iter().any(|name| name == "_sqlx_migrations") {
            return Ok(Vec::new());
        }
        let mut reader = self.read().await?;
        Ok(run!(reader, |conn| sqlx::query_scalar(
            "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version"
        )
        .fetch_all(conn)
        .await?))
    }

    /// Whether nothing is in it yet.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn is_empty(&self) -> Result<bool> {
        Ok(self.tables().await?.iter().all(|name| name == "_sqlx_migrations"))
    }

    pub(super) async fn tables(&self) -> Result<Vec<String>> {
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => {
                sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'")
                    .fetch_all(read)
                    .await?
            }
            Pools::Postgres { read, .. } => {
                sqlx::query_scalar(
                    "SELECT CAST(tablename AS TEXT) FROM pg_tables
                     WHERE schemaname = current_schema()",
                )
                .fetch_all(read)
                .await?
            }
        })
    }

    /// The lock file keeps away processes of this machine; the lease those of others.
    async fn not_served(&self, holder: &str, now: Instant) -> Result<()> {
        if !self.tables().await?.iter().any(|name| name == "instance") {
            return Ok(());
        }
        match self.read().await?.lease().await? {
            Some(lease) if lease.until > now && lease.holder != holder => {
                Err(StoreError::Held { by: lease.holder })
            }
            _ => Ok(()),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(fault) => fault.into(),
            MigrateError::ExecuteMigration(fault, version) => Self::step(version, fault),
            MigrateError::VersionMismatch(version) | MigrateError::VersionMissing(version) => {
                Self::Changed { version }
            }
            other => Self::Driver(DriverFault::lasting(other.to_string())),
        }
    }
}

impl StoreError {
    fn step(version: i64, fault: sqlx::Error) -> Self {
        let fault = Self::from(fault);
        Self::Driver(DriverFault::lasting(format!("schema {version}: {fault}")))
    }
}
