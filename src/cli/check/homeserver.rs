//! Matrix: whether the homeserver answers, takes the bot's login, has it in its rooms and lets it
//! speak there, and how the account's keys are. A password is tried with a login that is given back
//! at once.

use std::path::Path;

use crate::daemon::Ending;
use crate::domain::community::Room;
use crate::platform::matrix::{self, Beside, Entered, Settings, Shown};

use super::findings::Findings;
use super::house::named;

pub(super) async fn check(
    settings: Settings,
    rooms: &[Room],
    found: &mut Findings,
) -> Result<(), Ending> {
    let (homeserver, user) = (settings.homeserver.to_string(), settings.user.clone());
    let recovery = settings.recovery_file.clone();
    let asked = Beside::new(settings)?;
    if let Err(why) = asked.answers().await {
        let args = [("homeserver", homeserver.into()), ("why", why.into())];
        found.fault("operate-check-matrix-away", &args);
        return Ok(());
    }
    found.ok("operate-check-matrix-there", &[("homeserver", homeserver.into())]);
    let entered = match asked.enter().await {
        Ok(entered) => entered,
        Err(why) => {
            found.misconfigured(
                "operate-check-matrix-refused",
                &[("why", why.into()), ("user", user.into())],
            );
            return Ok(());
        }
    };
    login(&entered, &user, found);
    if !entered.new {
        match asked.keys(&entered).await {
            Ok(shown) => keys(&shown, &entered, &recovery, found),
            Err(why) => found.note("operate-check-keys-unknown", &[("why", why.into())]),
        }
    }
    places(&asked, &entered, rooms, found).await;
    asked.leave(&entered).await;
    Ok(())
}

fn login(entered: &Entered, user: &str, found: &mut Findings) {
    let name = ("user", user.into());
    if entered.user != user {
        let args = [("found", entered.user.as_str().into()), name];
        found.misconfigured("operate-check-matrix-other", &args);
    } else if entered.new {
        found.ok("operate-check-matrix-can", &[name]);
    } else {
        found.ok("operate-check-matrix-in", &[name, ("device", entered.device.as_str().into())]);
    }
}

/// The device's signature, the backup, the recovery key: each with its mend.
fn keys(shown: &Shown, entered: &Entered, recovery: &Path, found: &mut Findings) {
    let file = ("file", recovery.display().to_string().into());
    let device = ("device", entered.device.as_str().into());
    let has_file = recovery.exists();
    match (shown.signed, shown.identity, has_file) {
        (true, _, _) => found.ok("operate-check-keys-signed", &[device]),
        (false, true, false) => found.fault("operate-check-keys-locked", &[file.clone(), device]),
        (false, true, true) => found.fault("operate-check-keys-unsigned", &[file.clone(), device]),
        (false, false, _) => found.fault("operate-check-keys-none", &[]),
    }
    match shown.backed_up {
        Some(count) => found.ok("operate-check-keys-backup", &[("count", count.into())]),
        None => found.fault("operate-check-keys-no-backup", &[]),
    }
    match (shown.recoverable, has_file) {
        (true, true) => found.ok("operate-check-keys-recovery", &[file]),
        (_, false) if shown.signed => found.fault("operate-check-keys-no-recovery", &[file]),
        (false, true) => found.fault("operate-check-keys-recovery-void", &[file]),
        (true | false, false) => {}
    }
    if shown.others > 0 {
        found.note("operate-check-keys-others", &[("count", shown.others.into())]);
    }
}

async fn places(asked: &Beside, entered: &Entered, rooms: &[Room], found: &mut Findings) {
    let joined = asked.rooms(entered).await.ok();
    for room in rooms.iter().filter(|room| room.at.platform.as_str() == matrix::NAME) {
        let name = [("room", named(room).into())];
        match &joined {
            None => found.note("operate-check-room-unknown", &name),
            Some(joined) if !joined.contains(&room.at.id) => {
                found.fault("operate-check-room-absent", &name);
            }
            Some(_) if asked.may_speak_in(entered, room).await => {
                found.ok("operate-check-room-joined", &name);
            }
            Some(_) => found.fault("operate-check-room-mute", &name),
        }
    }
}
