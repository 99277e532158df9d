//! What can go wrong here. No variant carries a stored value, a bound parameter or a password.

use std::fmt;
use std::path::{Path, PathBuf};

/// The result of everything in the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What went wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused, or can't be reached.
    #[error("database: {0}")]
    Driver(DriverFault),
    /// A row of another kind already has this name or key.
    #[error("{table}: another row already has this name or key")]
    Taken {
        /// The table, or the constraint where the database doesn't say the table.
        table: String,
    },
    /// A row that has to be there isn't.
    #[error("{table}: no row {row}")]
    Missing {
        /// The table.
        table: &'static str,
        /// The row's id.
        row: String,
    },
    /// A stored value doesn't read as what it should be.
    #[error("{table}.{column} of row {row} does not read as it should")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's id.
        row: String,
    },
    /// A value can't be written as JSON.
    #[error("a value can't be written as JSON: {0}")]
    Encode(#[from] serde_json::Error),
    /// The lease of this process ran out or was taken: it must stop writing and sending.
    #[error("the lease of this process on the database is over; another one may be serving it")]
    Fenced,
    /// Another process serves this database.
    #[error("another process serves this database: {by}")]
    Held {
        /// Who.
        by: String,
    },
    /// The database was made by a newer version of this program.
    #[error(
        "the database is at schema {found}, this program knows schemas up to {known}: \
         run a newer version of samovar"
    )]
    Newer {
        /// The newest schema in the database.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The database waits for a migration.
    #[error("the database is not at schema {known} yet: run `samovar migrate` or `samovar serve`")]
    Behind {
        /// The newest schema that this program knows.
        known: i64,
    },
    /// A migration that was applied is not the one this program knows.
    #[error("schema {version} of the database is not the one this program knows")]
    Changed {
        /// Which.
        version: i64,
    },
    /// There is no database where one has to be.
    #[error("there is no database at {0}: run `samovar serve` or `samovar migrate` first")]
    NoDatabase(PathBuf),
    /// The database's address can't be used.
    #[error("database.url: {0}")]
    Address(String),
    /// The copy that has to be made before a migration can't be made.
    #[error("no backup could be made before the migration, so nothing was changed: {0}")]
    NoBackup(String),
    /// A file or folder can't be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl StoreError {
    /// Whether the same call may succeed later: the database is away, busy or starting.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Driver(fault) if fault.transient)
    }

    pub(super) fn file(path: &Path, source: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}

/// What the database or its driver said: the message and the code, never a row's content.
pub struct DriverFault {
    text: String,
    transient: bool,
}

impl DriverFault {
    /// A fault that will be the same next time.
    pub(super) fn lasting(text: String) -> Self {
        Self { text, transient: false }
    }
}

impl fmt::Display for DriverFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for DriverFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DriverFault").field(&self.text).finish()
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(refusal) = &error
            && refusal.is_unique_violation()
        {
            let table = refusal.table().or(refusal.constraint()).unwrap_or("a table");
            return Self::Taken { table: table.to_owned() };
        }
        Self::Driver(DriverFault { transient: transient(&error), text: text(&error) })
    }
}

/// The driver's own words, without what PostgreSQL adds in details (they quote values).
fn text(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(refusal) => match refusal.code() {
            Some(code) => format!("{} (code {code})", refusal.message()),
            None => refusal.message().to_owned(),
        },
        other => other.to_string(),
    }
}

fn transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(refusal) => refusal.code().is_some_and(|code| passing(code.as_ref())),
        _ => false,
    }
}

/// SQLite: busy, locked, i/o error, full. PostgreSQL: connection lost, out of resources, lock
/// timeout, shutting down or starting.
fn passing(code: &str) -> bool {
    let sqlite = code
        .parse::<u32>()
        .is_ok_and(|number| code.len() < 5 && matches!(number & 0xff, 5 | 6 | 10 | 13));
    let postgres = code.len() == 5
        && (code.starts_with("08")
            || code.starts_with("53")
            || code.starts_with("57P0")
            || code == "55P03");
    sqlite || postgres
}
