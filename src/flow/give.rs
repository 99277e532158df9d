//! Contributions come in: stored once per source, folded into the answer, followed by the posts.
//!
//! Every road (thread, reply, command, form, button, direct message) ends here.

use chrono::TimeDelta;

use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::contribution::{self, Act, Contribution, Fields, Road, Standing, Wishes};
use crate::domain::ids::{AccountRef, ContributionId, PersonId, RoundId};
use crate::domain::member::Account;
use crate::domain::round::Round;
use crate::ritual::round::Input;
use crate::ritual::script::Script;
use crate::store::Tx;

use super::{House, act, care};

/// Something given to a round.
#[derive(Debug, Clone)]
pub struct Giving {
    /// The round.
    pub round: RoundId,
    /// Who gives, as the platform knows them.
    pub account: AccountRef,
    /// The name others see.
    pub name: String,
    /// When, by the platform.
    pub at: Instant,
    /// What it comes from, unique in the round.
    pub source: String,
    /// By which road.
    pub road: Road,
    /// What it does.
    pub act: Act,
    /// What its author wishes for it.
    pub wishes: Wishes,
}

/// What became of something given.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// It counts now; the words are for the giver alone. `urgent` words are said even where the
    /// giver did not ask for a reply.
    Taken {
        /// What the giver is told.
        words: Body,
        /// Whether it is said unasked: a hard time is not met with silence.
        urgent: bool,
    },
    /// It was there already: a replay.
    Known,
    /// Another answer of theirs stands: conversation.
    Conversation,
    /// The round does not take answers any more.
    Over,
}

/// The account and its person, met now if they were not known, and a member from now on.
///
/// # Errors
/// When the database fails.
pub async fn meet(
    house: &House,
    tx: &mut Tx,
    account: &AccountRef,
    name: &str,
) -> anyhow::Result<Account> {
    let new = house.chance.with(|chance| PersonId::make(house.now(), chance));
    Ok(tx.meet(account, name, &new).await?)
}

/// Takes a contribution in.
///
/// # Errors
/// When the database fails or the round is missing.
pub async fn give(house: &House, tx: &mut Tx, giving: Giving) -> anyhow::Result<Given> {
    let Some(round) = tx.round(&giving.round).await? else { return Ok(Given::Over) };
    if !round.takes(giving.at) || tx.words_are_over(&round.id).await? {
        return Ok(Given::Over);
    }
    let account = meet(house, tx, &giving.account, &giving.name).await?;
    tx.join(&round.community, &account.person, giving.at).await?;
    let before = tx.contributions_of(&round.id, &account.person).await?;
    let at = moment(house, &before, giving.at);
    let contribution = Contribution {
        id: house.chance.with(|chance| ContributionId::make(at, chance)),
        round: round.id.clone(),
        person: account.person.clone(),
        account: giving.account,
        at,
        edited_at: None,
        source: giving.source,
        road: giving.road,
        act: giving.act,
        wishes: wishes(&before, giving.road, giving.wishes),
    };
    if before.iter().any(|one| one.source == contribution.source) {
        return Ok(Given::Known);
    }
    let mut all = before.clone();
    all.push(contribution.clone());
    // Nothing of a conversation is kept here: its words wait for their author's yes.
    if !contribution::counts(&contribution.id, &all) {
        return Ok(Given::Conversation);
    }
    if !tx.add_contribution(&contribution).await? {
        return Ok(Given::Known);
    }
    forget_uncounted(tx, &all).await?;
    act::apply(house, tx, &round.id, Input::Changed).await?;
    let grows = grows(&before, &contribution.act);
    let (words, urgent) = care::reply(house, tx, &round, &account, &all, grows).await?;
    Ok(Given::Taken { words, urgent })
}

/// What its author wishes from now on. What they wished before holds until they say otherwise, and
/// only a form and a command can say it; what was to be private is so until it is taken back.
fn wishes(before: &[Contribution], road: Road, now: Wishes) -> Wishes {
    let earlier = contribution::fold(before).map(|answer| answer.wishes).unwrap_or_default();
    let private = now.private || earlier.private;
    match road {
        Road::Form | Road::Command => Wishes { private, ..now },
        Road::Thread | Road::Reply | Road::Button | Road::Direct => Wishes { private, ..earlier },
    }
}

/// Whether the answer is new or only grows, as with the second question of several: nothing that
/// its author said before is changed.
fn grows(before: &[Contribution], act: &Act) -> bool {
    let Some(answer) = contribution::fold(before) else { return true };
    match act {
        Act::Give(fields) => {
            answer.standing == Standing::Withdrawn
                || answer.standing == Standing::Given
                    && !fields.keys().any(|key| answer.fields.contains_key(key))
        }
        Act::Add(_) | Act::Pass | Act::Withdraw | Act::Gone => false,
    }
}

/// The instant of something given, or, where the same person gave something at that very instant,
/// the next free one: what was taken in later was said later. While the clock stands, as in tests,
/// platforms' instants say nothing, and only the order of arrival counts, over restarts too.
fn moment(house: &House, before: &[Contribution], mut at: Instant) -> Instant {
    if house.clock.stands() {
        let last = before.iter().map(|one| one.edited_at.unwrap_or(one.at).max(one.at)).max();
        at = last.map_or(at, |last| at.max(last + TimeDelta::milliseconds(1)));
    }
    while before.iter().any(|one| one.at == at || one.edited_at == Some(at)) {
        at += TimeDelta::milliseconds(1);
    }
    at
}

/// A thread message that catch-up found to be older than the one we took for the answer makes that
/// one conversation: its words are kept only as a conversation's are.
async fn forget_uncounted(tx: &mut Tx, all: &[Contribution]) -> anyhow::Result<()> {
    for one in all.iter().filter(|one| !contribution::counts(&one.id, all)) {
        let gone = Contribution { act: Act::Gone, ..one.clone() };
        tx.save_contribution(&gone).await?;
    }
    Ok(())
}

/// Takes back all that a person gave to a round; their words leave the rows and the rooms.
/// `false` when there was nothing to take back.
///
/// # Errors
/// When the database fails or the round is missing.
pub async fn withdraw(house: &House, tx: &mut Tx, giving: Giving) -> anyhow::Result<bool> {
    let account = meet(house, tx, &giving.account, &giving.name).await?;
    let before = tx.contributions_of(&giving.round, &account.person).await?;
    let stands = before.iter().any(|one| !matches!(one.act, Act::Gone | Act::Withdraw));
    if !stands {
        return Ok(false);
    }
    for one in before.iter().cloned() {
        super::thread::words_gone(tx, &one.source).await?;
        tx.save_contribution(&Contribution { act: Act::Gone, ..one }).await?;
    }
    let at = moment(house, &before, giving.at);
    let withdrawal = Contribution {
        id: house.chance.with(|chance| ContributionId::make(at, chance)),
        round: giving.round.clone(),
        person: account.person,
        account: giving.account,
        at,
        edited_at: None,
        source: giving.source,
        road: giving.road,
        act: Act::Withdraw,
        wishes: Wishes::default(),
    };
    tx.add_contribution(&withdrawal).await?;
    act::apply(house, tx, &giving.round, Input::Withdrawn).await?;
    Ok(true)
}

/// The source of a contribution was edited where it was said.
///
/// # Errors
/// When the database fails or the round is missing.
pub async fn edited(
    house: &House,
    tx: &mut Tx,
    mut contribution: Contribution,
    fields: Fields,
    at: Instant,
) -> anyhow::Result<()> {
    let before = tx.contributions_of(&contribution.round, &contribution.person).await?;
    let at = if house.clock.stands() { moment(house, &before, at) } else { at };
    if contribution.edited_at.is_some_and(|before| before > at)
        || tx.words_are_over(&contribution.round).await?
    {
        return Ok(());
    }
    let act = match &contribution.act {
        Act::Give(_) => Act::Give(fields),
        Act::Add(_) => Act::Add(fields),
        other @ (Act::Pass | Act::Withdraw | Act::Gone) => other.clone(),
    };
    if act == contribution.act {
        // The same edit, read again: it is not newer than what was said after it.
        return Ok(());
    }
    contribution.act = act;
    contribution.edited_at = Some(at);
    tx.save_contribution(&contribution).await?;
    act::apply(house, tx, &contribution.round, Input::Changed).await?;
    Ok(())
}

/// The source of a contribution was deleted where it was said: its words are gone.
///
/// # Errors
/// When the database fails or the round is missing.
pub async fn removed(house: &House, tx: &mut Tx, contribution: Contribution) -> anyhow::Result<()> {
    let round = contribution.round.clone();
    if contribution.act == Act::Gone {
        return Ok(());
    }
    tx.save_contribution(&Contribution { act: Act::Gone, ..contribution }).await?;
    act::apply(house, tx, &round, Input::Withdrawn).await?;
    Ok(())
}

/// Challenges that waited for a round of this circle are taken into it, as their authors wished.
///
/// # Errors
/// When the database fails.
pub async fn take_in_challenges(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    script: &Script,
) -> anyhow::Result<()> {
    let Some(step) = script.steps.first().filter(|step| step.author_may.any()) else {
        return Ok(());
    };
    let Some(field) = step.fields.first() else { return Ok(()) };
    for challenge in tx.challenges(&round.community).await? {
        if challenge.circle != round.circle {
            continue;
        }
        let value = contribution::Value::Text(challenge.words.clone());
        let contribution = Contribution {
            id: house.chance.with(|chance| ContributionId::make(challenge.shared_at, chance)),
            round: round.id.clone(),
            person: challenge.person.clone(),
            account: challenge.account.clone(),
            at: challenge.shared_at,
            edited_at: None,
            source: format!("challenge:{}", challenge.id),
            road: Road::Command,
            act: Act::Give(Fields::from([(field.key.clone(), value)])),
            wishes: challenge.wishes,
        };
        tx.add_contribution(&contribution).await?;
        tx.remove_challenge(&challenge.id).await?;
    }
    Ok(())
}
