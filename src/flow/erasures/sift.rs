//! History that is read again, and events that come late: what a forgotten account did before it
//! was forgotten is not taken in.

use std::collections::HashMap;

use crate::domain::clock::Instant;
use crate::domain::erasure::{Erasure, MARGIN, account_hash};
use crate::domain::ids::AccountRef;
use crate::platform::Incoming;

use super::super::House;

/// Drops from a batch what is from before its author's erasure. By the platform's own instants:
/// it comes before anything dates the events anew.
///
/// # Errors
/// When the database fails; the batch stays as it is.
pub async fn sift(house: &House, batch: &mut Vec<Incoming>) -> anyhow::Result<()> {
    let mut reader = house.store.read().await?;
    let Some(newest) = reader.newest_erasure().await? else { return Ok(()) };
    let mut stones: HashMap<AccountRef, Option<Erasure>> = HashMap::new();
    for event in batch.iter() {
        let Some((account, _, at)) = deed(event) else { continue };
        if at < newest + MARGIN && !stones.contains_key(account) {
            let stone = reader.erasure(&account_hash(account)).await?;
            stones.insert(account.clone(), stone);
        }
    }
    batch.retain(|event| {
        let Some((account, id, at)) = deed(event) else { return true };
        let stone = stones.get(account).and_then(Option::as_ref);
        !stone.is_some_and(|stone| stone.covers(account, id, at))
    });
    Ok(())
}

/// Who did something, by which id, and when. A removal is nobody's words.
fn deed(event: &Incoming) -> Option<(&AccountRef, &str, Instant)> {
    let (by, id, at) = match event {
        Incoming::Said(one) => (&one.by, &one.id, one.at),
        Incoming::Edited(one) => (&one.by, &one.id, one.at),
        Incoming::Reacted(one) => (&one.by, &one.id, one.at),
        Incoming::Pressed(one) => (&one.by, &one.id, one.at),
        Incoming::Submitted(one) => (&one.by, &one.id, one.at),
        Incoming::Commanded(one) => (&one.by, &one.id, one.at),
        Incoming::Unreadable(one) => (&one.by, &one.id, one.at),
        Incoming::Removed(_)
        | Incoming::World(_)
        | Incoming::Gap(_)
        | Incoming::Filled { .. }
        | Incoming::Connected(_)
        | Incoming::Readable { .. }
        | Incoming::Keys(_)
        | Incoming::Verifying(_) => return None,
    };
    Some((&by.account, id.as_str(), at))
}
