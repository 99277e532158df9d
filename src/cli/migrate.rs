//! `migrate`: brings the database to this version's schema, after a backup.

use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::domain::clock::Clock;
use crate::flow::clock::RealClock;
use crate::store::Store;

use super::out;
use super::tongue::Tongue;

pub(super) async fn migrate(config: Config) -> Result<(), Ending> {
    let store = Store::open(&daemon::options(&config)?).await?;
    let migrated = store.migrate(&store.holder(), RealClock.now()).await?;
    store.close().await;
    let tongue = Tongue::of_terminal()?;
    if let Some(backup) = &migrated.backup {
        let file = backup.display().to_string();
        out::say(&tongue.say("operate-migrate-backup", &[("file", file.into())]));
    }
    let steps = migrated.applied.len();
    out::say(&tongue.say("operate-migrate-done", &[("steps", steps.into())]));
    Ok(())
}
