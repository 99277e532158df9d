//! The whole check: configuration, folder, database, address, methods, platforms, rooms.

use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::domain::community::{Room, RoomState};
use crate::flow::Methods;

use super::findings::Findings;
use super::{database, discord, homeserver, place};

pub(in crate::cli) async fn all(config: Config) -> Result<(), Ending> {
    let mut found = Findings::new()?;
    found.ok("operate-check-config", &[]);
    place::folder(&config, &mut found);
    let kept = database::check(&config, &mut found).await?;
    place::listener(&config, kept.served, &mut found);
    methods(&config, &mut found);
    if config.practice_open() {
        let address = format!("http://{}", config.web.listen);
        found.ok("operate-check-practice-open", &[("address", address.into())]);
    } else {
        found.note("operate-check-practice-off", &[]);
    }
    if let Some(settings) = daemon::discord_settings(&config)? {
        discord::check(settings, &kept.rooms, &mut found).await?;
    }
    if let Some(settings) = daemon::matrix_settings(&config)? {
        homeserver::check(settings, &kept.rooms, &mut found).await?;
    }
    for (at, events) in &kept.unreadable {
        let bound = kept.rooms.iter().find(|room| room.at == *at);
        let room = bound.map_or_else(|| at.to_string(), named);
        let args = [("room", room.into()), ("count", (*events).into())];
        found.note("operate-check-unreadable", &args);
    }
    for room in kept.rooms.iter().filter(|room| room.state == RoomState::Paused) {
        found.fault("operate-check-room-paused", &[("room", named(room).into())]);
    }
    found.end()
}

/// How a room is named to an operator.
pub(super) fn named(room: &Room) -> String {
    format!("{} ({})", room.label, room.at)
}

fn methods(config: &Config, found: &mut Findings) {
    let shelf = Methods::new(config.methods.dir.clone()).shelf();
    found.ok("operate-check-methods", &[("methods", shelf.methods.len().into())]);
    for fault in shelf.faulty.values().flatten() {
        let fault = fault.say(&found.tongue.words, &found.tongue.language);
        found.misconfigured("operate-check-method", &[("fault", fault.into())]);
    }
    for (path, why) in shelf.unread {
        let args = [("path", path.display().to_string().into()), ("why", why.into())];
        found.misconfigured("operate-check-methods-unread", &args);
    }
}
