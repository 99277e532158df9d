//! `restore`: a backup back into an empty place.

use crate::backup;
use crate::config::Config;
use crate::daemon::Ending;
use crate::domain::clock::iso;

use super::args::Restore;
use super::out;
use super::tongue::Tongue;

pub(super) async fn restore(config: Config, args: Restore) -> Result<(), Ending> {
    let restored = backup::restore(&config, &args.from, args.erasures.as_deref()).await?;
    let tongue = Tongue::of_terminal()?;
    let args = [("at", iso(restored.made_at).into()), ("rooms", restored.rooms.into())];
    out::say(&tongue.say("operate-restore-done", &args));
    let list = restored.list.display().to_string();
    match restored.forgotten {
        Some(count) => {
            out::say(&tongue.say("operate-restore-forgotten", &[("count", count.into())]));
        }
        None => out::say(&tongue.say("operate-restore-no-list", &[("file", list.into())])),
    }
    out::say(&tongue.say("operate-restore-next", &[]));
    if config.matrix.is_some() {
        out::say(&tongue.say("operate-restore-matrix", &[]));
    }
    Ok(())
}
