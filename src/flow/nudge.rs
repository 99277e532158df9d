//! Nudges: private, at most one a round, only for those who switched them on, have not answered,
//! and are still in one of the circle's rooms.

use crate::domain::community::Room;
use crate::domain::ids::RoundId;
use crate::domain::member::Account;
use crate::domain::post::Purpose;
use crate::domain::round::{Round, RoundState};
use crate::store::{Reader, Tx};

use super::{House, say, tidings};

/// Who may be nudged about a round. Asks the platforms who is still there, so it comes before the
/// transaction.
///
/// # Errors
/// When the database fails.
pub async fn candidates(house: &House, round: &RoundId) -> anyhow::Result<Vec<Account>> {
    let (wanting, rooms) = {
        let mut reader = house.store.read().await?;
        let Some(round) = reader.round(round).await? else { return Ok(Vec::new()) };
        let rooms = reader.rooms_of(&round.circle).await?;
        let mut wanting = Vec::new();
        for member in reader.members(&round.community).await? {
            if member.nudges {
                wanting.push(reader.accounts_of(&member.person).await?);
            }
        }
        (wanting, rooms)
    };
    let mut candidates = Vec::new();
    for accounts in wanting {
        candidates.extend(present(house, accounts, &rooms).await);
    }
    Ok(candidates)
}

/// The first of a person's accounts that is in one of these rooms.
async fn present(house: &House, accounts: Vec<Account>, rooms: &[Room]) -> Option<Account> {
    for account in accounts {
        let Some(platform) = house.platforms.get(&account.at.platform) else { continue };
        for room in rooms.iter().filter(|room| room.at.platform == account.at.platform) {
            if platform.is_in(&room.at, &account.at).await {
                return Some(account);
            }
        }
    }
    None
}

/// Nudges those of them who have still not answered.
///
/// # Errors
/// When the database fails.
pub async fn nudge(
    house: &House,
    tx: &mut Tx,
    id: &RoundId,
    candidates: &[Account],
) -> anyhow::Result<()> {
    let Some(round) = tx.round(id).await? else { return Ok(()) };
    if round.state != RoundState::Open {
        return Ok(());
    }
    for account in candidates {
        if !wants(tx, &round, account).await? {
            continue;
        }
        let body = tidings::nudge(house, tx, &round, account).await?;
        let mut shot =
            say::OneShot::notice(format!("nudge:{id}"), body).about(&round.id, &round.community);
        shot.purpose = Purpose::Nudge;
        say::tell(house, tx, &account.at, shot).await?;
    }
    Ok(())
}

/// Whether a person still wishes to be nudged, and has given nothing.
async fn wants(tx: &mut Reader, round: &Round, account: &Account) -> anyhow::Result<bool> {
    let member = tx.member(&round.community, &account.person).await?;
    let gave = tx.contributions_of(&round.id, &account.person).await?;
    Ok(member.is_some_and(|member| member.nudges) && gave.is_empty())
}
