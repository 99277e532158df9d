//! The schema's steps: the same on both databases, on filled ones too, after a backup, and never
//! behind the back of a process that serves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use samovar::store::{Store, StoreError};
use sqlx::migrate::Migrator;
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::support::store::{Place, postgres, postgres_place, sqlite, sqlite_place, t};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect()
}

/// Every table and column with whether it may be empty, as both databases tell it.
const SQLITE_COLUMNS: &str = "
    SELECT m.name || '.' || c.name || CASE WHEN c.\"notnull\" = 1 THEN '!' ELSE '' END
        || ' ' || lower(c.type)
    FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
const POSTGRES_COLUMNS: &str = "
    SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN '!' ELSE '' END
        || ' ' || data_type
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_sqlx%'";
const SQLITE_INDEXES: &str = "SELECT name FROM sqlite_master WHERE type = 'index'
    AND name NOT LIKE 'sqlite\\_autoindex%' ESCAPE '\\'";
const POSTGRES_INDEXES: &str = "
    SELECT CAST(i.indexname AS TEXT) FROM pg_indexes i WHERE i.schemaname = current_schema()
        AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)";

async fn set(place: &Place, sql: &str) -> BTreeSet<String> {
    place.texts(sql).await.into_iter().collect()
}

#[test]
fn every_step_is_there_for_both_and_has_sample_data() {
    let sqlite = names(&root().join("migrations/sqlite"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, names(&root().join("migrations/postgres")));
    assert_eq!(sqlite, names(&root().join("tests/it/data")));
}

#[tokio::test]
async fn both_have_the_same_tables_columns_and_indexes() {
    let (lite, _store) = sqlite().await;
    let (post, _store) = postgres().await;
    let columns = set(&lite, SQLITE_COLUMNS).await;
    assert!(columns.contains("posts.wanted! bigint"), "{columns:?}");
    assert_eq!(columns, set(&post, POSTGRES_COLUMNS).await);
    let indexes = set(&lite, SQLITE_INDEXES).await;
    assert!(indexes.contains("posts_undone"));
    assert_eq!(indexes, set(&post, POSTGRES_INDEXES).await);
}

/// Applies the steps one by one, each on what the sample data of those before it left.
async fn apply_on_filled(place: &Place, kind: &str) {
    let migrator = Migrator::new(root().join("migrations").join(kind)).await.expect("steps");
    let address = place.address();
    for step in migrator.iter() {
        if place.options.url.is_some() {
            let mut connection = PgConnection::connect(&address).await.unwrap();
            migrator.run_to(step.version, &mut connection).await.unwrap();
        } else {
            let address = format!("{address}?mode=rwc");
            let mut connection = SqliteConnection::connect(&address).await.unwrap();
            migrator.run_to(step.version, &mut connection).await.unwrap();
        }
        let name = format!("{}_{}.sql", step.version, step.description.replace(' ', "_"));
        let sample = fs::read_to_string(root().join("tests/it/data").join(name)).unwrap();
        place.execute(&sample).await;
    }
    let mut reader = place.open().await.read().await.unwrap();
    let ritual = reader.ritual_named(&"tea".into(), "weekly").await.unwrap().unwrap();
    assert_eq!(reader.rounds_of(&ritual.id, 9).await.unwrap().len(), 1);
    assert_eq!(reader.contributions(&"first".into()).await.unwrap().len(), 1);
    assert_eq!(reader.messages(&"first".into()).await.unwrap().len(), 1);
    assert_eq!(reader.lanes_due(t(0)).await.unwrap(), ["room:practice:hall"]);
    let (_, part) =
        reader.post_of_message(&"practice".into(), &"18".into()).await.unwrap().unwrap();
    assert_eq!(part.remote.as_str(), "16");
}

#[tokio::test]
async fn each_step_is_applied_on_filled_sqlite() {
    apply_on_filled(&sqlite_place(), "sqlite").await;
}

#[tokio::test]
async fn each_step_is_applied_on_filled_postgres() {
    apply_on_filled(&postgres_place().await, "postgres").await;
}

/// A database that some earlier program filled; every step waits.
const EARLIER: &str = "CREATE TABLE earlier (words TEXT); INSERT INTO earlier VALUES ('kept');";

fn backups(place: &Place) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir(place.dir.path().join("backups")) else { return Vec::new() };
    folder.map(|entry| entry.expect("an entry").path()).collect()
}

#[tokio::test]
async fn a_backup_is_made_before_a_filled_sqlite_is_migrated() {
    let place = sqlite_place();
    let store = place.open().await;
    place.execute(EARLIER).await;
    let migrated = store.migrate("a", t(0)).await.unwrap();
    let last = migrated.applied.last().unwrap();
    let expected = place.dir.path().join(format!("backups/before-{last}-20261102T000000Z"));
    assert_eq!(migrated.backup.as_ref(), Some(&expected));
    assert_eq!(backups(&place), std::slice::from_ref(&expected));
    let mut copy =
        SqliteConnection::connect(expected.join("database.db").to_str().unwrap()).await.unwrap();
    let kept: Vec<String> =
        sqlx::query_scalar("SELECT words FROM earlier").fetch_all(&mut copy).await.unwrap();
    assert_eq!(kept, ["kept"]);
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master").fetch_all(&mut copy).await.unwrap();
    assert_eq!(tables, ["earlier"]);
}

#[tokio::test]
async fn a_backup_is_made_before_a_filled_postgres_is_migrated() {
    let place = postgres_place().await;
    let store = place.open().await;
    place.execute(EARLIER).await;
    let migrated = store.migrate("a", t(0)).await.unwrap();
    let backup = migrated.backup.unwrap();
    assert_eq!(backups(&place), std::slice::from_ref(&backup));
    assert_eq!(fs::read_to_string(backup.join("tables/earlier.copy")).unwrap(), "kept\n");
}

#[tokio::test]
async fn a_postgres_that_cant_be_copied_is_migrated_only_when_told() {
    let mut place = postgres_place().await;
    place.execute(EARLIER).await;
    fs::write(place.dir.path().join("backups"), "a file where the folder should be").unwrap();
    assert!(place.open().await.migrate("a", t(0)).await.is_err());
    let tables = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(place.texts(tables).await, ["earlier"]);
    place.options.no_backup = true;
    let migrated = place.open().await.migrate("a", t(0)).await.unwrap();
    assert_eq!(migrated.backup, None);
    assert!(!migrated.applied.is_empty());
}

#[tokio::test]
async fn an_empty_database_and_a_current_one_need_no_backup() {
    let place = sqlite_place();
    let store = place.open().await;
    let first = store.migrate("a", t(0)).await.unwrap();
    assert!(!first.applied.is_empty());
    assert_eq!(first.backup, None);
    let again = store.migrate("a", t(1)).await.unwrap();
    assert_eq!((again.applied.len(), again.backup), (0, None));
    assert!(backups(&place).is_empty());
}

const FROM_THE_FUTURE: &str = "
    INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    SELECT 99990101000000, 'later', TRUE, checksum, 0 FROM _sqlx_migrations LIMIT 1";

async fn a_newer_schema_is_refused((place, store): (Place, Store)) {
    place.execute(FROM_THE_FUTURE).await;
    let refused = store.migrate("a", t(0)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Newer { found: 99_990_101_000_000, .. }), "{refused}");
    assert!(refused.to_string().contains("run a newer version of samovar"));
    assert!(matches!(Store::attach(&place.options).await, Err(StoreError::Newer { .. })));
}

#[tokio::test]
async fn a_newer_schema_is_refused_on_sqlite() {
    a_newer_schema_is_refused(sqlite().await).await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_on_postgres() {
    a_newer_schema_is_refused(postgres().await).await;
}

#[tokio::test]
async fn attaching_makes_and_migrates_nothing() {
    let place = sqlite_place();
    assert!(matches!(Store::attach(&place.options).await, Err(StoreError::NoDatabase(_))));
    assert_eq!(fs::read_dir(place.dir.path()).unwrap().count(), 0);
    drop(place.open().await);
    assert!(matches!(Store::attach(&place.options).await, Err(StoreError::Behind { .. })));
    let place = postgres_place().await;
    assert!(matches!(Store::attach(&place.options).await, Err(StoreError::Behind { .. })));
}

const TTL: Duration = Duration::from_secs(30);

/// A second process in the same data folder is refused by the lock file, whatever it is called.
async fn a_second_instance_is_refused((place, store): (Place, Store)) {
    let holder = store.holder();
    let lease = store.take_lease(&holder, t(0), TTL).await.unwrap();
    let second = place.open().await;
    let refused = second.take_lease(&second.holder(), t(40_000), TTL).await.unwrap_err();
    assert!(matches!(&refused, StoreError::Held { by } if *by == holder), "{refused}");
    store.release_lease(lease.fence).await.unwrap();
    second.take_lease(&second.holder(), t(41_000), TTL).await.unwrap();
}

#[tokio::test]
async fn a_second_instance_is_refused_on_sqlite() {
    a_second_instance_is_refused(sqlite().await).await;
}

#[tokio::test]
async fn a_second_instance_is_refused_on_postgres() {
    a_second_instance_is_refused(postgres().await).await;
}

/// One on another machine has another data folder: it is refused until the lease is over.
#[tokio::test]
async fn an_instance_elsewhere_is_refused_by_the_lease() {
    let (place, store) = postgres().await;
    store.take_lease("here", t(0), TTL).await.unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut options = place.options.clone();
    options.data_dir = elsewhere.path().to_owned();
    let other = Store::open(&options).await.unwrap();
    let refused = other.take_lease("there", t(29_999), TTL).await;
    assert!(matches!(refused, Err(StoreError::Held { by }) if by == "here"));
    assert_eq!(other.take_lease("there", t(30_000), TTL).await.unwrap().fence, 2);
}

#[tokio::test]
async fn nothing_is_migrated_behind_a_process_that_serves() {
    let place = sqlite_place();
    let store = place.open().await;
    store.migrate("a", t(0)).await.unwrap();
    store.take_lease("a", t(0), TTL).await.unwrap();
    place.execute("DELETE FROM _sqlx_migrations").await;
    let second = place.open().await;
    assert!(matches!(second.migrate("a", t(1)).await, Err(StoreError::Held { .. })));
    drop((store, second));
    let mut options = place.options.clone();
    options.data_dir = place.dir.path().join("elsewhere");
    options.url = Some(place.address().into());
    let third = Store::open(&options).await.unwrap();
    assert!(matches!(third.migrate("b", t(1)).await, Err(StoreError::Held { .. })));
}

#[tokio::test]
async fn a_wrong_address_is_told_without_its_password() {
    let place = sqlite_place();
    for url in ["mysql://ana:hunter2@host/db", "postgres://ana:hunter2@host:port/db", "sqlite://"] {
        let mut options = place.options.clone();
        options.url = Some(url.into());
        let fault = Store::open(&options).await.err().expect("it is wrong");
        assert!(matches!(fault, StoreError::Address(_)), "{fault}");
        assert!(!format!("{fault} {fault:?} {options:?}").contains("hunter2"));
    }
}
