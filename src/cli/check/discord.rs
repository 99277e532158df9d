//! Discord: whether it takes the bot's token, what the application may do, and what the bot lacks in
//! the bound rooms.

use crate::daemon::Ending;
use crate::domain::clock::Clock as _;
use crate::domain::community::Room;
use crate::flow::clock::RealClock;
use crate::platform::Refusal;
use crate::platform::discord::{self, Application, Beside, Seen, Settings};

use super::findings::Findings;
use super::house::named;

/// Fewer connections left for today than this are worth knowing.
const FEW: u64 = 100;

pub(super) async fn check(
    settings: Settings,
    rooms: &[Room],
    found: &mut Findings,
) -> Result<(), Ending> {
    let wanted = settings.message_content;
    let asked = Beside::new(settings)?;
    let application = match asked.application().await {
        Ok(application) => application,
        Err(Refusal::Never(why)) => {
            found.fault("operate-check-discord-refused", &[("why", why.into())]);
            return Ok(());
        }
        Err(refusal) => {
            found.fault("operate-check-discord-away", &[("why", refusal.to_string().into())]);
            return Ok(());
        }
    };
    of_application(&application, wanted, found);
    for room in rooms.iter().filter(|room| room.at.platform.as_str() == discord::NAME) {
        match asked.seen(&application, &room.at, RealClock.now()).await {
            Ok(seen) => of_room(room, &seen, found),
            Err(Refusal::NotAllowed(_) | Refusal::Gone(_) | Refusal::Never(_)) => {
                let args = [("room", named(room).into())];
                found.fault("operate-check-discord-room-absent", &args);
            }
            Err(refusal) => {
                let args = [("room", named(room).into()), ("why", refusal.to_string().into())];
                found.fault("operate-check-discord-room-away", &args);
            }
        }
    }
    found.note("operate-check-discord-invite", &[("link", application.invite.into())]);
    Ok(())
}

fn of_application(application: &Application, wanted: Option<bool>, found: &mut Findings) {
    found.ok("operate-check-discord-in", &[("name", application.name.as_str().into())]);
    match (wanted, application.may_hear) {
        (Some(true), false) => found.fault("operate-check-discord-content-denied", &[]),
        (Some(false), _) => found.note("operate-check-discord-content-off", &[]),
        (None, false) => found.note("operate-check-discord-content-none", &[]),
        (_, true) => found.ok("operate-check-discord-content", &[]),
    }
    if application.sessions_left < FEW {
        let args = [("count", application.sessions_left.into())];
        found.note("operate-check-discord-sessions", &args);
    }
}

fn of_room(room: &Room, seen: &Seen, found: &mut Findings) {
    let args = || [("room", named(room).into()), ("server", seen.server.as_str().into())];
    if !seen.lacks.iter().any(|lack| lack.is_fault()) {
        found.ok("operate-check-discord-room", &args());
    }
    for lack in &seen.lacks {
        let what = found.tongue.say(&format!("lacks-{}", lack.as_str()), &[]);
        let [room, server] = args();
        let told = [room, server, ("what", what.into())];
        if lack.is_fault() {
            found.fault("operate-check-discord-lacks", &told);
        } else {
            found.note("operate-check-discord-lacks", &told);
        }
    }
    if !seen.commands {
        found.fault("operate-check-discord-no-commands", &args());
    }
}
