//! The bot's own posts that held somebody's words. Where it can the bot says them anew without;
//! elsewhere it takes them away. Our copy of what stands there goes at once, whether or not the
//! platform can be reached; the room follows by delivery.

use std::collections::BTreeSet;

use crate::domain::body::Body;
use crate::domain::ids::{PersonId, RoomRef, RoundId};
use crate::domain::member::Account;
use crate::domain::post::{PartState, Post, PostState, Purpose, Target};
use crate::domain::round::Round;
use crate::ritual::round::Input;
use crate::store::{Reader, StoreError, Tx};

use super::super::{House, act, facts, slots};

/// One-shots to others that hold a person's words or name: their suggestions, their yes to be
/// reached, their wish to bind a room.
///
/// # Errors
/// When the database fails.
pub async fn told_others(
    reader: &mut Reader,
    person: &PersonId,
    accounts: &[Account],
) -> anyhow::Result<Vec<Post>> {
    let mut told = Vec::new();
    for suggestion in reader.suggestions_by(person).await? {
        told.extend(reader.shots(&format!("say:suggest:{}:", suggestion.id)).await?);
    }
    for (round, _) in reader.reach_outs_by(person).await? {
        told.extend(reader.shots(&format!("say:reach:{round}:{person}:")).await?);
    }
    for shot in reader.shots("say:bind:").await? {
        let words = serde_json::to_string(&shot.body)?;
        if accounts.iter().any(|account| words.contains(&format!("({})", account.at))) {
            told.push(shot);
        }
    }
    Ok(told)
}

/// The posts of a round without the words of somebody who is forgotten, whose rows are gone.
pub(super) async fn redo(house: &House, tx: &mut Tx, id: &RoundId) -> anyhow::Result<()> {
    let Some(round) = tx.round(id).await? else { return Ok(()) };
    if tx.words_are_over(id).await? {
        return Ok(());
    }
    let retold = match act::apply(house, tx, id, Input::Withdrawn).await {
        Ok(_) => true,
        Err(error) if error.is::<StoreError>() => return Err(error),
        // A method that can't be read any more must not keep words where they are.
        Err(error) => {
            tracing::warn!(round.id = %id, error = format!("{error:#}"), "its posts are taken away");
            false
        }
    };
    let rooms: BTreeSet<RoomRef> =
        tx.rooms_of(&round.circle).await?.into_iter().map(|room| room.at).collect();
    for post in tx.posts_of(id).await? {
        let here = matches!(&post.target, Target::Room(room) if rooms.contains(room));
        if post.purpose != Purpose::Summary {
            continue;
        }
        if retold && here && post.state == PostState::Live {
            let changed = post.undone();
            clear_parts(tx, &post, changed).await?;
        } else {
            take_away(tx, post).await?;
        }
    }
    Ok(())
}

/// The summaries of a round whose time of keeping is over: a line in place of the words, or, where
/// an edit would leave them to be read, nothing.
///
/// # Errors
/// When the database fails.
pub async fn over(house: &House, tx: &mut Tx, round: &Round, days: u32) -> anyhow::Result<()> {
    let community = facts::community_of(tx, round).await?;
    for post in tx.posts_of(&round.id).await? {
        let Target::Room(at) = post.target.clone() else { continue };
        if post.purpose != Purpose::Summary {
            continue;
        }
        let room = tx.room(&at).await?;
        let platform = house.platforms.get(&at.platform);
        let history = platform.is_none_or(|one| one.abilities().edits_leave_history);
        if room.is_none() || history || post.state != PostState::Live || post.posted == 0 {
            take_away(tx, post).await?;
            continue;
        }
        let language = room.and_then(|room| room.language);
        let language = language.unwrap_or_else(|| community.language.clone());
        let day = round.due_at.with_timezone(&round.zone).date_naive();
        let args = [
            ("name", round.name.as_str().into()),
            ("date", house.words.day(&language, day).into()),
            ("days", days.into()),
        ];
        let body = Body::text(house.words.say(&language, "words-over", &args)).as_notice();
        clear_parts(tx, &post, true).await?;
        slots::change(tx, post, body, false).await?;
    }
    house.wake.notify_one();
    Ok(())
}

/// A post is not wanted any more: it leaves its room, and its words our rows.
///
/// # Errors
/// When the database fails.
pub async fn take_away(tx: &mut Tx, mut post: Post) -> anyhow::Result<()> {
    clear_parts(tx, &post, true).await?;
    post.body = None;
    post.fallback = None;
    if post.state == PostState::Live {
        if post.posted > 0 || post.attempt.is_some() {
            post.wanted += 1;
        } else {
            post.state = PostState::Dropped;
        }
    } else {
        // Nothing works on it any more, so nothing needs to know what was to be sent.
        post.attempt = None;
    }
    tx.save_post(&post).await?;
    Ok(())
}

/// What stands of a post is compared by its rendered words; without them delivery does it anew.
async fn clear_parts(tx: &mut Tx, post: &Post, standing: bool) -> anyhow::Result<()> {
    for mut part in tx.parts(&post.id).await? {
        if !part.rendered.is_empty() && (standing || part.state == PartState::Removed) {
            part.rendered.clear();
            tx.save_part(&part).await?;
        }
    }
    Ok(())
}
