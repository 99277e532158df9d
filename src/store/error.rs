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
    /// The lease of this process was taken or given back: it must stop writing and sending.
    #[error("the lease of this process on the database is over; another one may be serving it")]
    Fenced,
    /// The lease of this process ran out and nobody took it: nothing is written until it is
    /// renewed.
    #[error("the lease of this process on the database ran out; it is being renewed")]
    Lapsed,
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
    /// A restore into this database began and did not end.
    #[error(
        "a restore into this database began and did not end: make the database empty and \
         restore again"
    )]
    HalfRestored,
    /// A backup can't be read as one, or doesn't fit here.
    #[error("{0}")]
    Unfit(String),
    /// A file or folder can't be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Why the database can't be used for a while; the same call may succeed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no space left where it lies.
    Full,
    /// It, or the folder it lies in, can only be read.
    ReadOnly,
    /// Another process holds it, or it is too slow.
    Locked,
    /// Its disk or file can't be read or written.
    Disk,
    /// It doesn't answer.
    Away,
}

impl Trouble {
    /// The word for it, in keys of texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::ReadOnly => "read-only",
            Self::Locked => "locked",
            Self::Disk => "disk",
            Self::Away => "away",
        }
    }
}

impl StoreError {
    /// Whether the same call may succeed later: the database is away, busy, full or starting.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Lapsed) || self.trouble().is_some()
    }

    /// What keeps the database from being used for a while, where it is that.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Driver(fault) => fault.trouble,
            _ => None,
        }
    }

    pub(super) fn file(path: &Path, source: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}

/// What the database or its driver said: the message and the code, never a row's content.
pub struct DriverFault {
    text: String,
    trouble: Option<Trouble>,
}

impl DriverFault {
    /// A fault that will be the same next time.
    pub(super) fn lasting(text: String) -> Self {
        Self { text, trouble: None }
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
        Self::Driver(DriverFault { trouble: trouble(&error), text: text(&error) })
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

fn trouble(error: &sqlx::Error) -> Option<Trouble> {
    match error {
        // A connection that SQLite left in the middle of something; another one is opened.
        sqlx::Error::InvalidSavePointStatement => Some(Trouble::Disk),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Protocol(_)
        | sqlx::Error::BeginFailed => Some(Trouble::Away),
        sqlx::Error::Database(refusal) => refusal.code().and_then(|code| passing(code.as_ref())),
        _ => None,
    }
}

/// What a code means. SQLite's have up to four digits, PostgreSQL's five characters.
fn passing(code: &str) -> Option<Trouble> {
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => sqlite(number & 0xff),
        _ => postgres(code),
    }
}

/// Busy, locked, locking protocol · read only · i/o error, can't open · full.
fn sqlite(primary: u32) -> Option<Trouble> {
    match primary {
        5 | 6 | 15 => Some(Trouble::Locked),
        8 => Some(Trouble::ReadOnly),
        10 | 14 => Some(Trouble::Disk),
        13 => Some(Trouble::Full),
        _ => None,
    }
}

/// Disk full · lock timeout, deadlock · read only, as after a failover · i/o error · connection lost, out
/// of resources, shutting down or starting, an idle transaction cut off.
fn postgres(code: &str) -> Option<Trouble> {
    match code {
        "53100" => Some(Trouble::Full),
        "55P03" | "40001" | "40P01" => Some(Trouble::Locked),
        "25006" => Some(Trouble::ReadOnly),
        "58030" => Some(Trouble::Disk),
        "25P03" | "25P04" => Some(Trouble::Away),
        _ if ["08", "53", "57P0"].iter().any(|class| code.starts_with(class)) => {
            Some(Trouble::Away)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_say_what_passes() {
        for (code, wanted) in [
            ("5", Some(Trouble::Locked)),
            ("517", Some(Trouble::Locked)),
            ("13", Some(Trouble::Full)),
            ("8", Some(Trouble::ReadOnly)),
            ("778", Some(Trouble::Disk)),
            ("1555", None),
            ("53100", Some(Trouble::Full)),
            ("55P03", Some(Trouble::Locked)),
            ("57P01", Some(Trouble::Away)),
            ("23505", None),
        ] {
            assert_eq!(passing(code), wanted, "{code}");
        }
    }
}
