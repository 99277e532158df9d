//! `check` names each fault with its mend.

use std::fs;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use sqlx::{Connection, SqliteConnection};

use crate::support::process::{Install, text};
use crate::support::store::postgres_place;

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
    let began = Instant::now();
    let (code, said) = check(&install);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("database.url") && said.contains("fault"), "{said}");
    let ran = install.command(&["check"]).env("LC_ALL", "fr_FR.UTF-8").output().unwrap();
    assert!(text(&ran.stdout).contains("inutilisable"), "{}", text(&ran.stdout));
}

/// A server that takes the connection and never says a word.
#[test]
fn a_postgres_that_does_not_answer() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let install = Install::with(&format!(
        "[web]\nlisten = \"127.0.0.1:0\"\n[database]\nurl = \"postgres://samovar@{address}/samovar\"\n"
    ));
    let began = Instant::now();
    let (code, said) = check(&install);
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("whether its server runs"), "{said}");
}

#[tokio::test]
async fn a_wrong_user_or_database_is_a_wrong_configuration() {
    let place = postgres_place().await;
    let install = |url: String| {
        Install::with(&format!("[web]\nlisten = \"127.0.0.1:0\"\n[database]\nurl = \"{url}\"\n"))
    };
    let mut url: url::Url = place.address().parse().unwrap();
    url.set_path("/there_is_none");
    let (code, said) = check(&install(url.to_string()));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("createdb"), "{said}");
}

#[test]
fn a_method_file_that_cant_be_used() {
    let config = "[web]\nlisten = \"127.0.0.1:0\"\n[methods]\ndir = \"methods\"\n";
    let install = Install::with(config);
    let (code, said) = check(&install);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("methods is not a folder"), "{said}");
    fs::create_dir_all(install.path("methods/odd.toml")).unwrap();
    let (code, said) = check(&install);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("methods/odd.toml can't be read"), "{said}");
    fs::remove_dir(install.path("methods/odd.toml")).unwrap();
    let (code, said) = check(&install);
    assert_eq!(code, Some(0), "{said}");
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/config/methods/one-word.toml");
    let method = fs::read_to_string(shipped).unwrap();
    for name in ["a.toml", "b.toml"] {
        fs::write(install.path("methods").join(name), &method).unwrap();
    }
    let (code, said) = check(&install);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("b.toml:") && said.contains("a.toml has this name too"), "{said}");
    fs::write(install.path("methods/b.toml"), "name = \"tea\"\n").unwrap();
    let (code, said) = check(&install);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("b.toml:1: version: "), "{said}");
}
