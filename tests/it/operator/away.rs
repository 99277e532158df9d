//! Faults of a database behind a socket: PostgreSQL is stopped and started again, another session
//! holds what is needed, and it only lets itself be read.

use std::process::Command;

use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

use super::weather::{Talk, export, ride_out};
use crate::support::process::Install;
use crate::support::store::postgres_place;

/// A server of a test's own, which can be stopped.
struct Server {
    dir: TempDir,
}

impl Server {
    fn new() -> Self {
        let dir = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").unwrap();
        Self { dir }
    }

    fn call(&self, verb: &str) -> String {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/postgres");
        let ran = Command::new(script)
            .arg(verb)
            .env("SAMOVAR_POSTGRES_DIR", self.dir.path())
            .output()
            .expect("scripts/postgres runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.call("stop");
    }
}

fn install(url: &str) -> Install {
    Install::with(&format!("[web]\nlisten = \"127.0.0.1:0\"\n[database]\nurl = \"{url}\"\n"))
}

#[tokio::test]
async fn a_postgres_that_is_away() {
    let server = Server::new();
    let url = server.call("new");
    let install = install(&url);
    let served = install.serve(&[]);
    let mut talk = Talk::begin(&install, &served).await;
    ride_out(
        &mut talk,
        "does not answer",
        async || drop(server.call("pause")),
        async || {
            server.call("start");
        },
    )
    .await;
    assert!(talk.refused.is_empty(), "practice rooms are apart from the database");
    talk.all_is_stored(export).await;
}

#[tokio::test]
async fn a_postgres_whose_tables_another_session_holds() {
    let place = postgres_place().await;
    let install = install(&place.address());
    let served = install.serve(&[]);
    let mut talk = Talk::begin(&install, &served).await;
    let mut other = PgConnection::connect(&place.address()).await.unwrap();
    let hold = "BEGIN; LOCK TABLE messages IN EXCLUSIVE MODE";
    sqlx::raw_sql(hold).execute(&mut other).await.unwrap();
    ride_out(
        &mut talk,
        "another process holds it",
        async || {},
        async || {
            sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
        },
    )
    .await;
    talk.all_is_stored(export).await;
}

/// Turns a database's being only for reading on or off. Sessions are ended after that holds: one
/// that began before would go on as it was.
async fn turn(other: &mut PgConnection, name: &str, how: &str) {
    for sql in [
        "SET default_transaction_read_only = off".to_owned(),
        format!("ALTER DATABASE {name} SET default_transaction_read_only = {how}"),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()"
            .to_owned(),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *other).await.unwrap();
    }
}

#[tokio::test]
async fn a_postgres_that_only_lets_itself_be_read() {
    let place = postgres_place().await;
    let install = install(&place.address());
    let served = install.serve(&[]);
    let mut talk = Talk::begin(&install, &served).await;
    let mut other = PgConnection::connect(&place.address()).await.unwrap();
    let name: String =
        sqlx::query_scalar("SELECT current_database()").fetch_one(&mut other).await.unwrap();
    turn(&mut other, &name, "on").await;
    ride_out(&mut talk, "only be read", async || {}, async || turn(&mut other, &name, "off").await)
        .await;
    talk.all_is_stored(export).await;
}
