//! `init`: a configuration file with every key, its meaning and its default.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::config;
use crate::daemon::Ending;

use super::out;
use super::tongue::Tongue;

pub(super) fn init(file: Option<&Path>) -> Result<(), Ending> {
    let path = file.unwrap_or(Path::new(config::DEFAULT_FILE));
    match write(path) {
        Ok(()) => {}
        Err(why) if why.kind() == ErrorKind::AlreadyExists => {
            let shown = path.display();
            return Err(Ending::Refused(format!("{shown} is there already; nothing was changed")));
        }
        Err(why) => return Err(Ending::Failed(format!("{}: {why}", path.display()))),
    }
    let shown = path.display().to_string();
    out::say(&Tongue::of_terminal()?.say("operate-init-done", &[("file", shown.into())]));
    Ok(())
}

/// Only for its owner: there may be secrets in it later. A file that is there is left alone.
fn write(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(config::sample().as_bytes())
}
