//! Erasures survive a restore: the list beside the database says who is to be forgotten in a copy
//! from before.

use std::collections::BTreeMap;

use crate::domain::erasure::{Erasure, account_hash};
use crate::domain::ids::AccountRef;
use crate::store::Store;

use super::super::House;
use super::forget::forget;

/// The erasures of the list that the database does not know: it is a copy from before them.
///
/// # Errors
/// When the list or the database can't be read.
pub async fn due(store: &Store) -> anyhow::Result<Vec<Erasure>> {
    let mut due = Vec::new();
    let mut reader = store.read().await?;
    for listed in store.listed_erasures()? {
        let known = reader.erasure(&listed.account).await?;
        if known.is_none_or(|known| known.at < listed.at) {
            due.push(listed);
        }
    }
    Ok(due)
}

/// Forgets in this database everybody whom the list names, and brings the list up to date. Before
/// anything is read back from rooms or sent. Says how many accounts were forgotten here. The
/// platforms of this house need not be connected; posts follow when they are.
///
/// # Errors
/// When the list or the database fails; each account is one transaction.
pub async fn apply(house: &House) -> anyhow::Result<usize> {
    let due = due(&house.store).await?;
    let mut known: BTreeMap<String, AccountRef> = BTreeMap::new();
    if !due.is_empty() {
        let accounts = house.store.read().await?.all_accounts().await?;
        known = accounts.into_iter().map(|at| (account_hash(&at), at)).collect();
    }
    for stone in &due {
        let mut tx = house.store.begin().await?;
        let account = match known.get(&stone.account) {
            Some(at) => tx.account(at).await?,
            None => None,
        };
        if let Some(account) = account {
            forget(house, &mut tx, &account.person, stone.at).await?;
        }
        tx.note_erasure(stone).await?;
        tx.commit().await?;
    }
    house.store.list_erasures().await?;
    Ok(due.len())
}
