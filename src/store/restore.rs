//! A backup back into an empty database. What it fills is marked as unfinished until whoever
//! restores says that it is done: a restore that broke off is never served.

use std::path::Path;

use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::backup::{FILE, Manifest, private_file};
use super::copy;
use super::error::{Result, StoreError};
use super::migrate::POSTGRES;
use super::open::Options;
use super::tx::{Pools, Store, Tx};

/// The setting that stands while a restore is not done.
const UNFINISHED: &str = "restore.unfinished";

/// Puts it up, on both databases.
const MARK: &str = "INSERT INTO settings (name, value) VALUES ('restore.unfinished', '1')
    ON CONFLICT (name) DO NOTHING";

impl Store {
    /// Fills an empty database from a backup, brings it to this program's schema and opens it.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] when the database isn't empty, the backup is of the other kind or of
    /// a newer program, or its copy is damaged.
    pub async fn restored(options: &Options, folder: &Path, manifest: &Manifest) -> Result<Self> {
        let kind = if options.file()?.is_some() { "sqlite" } else { "postgres" };
        if manifest.database != kind {
            return Err(StoreError::Unfit(format!(
                "the backup is of {}, database.url is {kind}: restore it to its own kind, then \
                 go over by `samovar export` and `samovar import`",
                manifest.database
            )));
        }
        if let Some(file) = options.file()? {
            fill_file(&folder.join(FILE), &file).await?;
        }
        let store = Self::open(options).await?;
        store.not_newer(&manifest.schema)?;
        if let Pools::Postgres { .. } = &store.pools {
            store.fill_tables(folder, manifest).await?;
        }
        store.apply().await?;
        Ok(store)
    }

    /// In one transaction: an empty schema of that step, the rows, the mark.
    async fn fill_tables(&self, folder: &Path, manifest: &Manifest) -> Result<()> {
        if !self.tables().await?.is_empty() {
            return Err(not_empty("the database"));
        }
        let Pools::Postgres { write, .. } = &self.pools else { return Ok(()) };
        let mut tx = write.begin().await?;
        let upto = manifest.schema.iter().copied().max();
        POSTGRES.run_direct(upto, &mut *tx, false).await?;
        copy::into(&mut tx, folder, &manifest.tables).await?;
        sqlx::query(MARK).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Refuses a database in which a restore broke off.
    pub(super) async fn not_half_restored(&self) -> Result<()> {
        if !self.tables().await?.iter().any(|name| name == "settings") {
            return Ok(());
        }
        match self.read().await?.setting(UNFINISHED).await? {
            Some(_) => Err(StoreError::HalfRestored),
            None => Ok(()),
        }
    }
}

impl Tx {
    /// The restore is done: from now on this database may be served.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn restore_is_done(&mut self) -> Result<()> {
        change!(self, "DELETE FROM settings WHERE name = $1", UNFINISHED);
        Ok(())
    }
}

fn not_empty(what: &str) -> StoreError {
    StoreError::Unfit(format!(
        "{what} is not empty: a backup is restored to a fresh place only, and nothing was changed"
    ))
}

/// Copies the file of a SQLite backup to its place, looks whether it is sound, and marks it.
async fn fill_file(from: &Path, to: &Path) -> Result<()> {
    let beside = |end: &str| {
        to.with_file_name(format!("{}{end}", to.file_name().unwrap_or_default().to_string_lossy()))
    };
    if [to.to_owned(), beside("-wal"), beside("-shm")].iter().any(|path| path.exists()) {
        return Err(not_empty(&to.display().to_string()));
    }
    if let Some(folder) = to.parent().filter(|one| !one.as_os_str().is_empty()) {
        super::open::make_folder(folder)?;
    }
    let filled = copied(from, to).map_err(|fault| StoreError::file(to, fault));
    let sound = match filled {
        Ok(()) => mark(to).await,
        Err(fault) => Err(fault),
    };
    if sound.is_err() {
        let _ = std::fs::remove_file(to);
    }
    sound
}

fn copied(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut source = std::fs::File::open(from)?;
    let mut file = private_file(to)?;
    std::io::copy(&mut source, &mut file)?;
    file.sync_all()
}

async fn mark(file: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let sound: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut connection).await?;
    if sound != "ok" {
        return Err(StoreError::Unfit(format!("the backup's database is damaged: {sound}")));
    }
    sqlx::query(MARK).execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
