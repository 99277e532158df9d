//! Opening a database: which one, with which settings, by how many connections.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::pool::PoolOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, PgConnection};
use tokio::time::timeout;

use super::backup::private_file;
use super::error::{Result, StoreError};
use super::tx::{Pools, Store};

/// How patient a process is with a database that others hold or that is away.
#[derive(Clone, Copy)]
struct Patience {
    /// How long a writer waits for the write lock of another process.
    lock: Duration,
    /// How long a task waits for a connection.
    connection: Duration,
}

/// One that serves tries again by itself, and says meanwhile what it waits for. Its tasks wait for
/// a connection longer than for the lock, so that the lock's own error is seen first.
const SERVING: Patience =
    Patience { lock: Duration::from_secs(10), connection: Duration::from_secs(30) };
/// One beside it has only this one try.
const BESIDE: Patience = Patience { lock: LOCK_WAIT, connection: Duration::from_secs(15) };
/// How long a process that has only one try waits for the write lock of another.
const LOCK_WAIT: Duration = Duration::from_secs(60);
/// After this long PostgreSQL cuts off a write of a process that was stopped in the middle of it.
const STOPPED: &str = "60s";
/// How many readers there may be at a time.
const READERS: u32 = 4;

/// Which database, and where its companions live.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite://PATH` or `postgres://…`; `None` is `samovar.db` in the data folder.
    pub url: Option<SecretString>,
    /// The folder for the database, its backups and the lock file.
    pub data_dir: PathBuf,
    /// How many backups of each kind stay in the data folder; at least one does.
    pub keep_backups: usize,
    /// Migrates without a backup.
    pub no_backup: bool,
}

impl Options {
    /// The default: SQLite in a data folder.
    #[must_use]
    pub fn in_folder(data_dir: impl Into<PathBuf>) -> Self {
        Self { url: None, data_dir: data_dir.into(), keep_backups: 5, no_backup: false }
    }
}

/// What a URL points to.
enum Place {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl Store {
    /// Opens the database; a SQLite file and the data folder are made if they aren't there. The
    /// schema is neither checked nor migrated: that is [`Store::migrate`].
    ///
    /// # Errors
    /// When the address is wrong or the database can't be reached.
    pub async fn open(options: &Options) -> Result<Self> {
        make_folder(&options.data_dir)?;
        let store = match place(options)? {
            Place::Sqlite(path) => {
                if let Some(folder) = path.parent().filter(|one| !one.as_os_str().is_empty()) {
                    make_folder(folder)?;
                }
                sqlite(&path, true, SERVING).await?
            }
            Place::Postgres(connect) => postgres(*connect, SERVING).await?,
        };
        Ok(with_options(store, options))
    }

    /// Opens a database that another process serves or has made, for `exec`, `export` and `check`:
    /// nothing is made, nothing is migrated.
    ///
    /// # Errors
    /// When there is none, or its schema isn't the one this program knows.
    pub async fn attach(options: &Options) -> Result<Self> {
        let store = Self::beside(options).await?;
        store.verify().await?;
        Ok(store)
    }

    /// Whether the server of a database answers, tried once: a pool goes on trying for as long as
    /// it may. A file has no server.
    ///
    /// # Errors
    /// When it doesn't within this time.
    pub async fn reach(options: &Options, within: Duration) -> Result<()> {
        let Place::Postgres(connect) = place(options)? else { return Ok(()) };
        let late = || sqlx::Error::Io(ErrorKind::TimedOut.into());
        let answered = timeout(within, PgConnection::connect_with(&connect)).await;
        answered.map_err(|_| late())??.close().await?;
        Ok(())
    }

    /// Opens a database as it is, whatever its schema: for `backup` and `check`. Nothing is made.
    ///
    /// # Errors
    /// When there is none, or it can't be reached.
    pub async fn beside(options: &Options) -> Result<Self> {
        let pools = match place(options)? {
            Place::Sqlite(path) if !path.is_file() => return Err(StoreError::NoDatabase(path)),
            Place::Sqlite(path) => sqlite(&path, false, BESIDE).await?,
            Place::Postgres(connect) => postgres(*connect, BESIDE).await?,
        };
        Ok(with_options(pools, options))
    }
}

impl Options {
    /// The file of a SQLite database; `None` for PostgreSQL.
    ///
    /// # Errors
    /// When the address can't be read.
    pub fn file(&self) -> Result<Option<PathBuf>> {
        Ok(match place(self)? {
            Place::Sqlite(path) => Some(path),
            Place::Postgres(_) => None,
        })
    }
}

fn with_options(pools: Pools, options: &Options) -> Store {
    let file = options.file().ok().flatten();
    Store {
        pools,
        fence: None,
        data_dir: options.data_dir.clone(),
        seat: Arc::new(Mutex::new(None)),
        keep_backups: options.keep_backups.max(1),
        file,
        no_backup: options.no_backup,
    }
}

/// Reads the address. Its faults are told without the address, which may hold a password.
fn place(options: &Options) -> Result<Place> {
    let Some(url) = &options.url else {
        return Ok(Place::Sqlite(options.data_dir.join("samovar.db")));
    };
    let url = url.expose_secret();
    let (scheme, rest) = url.split_once(':').unwrap_or((url, ""));
    match scheme {
        "sqlite" => {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            let path = path.split_once('?').map_or(path, |(path, _)| path);
            if path.is_empty() || path.starts_with(":memory:") {
                return Err(StoreError::Address("SQLite needs a file: sqlite://PATH".to_owned()));
            }
            Ok(Place::Sqlite(PathBuf::from(path)))
        }
        "postgres" | "postgresql" => PgConnectOptions::from_str(url)
            .map(|connect| Place::Postgres(Box::new(connect)))
            .map_err(|_| {
                StoreError::Address("not readable as postgres://USER@HOST/DATABASE".to_owned())
            }),
        _ => Err(StoreError::Address("begins with neither sqlite:// nor postgres://".to_owned())),
    }
}

/// Makes a folder that only its owner can look into; one that is there stays as it is.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|fault| StoreError::file(path, fault))
}

/// Makes the file of a database, which only its owner can read; SQLite gives the files beside it the
/// same rights. One that is there stays as it is.
fn make_file(path: &Path) -> Result<()> {
    match private_file(path) {
        Err(fault) if fault.kind() != ErrorKind::AlreadyExists => {
            Err(StoreError::file(path, fault))
        }
        _ => Ok(()),
    }
}

/// WAL, so that readers never wait for the writer; FULL, so that what was committed survives a
/// power cut; secure delete, so that forgotten words leave the file.
async fn sqlite(path: &Path, create: bool, patience: Patience) -> Result<Pools> {
    if create {
        make_file(path)?;
    }
    let connect = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(patience.lock)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .disable_statement_logging();
    let writer = connect
        .clone()
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("cache_size", "-16000")
        .pragma("journal_size_limit", "67108864");
    let write = pool(1, patience).connect_with(writer).await?;
    let read = pool(READERS, patience).min_connections(1);
    let read = read.connect_with(connect.pragma("query_only", "ON")).await?;
    Ok(Pools::Sqlite { write, read })
}

/// Two pools here as well: tasks that wait for the write lock leave readers their connections.
async fn postgres(connect: PgConnectOptions, patience: Patience) -> Result<Pools> {
    let wait = format!("{}ms", patience.lock.as_millis());
    let connect = connect
        .application_name("samovar")
        .options([("lock_timeout", wait.as_str())])
        .disable_statement_logging();
    // A process that was stopped in the middle of a write doesn't keep the others from writing.
    let stopped = [("idle_in_transaction_session_timeout", STOPPED)];
    let writer = connect.clone().options(stopped);
    let write = pool(1, patience).test_before_acquire(true).connect_with(writer).await?;
    let read = pool(READERS, patience).test_before_acquire(true).connect_lazy_with(connect);
    Ok(Pools::Postgres { write, read })
}

/// Connections last: each new one would have to prepare its statements again.
fn pool<DB: sqlx::Database>(connections: u32, patience: Patience) -> PoolOptions<DB> {
    PoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(patience.connection)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}
