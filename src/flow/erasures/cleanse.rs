//! The database's files without what was erased. A wish in the database, so that a crash in
//! between loses it as little as the erasure itself.

use chrono::TimeDelta;

use crate::domain::clock::{Instant, instant};
use crate::store::{Reader, StoreError, Tx};

use super::super::House;

/// The setting that holds the wish: what is left to do, and since when; empty when nothing is.
const WISH: &str = "erasures.cleanse";
/// The setting that holds when the database was last written anew, in real time.
const LAST: &str = "erasures.rewritten";
/// A database larger than this is written anew at most once in [`PAUSE`].
const LARGE: u64 = 256 * 1024 * 1024;
const PAUSE: TimeDelta = TimeDelta::hours(1);

/// Wishes that the files be written anew.
///
/// # Errors
/// When the database fails.
pub async fn wish(house: &House, tx: &mut Tx) -> Result<(), StoreError> {
    let number = house.chance.with(|chance| chance.next_u64());
    tx.set_setting(WISH, &format!("rewrite {number}")).await
}

/// Whether something is left to do now.
///
/// # Errors
/// When the database fails.
pub async fn pending(house: &House, reader: &mut Reader) -> anyhow::Result<bool> {
    let Some(wish) = standing(reader).await? else { return Ok(false) };
    if !wish.starts_with("rewrite") {
        return Ok(true);
    }
    let last = reader.setting(LAST).await?.and_then(|text| text.parse().ok()).map(instant);
    let waits = last.is_some_and(|last: Instant| house.real.now() - last < PAUSE);
    Ok(!waits || house.store.size().await? < LARGE)
}

async fn standing(reader: &mut Reader) -> anyhow::Result<Option<String>> {
    Ok(reader.setting(WISH).await?.filter(|wish| !wish.is_empty()))
}

/// Does what is left to do: lists the erasures outside, writes the database anew, empties its log.
/// What can't be done now stays to be done.
///
/// # Errors
/// When the database or the list fails.
pub async fn cleanse(house: &House) -> anyhow::Result<()> {
    let wish = {
        let mut reader = house.store.read().await?;
        if !pending(house, &mut reader).await? {
            return Ok(());
        }
        standing(&mut reader).await?
    };
    let Some(mut wish) = wish else { return Ok(()) };
    house.store.list_erasures().await?;
    if let Some(number) = wish.strip_prefix("rewrite ") {
        if !house.store.rewrite().await? {
            return Ok(());
        }
        let log = format!("log {number}");
        let mut tx = house.store.begin().await?;
        tx.set_setting(LAST, &house.real.now().timestamp_millis().to_string()).await?;
        let done = next(&mut tx, &wish, &log).await?;
        tx.commit().await?;
        if !done {
            return Ok(());
        }
        wish = log;
    }
    if house.store.empty_log().await? {
        let mut tx = house.store.begin().await?;
        next(&mut tx, &wish, "").await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Goes one step on, unless somebody wished anew meanwhile.
async fn next(tx: &mut Tx, from: &str, to: &str) -> anyhow::Result<bool> {
    let stands = tx.setting(WISH).await?.as_deref() == Some(from);
    if stands {
        tx.set_setting(WISH, to).await?;
    }
    Ok(stands)
}
