//! Everything that goes when a person asks to be forgotten.

use std::collections::BTreeSet;

use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::community::Role;
use crate::domain::erasure::{Erasure, MARGIN};
use crate::domain::ids::{AccountRef, CommunityId, PersonId, RoundId};
use crate::domain::member::Account;
use crate::store::{Grant, Reader, Tx};

use super::super::{House, care, keeping, say};
use super::{cleanse, rooms};

/// Who did what somebody did who is forgotten, in the audit.
pub const UNNAMED: &str = "forgotten";

/// From when on a person is forgotten: the moment they asked, by the clock that dates their words.
/// While a clock stands for tests, that is where it stands.
#[must_use]
pub fn moment(house: &House, asked_at: Instant) -> Instant {
    if house.clock.stands() { house.now() } else { asked_at }
}

/// Forgets a person in every community: rows, names, roles, and every post of the bot that held
/// their words. Tombstones keep what was said up to `at` from coming back. The person can take part
/// again at any time, as somebody new.
///
/// # Errors
/// When the database fails; then nothing of it stays.
pub async fn forget(
    house: &House,
    tx: &mut Tx,
    person: &PersonId,
    at: Instant,
) -> anyhow::Result<()> {
    let accounts = tx.accounts_of(person).await?;
    for account in &accounts {
        bury(tx, person, &account.at, at).await?;
    }
    let selves = tx.earlier_selves(person).await?;
    let rounds = rounds_of(tx, person).await?;
    let told = rooms::told_others(tx, person, &accounts).await?;
    hand_over(house, tx, &accounts).await?;
    for one in selves.iter().chain([person]) {
        tx.erase_person(one).await?;
    }
    for account in &accounts {
        tx.erase_account(&account.at, UNNAMED).await?;
    }
    for post in told {
        rooms::take_away(tx, post).await?;
    }
    for round in rounds {
        rooms::redo(house, tx, &round).await?;
    }
    cleanse::wish(house, tx).await?;
    keeping::cleanse_again(house, tx).await?;
    house.wake.notify_one();
    Ok(())
}

/// Sets an account's tombstone.
async fn bury(
    tx: &mut Tx,
    person: &PersonId,
    account: &AccountRef,
    at: Instant,
) -> anyhow::Result<()> {
    let events = late_events(tx, person, account, at - MARGIN).await?;
    let stone = Erasure::of(account, at, events.iter().map(String::as_str));
    Ok(tx.note_erasure(&stone).await?)
}

/// The ids of what happened since an instant, as the platform of this account calls them.
async fn late_events(
    reader: &mut Reader,
    person: &PersonId,
    account: &AccountRef,
    since: Instant,
) -> anyhow::Result<BTreeSet<String>> {
    let mut events: BTreeSet<String> =
        reader.seen_since(&account.platform, since).await?.into_iter().collect();
    for given in reader.contributions_by(person).await?.into_iter().filter(|one| one.at >= since) {
        let mut parts = given.source.splitn(3, ':').skip(1);
        if parts.next() == Some(account.platform.as_str()) {
            events.extend(parts.next().map(ToOwned::to_owned));
        }
    }
    for message in reader.messages_by(person).await? {
        if message.account == *account && message.at >= since {
            events.insert(message.remote.0);
        }
    }
    Ok(events)
}

/// The rounds whose posts may hold their words, or count them.
async fn rounds_of(reader: &mut Reader, person: &PersonId) -> anyhow::Result<BTreeSet<RoundId>> {
    let given = reader.contributions_by(person).await?;
    Ok(given.into_iter().map(|one| one.round).collect())
}

/// A community keeps a steward: the last one's place goes to the convenor who has been one longest.
async fn hand_over(house: &House, tx: &mut Tx, accounts: &[Account]) -> anyhow::Result<()> {
    for account in accounts {
        for (community, held) in tx.roles_held(&account.at).await? {
            if held.role == Role::Steward {
                hand_over_one(house, tx, &community, accounts).await?;
            }
        }
    }
    Ok(())
}

async fn hand_over_one(
    house: &House,
    tx: &mut Tx,
    id: &CommunityId,
    leaving: &[Account],
) -> anyhow::Result<()> {
    let stays = |grant: &Grant| !leaving.iter().any(|one| one.at == grant.account);
    let grants: Vec<Grant> = tx.roles(id).await?.into_iter().filter(stays).collect();
    if grants.iter().any(|grant| grant.role == Role::Steward) {
        return Ok(());
    }
    let heir = grants.into_iter().find(|grant| grant.role == Role::Convenor);
    let (Some(heir), Some(community)) = (heir, tx.community(id).await?) else { return Ok(()) };
    tx.grant(id, &heir.account, Role::Steward, None, house.now()).await?;
    let language = match tx.account(&heir.account).await? {
        Some(known) => care::language_of(tx, &known.person, &community).await?,
        None => community.language.clone(),
    };
    let args = [("community", community.name.as_str().into())];
    let body = Body::text(house.words.say(&language, "steward-handed-over", &args));
    let key = format!("steward:{id}:{}", house.now().timestamp_millis());
    let mut shot = say::OneShot::notice(key, body);
    shot.community = Some(community.id);
    say::tell(house, tx, &heir.account, shot).await?;
    Ok(())
}
