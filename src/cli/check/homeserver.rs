//! Matrix: whether the homeserver answers, takes the bot's login, and has it in its rooms. A
//! password is tried with a login that is given back at once.

use crate::daemon::Ending;
use crate::domain::community::Room;
use crate::platform::matrix::{self, Beside, Settings};

use super::findings::Findings;
use super::house::named;

pub(super) async fn check(
    settings: Settings,
    rooms: &[Room],
    found: &mut Findings,
) -> Result<(), Ending> {
    let (homeserver, user) = (settings.homeserver.to_string(), settings.user.clone());
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
    if entered.user != user {
        let args = [("found", entered.user.as_str().into()), ("user", user.into())];
        found.misconfigured("operate-check-matrix-other", &args);
    } else if entered.new {
        found.ok("operate-check-matrix-can", &[("user", user.into())]);
    } else {
        let args = [("user", user.into()), ("device", entered.device.as_str().into())];
        found.ok("operate-check-matrix-in", &args);
    }
    let joined = asked.rooms(&entered).await.ok();
    asked.leave(&entered).await;
    for room in rooms.iter().filter(|room| room.at.platform.as_str() == matrix::NAME) {
        let name = [("room", named(room).into())];
        match &joined {
            None => found.note("operate-check-room-unknown", &name),
            Some(joined) if joined.contains(&room.at.id) => {
                found.ok("operate-check-room-joined", &name);
            }
            Some(_) => found.fault("operate-check-room-absent", &name),
        }
    }
    Ok(())
}
