//! The whole check: configuration, database, methods, platforms, rooms.

use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::domain::clock::Clock;
use crate::domain::community::{Room, RoomState};
use crate::flow::Methods;
use crate::flow::clock::RealClock;
use crate::store::{Store, StoreError};

use super::findings::Findings;
use super::homeserver;

/// What the database knows of rooms.
#[derive(Default)]
struct Kept {
    rooms: Vec<Room>,
}

pub(in crate::cli) async fn all(config: Config) -> Result<(), Ending> {
    let mut found = Findings::new()?;
    found.ok("operate-check-config", &[]);
    let kept = database(&config, &mut found).await?;
    methods(&config, &mut found);
    if config.practice_open() {
        let address = format!("http://{}", config.web.listen);
        found.ok("operate-check-practice-open", &[("address", address.into())]);
    } else {
        found.note("operate-check-practice-off", &[]);
    }
    if let Some(settings) = daemon::matrix_settings(&config)? {
        homeserver::check(settings, &kept.rooms, &mut found).await?;
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

async fn database(config: &Config, found: &mut Findings) -> Result<Kept, Ending> {
    let store = match Store::attach(&daemon::options(config)?).await {
        Ok(store) => store,
        Err(StoreError::NoDatabase(_)) => {
            found.note("operate-check-database-none", &[]);
            return Ok(Kept::default());
        }
        Err(StoreError::Behind { .. }) => {
            found.note("operate-check-database-behind", &[]);
            return Ok(Kept::default());
        }
        Err(why) => {
            let why = why.to_string();
            found.fault("operate-check-database-away", &[("why", why.into())]);
            return Ok(Kept::default());
        }
    };
    found.ok("operate-check-database", &[]);
    let mut reader = store.read().await?;
    match reader.lease().await?.filter(|lease| lease.until > RealClock.now()) {
        Some(lease) => found.ok("operate-check-served", &[("holder", lease.holder.into())]),
        None => found.note("operate-check-not-served", &[]),
    }
    let rooms = reader.rooms().await?;
    for gap in reader.gaps().await? {
        found.note("operate-check-gap", &[("room", gap.to_string().into())]);
    }
    drop(reader);
    store.close().await;
    Ok(Kept { rooms })
}

fn methods(config: &Config, found: &mut Findings) {
    let shelf = Methods::new(config.methods.dir.clone()).shelf();
    found.ok("operate-check-methods", &[("methods", shelf.methods.len().into())]);
    for fault in shelf.faulty.values().flatten() {
        let fault = fault.say(&found.tongue.words, &found.tongue.language);
        found.fault("operate-check-method", &[("fault", fault.into())]);
    }
}
