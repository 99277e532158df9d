//! A copy of the whole database while it is used: one consistent snapshot in a folder, with a
//! manifest that says what it is. SQLite gives a file (`VACUUM INTO`), PostgreSQL a file for each
//! table ([`super::copy`]). The copy before a migration is one, too.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;

use crate::domain::clock::Instant;

use super::copy;
use super::error::{Result, StoreError, Trouble};
use super::open::make_folder;
use super::tx::{Pools, Store};

/// The folder of backups in the data folder.
const FOLDER: &str = "backups";
/// The file that says what a backup is.
const MANIFEST: &str = "manifest.json";
/// The copy of a SQLite database.
pub(super) const FILE: &str = "database.db";
/// The form of backups that this program writes and reads.
const FORM: u32 = 1;

/// What a backup is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form it has.
    pub form: u32,
    /// When its snapshot was taken, in real time: nothing after that is in it.
    pub made_at: Instant,
    /// The version of the program that made it.
    pub program: String,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// The steps of the schema.
    pub schema: Vec<i64>,
    /// The columns of each table, in the order of its file; only of PostgreSQL.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tables: BTreeMap<String, Vec<String>>,
}

impl Manifest {
    /// Reads the manifest of a backup.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] when the folder is no backup, or one of a newer program.
    pub fn of(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let unfit = |why: String| StoreError::Unfit(format!("{} {why}", folder.display()));
        let text = std::fs::read(&path)
            .map_err(|why| unfit(format!("is no backup: {MANIFEST} can't be read ({why})")))?;
        let found: Self = serde_json::from_slice(&text)
            .map_err(|why| unfit(format!("is no backup: {MANIFEST} is damaged ({why})")))?;
        if found.form > FORM {
            return Err(unfit(
                "was made by a newer version of samovar; restore it with that".into(),
            ));
        }
        Ok(found)
    }
}

impl Store {
    /// Where backups stand that nobody gave another place.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.data_dir.join(FOLDER)
    }

    /// Copies the database into a folder, which must not be there yet. The folder and all in it can
    /// be read by their owner only, and it stands under its name only when it is whole and on the
    /// disk. `beside` puts further files into it before that.
    ///
    /// # Errors
    /// When the folder is there or can't be written, or the database can't be read.
    pub async fn back_up(
        &self,
        folder: &Path,
        now: Instant,
        beside: impl FnOnce(&Path) -> std::io::Result<()>,
    ) -> Result<Manifest> {
        if folder.exists() {
            return Err(StoreError::Unfit(format!("{} is there already", folder.display())));
        }
        let draft = folder.with_added_extension("part");
        let _ = std::fs::remove_dir_all(&draft);
        let made = self.draw_up(&draft, now, beside).await;
        let named = made.and_then(|manifest| settle(&draft, folder).map(|()| manifest));
        if named.is_err() {
            let _ = std::fs::remove_dir_all(&draft);
        }
        named
    }

    async fn draw_up(
        &self,
        draft: &Path,
        now: Instant,
        beside: impl FnOnce(&Path) -> std::io::Result<()>,
    ) -> Result<Manifest> {
        make_folder(draft)?;
        let mut manifest = Manifest {
            form: FORM,
            made_at: now,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            database: self.kind().to_owned(),
            schema: self.applied().await?,
            tables: BTreeMap::new(),
        };
        match &self.pools {
            Pools::Sqlite { write, .. } => vacuum(write, &draft.join(FILE)).await?,
            Pools::Postgres { .. } => {
                manifest.tables = copy::out(&mut self.read().await?, draft).await?;
            }
        }
        beside(draft).map_err(|fault| StoreError::file(draft, fault))?;
        let text = serde_json::to_vec_pretty(&manifest)?;
        write_private(&draft.join(MANIFEST), &text)?;
        Ok(manifest)
    }

    /// What is wrong with the disk that the database lies on, as far as a small file there tells:
    /// SQLite calls a full and a read-only disk alike a failed write, once its file is open.
    #[must_use]
    pub fn disk_trouble(&self) -> Option<Trouble> {
        let Pools::Sqlite { .. } = &self.pools else { return None };
        let folder = self.file.as_ref()?.parent()?;
        let trial = folder.join(".samovar-trial");
        let tried = std::fs::write(&trial, [0; 4096]);
        let _ = std::fs::remove_file(&trial);
        match tried.err()?.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(Trouble::Full),
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Some(Trouble::ReadOnly),
            _ => None,
        }
    }

    /// Which database this is, by the word in manifests.
    pub(super) fn kind(&self) -> &'static str {
        match &self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres { .. } => "postgres",
        }
    }

    /// Copies the database before the step `version`, unless the options say that it needn't be.
    pub(super) async fn back_up_before(
        &self,
        version: i64,
        now: Instant,
    ) -> Result<Option<PathBuf>> {
        if self.no_backup {
            return Ok(None);
        }
        let name = format!("before-{version}-{}", stamp(now));
        let folder = self.backups().join(name);
        let made = self.back_up(&folder, now, |_| Ok(())).await;
        made.map_err(|fault| StoreError::NoBackup(fault.to_string()))?;
        self.drop_old("before-");
        Ok(Some(folder))
    }

    /// Keeps the newest backups whose names begin so. One that can't be removed stays, and the log
    /// says so: a full folder is no reason to have no backup.
    pub fn drop_old(&self, start: &str) {
        let Ok(entries) = std::fs::read_dir(self.backups()) else { return };
        let mut found: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| is_backup(path, start))
            .collect();
        found.sort();
        let old = found.len().saturating_sub(self.keep_backups);
        for path in found.into_iter().take(old) {
            if let Err(fault) = std::fs::remove_dir_all(&path) {
                tracing::warn!(backup = %path.display(), %fault, "an old backup was not removed");
            }
        }
    }
}

/// The part of a backup's name that says when it was made; names sort by it.
#[must_use]
pub fn stamp(now: Instant) -> String {
    now.format("%Y%m%dT%H%M%SZ").to_string()
}

fn is_backup(path: &Path, start: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(start) && !name.ends_with(".part") && path.join(MANIFEST).is_file()
}

/// A copy counts only when all of it is on the disk under its own name.
fn settle(draft: &Path, folder: &Path) -> Result<()> {
    let name = || {
        std::fs::rename(draft, folder)?;
        File::open(folder)?.sync_all()?;
        match folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) => File::open(parent)?.sync_all(),
            None => Ok(()),
        }
    };
    name().map_err(|fault| StoreError::file(folder, fault))
}

/// An empty file that its owner alone can read.
pub(super) fn private_file(path: &Path) -> std::io::Result<File> {
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || {
        let mut file = private_file(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|fault: std::io::Error| StoreError::file(path, fault))
}

/// The snapshot of one read transaction, without what was deleted: forgotten words are not in it.
/// SQLite takes an empty file, which is made first so that nobody else can read it.
async fn vacuum(pool: &SqlitePool, path: &Path) -> Result<()> {
    let file = private_file(path).map_err(|fault| StoreError::file(path, fault))?;
    let text = path
        .to_str()
        .ok_or_else(|| StoreError::Unfit(format!("{}: the name is not UTF-8", path.display())))?;
    sqlx::query("VACUUM INTO $1").bind(text).execute(pool).await?;
    file.sync_all().map_err(|fault| StoreError::file(path, fault))
}
