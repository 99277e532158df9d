//! `backup`: a copy of the install while it is used.

use crate::backup;
use crate::config::Config;
use crate::daemon::Ending;

use super::args::Backup;
use super::out;
use super::tongue::Tongue;

pub(super) async fn backup(config: Config, args: Backup) -> Result<(), Ending> {
    let made = backup::make(&config, args.out).await?;
    let tongue = Tongue::of_terminal()?;
    let folder = made.folder.display().to_string();
    out::say(&tongue.say("operate-backup-done", &[("folder", folder.into())]));
    let inside = match made.practice {
        true => "operate-backup-inside-practice",
        false => "operate-backup-inside",
    };
    out::say(&tongue.say(inside, &[]));
    out::say(&tongue.say("operate-backup-outside", &[]));
    if let Some(matrix) = made.left_out {
        let matrix = matrix.display().to_string();
        out::say(&tongue.say("operate-backup-matrix", &[("folder", matrix.into())]));
    }
    Ok(())
}
