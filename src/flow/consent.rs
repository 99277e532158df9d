//! Yes and no: may somebody reach out, may other words of mine be kept.

use crate::domain::body::Body;
use crate::domain::community::Language;
use crate::domain::ids::{AccountRef, CommunityId, RoundId};
use crate::domain::member::Standing;
use crate::domain::message::MessageState;
use crate::platform::Author;
use crate::store::{Reader, Tx};

use super::{House, give, tidings};

/// Somebody said whether a person may reach out to them after a low mood.
///
/// # Errors
/// When the database fails.
pub async fn reach_out(
    house: &House,
    tx: &mut Tx,
    by: &Author,
    round: &RoundId,
    yes: bool,
) -> anyhow::Result<Body> {
    let account = give::meet(house, tx, &by.account, &by.name).await?;
    let language = own_language(tx, by).await?;
    if !yes {
        return Ok(Body::text(house.words.say(&language, "reach-out-no", &[])));
    }
    if let Some(round) = tx.round(round).await? {
        tx.may_reach_out(&round.id, (&account).into(), house.now()).await?;
        tidings::reach_out(house, tx, &round, &account).await?;
    }
    Ok(Body::text(house.words.say(&language, "reach-out-yes", &[])))
}

/// A standing yes or no to keeping one's other words in threads. A yes reads open threads back; a
/// no takes away what was kept.
///
/// # Errors
/// When the database fails.
pub async fn keep_words(
    house: &House,
    tx: &mut Tx,
    by: &Author,
    community: &CommunityId,
    yes: bool,
) -> anyhow::Result<Body> {
    let account = give::meet(house, tx, &by.account, &by.name).await?;
    let language = own_language(tx, by).await?;
    let mut member = tx.join(community, &account.person, house.now()).await?;
    member.words = if yes { Standing::Yes } else { Standing::No };
    member.asked = true;
    tx.save_member(&member).await?;
    if yes {
        read_back(house, tx, community).await?;
    } else {
        withhold(tx, community, &account.person).await?;
    }
    let key = if yes { "keep-words-yes" } else { "keep-words-no" };
    Ok(Body::text(house.words.say(&language, key, &[])))
}

/// The rooms of the community's open rounds are read again: what was withheld may be kept now.
async fn read_back(house: &House, tx: &mut Tx, community: &CommunityId) -> anyhow::Result<()> {
    for round in tx.open_rounds_of(community).await? {
        for room in tx.rooms_of(&round.circle).await? {
            tx.open_gap(&room.at, house.real.now()).await?;
        }
    }
    house.wake.notify_one();
    Ok(())
}

/// After a no, words of conversations are not kept any more; answers stay answers.
async fn withhold(
    tx: &mut Tx,
    community: &CommunityId,
    person: &crate::domain::ids::PersonId,
) -> anyhow::Result<()> {
    for message in tx.messages_by(person).await? {
        let Some(round) = tx.round(&message.round).await? else { continue };
        let source = super::thread::source(&message.room, &message.remote);
        let answer = tx.contribution_from(&source).await?;
        if round.community != *community
            || message.state != MessageState::Kept
            || answer.is_some_and(|answer| answer.act != crate::domain::contribution::Act::Gone)
        {
            continue;
        }
        tx.save_message(&message.wordless(MessageState::Withheld)).await?;
    }
    Ok(())
}

/// The language a person chose, else that of their only community, else English.
///
/// # Errors
/// When the database fails.
pub async fn own_language(reader: &mut Reader, by: &Author) -> anyhow::Result<Language> {
    language_of_account(reader, &by.account).await
}

/// The same, by the account.
///
/// # Errors
/// When the database fails.
pub async fn language_of_account(
    reader: &mut Reader,
    account: &AccountRef,
) -> anyhow::Result<Language> {
    let Some(account) = reader.account(account).await? else { return Ok(Language::from("en")) };
    let person = reader.person(&account.person).await?;
    if let Some(language) = person.and_then(|person| person.language) {
        return Ok(language);
    }
    let communities = reader.communities_of(&account.person).await?;
    let first = communities.into_iter().next();
    Ok(first.map_or_else(|| Language::from("en"), |community| community.language))
}
