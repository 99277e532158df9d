//! The database: whether it answers, takes a write, fits this program, and goes by the same clock.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::timeout;

use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::domain::clock::Clock;
use crate::domain::community::Room;
use crate::domain::ids::RoomRef;
use crate::flow::clock::RealClock;
use crate::store::{Lease, Reader, Store, StoreError, Trouble};

use super::findings::Findings;

/// How long a server may take to answer: whoever asks is waiting.
const REACH: Duration = Duration::from_secs(5);
/// How long a write may take to begin; one that serves takes some milliseconds for each of its own.
const WRITE: Duration = Duration::from_secs(3);
/// Clocks further apart than this make leases and the order of answers unsure.
const SKEW: TimeDelta = TimeDelta::seconds(5);
/// No lease is written further ahead than this.
const LEASE: TimeDelta = TimeDelta::seconds(90);

/// What the database knows.
#[derive(Default)]
pub(super) struct Kept {
    /// The rooms.
    pub rooms: Vec<Room>,
    /// Whether a process serves it now.
    pub served: bool,
    /// In which rooms something can't be read, and how much.
    pub unreadable: Vec<(RoomRef, u64)>,
}

/// Looks at the database.
pub(super) async fn check(config: &Config, found: &mut Findings) -> Result<Kept, Ending> {
    let options = daemon::options(config)?;
    if let Err(why) = Store::reach(&options, REACH).await {
        return Ok(unusable(&why, found));
    }
    let store = match Store::beside(&options).await {
        Ok(store) => store,
        Err(StoreError::NoDatabase(_)) => {
            found.note("operate-check-database-none", &[]);
            return Ok(Kept::default());
        }
        Err(why) => return Ok(unusable(&why, found)),
    };
    match look(&store, found).await {
        Ok(kept) => {
            // A write that waits would be waited for.
            let _ = timeout(WRITE, store.close()).await;
            Ok(kept)
        }
        Err(StoreError::Behind { .. }) => {
            found.note("operate-check-database-behind", &[]);
            Ok(Kept::default())
        }
        Err(why) => Ok(unusable(&why, found)),
    }
}

async fn look(store: &Store, found: &mut Findings) -> Result<Kept, StoreError> {
    store.verify().await?;
    found.ok("operate-check-database", &[]);
    let mut reader = store.read().await?;
    let lease = reader.lease().await?;
    let now = RealClock.now();
    let served = lease.as_ref().filter(|lease| lease.until > now);
    match served {
        Some(lease) => {
            found.ok("operate-check-served", &[("holder", lease.holder.as_str().into())]);
        }
        None => found.note("operate-check-not-served", &[]),
    }
    let kept = Kept {
        rooms: reader.rooms().await?,
        served: served.is_some(),
        unreadable: reader.unreadable_rooms().await?,
    };
    rooms(&mut reader, found).await?;
    drop(reader);
    clock(store, lease.as_ref(), found).await?;
    takes_a_write(store, found).await?;
    Ok(kept)
}

async fn rooms(reader: &mut Reader, found: &Findings) -> Result<(), StoreError> {
    let unread = reader.unread_rooms().await?;
    for gap in reader.gaps().await? {
        let key = match unread.contains(&gap) {
            true => "operate-check-unread",
            false => "operate-check-gap",
        };
        found.note(key, &[("room", gap.to_string().into())]);
    }
    Ok(())
}

/// The database's own clock, where it has one, and the last time that was written into it.
async fn clock(
    store: &Store,
    lease: Option<&Lease>,
    found: &mut Findings,
) -> Result<(), StoreError> {
    let theirs = store.clock().await?;
    let now = RealClock.now();
    let apart = theirs.map(|theirs| (now - theirs).abs()).filter(|apart| *apart > SKEW);
    if let Some(apart) = apart {
        let args = [("seconds", apart.num_seconds().into())];
        found.fault("operate-check-clock-apart", &args);
    }
    if lease.is_some_and(|lease| lease.until > now + LEASE) {
        found.fault("operate-check-clock-back", &[]);
    }
    Ok(())
}

/// Whether a write can begin; nothing is written.
async fn takes_a_write(store: &Store, found: &mut Findings) -> Result<(), StoreError> {
    match timeout(WRITE, store.begin()).await {
        Ok(begun) => begun.map(drop),
        Err(_) => {
            found.fault("operate-check-database-locked", &[]);
            Ok(())
        }
    }
}

/// Names what is wrong, with its mend.
fn unusable(why: &StoreError, found: &mut Findings) -> Kept {
    let words = why.to_string();
    let args = [("why", words.as_str().into())];
    let key = match (why, why.trouble()) {
        (StoreError::Newer { .. }, _) => "operate-check-database-newer",
        (StoreError::HalfRestored, _) => "operate-check-database-half",
        (_, Some(Trouble::Locked)) => "operate-check-database-locked",
        (_, Some(Trouble::Full)) => "operate-check-database-full",
        (_, Some(Trouble::ReadOnly | Trouble::Disk)) => "operate-check-database-disk",
        // PostgreSQL's classes for a refused login and a database that isn't there.
        _ if words.contains("(code 28") => {
            found.misconfigured("operate-check-database-login", &args);
            return Kept::default();
        }
        _ if words.contains("(code 3D000)") => {
            found.misconfigured("operate-check-database-unknown", &args);
            return Kept::default();
        }
        _ => "operate-check-database-away",
    };
    found.fault(key, &args);
    Kept::default()
}
