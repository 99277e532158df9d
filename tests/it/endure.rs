//! A round while the program is killed: each named crash point once and five random moments, on
//! both platforms and both databases between them. The full counts are `scripts/endure` alone.

use std::process::Command;

#[test]
fn practice_rooms_on_sqlite() {
    endure("practice", "sqlite");
}

#[test]
fn synapse_on_postgres() {
    endure("matrix", "postgres");
}

fn endure(platform: &str, database: &str) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/endure");
    let run = Command::new("python3")
        .args([script, "--short", "--binary", env!("CARGO_BIN_EXE_samovar")])
        .args(["--platform", platform, "--database", database])
        .output()
        .expect("python3");
    let (said, faults) =
        (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{said}\n{faults}");
}
