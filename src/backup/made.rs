//! Making a backup, beside the process that serves.

use std::path::PathBuf;

use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::domain::clock::Clock;
use crate::flow::clock::RealClock;
use crate::store::{Store, stamp};

use super::place;

/// How the names of backups in the data folder begin.
const START: &str = "backup-";

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The folder.
    pub folder: PathBuf,
    /// Whether practice rooms are in it.
    pub practice: bool,
    /// The Matrix session and keys that are not in it, where there are any.
    pub left_out: Option<PathBuf>,
}

/// Makes a backup in this folder, or in the data folder, where the newest few are kept.
///
/// The rooms are copied after the database: what a post in a room says of the database is then in
/// neither or in both, or in the room alone, and there it is found again.
///
/// # Errors
/// When there is no database, the folder is there already, or it can't be written.
pub async fn make(config: &Config, out: Option<PathBuf>) -> Result<Made, Ending> {
    let store = Store::beside(&daemon::options(config)?).await?;
    let now = RealClock.now();
    let given = out.is_some();
    let name = format!("{START}{}", stamp(now));
    let folder = out.unwrap_or_else(|| store.backups().join(name));
    let mut practice = false;
    let rooms = |draft: &std::path::Path| {
        practice = place::copy_lines(&place::journal(config), &place::journal_in(draft))?;
        Ok(())
    };
    store.back_up(&folder, now, rooms).await?;
    if !given {
        store.drop_old(START);
    }
    store.close().await;
    let left_out = Some(place::matrix(config)).filter(|path| path.is_dir());
    Ok(Made { folder, practice, left_out })
}
