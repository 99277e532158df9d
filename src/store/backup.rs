//! The copy that is made before a migration: `VACUUM INTO` on SQLite, `pg_dump` on PostgreSQL.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use secrecy::{ExposeSecret, SecretString};
use sqlx::SqlitePool;
use tokio::process::Command;
use url::Url;

use crate::domain::clock::Instant;

use super::error::{Result, StoreError};
use super::open::make_folder;
use super::tx::{Pools, Store};

/// What `pg_dump` needs to connect.
pub(super) struct Dump {
    url: SecretString,
}

impl Store {
    /// Copies the database into `backups` under the data folder, before the step `version`.
    /// Without `pg_dump` a copy of PostgreSQL can't be made: that is refused, unless the options
    /// say that the operator made one.
    pub(super) async fn back_up(&self, version: i64, now: Instant) -> Result<Option<PathBuf>> {
        if self.no_backup {
            return Ok(None);
        }
        let folder = self.data_dir.join("backups");
        make_folder(&folder)?;
        let name = format!("before-{version}-{}", now.format("%Y%m%dT%H%M%SZ"));
        let path = match &self.pools {
            Pools::Sqlite { .. } => folder.join(format!("{name}.db")),
            Pools::Postgres { .. } => folder.join(format!("{name}.dump")),
        };
        let draft = path.with_extension("part");
        let made = self.copy_to(&draft).await.and_then(|()| settle(&draft, &path));
        if let Err(fault) = made {
            let _ = std::fs::remove_file(&draft);
            return Err(fault);
        }
        Ok(Some(path))
    }

    async fn copy_to(&self, path: &Path) -> Result<()> {
        match (&self.pools, &self.dump) {
            (Pools::Sqlite { write, .. }, _) => vacuum(write, path).await,
            (Pools::Postgres { .. }, Some(dump)) => dump.run(path).await,
            (Pools::Postgres { .. }, None) => Err(refused("the database's address is not known")),
        }
    }
}

/// A copy counts only when all of it is on the disk under its own name.
fn settle(draft: &Path, path: &Path) -> Result<()> {
    let fault = |fault| StoreError::file(path, fault);
    File::open(draft).and_then(|file| file.sync_all()).map_err(fault)?;
    std::fs::rename(draft, path).map_err(fault)
}

async fn vacuum(pool: &SqlitePool, path: &Path) -> Result<()> {
    let text = path.to_str().ok_or_else(|| refused("the data folder's name is not UTF-8"))?;
    let _ = std::fs::remove_file(path);
    sqlx::query("VACUUM INTO $1")
        .bind(text)
        .execute(pool)
        .await
        .map_err(|fault| refused(&StoreError::from(fault).to_string()))?;
    Ok(())
}

fn refused(why: &str) -> StoreError {
    StoreError::NoBackup(why.to_owned())
}

impl Dump {
    pub(super) fn new(url: SecretString) -> Self {
        Self { url }
    }

    /// Runs `pg_dump`. Arguments can be seen by every user of the machine, so the password goes
    /// through the environment.
    async fn run(&self, path: &Path) -> Result<()> {
        let (address, password) = self.address()?;
        let mut command = Command::new("pg_dump");
        command.arg("--format=custom").arg("--no-password").arg("--file").arg(path);
        command.arg(format!("--dbname={address}")).stdin(Stdio::null()).kill_on_drop(true);
        if let Some(password) = password {
            command.env("PGPASSWORD", password);
        }
        let output = command.output().await.map_err(|fault| match fault.kind() {
            std::io::ErrorKind::NotFound => refused(
                "pg_dump is not installed; install PostgreSQL's client programs, \
                 or make a copy yourself and migrate with --no-backup",
            ),
            _ => refused(&format!("pg_dump: {fault}")),
        })?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(refused(said.lines().next_back().unwrap_or("pg_dump failed")))
    }

    /// The address without its password, and the password.
    fn address(&self) -> Result<(String, Option<String>)> {
        let unreadable = || refused("the database's address can't be read");
        let mut url = Url::parse(self.url.expose_secret()).map_err(|_| unreadable())?;
        let Some(password) = url.password().map(decoded) else {
            return Ok((url.into(), None));
        };
        url.set_password(None).map_err(|()| unreadable())?;
        Ok((url.into(), Some(password)))
    }
}

/// Percent-decoded text; what isn't an escape stays.
fn decoded(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_leaves_the_address_and_is_decoded() {
        let dump = Dump::new("postgres://ana:a%2Fb+c%26d@host/db".into());
        let (address, password) = dump.address().unwrap();
        assert_eq!(address, "postgres://ana@host/db");
        assert_eq!(password.as_deref(), Some("a/b+c&d"));
    }
}
