//! Faults of a database in a file: another process holds it, its disk is full, its files can't be
//! written.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use sqlx::{Connection, SqliteConnection};

use super::weather::{Talk, export, ride_out};
use crate::support::process::{Install, Served};

#[tokio::test]
async fn a_database_that_another_process_holds() {
    let install = Install::new();
    let served = install.serve(&[]);
    let mut talk = Talk::begin(&install, &served).await;
    let file = install.path("data/samovar.db").display().to_string();
    let mut other = SqliteConnection::connect(&file).await.unwrap();
    let begin = "PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE";
    sqlx::raw_sql(begin).execute(&mut other).await.unwrap();
    ride_out(
        &mut talk,
        "another process holds it",
        async || {},
        async || {
            sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
        },
    )
    .await;
    assert!(talk.refused.is_empty(), "practice rooms are apart from the database");
    talk.all_is_stored(export).await;
}

/// A small disk of the process's own, which nobody else sees and which is gone with it.
fn shell() -> Vec<&'static str> {
    match root() {
        true => vec!["unshare", "--mount"],
        false => vec!["unshare", "--user", "--map-root-user", "--mount"],
    }
}

fn root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0\n")
}

fn disk(folder: &Path, megabytes: u32) -> String {
    format!("mount -t tmpfs -o size={megabytes}m tmpfs '{}'", folder.display())
}

/// A path as the process sees it.
fn inside(served: &Served, path: &Path) -> PathBuf {
    PathBuf::from(format!("/proc/{}/root{}", served.pid(), path.display()))
}

/// Exports from within: from outside its disk can't be seen.
fn export_inside(served: &Served, install: &Install) -> Output {
    let pid = served.pid().to_string();
    let mut command = Command::new("nsenter");
    command.args(["--target", &pid, "--mount"]);
    if !root() {
        command.args(["--user", "--preserve-credentials"]);
    }
    let there = format!("cd '{}' && exec \"$0\" \"$@\"", install.path("").display());
    command.args(["sh", "-c", &there, env!("CARGO_BIN_EXE_samovar"), "export", "--out", "out"]);
    command.output().unwrap()
}

/// Takes the last byte of a disk.
fn fill(path: &Path) {
    let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
    for size in [64 * 1024, 4096, 512, 1] {
        let block = vec![7; size];
        while file.write(&block).is_ok_and(|written| written > 0) {}
    }
}

#[tokio::test]
async fn a_disk_of_the_database_that_is_full() {
    let install = Install::with(
        "[web]\nlisten = \"127.0.0.1:0\"\n[database]\nurl = \"sqlite://small/samovar.db\"\n",
    );
    std::fs::create_dir(install.path("small")).unwrap();
    let served = install.serve_after(&shell(), &disk(&install.path("small"), 16));
    let mut talk = Talk::begin(&install, &served).await;
    let filler = inside(&served, &install.path("small/filler"));
    ride_out(
        &mut talk,
        "no space left",
        async || fill(&filler),
        async || {
            std::fs::remove_file(&filler).unwrap();
        },
    )
    .await;
    assert!(talk.refused.is_empty(), "the practice rooms have room");
    talk.all_is_stored(|install| export_inside(&served, install)).await;
}

#[tokio::test]
async fn a_disk_of_everything_that_is_full() {
    let install = Install::new();
    std::fs::create_dir(install.path("data")).unwrap();
    let served = install.serve_after(&shell(), &disk(&install.path("data"), 16));
    let mut talk = Talk::begin(&install, &served).await;
    // A page of the journal may have room for some more lines.
    talk.until_refused = true;
    let filler = inside(&served, &install.path("data/filler"));
    ride_out(
        &mut talk,
        "no space left",
        async || fill(&filler),
        async || {
            std::fs::remove_file(&filler).unwrap();
        },
    )
    .await;
    assert!(!talk.refused.is_empty(), "what could not be kept was not acknowledged");
    talk.all_is_stored(|install| export_inside(&served, install)).await;
}

/// The file system's own mark that nothing here may be changed: it holds for files that are open,
/// as a disk does that turned read-only. Only root may set it. SQLite's shared memory stays as it
/// is: the system would end a program that writes to a frozen page of memory.
fn freeze(folder: &Path, how: &str) -> bool {
    let mut names = vec![folder.to_owned()];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            freeze(&path, how);
        } else if !path.to_string_lossy().ends_with("-shm") {
            names.push(path);
        }
    }
    let ran = Command::new("chattr").arg(how).args(names).output();
    ran.is_ok_and(|ran| ran.status.success())
}

/// Takes the mark away whatever becomes of the test: else nobody could remove the folder.
struct Frozen(PathBuf);

impl Drop for Frozen {
    fn drop(&mut self) {
        freeze(&self.0, "-i");
    }
}

#[tokio::test]
async fn a_data_folder_that_turns_read_only() {
    let install = Install::new();
    let served = install.serve(&[]);
    let mut talk = Talk::begin(&install, &served).await;
    let data = install.path("data");
    if !freeze(&data, "+i") {
        println!("not tried: only root can freeze files that are open");
        return;
    }
    let frozen = Frozen(data.clone());
    ride_out(&mut talk, "only be read", async || {}, async || drop(frozen)).await;
    assert!(!talk.refused.is_empty(), "what could not be kept was not acknowledged");
    talk.all_is_stored(export).await;
}

/// A holder that slept past its lease goes on when nobody took its place.
#[tokio::test]
async fn a_machine_that_slept_past_its_lease() {
    let install = Install::new();
    let served = install.serve(&[]);
    let mut talk = Talk::begin(&install, &served).await;
    let file = install.path("data/samovar.db").display().to_string();
    let mut other = SqliteConnection::connect(&file).await.unwrap();
    sqlx::raw_sql("UPDATE instance SET until = 1").execute(&mut other).await.unwrap();
    for _ in 0..5 {
        talk.say().await;
    }
    talk.all_is_stored(export).await;
    let until: i64 =
        sqlx::query_scalar("SELECT until FROM instance").fetch_one(&mut other).await.unwrap();
    assert!(until > 1, "the lease was renewed");
    assert_eq!(served.get("/readyz").await.0, 200);
    let (status, took, _) = served.terminate();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10));
}
