//! Erased words leave the files too: the database is written anew, and its write-ahead log emptied
//! as far as that is ours to do.
//!
//! `secure_delete` overwrites what is deleted where it stood, but a row that once moved from page
//! to page can leave a copy in an unused place of the page before (seen when it was tried); writing
//! the file anew drops it.

use sqlx::{PgConnection, PgPool, Row as _, SqliteConnection};

use super::error::Result;
use super::tx::{Pools, Store};

/// PostgreSQL's code for a lock that could not be had in time.
const IN_USE: &str = "55P03";

/// PostgreSQL's code for what a role may not do.
const NOT_OURS: &str = "42501";

/// How many milliseconds a wait for others may make others wait in turn.
const WAIT: i64 = 500;

impl Store {
    /// Writes the database anew without what was erased: tables, their indexes and what is stored
    /// beside them. `false` when somebody reads from it just now: try again later.
    ///
    /// # Errors
    /// When the database refuses: it is busy, or the disk is full. Nothing is lost then.
    pub async fn rewrite(&self) -> Result<bool> {
        match &self.pools {
            Pools::Sqlite { write, .. } => {
                sqlx::query("VACUUM").execute(write).await?;
                Ok(true)
            }
            Pools::Postgres { write, .. } => {
                let tables = self.tables().await?;
                let mut connection = write.acquire().await?;
                set(&mut connection, format!("SET lock_timeout = {WAIT}")).await?;
                let written = write_anew(&mut connection, &tables).await;
                set(&mut connection, "RESET lock_timeout".to_owned()).await?;
                written
            }
        }
    }

    /// Empties the write-ahead log. `false` when somebody still reads from it: try again later.
    /// PostgreSQL is asked to be done with its own, where this role may ask that: it then removes
    /// the segments, or, where `wal_recycle` is on, uses them again in its time.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn empty_log(&self) -> Result<bool> {
        let write = match &self.pools {
            Pools::Sqlite { write, .. } => write,
            Pools::Postgres { write, .. } => return end_segments(write).await,
        };
        let mut connection = write.acquire().await?;
        let before: i64 =
            sqlx::query_scalar("PRAGMA busy_timeout").fetch_one(&mut *connection).await?;
        wait(&mut connection, WAIT).await?;
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await;
        wait(&mut connection, before).await?;
        let busy: i64 = row?.try_get(0)?;
        Ok(busy == 0)
    }

    /// How large the database is, in bytes.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn size(&self) -> Result<u64> {
        let bytes: i64 = match &self.pools {
            Pools::Sqlite { read, .. } => {
                let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
                sqlx::query_scalar(sql).fetch_one(read).await?
            }
            Pools::Postgres { read, .. } => {
                let sql = "SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS BIGINT)
                     FROM pg_class c
                     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace";
                sqlx::query_scalar(sql).fetch_one(read).await?
            }
        };
        Ok(bytes.unsigned_abs())
    }
}

/// A plain `VACUUM` gives space back for use and leaves in it what stood there; `FULL` copies what is
/// left into new files and drops the old ones. It keeps others out of one table at a time.
async fn write_anew(connection: &mut PgConnection, tables: &[String]) -> Result<bool> {
    for table in tables {
        let sql = format!("VACUUM (FULL) \"{table}\"");
        match sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await {
            Ok(_) => {}
            Err(sqlx::Error::Database(refusal)) if refusal.code().as_deref() == Some(IN_USE) => {
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(true)
}

/// The segment that holds what was erased comes to its end, and nothing needs it any more.
async fn end_segments(write: &PgPool) -> Result<bool> {
    for sql in ["CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"] {
        match sqlx::query(sql).execute(write).await {
            Ok(_) => {}
            // Its owner keeps that to themselves: see docs/operating.md.
            Err(sqlx::Error::Database(refusal)) if refusal.code().as_deref() == Some(NOT_OURS) => {
                return Ok(true);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(true)
}

async fn set(connection: &mut PgConnection, sql: String) -> Result<()> {
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

/// Sets how many milliseconds are waited for others.
async fn wait(connection: &mut SqliteConnection, long: i64) -> Result<()> {
    let sql = format!("PRAGMA busy_timeout = {long}");
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}
