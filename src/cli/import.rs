//! `import`: an export into an empty database.

use std::time::Duration;

use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::domain::clock::Clock;
use crate::flow::clock::RealClock;
use crate::import;
use crate::store::Store;

use super::args::Import;
use super::out;
use super::tongue::Tongue;

/// How long nobody else may serve the database meanwhile.
const LASTS: Duration = Duration::from_secs(60 * 60);

pub(super) async fn import(config: Config, args: Import) -> Result<(), Ending> {
    import::find(&args.from)?;
    let store = Store::open(&daemon::options(&config)?).await?;
    let holder = store.holder();
    store.migrate(&holder, RealClock.now()).await?;
    let lease = store.take_lease(&holder, RealClock.now(), LASTS).await?;
    let imported = async {
        let house = daemon::attach(&config).await?;
        let imported = import::import(&house, &args.from).await;
        house.store.close().await;
        imported
    };
    let imported = imported.await;
    store.release_lease(lease.fence).await?;
    store.close().await;
    let imported = imported?;
    let tongue = Tongue::of_terminal()?;
    let counts = [
        ("communities", imported.communities.into()),
        ("rounds", imported.rounds.into()),
        ("answers", imported.answers.into()),
        ("messages", imported.messages.into()),
        ("posts", imported.posts.into()),
    ];
    out::say(&tongue.say("import-done", &counts));
    out::say(&tongue.say("import-never", &[]));
    if !imported.private {
        out::say(&tongue.say("import-not-private", &[]));
    }
    Ok(())
}
