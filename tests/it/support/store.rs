//! Databases for tests: each test gets its own, on SQLite and on PostgreSQL.
//!
//! The PostgreSQL server is the one at `SAMOVAR_TEST_POSTGRES`, else the private one that
//! `scripts/postgres` starts; a test never goes without.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use samovar::domain::clock::{Instant, instant};
use samovar::store::{Options, Store};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;
use url::Url;

/// A database of one test's own, with its data folder. Both are removed with it.
pub struct Place {
    /// How another process would open it.
    pub options: Options,
    /// The data folder.
    pub dir: TempDir,
    _scratch: Option<Scratch>,
}

/// A PostgreSQL database that ends with its test.
struct Scratch {
    server: Url,
    name: String,
}

impl Place {
    /// Opens it, as `serve` does before it migrates.
    pub async fn open(&self) -> Store {
        Store::open(&self.options).await.expect("opens")
    }

    /// Runs SQL text beside the store, on a connection of its own.
    pub async fn execute(&self, sql: &str) {
        let address = self.address();
        if self.options.url.is_some() {
            return statement(&address.parse().expect("a URL"), sql).await;
        }
        let mut connection = SqliteConnection::connect(&address).await.expect("SQLite opens");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("it obeys");
        connection.close().await.expect("it closes");
    }

    /// The texts in the first column of a query's rows, on a connection of its own.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let address = self.address();
        if self.options.url.is_some() {
            let mut connection = PgConnection::connect(&address).await.expect("it answers");
            let query = sqlx::query_scalar(AssertSqlSafe(sql));
            return query.fetch_all(&mut connection).await.expect("rows");
        }
        let mut connection = SqliteConnection::connect(&address).await.expect("SQLite opens");
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection).await.expect("rows")
    }

    /// The PostgreSQL URL, or the path of the SQLite file.
    pub fn address(&self) -> String {
        match &self.options.url {
            Some(url) => url.expose_secret().to_owned(),
            None => format!("sqlite://{}", self.dir.path().join("samovar.db").display()),
        }
    }
}

/// Midnight of 2 November 2026, a Monday, and so many milliseconds.
pub fn t(ms: i64) -> Instant {
    instant(1_793_577_600_000 + ms)
}

/// An empty place for SQLite.
pub fn sqlite_place() -> Place {
    let dir = tempfile::tempdir().expect("a temporary folder");
    Place { options: Options::in_folder(dir.path()), dir, _scratch: None }
}

/// An empty database on PostgreSQL.
pub async fn postgres_place() -> Place {
    let database = Scratch::make().await;
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut options = Options::in_folder(dir.path());
    options.url = Some(SecretString::from(database.url().to_string()));
    Place { options, dir, _scratch: Some(database) }
}

/// A migrated store on SQLite.
pub async fn sqlite() -> (Place, Store) {
    migrated(sqlite_place()).await
}

/// A migrated store on PostgreSQL.
pub async fn postgres() -> (Place, Store) {
    migrated(postgres_place().await).await
}

async fn migrated(place: Place) -> (Place, Store) {
    let store = place.open().await;
    store.migrate("tests", t(0)).await.expect("migrates");
    (place, store)
}

impl Scratch {
    async fn make() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server: Url = server().parse().expect("the server's address is a URL");
        let name = format!(
            "test_{}_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed),
            std::time::UNIX_EPOCH.elapsed().expect("a time").as_nanos(),
        );
        statement(&server, &format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        Self { server, name }
    }

    fn url(&self) -> Url {
        let mut url = self.server.clone();
        url.set_path(&self.name);
        url
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A destructor can't wait within the test's own runtime.
        let ended = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime
                .expect("a runtime")
                .block_on(statement(&server, &format!("DROP DATABASE {name} WITH (FORCE)")));
        });
        let _ = ended.join();
    }
}

async fn statement(server: &Url, sql: &str) {
    let mut connection = PgConnection::connect(server.as_str()).await.expect("PostgreSQL answers");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("it obeys");
    connection.close().await.expect("it closes");
}

fn server() -> String {
    if let Ok(address) = std::env::var("SAMOVAR_TEST_POSTGRES") {
        return address;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/postgres");
    let output = Command::new(script).arg("start").output().expect("scripts/postgres runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("an address").trim().to_owned()
}

/// Runs `async fn case(store: Store)` on a new database of each kind.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite { $(
            #[tokio::test]
            async fn $case() {
                let (_place, store) = $crate::support::store::sqlite().await;
                super::$case(store).await;
            }
        )* }
        mod postgres { $(
            #[tokio::test]
            async fn $case() {
                let (_place, store) = $crate::support::store::postgres().await;
                super::$case(store).await;
            }
        )* }
    };
}
pub(crate) use on_both;
