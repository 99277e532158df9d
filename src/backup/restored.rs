//! Restoring a backup. The order matters: nothing is served before the last step.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::domain::clock::{Clock, Instant};
use crate::domain::erasure::Erasure;
use crate::flow::clock::RealClock;
use crate::flow::{House, erasures};
use crate::store::{Epoch, Manifest, Store};

use super::place;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: Instant,
    /// How many rooms are read back before anything is said in them.
    pub rooms: usize,
    /// Whether practice rooms came back.
    pub practice: bool,
    /// Where the list of erasures belongs.
    pub list: PathBuf,
    /// How many accounts the list says to be forgotten that the backup knew; `None` where there was
    /// no list.
    pub forgotten: Option<usize>,
}

/// Restores a backup into the configured database and data folder, which have to be empty. A list
/// of erasures that was kept elsewhere is taken over; without one, that of the data folder holds.
///
/// # Errors
/// When either isn't empty, the backup or the list can't be read, or the backup is of another kind
/// of database.
pub async fn restore(
    config: &Config,
    from: &Path,
    list: Option<&Path>,
) -> Result<Restored, Ending> {
    let manifest = Manifest::of(from)?;
    let list = list.map(read_list).transpose()?;
    let journal = place::journal(config);
    if journal.exists() {
        return Err(Ending::Refused(format!(
            "{} is there: a backup is restored to a fresh place only, and nothing was changed",
            journal.display()
        )));
    }
    let store = Store::restored(&daemon::options(config)?, from, &manifest).await?;
    let practice = place::copy_lines(&place::journal_in(from), &journal)
        .map_err(|why| Ending::Failed(format!("{}: {why}", journal.display())))?;
    let rooms = begin_anew(&store, &manifest).await?;
    if let Some(list) = &list {
        store.take_erasures(list)?;
    }
    let path = store.erasures_file();
    let listed = path.is_file();
    let forgotten = catch_up(&daemon::around(config, store.clone()).await?).await?;
    let mut tx = store.begin().await?;
    tx.restore_is_done().await?;
    tx.commit().await?;
    store.close().await;
    let forgotten = listed.then_some(forgotten);
    Ok(Restored { made_at: manifest.made_at, rooms, practice, list: path, forgotten })
}

/// A list that was kept elsewhere. One that isn't there is a mistake: what it holds would come back.
fn read_list(path: &Path) -> Result<Vec<Erasure>, Ending> {
    if !path.is_file() {
        return Err(Ending::Usage(format!("--erasures: there is no file {}", path.display())));
    }
    Store::erasures_in(path).map_err(|why| Ending::Usage(format!("--erasures: {why}")))
}

/// A new life: what an earlier one said since the backup is looked for before it is said.
async fn begin_anew(store: &Store, manifest: &Manifest) -> Result<usize, Ending> {
    let real: Arc<dyn Clock> = Arc::new(RealClock);
    let at = real.now();
    let by_clock = daemon::clock_of(store, real).await?.now();
    let mut tx = store.begin().await?;
    tx.begin_epoch(&Epoch { at, since: manifest.made_at, by_clock }).await?;
    let rooms = tx.unread_rooms().await?.len();
    tx.commit().await?;
    Ok(rooms)
}

/// What has happened since the backup and is kept outside it, applied before anybody can look at
/// what came back: who asked to be forgotten since is forgotten here too.
async fn catch_up(house: &House) -> Result<usize, Ending> {
    Ok(erasures::apply(house).await?)
}
