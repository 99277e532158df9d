//! `check` names each fault with its mend.

use std::fs;
use std::net::TcpListener;

use sqlx::{Connection, SqliteConnection};

use crate::support::process::{Install, text};

/// What `check` says, and with which code.
fn check(install: &Install) -> (Option<i32>, String) {
    let ran = install.run(&["check"]);
    (ran.status.code(), format!("{}{}", text(&ran.stdout), text(&ran.stderr)))
}

/// An install that was served once.
fn served() -> Install {
    let install = Install::new();
    let (status, ..) = install.serve(&[]).terminate();
    assert_eq!(status.code(), Some(0));
    install
}

async fn inside(install: &Install) -> SqliteConnection {
    let file = install.path("data/samovar.db").display().to_string();
    SqliteConnection::connect(&file).await.unwrap()
}

#[test]
fn all_is_well_before_and_while_it_is_served() {
    let install = served();
    let (code, said) = check(&install);
    assert_eq!(code, Some(0), "{said}");
    for words in ["data folder", "can be written to", "MB free", "no backup", "samovar backup"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let served = install.serve(&[]);
    assert_eq!(install.run(&["backup"]).status.code(), Some(0));
    let (code, said) = check(&install);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("It is served by") && said.contains("newest backup"), "{said}");
    drop(served);
}

#[test]
fn an_address_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let install = Install::with(&format!("[web]\nlisten = \"{address}\"\n"));
    let (code, said) = check(&install);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("fault") && said.contains("another web.listen"), "{said}");
}

#[test]
fn a_folder_that_cant_be_written_and_a_file_that_is_no_database() {
    let install = Install::new();
    // A file where the folder should be: that stops root, too.
    fs::write(install.path("data"), "not a folder").unwrap();
    let (code, said) = check(&install);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("can't be written to") && said.contains("chown"), "{said}");
    let install = Install::new();
    fs::create_dir(install.path("data")).unwrap();
    fs::write(install.path("data/samovar.db"), "these are no pages ".repeat(100)).unwrap();
    let (code, said) = check(&install);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("not a database"), "{said}");
}

#[tokio::test]
async fn a_database_that_is_held_is_newer_or_from_the_future() {
    let install = served();
    let mut other = inside(&install).await;
    sqlx::raw_sql("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    let (code, said) = check(&install);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("Another process holds the database"), "{said}");
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    let later = "UPDATE instance SET until = 4102444800000";
    sqlx::raw_sql(later).execute(&mut other).await.unwrap();
    let (code, said) = check(&install);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("Set it by NTP"), "{said}");
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum,
        execution_time) SELECT 99990101000000, 'later', TRUE, checksum, 0
        FROM _sqlx_migrations LIMIT 1";
    sqlx::raw_sql(newer).execute(&mut other).await.unwrap();
    let (code, said) = check(&install);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("install that version here"), "{said}");
}

#[test]
fn a_postgres_that_is_not_there() {
    let install = Install::with(
        "[web]\nlisten = \"127.0.0.1:0\"\n\
         [database]\nurl = \"postgres:///samovar?host=/nowhere&user=samovar\"\n",
    );
    let (code, said) = check(&install);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("database.url") && said.contains("fault"), "{said}");
    let ran = install.command(&["check"]).env("LC_ALL", "fr_FR.UTF-8").output().unwrap();
    assert!(text(&ran.stdout).contains("inutilisable"), "{}", text(&ran.stdout));
}
