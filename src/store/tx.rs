//! The two databases behind one face: [`Store`], [`Reader`], [`Tx`], and the macros that let one
//! body and one SQL text serve both.

use std::fs::File;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use tokio::time::timeout;

use crate::domain::clock::{Clock, Instant, instant};

use super::error::Result;

/// The advisory lock of the single writer on PostgreSQL; any constant will do.
const WRITER: i64 = 0x5a_40_1a_e5;

/// How long the connection that writes may take to come free before it counts as used.
const FREE: Duration = Duration::from_millis(500);

/// How many connections in a row may be stuck, the pool's and those that others get meanwhile.
const STUCK: u32 = 8;

/// One body, expanded once per database; `$conn` is an executor of it.
macro_rules! run {
    ($reader:expr, |$conn:ident| $body:expr) => {
        match &mut $reader.link {
            $crate::store::tx::Link::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::tx::Link::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

/// Runs a statement and says how many rows it touched.
macro_rules! change {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        run!($tx, |conn| sqlx::query($sql)$(.bind($value))*.execute(conn).await?.rows_affected())
    };
}

/// All rows of a query, each read as a shape.
macro_rules! all {
    ($reader:expr, $shape:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        run!($reader, |conn| sqlx::query($sql)$(.bind($value))*
            .fetch_all(conn)
            .await?
            .iter()
            .map($crate::store::row::read::<$shape>)
            .collect::<$crate::store::Result<Vec<$shape>>>())
    };
}

/// The one row of a query, if it is there, read as a shape.
macro_rules! one {
    ($reader:expr, $shape:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        run!($reader, |conn| sqlx::query($sql)$(.bind($value))*
            .fetch_optional(conn)
            .await?
            .as_ref()
            .map(|row| $crate::store::row::read::<$shape>(row))
            .transpose())
    };
}

/// One value of one row, which is always there (a count, a maximum).
macro_rules! value {
    ($reader:expr, $kind:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        run!($reader, |conn| sqlx::query_scalar::<_, $kind>($sql)$(.bind($value))*
            .fetch_one(conn)
            .await?)
    };
}

/// A database, its pools, and the lease by which this process may write. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(super) pools: Pools,
    pub(super) fence: Option<Fence>,
    /// The folder for backups and the lock file.
    pub(super) data_dir: PathBuf,
    /// The operating system's lock on the data folder, while this process serves or migrates.
    pub(super) seat: Arc<Mutex<Option<File>>>,
    pub(super) keep_backups: usize,
    /// The file of a SQLite database.
    pub(super) file: Option<PathBuf>,
    pub(super) no_backup: bool,
}

/// One connection to write with and some to read with, so that readers never wait for a writer.
#[derive(Clone)]
pub(super) enum Pools {
    Sqlite { write: SqlitePool, read: SqlitePool },
    Postgres { write: PgPool, read: PgPool },
}

/// What a transaction of a serving process checks before it does anything.
#[derive(Clone)]
pub(super) struct Fence {
    pub(super) number: i64,
    pub(super) real: Arc<dyn Clock>,
}

/// An open transaction on one of the two.
pub(super) enum Link {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Reads a snapshot of the database; dropped when no longer needed.
pub struct Reader {
    pub(super) link: Link,
}

/// Writes, and reads what it wrote; nothing stays unless it is committed.
pub struct Tx {
    reader: Reader,
}

impl Store {
    /// A snapshot to read from. It blocks nobody, and sees nothing that is committed after its
    /// first read.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn read(&self) -> Result<Reader> {
        let link = match &self.pools {
            Pools::Sqlite { read, .. } => Link::Sqlite(sqlite_begin(read, "BEGIN").await?),
            Pools::Postgres { read, .. } => Link::Postgres(
                read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        };
        Ok(Reader { link })
    }

    /// A write transaction. There is one at a time, in this process and beside it: `BEGIN
    /// IMMEDIATE` takes SQLite's write lock; PostgreSQL has no such thing, so an advisory lock
    /// that ends with the transaction gives it the same meaning. The lock comes first and each
    /// statement reads what is committed by then, so no transaction fails because of another.
    ///
    /// # Errors
    /// [`Fenced`](super::StoreError::Fenced) when this process no longer holds its lease.
    pub async fn begin(&self) -> Result<Tx> {
        let mut tx = self.begin_unfenced().await?;
        if let Some(fence) = &self.fence {
            tx.check_fence(fence.number, fence.real.now()).await?;
        }
        Ok(tx)
    }

    pub(super) async fn begin_unfenced(&self) -> Result<Tx> {
        let link = match &self.pools {
            Pools::Sqlite { write, .. } => {
                Link::Sqlite(sqlite_begin(write, "BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres { write, .. } => {
                let mut tx = write.begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock($1)")
                    .bind(WRITER)
                    .execute(&mut *tx)
                    .await?;
                Link::Postgres(tx)
            }
        };
        Ok(Tx { reader: Reader { link } })
    }

    /// Whether the database answers: for `/readyz` and `check`.
    ///
    /// # Errors
    /// When it doesn't.
    pub async fn ping(&self) -> Result<()> {
        let mut reader = self.read().await?;
        value!(reader, i64, "SELECT CAST(1 AS BIGINT)");
        Ok(())
    }

    /// Replaces the connection that writes, unless somebody uses it now: one that SQLite opened
    /// while its files could only be read stays so.
    pub async fn renew_writer(&self) {
        let Pools::Sqlite { write, .. } = &self.pools else { return };
        if let Ok(Ok(old)) = timeout(FREE, write.acquire()).await {
            let _ = old.close().await;
        }
    }

    /// What time the database's own machine has; `None` where it is this one.
    ///
    /// # Errors
    /// When it doesn't answer.
    pub async fn clock(&self) -> Result<Option<Instant>> {
        let Pools::Postgres { read, .. } = &self.pools else { return Ok(None) };
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        Ok(Some(instant(sqlx::query_scalar(sql).fetch_one(read).await?)))
    }

    /// Closes all connections; the last words before the process ends.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

/// Begins on SQLite. When the disk is full or fails, SQLite rolls back by itself, and sqlx goes on
/// believing that the connection is within a transaction: it would refuse every later one. Such a
/// connection is replaced.
async fn sqlite_begin(
    pool: &SqlitePool,
    how: &'static str,
) -> Result<Transaction<'static, Sqlite>> {
    for _ in 0..STUCK {
        match pool.begin_with(how).await {
            Err(sqlx::Error::InvalidSavePointStatement) => {
                // Whether it closes in order doesn't matter: it is not used again.
                let _ = pool.acquire().await?.close().await;
            }
            other => return Ok(other?),
        }
    }
    Ok(pool.begin_with(how).await?)
}

impl Tx {
    /// Makes it lasting.
    ///
    /// # Errors
    /// When the database refuses; then nothing of it stays.
    pub async fn commit(self) -> Result<()> {
        match self.reader.link {
            Link::Sqlite(tx) => tx.commit().await?,
            Link::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Reader {
        &mut self.reader
    }
}
