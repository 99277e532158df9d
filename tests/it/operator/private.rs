//! What the program writes is for its owner alone: there is in it what was said in confidence.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::json;

use crate::support::process::{Install, text};

/// Nobody but the owner can look into it, nor into anything that lies in it.
pub(super) fn private(path: &Path) {
    let mode = fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{} is {mode:o}", path.display());
    if path.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| private(&entry.unwrap().path()));
    }
}

#[tokio::test]
async fn what_is_written_is_for_its_owner_alone() {
    let install = Install::new();
    let done = |args: &[&str]| {
        let ran = install.run(args);
        assert!(ran.status.success(), "{args:?}: {}", text(&ran.stderr));
    };
    done(&["--config", "new.toml", "init"]);
    private(&install.path("new.toml"));
    // Whatever the system would give others by itself.
    let served = install.serve_after(&["env"], "umask 000");
    let setup = "setup --name Garden --zone Europe/Paris --days mon --at 09:00";
    assert_eq!(install.exec("practice:ana", "practice:kitchen", setup)["ok"], true);
    served.act(json!({ "as": "ben", "room": "kitchen", "kind": "message", "text": "Hello" })).await;
    for file in ["samovar.db", "samovar.db-wal", "serve.lock", "practice/journal.jsonl"] {
        assert!(install.path("data").join(file).is_file(), "{file}");
    }
    private(&install.path("data"));
    done(&["export", "--out", "out", "--with-private"]);
    private(&install.path("out"));
    done(&["backup", "--out", "copy"]);
    private(&install.path("copy"));
    assert_eq!(served.terminate().0.code(), Some(0), "{}", install.logged());
    private(&install.path("data"));
}
