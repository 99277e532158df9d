//! How long words are kept: each community says for how many days, and here it is done.
//!
//! A round's words go so many days after its end: the answers stay as counts, the conversation as
//! gaps, the summary gives way to a line. A time that is made shorter is said in the rooms at once
//! and holds a week later, so that whoever wants their words can still ask for them.
//!
//! Never here: erasing a person ([`super::erasures`]); what convenors wrote about a round.

use chrono::TimeDelta;

use crate::domain::clock::{Instant, instant};
use crate::domain::community::Community;
use crate::domain::contribution::{Act, Contribution, Fields, Value};
use crate::domain::ids::CommunityId;
use crate::domain::round::Round;
use crate::store::{Ages, Reader, StoreError, Timer, Tx};

use super::{House, erasures};

/// The owner of the timers of the whole house.
const OWNER: &str = "keeping";
const PRUNE: &str = "prune";
const CLEANSE: &str = "cleanse";
const WORDS: &str = "words";

/// How long a shorter time of keeping is announced before it holds.
const AHEAD: TimeDelta = TimeDelta::days(7);
/// How often what nobody needs any more is removed.
const WEEK: TimeDelta = TimeDelta::days(7);
/// How many rounds are cleared in one transaction.
const AT_ONCE: usize = 20;

/// Until when what is removed every week was last needed.
fn ages(now: Instant, real: Instant) -> Ages {
    let before = |days| now - TimeDelta::days(days);
    Ages {
        // History is paged back to the cursors; no platform repeats an event a season later.
        seen: before(90),
        // They hold for a day at most; a week leaves time to see why one did not work.
        codes: before(7),
        undos: before(1),
        questions: before(30),
        // A year and a month: "who changed that, at this time last year?" can still be answered.
        audit: before(396),
        unreadable: real - TimeDelta::days(90),
        // Longer than the longest window of a round, whose reminder is said once.
        shots: before(90),
    }
}

/// Whether a timer is one of these.
#[must_use]
pub fn owns(timer: &Timer) -> bool {
    timer.owner == OWNER || community_of(timer).is_some()
}

fn community_of(timer: &Timer) -> Option<CommunityId> {
    timer.owner.strip_prefix("keeping:").map(CommunityId::from)
}

fn owner(community: &CommunityId) -> String {
    format!("keeping:{community}")
}

/// The setting before which a community's time of keeping does not hold.
fn not_before(community: &CommunityId) -> String {
    format!("keeping.not-before.{community}")
}

/// Sets the timers that aren't set yet.
///
/// # Errors
/// When the database fails.
pub async fn begin(house: &House, tx: &mut Tx) -> anyhow::Result<()> {
    if tx.timer(OWNER, PRUNE).await?.is_none() {
        tx.set_timer(OWNER, PRUNE, house.now() + WEEK).await?;
    }
    for community in tx.communities().await? {
        arm(tx, &community).await?;
    }
    Ok(())
}

/// Sets the timer of the round whose words go next.
///
/// # Errors
/// When the database fails.
pub async fn arm(tx: &mut Tx, community: &Community) -> Result<(), StoreError> {
    let owner = owner(&community.id);
    let Some(oldest) = tx.oldest_words(&community.id).await? else {
        return tx.clear_timer(&owner, WORDS).await;
    };
    let due = oldest + kept_for(community);
    let due = match held_off(tx, &community.id).await? {
        Some(from) => due.max(from),
        None => due,
    };
    tx.set_timer(&owner, WORDS, due).await
}

fn kept_for(community: &Community) -> TimeDelta {
    TimeDelta::days(i64::from(community.keep_days))
}

async fn held_off(
    reader: &mut Reader,
    community: &CommunityId,
) -> Result<Option<Instant>, StoreError> {
    let setting = reader.setting(&not_before(community)).await?;
    Ok(setting.and_then(|text| text.parse().ok()).map(instant))
}

/// A community's time of keeping was changed. A shorter one holds from the moment that is given
/// back, which is to be announced.
///
/// # Errors
/// When the database fails.
pub async fn changed(
    house: &House,
    tx: &mut Tx,
    before: &Community,
    after: &Community,
) -> Result<Option<Instant>, StoreError> {
    let mut from = None;
    if after.keep_days < before.keep_days {
        let at = house.now() + AHEAD;
        let setting = at.timestamp_millis().to_string();
        tx.set_setting(&not_before(&after.id), &setting).await?;
        from = Some(at);
    }
    arm(tx, after).await?;
    Ok(from)
}

/// The files are written anew once more in a while: what was under way when somebody was forgotten
/// has come to its end by then.
///
/// # Errors
/// When the database fails.
pub async fn cleanse_again(house: &House, tx: &mut Tx) -> Result<(), StoreError> {
    tx.set_timer(OWNER, CLEANSE, house.now() + TimeDelta::hours(1)).await
}

/// One of the timers came due.
///
/// # Errors
/// When the database fails.
pub async fn run(house: &House, tx: &mut Tx, timer: &Timer) -> anyhow::Result<()> {
    if let Some(id) = community_of(timer) {
        let Some(community) = tx.community(&id).await? else { return Ok(()) };
        return words_over(house, tx, &community).await;
    }
    if timer.name == CLEANSE {
        return Ok(erasures::wish(house, tx).await?);
    }
    prune(house, tx).await
}

/// The words of rounds whose time is over; what is left over is due at once again.
async fn words_over(house: &House, tx: &mut Tx, community: &Community) -> anyhow::Result<()> {
    let now = house.now();
    if held_off(tx, &community.id).await?.is_none_or(|from| from <= now) {
        let cutoff = now - kept_for(community);
        for round in tx.rounds_past(&community.id, cutoff, AT_ONCE).await? {
            clear(house, tx, community, &round).await?;
        }
        erasures::wish(house, tx).await?;
    }
    Ok(arm(tx, community).await?)
}

async fn clear(
    house: &House,
    tx: &mut Tx,
    community: &Community,
    round: &Round,
) -> anyhow::Result<()> {
    for given in tx.contributions(&round.id).await? {
        let act = match &given.act {
            Act::Give(fields) => Act::Give(absent(fields)),
            Act::Add(fields) => Act::Add(absent(fields)),
            Act::Pass | Act::Withdraw | Act::Gone => continue,
        };
        tx.save_contribution(&Contribution { act, ..given }).await?;
    }
    for post in tx.shots(&format!("say:reach:{}:", round.id)).await? {
        erasures::take_away(tx, post).await?;
    }
    tx.words_over(&round.id, house.now()).await?;
    erasures::over(house, tx, round, community.keep_days).await
}

/// The same fields, without what stood in them.
fn absent(fields: &Fields) -> Fields {
    fields.keys().map(|key| (key.clone(), Value::Absent)).collect()
}

async fn prune(house: &House, tx: &mut Tx) -> anyhow::Result<()> {
    let now = house.now();
    let mut gone = 0;
    for community in tx.communities().await? {
        if held_off(tx, &community.id).await?.is_some_and(|from| from > now) {
            continue;
        }
        let cutoff = now - kept_for(&community);
        for old in tx.suggestions(&community.id).await?.iter().filter(|one| one.made_at <= cutoff) {
            for post in tx.shots(&format!("say:suggest:{}:", old.id)).await? {
                erasures::take_away(tx, post).await?;
            }
        }
        gone += tx.stragglers_over(&community.id, cutoff).await?;
    }
    gone += tx.prune(&ages(now, house.real.now())).await?;
    if gone > 0 {
        erasures::wish(house, tx).await?;
    }
    tx.set_timer(OWNER, PRUNE, now + WEEK).await?;
    house.wake.notify_one();
    Ok(())
}
