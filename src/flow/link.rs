//! Accounts of one person are joined and taken apart. What was given goes with its account; open
//! rounds are told again, since two answers become one or one becomes two.

use std::collections::BTreeSet;

use crate::domain::ids::{PersonId, RoundId};
use crate::domain::member::{Account, Person, Standing};
use crate::domain::round::RoundState;
use crate::store::{Reader, Tx};

use super::{House, act};

/// Joins an account to the person of another.
///
/// # Errors
/// When the database fails.
pub async fn link(house: &House, tx: &mut Tx, to: &Account, other: &Account) -> anyhow::Result<()> {
    let rounds = open_rounds(tx, &other.person).await?;
    for community in tx.communities_of(&other.person).await? {
        let Some(theirs) = tx.member(&community.id, &other.person).await? else { continue };
        let mine = tx.join(&community.id, &to.person, theirs.joined_at).await?;
        tx.save_member(&mine.with(&theirs)).await?;
    }
    profile(tx, to, other).await?;
    tx.link_account(&other.at, &to.person).await?;
    refresh(house, tx, rounds).await
}

/// Their zone and language hold where the person has none.
async fn profile(tx: &mut Tx, to: &Account, other: &Account) -> anyhow::Result<()> {
    let Some(theirs) = tx.person(&other.person).await? else { return Ok(()) };
    let id = to.person.clone();
    let mine = tx.person(&id).await?.unwrap_or(Person { id, zone: None, language: None });
    let zone = mine.zone.or(theirs.zone);
    let language = mine.language.clone().or(theirs.language);
    Ok(tx.save_person(&Person { zone, language, ..mine }).await?)
}

/// Takes an account apart from the person's others: those that stand apart from now on. A linked
/// account goes by itself; from the one that others were linked to, all go.
///
/// # Errors
/// When the database fails.
pub async fn unlink(house: &House, tx: &mut Tx, from: &Account) -> anyhow::Result<Vec<Account>> {
    let apart = if tx.own_person(&from.at).await?.is_some() {
        vec![from.clone()]
    } else {
        let mut others = tx.accounts_of(&from.person).await?;
        others.retain(|one| one.at != from.at);
        others
    };
    for account in &apart {
        part(house, tx, account).await?;
    }
    Ok(apart)
}

async fn part(house: &House, tx: &mut Tx, account: &Account) -> anyhow::Result<()> {
    let rounds = open_rounds(tx, &account.person).await?;
    let Some(own) = tx.own_person(&account.at).await? else { return Ok(()) };
    tx.take_back_roles(&account.at).await?;
    tx.unlink_account(&account.at).await?;
    for community in tx.communities_of(&account.person).await? {
        let Some(joint) = tx.member(&community.id, &account.person).await? else { continue };
        let mut mine = tx.join(&community.id, &own, joint.joined_at).await?;
        // A no that was said meanwhile holds for both.
        if joint.words == Standing::No {
            mine.words = Standing::No;
            tx.save_member(&mine).await?;
        }
    }
    refresh(house, tx, rounds).await
}

async fn open_rounds(reader: &mut Reader, person: &PersonId) -> anyhow::Result<BTreeSet<RoundId>> {
    let mut open = BTreeSet::new();
    for given in reader.contributions_by(person).await? {
        if open.contains(&given.round) {
            continue;
        }
        let round = reader.round(&given.round).await?;
        if round.is_some_and(|round| round.state == RoundState::Open) {
            open.insert(given.round);
        }
    }
    Ok(open)
}

async fn refresh(house: &House, tx: &mut Tx, rounds: BTreeSet<RoundId>) -> anyhow::Result<()> {
    for round in rounds {
        act::refresh(house, tx, &round).await?;
    }
    Ok(())
}
