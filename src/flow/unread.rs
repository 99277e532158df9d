//! What was said and can't be read yet, for want of a key. It is a row without words until it can
//! be read; then it is taken in as if it had just been said, at its own instant. It is tried again
//! when keys come and, ever more rarely, without a sign. The room is told once, and hears it when
//! all of it was read.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::community::Language;
use crate::domain::ids::{PlatformName, RemoteId, RoomRef};
use crate::domain::post::Target;
use crate::platform::Unreadable;
use crate::store::{self, Reader, Tx};

use super::say::{self, OneShot};
use super::{House, consent, slots};

/// Keys mostly come a moment after what they open; only what is unread for longer is spoken of.
const PATIENCE: TimeDelta = TimeDelta::seconds(20);

/// A room is told again only when nothing was unread in it, or after this long.
const QUIET: TimeDelta = TimeDelta::days(1);

/// The longest wait between two tries.
const LONGEST: TimeDelta = TimeDelta::hours(6);

/// How many events are tried at a time.
const AT_ONCE: usize = 100;

/// Notes something that can't be read.
pub(super) async fn missed(house: &House, tx: &mut Tx, event: &Unreadable) -> anyhow::Result<()> {
    let now = house.real.now();
    let row = store::Unreadable {
        room: event.room.clone(),
        remote: event.id.clone(),
        account: event.by.account.clone(),
        said_at: event.at,
        seen_at: now,
        tries: 0,
        retry_at: now + wait(0),
        notice: None,
    };
    if tx.add_unreadable(&row).await? {
        tracing::info!(room = %event.room, event = %event.id, "something can't be read yet");
    }
    Ok(())
}

/// A second, doubled with each try.
fn wait(tries: u32) -> TimeDelta {
    LONGEST.min(TimeDelta::seconds(1) * 2_i32.saturating_pow(tries.min(15)))
}

/// An event needs no further look. When it was the last of those its room was told of, the room
/// hears that too.
pub(super) async fn read(
    house: &House,
    tx: &mut Tx,
    platform: &PlatformName,
    id: &RemoteId,
) -> anyhow::Result<()> {
    let Some(row) = tx.read_unreadable(platform, id).await? else { return Ok(()) };
    tracing::info!(room = %row.room, event = %id, "what could not be read needs no further look");
    let Some(notice) = &row.notice else { return Ok(()) };
    let rest = tx.unreadable_in(&row.room).await?;
    if rest.iter().any(|other| other.notice.as_ref() == Some(notice)) {
        return Ok(());
    }
    if let Some(post) = tx.post_in(notice).await? {
        let tongue = Tongue::of(tx, &row).await?;
        let words = house.words.say(&tongue.language, "unread-read", &[]);
        slots::change(tx, post, Body::text(words).as_notice(), false).await?;
    }
    Ok(())
}

/// Keys came: what can't be read in this room is tried at once.
pub(super) async fn keys_came(house: &House, tx: &mut Tx, room: &RoomRef) -> anyhow::Result<()> {
    tx.unreadable_now(room, house.real.now()).await?;
    Ok(())
}

/// What is to be tried again now, room by room. Each is noted as tried before it is.
///
/// # Errors
/// When the database fails.
pub async fn due(house: &House) -> anyhow::Result<BTreeMap<RoomRef, Vec<RemoteId>>> {
    let now = house.real.now();
    let mut due = house.store.read().await?.unreadable_due(now, AT_ONCE).await?;
    due.retain(|event| house.platforms.connected(&event.room.platform));
    if due.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut tx = house.store.begin().await?;
    let mut rooms: BTreeMap<RoomRef, Vec<RemoteId>> = BTreeMap::new();
    for event in due {
        tx.try_unreadable(&event, now + wait(event.tries + 1)).await?;
        rooms.entry(event.room).or_default().push(event.remote);
    }
    tx.commit().await?;
    Ok(rooms)
}

/// Says in rooms that something could not be read there, once.
///
/// # Errors
/// When the database fails.
pub async fn tell(house: &House) -> anyhow::Result<()> {
    let long_ago = house.real.now() - PATIENCE;
    let mut untold = house.store.read().await?.unreadable_untold(long_ago, AT_ONCE).await?;
    // While a platform is away nobody can be told, and the keys may be waiting there.
    untold.retain(|event| house.platforms.connected(&event.room.platform));
    if untold.is_empty() {
        return Ok(());
    }
    let rooms: BTreeMap<RoomRef, Vec<store::Unreadable>> =
        untold.into_iter().fold(BTreeMap::new(), |mut rooms, event| {
            rooms.entry(event.room.clone()).or_default().push(event);
            rooms
        });
    let mut tx = house.store.begin().await?;
    for (room, events) in rooms {
        tell_room(house, &mut tx, &room, &events).await?;
    }
    tx.commit().await?;
    house.wake.notify_one();
    Ok(())
}

async fn tell_room(
    house: &House,
    tx: &mut Tx,
    room: &RoomRef,
    events: &[store::Unreadable],
) -> anyhow::Result<()> {
    let [first, ..] = events else { return Ok(()) };
    let told = tx.unreadable_in(room).await?;
    let last = told.iter().filter(|event| event.notice.is_some()).max_by_key(|event| event.seen_at);
    let recent = last.filter(|event| event.seen_at > first.seen_at - QUIET);
    let notice = match recent.and_then(|event| event.notice.clone()) {
        Some(notice) => notice,
        None => announce(house, tx, first, events.len()).await?,
    };
    for event in events {
        tx.unreadable_told(event, &notice).await?;
    }
    Ok(())
}

/// Tells a room, and gives back in which slot.
async fn announce(
    house: &House,
    tx: &mut Tx,
    first: &store::Unreadable,
    count: usize,
) -> anyhow::Result<String> {
    let tongue = Tongue::of(tx, first).await?;
    let when = house.words.moment(&tongue.language, first.said_at, tongue.zone);
    let args = [("count", i64::try_from(count)?.into()), ("when", when.into())];
    let words = house.words.say(&tongue.language, "unread-told", &args);
    let key = format!("unread:{}:{}", first.room, first.remote);
    let slot = say::slot(&key, &Target::Room(first.room.clone()));
    let shot = OneShot::notice(key, Body::text(words).as_notice());
    say::announce(house, tx, &first.room, shot).await?;
    Ok(slot)
}

/// How to speak in the room of an event.
struct Tongue {
    language: Language,
    zone: Tz,
}

impl Tongue {
    /// By the room's community; in a room of nobody's, as the one speaks who was not read.
    async fn of(reader: &mut Reader, event: &store::Unreadable) -> anyhow::Result<Self> {
        let bound = reader.room(&event.room).await?;
        let community = match &bound {
            Some(room) => reader.community(&room.community).await?,
            None => None,
        };
        let Some(community) = community else {
            let language = consent::language_of_account(reader, &event.account).await?;
            return Ok(Self { language, zone: Tz::UTC });
        };
        let language = bound.and_then(|room| room.language).unwrap_or(community.language);
        Ok(Self { language, zone: community.zone })
    }
}

/// How many events can't be read, for the gauge.
///
/// # Errors
/// When the database fails.
pub async fn count(reader: &mut Reader) -> anyhow::Result<u64> {
    Ok(reader.unreadable_count().await?)
}

/// Since when something can't be read in a room, and how much; for `why`.
///
/// # Errors
/// When the database fails.
pub async fn since(
    reader: &mut Reader,
    room: &RoomRef,
) -> anyhow::Result<Option<(Instant, usize)>> {
    let unread = reader.unreadable_in(room).await?;
    Ok(unread.iter().map(|event| event.said_at).min().map(|since| (since, unread.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_become_rare_and_never_end() {
        assert_eq!(wait(0), TimeDelta::seconds(1));
        assert_eq!(wait(3), TimeDelta::seconds(8));
        assert_eq!(wait(40), LONGEST);
    }
}
