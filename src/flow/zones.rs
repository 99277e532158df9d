//! A person's own time zone, offered from what they tell everybody in their profile and used only
//! after their yes. They are asked once, in private, after something else was answered there.

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::community::Community;
use crate::domain::ids::{AccountRef, PersonId};
use crate::domain::member::Person;
use crate::platform::Said;
use crate::store::{Question, Reader, StoreError, Tx};

use super::say::{self, OneShot};
use super::{House, consent};

/// The word by which the question waits.
pub(super) const FIELD: &str = "zone";

/// Asks whoever just wrote in private, where their profile names another zone than the one in which
/// they are told times.
///
/// # Errors
/// When the database fails.
pub(super) async fn offer(house: &House, said: &Said) -> anyhow::Result<()> {
    let account = &said.by.account;
    let Some(platform) = house.platforms.get(&account.platform) else { return Ok(()) };
    if candidate(&mut house.store.read().await?, account).await?.is_none() {
        return Ok(());
    }
    let named = platform.zone_of(account).await;
    let Some(zone) = named.and_then(|name| name.parse::<Tz>().ok()) else { return Ok(()) };
    let mut tx = house.store.begin().await?;
    let Some((person, communities)) = candidate(&mut tx, account).await? else { return Ok(()) };
    let now = house.now();
    let told = communities.iter().all(|one| same_clock(one.zone, zone, now));
    if told || !tx.ask_zone_once(&person).await? {
        return Ok(());
    }
    ask(house, &mut tx, said, zone).await?;
    tx.commit().await?;
    house.wake.notify_one();
    Ok(())
}

/// Who may be asked: somebody without a zone of their own, in a community, whom nothing else was
/// asked.
async fn candidate(
    reader: &mut Reader,
    account: &AccountRef,
) -> Result<Option<(PersonId, Vec<Community>)>, StoreError> {
    let Some(known) = reader.account(account).await? else { return Ok(None) };
    let person = reader.person(&known.person).await?;
    let waits = reader.question(account).await?.is_some();
    if waits || person.is_none_or(|person| person.zone.is_some()) {
        return Ok(None);
    }
    let communities = reader.communities_of(&known.person).await?;
    Ok(Some((known.person, communities)).filter(|(_, communities)| !communities.is_empty()))
}

/// Whether clocks in two zones agree, now and half a year from now.
fn same_clock(one: Tz, other: Tz, now: Instant) -> bool {
    let at = |zone: Tz, at: Instant| at.with_timezone(&zone).naive_local();
    [now, now + TimeDelta::days(182)].into_iter().all(|then| at(one, then) == at(other, then))
}

async fn ask(house: &House, tx: &mut Tx, said: &Said, zone: Tz) -> anyhow::Result<()> {
    let account = &said.by.account;
    tx.ask(&Question {
        account: account.clone(),
        round: None,
        field: FIELD.to_owned(),
        data: zone.name().to_owned(),
        asked_at: house.now(),
    })
    .await?;
    let language = consent::own_language(tx, &said.by).await?;
    let words = house.words.say(&language, "zone-offer", &[("zone", zone.name().into())]);
    let body = Body::text(words).and(house.words.say(&language, "reply-yes-or-no", &[]));
    say::tell(house, tx, account, OneShot::notice(format!("zone:{}", said.id), body)).await?;
    Ok(())
}

/// Their yes or no.
pub(super) async fn answered(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    zone: &str,
    yes: bool,
) -> anyhow::Result<Body> {
    tx.answered(&said.by.account).await?;
    let language = consent::own_language(tx, &said.by).await?;
    let account = tx.account(&said.by.account).await?;
    let zone = zone.parse::<Tz>().ok().filter(|_| yes);
    let (Some(zone), Some(account)) = (zone, account) else {
        return Ok(Body::text(house.words.say(&language, "zone-not", &[])));
    };
    let known = tx.person(&account.person).await?;
    let known = known.unwrap_or(Person { id: account.person, zone: None, language: None });
    tx.save_person(&Person { zone: Some(zone), ..known }).await?;
    let now = house.words.moment(&language, house.now(), zone);
    let args = [("zone", zone.name().into()), ("now", now.into())];
    Ok(Body::text(house.words.say(&language, "me-zone-set", &args)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::instant;

    #[test]
    fn zones_whose_clocks_agree_are_not_asked_about() {
        let now = instant(1_793_577_600_000);
        assert!(same_clock(Tz::Europe__Paris, Tz::Europe__Vienna, now));
        assert!(!same_clock(Tz::Europe__Paris, Tz::Europe__London, now));
        assert!(!same_clock(Tz::Europe__London, Tz::Africa__Abidjan, now), "not in summer");
    }
}
