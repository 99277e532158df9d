//! Where the install lives: the data folder, its disk, its backups, the address it listens on.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::config::Config;
use crate::domain::clock::iso;
use crate::store::Manifest;

use super::findings::Findings;

/// Less free space than this many megabytes is a fault: a database that is full takes nothing in.
const LITTLE: u64 = 500;

/// The name of the file by which it is tried whether the folder can be written.
const TRIAL: &str = ".samovar-check";

/// Looks at the data folder, where there is one yet.
pub(super) fn folder(config: &Config, found: &mut Findings) {
    let dir = &config.data.dir;
    if !dir.exists() {
        return;
    }
    let shown = || dir.display().to_string();
    match writable(dir) {
        Ok(()) => found.ok("operate-check-folder", &[("folder", shown().into())]),
        Err(why) => {
            let args = [("folder", shown().into()), ("why", why.to_string().into())];
            found.fault("operate-check-folder-unwritable", &args);
        }
    }
    match free_megabytes(dir) {
        Some(free) if free < LITTLE => {
            let args = [("folder", shown().into()), ("free", free.into())];
            found.fault("operate-check-space-little", &args);
        }
        Some(free) => found.ok("operate-check-space", &[("free", free.into())]),
        None => {}
    }
    backups(&dir.join("backups"), found);
}

fn writable(dir: &Path) -> std::io::Result<()> {
    let trial = dir.join(TRIAL);
    File::options().write(true).create(true).truncate(true).open(&trial)?;
    fs::remove_file(&trial)
}

/// By `df`, since the standard library can't tell; where there is none it isn't told.
fn free_megabytes(dir: &Path) -> Option<u64> {
    let ran = Command::new("df").args([OsStr::new("-Pk"), dir.as_os_str()]).output().ok()?;
    let text = String::from_utf8(ran.stdout).ok()?;
    let kilobytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes / 1024)
}

/// The newest backup in the data folder; a backup elsewhere is not seen from here.
fn backups(folder: &Path, found: &Findings) {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let made = |path: PathBuf| Some((Manifest::of(&path).ok()?.made_at, path));
    let newest = entries.filter_map(|entry| made(entry.ok()?.path())).max();
    match newest {
        Some((at, path)) => {
            let file = path.display().to_string();
            found.note("operate-check-backup", &[("at", iso(at).into()), ("folder", file.into())]);
        }
        None => found.note("operate-check-backup-none", &[]),
    }
}

/// Whether the address can be listened on; while this install is served, that is who listens.
pub(super) fn listener(config: &Config, served: bool, found: &mut Findings) {
    let address = config.web.listen;
    if served || address.port() == 0 {
        return;
    }
    let shown = [("address", address.to_string().into())];
    match TcpListener::bind(address) {
        Ok(_) => found.ok("operate-check-listen", &shown),
        Err(why) => {
            let [address] = shown;
            found.fault("operate-check-listen-taken", &[address, ("why", why.to_string().into())]);
        }
    }
}
