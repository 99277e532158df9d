//! A round while the program is killed: each named crash point once and five random moments, on
//! all platforms and both databases between them; and while Discord cuts the line, once in every
//! way there is. The full counts are `scripts/endure` alone.

use std::process::Command;

#[test]
fn practice_rooms_on_sqlite() {
    endure("practice", "sqlite");
}

#[test]
fn synapse_on_postgres() {
    endure("matrix", "postgres");
}

#[test]
fn discord_on_sqlite() {
    endure("discord", "sqlite");
}

#[test]
fn discord_cuts_the_line() {
    run(&["--cuts", "23", "--deeds", "500", "--database", "sqlite"]);
}

fn endure(platform: &str, database: &str) {
    run(&["--short", "--platform", platform, "--database", database]);
}

fn run(campaign: &[&str]) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/endure");
    let run = Command::new("python3")
        .args([script, "--binary", env!("CARGO_BIN_EXE_samovar")])
        .args(campaign)
        .output()
        .expect("python3");
    let (said, faults) =
        (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{said}\n{faults}");
}
