//! Edits, deletions and reactions: the answer follows its source.

use crate::domain::contribution::{Act, Fields, Road, Wishes};
use crate::domain::file;
use crate::domain::message::MessageState;
use crate::domain::post::{PartState, PostState, Purpose};
use crate::platform::{Edited, Reacted, Removed};
use crate::ritual::parse;
use crate::store::Tx;

use super::super::give::{self, Giving};
use super::super::{House, facts, question, thread, tidings};

/// A message was edited by its author.
pub async fn edited(house: &House, tx: &mut Tx, edited: &Edited) -> anyhow::Result<()> {
    if edited.by.ours || edited.by.bot {
        return Ok(());
    }
    let source = thread::source(&edited.room, &edited.id);
    let contribution = tx.contribution_from(&source).await?;
    let answer = contribution.filter(|one| matches!(one.act, Act::Give(_) | Act::Add(_)));
    if let Some(contribution) = answer.clone() {
        let account = give::meet(house, tx, &edited.by.account, &edited.by.name).await?;
        if account.person != contribution.person {
            return Ok(());
        }
        if edited.text.trim().is_empty() {
            // The words are gone and a file stayed: that is no answer any more.
            give::removed(house, tx, contribution).await?;
        } else {
            reread(house, tx, edited, contribution).await?;
        }
    }
    if let Some(mut message) = tx.message(&edited.room.platform, &edited.id).await?
        && message.account == edited.by.account
        && message.edited_at.is_none_or(|before| before <= edited.at)
    {
        message.edited_at = Some(edited.at);
        if message.state == MessageState::Kept {
            message.text = Some(edited.text.clone());
            message.files = edited.files.iter().take(file::MOST).cloned().collect();
        }
        tx.save_message(&message).await?;
    }
    Ok(())
}

/// The edited words by the fields of the step they were given to.
async fn reread(
    house: &House,
    tx: &mut Tx,
    edited: &Edited,
    contribution: crate::domain::contribution::Contribution,
) -> anyhow::Result<()> {
    let Some(round) = tx.round(&contribution.round).await? else { return Ok(()) };
    let script = facts::script_of(house, tx, &round).await?;
    let (Act::Give(before) | Act::Add(before)) = &contribution.act else { return Ok(()) };
    let step = script
        .steps
        .iter()
        .find(|step| step.fields.iter().any(|field| before.contains_key(&field.key)))
        .or_else(|| script.step(round.step));
    let Some(step) = step else { return Ok(()) };
    // A single field keeps its place: an answer given to the second question stays there.
    let fields = match (contribution.road, before.keys().next()) {
        (Road::Direct, Some(key)) => step
            .fields
            .iter()
            .find(|field| field.key == *key)
            .and_then(|field| parse::one(field, &edited.text).ok())
            .map(|value| Fields::from([(key.clone(), value)]))
            .unwrap_or_default(),
        _ => {
            let parsed = parse::from_text(step, &edited.text, parse::Said::Public);
            let (by, id) = (&edited.by.account, &edited.id);
            if let Some(problem) = parsed.problems.first() {
                tidings::problem(house, tx, &round, by, id, problem).await?;
            }
            if parsed.mood_in_public {
                tidings::mood_in_public(house, tx, &round, by, id).await?;
            }
            parsed.fields
        }
    };
    if fields.is_empty() {
        return Ok(());
    }
    give::edited(house, tx, contribution, fields, edited.at).await
}

/// A message or a reaction is gone.
pub async fn removed(house: &House, tx: &mut Tx, removed: &Removed) -> anyhow::Result<()> {
    let platform = &removed.room.platform;
    if let Some((mut post, mut part)) = tx.post_of_message(platform, &removed.id).await? {
        let ours = post.attempt.is_some() || part.state == PartState::Removed;
        if part.remote == removed.id && !ours && post.state == PostState::Live {
            part.state = PartState::Removed;
            tx.save_part(&part).await?;
            post.state = PostState::Gone;
            tx.save_post(&post).await?;
            tidings::post_gone(house, tx, &post).await?;
        }
        return Ok(());
    }
    for kind in ["message", "reaction"] {
        let source = format!("{kind}:{platform}:{}", removed.id);
        if let Some(contribution) = tx.contribution_from(&source).await? {
            give::removed(house, tx, contribution).await?;
        }
    }
    thread::gone(tx, platform, &removed.id).await
}

/// Reactions are public: on a prompt they pass, or open the direct message, and nothing else.
pub async fn reacted(house: &House, tx: &mut Tx, reacted: &Reacted) -> anyhow::Result<()> {
    if reacted.by.ours || reacted.by.bot {
        return Ok(());
    }
    let found = tx.post_of_message(&reacted.room.platform, &reacted.target).await?;
    let Some(round) = found.filter(|(post, _)| post.purpose == Purpose::Prompt) else {
        return Ok(());
    };
    let Some(round) = round.0.round else { return Ok(()) };
    if !tx.first_sight(&reacted.room.platform, reacted.id.as_str(), reacted.at).await? {
        return Ok(());
    }
    if !is_pass(&reacted.key) {
        let author = &reacted.by;
        return question::open(house, tx, author, &round, reacted.id.as_str()).await;
    }
    let giving = Giving {
        round,
        account: reacted.by.account.clone(),
        name: reacted.by.name.clone(),
        at: reacted.at,
        source: format!("reaction:{}:{}", reacted.room.platform, reacted.id),
        road: Road::Button,
        act: Act::Pass,
        wishes: Wishes::default(),
    };
    give::give(house, tx, giving).await?;
    Ok(())
}

/// The reactions that pass: "next" and its kin, with or without the emoji variant mark.
fn is_pass(key: &str) -> bool {
    matches!(key.trim_end_matches('\u{fe0f}'), "⏭" | "⏩" | "➡" | "🤐" | "🙊")
}
