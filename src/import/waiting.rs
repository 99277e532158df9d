//! Challenges and suggestions that wait, and who may be reached, where the export has them.

use crate::daemon::Ending;
use crate::domain::contribution::Wishes;
use crate::domain::ids::{AccountRef, PersonId, RoundId};
use crate::knowledge::place::{Challenge, Place, ReachOut, Suggestion};
use crate::store::{self, By, Tx};

use super::community::Known;
use super::read::{Rows, Source};
use super::round::unnamed;

/// Reads them.
pub(super) async fn read(
    tx: &mut Tx,
    source: &Source,
    place: &Place,
    known: &Known,
) -> Result<(), Ending> {
    if !place.private {
        return Ok(());
    }
    challenges(tx, source, place, known).await?;
    let mut rows = source.rows::<Suggestion>("suggestions.jsonl")?;
    while let Some(row) = rows.next()? {
        person(&rows, known, &row.person)?;
        let by = PersonId::from(row.person);
        let account = account(&rows, row.account.as_deref())?;
        let by = By { person: &by, account: account.as_ref() };
        tx.add_suggestion(&row.id, &place.id, by, &row.text, row.made_at).await?;
    }
    rows.complete(place.rows.suggestions)?;
    let mut rows = source.rows::<ReachOut>("reach-outs.jsonl")?;
    while let Some(row) = rows.next()? {
        person(&rows, known, &row.person)?;
        let round = RoundId::from(row.round);
        if tx.round(&round).await?.is_none_or(|round| round.community != place.id) {
            return Err(rows.broken("its round is not in rounds.jsonl").into());
        }
        let by = PersonId::from(row.person);
        let account = account(&rows, row.account.as_deref())?;
        let by = By { person: &by, account: account.as_ref() };
        tx.may_reach_out(&round, by, row.said_at).await?;
    }
    rows.complete(place.rows.reach_outs)?;
    Ok(())
}

async fn challenges(
    tx: &mut Tx,
    source: &Source,
    place: &Place,
    known: &Known,
) -> Result<(), Ending> {
    let mut rows = source.rows::<Challenge>("challenges.jsonl")?;
    while let Some(row) = rows.next()? {
        if !known.circles.contains(&row.circle) {
            return Err(rows.broken("its circle is not in community.json").into());
        }
        let (by, account) = match (&row.person, &row.account) {
            (Some(by), Some(account)) => {
                person(&rows, known, by)?;
                (by.as_str().into(), rows.reference::<AccountRef>("account", account)?)
            }
            _ => unnamed(tx, &row.id).await?,
        };
        let wishes = Wishes { private: false, anonymous: row.anonymous, listed: row.listed };
        let challenge = store::Challenge {
            id: row.id,
            community: place.id.clone(),
            circle: row.circle,
            person: by,
            account,
            words: row.text,
            wishes,
            shared_at: row.shared_at,
        };
        if !tx.add_challenge(&challenge).await? {
            return Err(rows.broken("it is there twice").into());
        }
    }
    rows.complete(place.rows.challenges)?;
    Ok(())
}

/// By which account somebody said something, where the export knows it.
fn account<T: serde::de::DeserializeOwned>(
    rows: &Rows<'_, T>,
    text: Option<&str>,
) -> Result<Option<AccountRef>, Ending> {
    Ok(text.map(|text| rows.reference("account", text)).transpose()?)
}

fn person<T: serde::de::DeserializeOwned>(
    rows: &Rows<'_, T>,
    known: &Known,
    id: &str,
) -> Result<(), Ending> {
    if known.people.contains(id) {
        return Ok(());
    }
    Err(rows.broken("its person is not in people.jsonl").into())
}
