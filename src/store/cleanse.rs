//! Erased words leave the files too: on SQLite the database is written anew and its log emptied,
//! on PostgreSQL dead rows are vacuumed.
//!
//! `secure_delete` overwrites what is deleted where it stood, but a row that once moved from page
//! to page can leave a copy in an unused place of the page before (seen when it was tried); writing
//! the file anew drops it.

use std::time::Duration;

use sqlx::{Row as _, SqliteConnection};

use super::error::Result;
use super::tx::{Pools, Store};

/// How long emptying the log may make writers wait for readers.
const LOG_WAIT: Duration = Duration::from_millis(500);

impl Store {
    /// Writes the database anew without what was erased.
    ///
    /// # Errors
    /// When the database refuses: it is busy, or the disk is full. Nothing is lost then.
    pub async fn rewrite(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { write, .. } => {
                sqlx::query("VACUUM").execute(write).await?;
            }
            Pools::Postgres { write, .. } => {
                for table in ["contributions", "messages", "challenges", "suggestions", "posts"] {
                    // Not `FULL`: that would keep everybody out meanwhile.
                    sqlx::query(sqlx::AssertSqlSafe(format!("VACUUM {table}")))
                        .execute(write)
                        .await?;
                }
                sqlx::query("VACUUM post_parts").execute(write).await?;
            }
        }
        Ok(())
    }

    /// Empties the write-ahead log. `false` when somebody still reads from it: try again later.
    /// PostgreSQL recycles its own.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn empty_log(&self) -> Result<bool> {
        let Pools::Sqlite { write, .. } = &self.pools else { return Ok(true) };
        let mut connection = write.acquire().await?;
        wait(&mut connection, LOG_WAIT).await?;
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await;
        wait(&mut connection, super::open::LOCK_WAIT).await?;
        let busy: i64 = row?.try_get(0)?;
        Ok(busy == 0)
    }

    /// How large the database's file is, in bytes; `None` where it is not one file.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn file_size(&self) -> Result<Option<u64>> {
        let Pools::Sqlite { read, .. } = &self.pools else { return Ok(None) };
        let mut connection = read.acquire().await?;
        let pages: i64 =
            sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *connection).await?;
        let size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut *connection).await?;
        Ok(Some(pages.unsigned_abs() * size.unsigned_abs()))
    }
}

async fn wait(connection: &mut SqliteConnection, long: Duration) -> Result<()> {
    let sql = format!("PRAGMA busy_timeout = {}", long.as_millis());
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}
