//! Tidings: what the bot has to say about its own work, each once. Convenors hear of trouble with
//! its mend; rooms hear of lateness; members hear of what could not be taken.

use crate::domain::body::Body;
use crate::domain::community::{Community, Language, Role, Room};
use crate::domain::ids::{AccountRef, CommunityId, RemoteId, RoomRef};
use crate::domain::member::Account;
use crate::domain::post::{Post, Target};
use crate::domain::ritual::Ritual;
use crate::domain::round::Round;
use crate::domain::schedule::Slot;
use crate::ritual::parse::Problem;
use crate::store::Tx;

use super::say::OneShot;
use super::{House, care, facts, say};

/// A private nudge's words, in the member's own language and zone.
pub async fn nudge(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    account: &Account,
) -> anyhow::Result<Body> {
    let community = facts::community_of(tx, round).await?;
    let language = care::language_of(tx, &account.person, &community).await?;
    let person = tx.person(&account.person).await?;
    let zone = person.and_then(|person| person.zone).unwrap_or(round.zone);
    let until = house.words.moment(&language, round.closes_at, zone);
    let args = [("name", round.name.as_str().into()), ("until", until.into())];
    Ok(Body::text(house.words.say(&language, "nudge", &args)))
}

/// One notice about lateness, however many slots it is about.
pub async fn late(
    house: &House,
    tx: &mut Tx,
    ritual: &Ritual,
    room: &Room,
    opened: &[Slot],
    skipped: &[Slot],
) -> anyhow::Result<Body> {
    let community = tx.community(&ritual.community).await?;
    let language = language_of(room, community.as_ref());
    let zone = ritual.schedule.zone;
    let moment = |slot: &Slot| house.words.moment(&language, slot.at, zone);
    let mut lines = Vec::new();
    if let (Some(first), Some(last)) = (skipped.iter().min(), skipped.iter().max()) {
        let count = i64::try_from(skipped.len()).unwrap_or(i64::MAX);
        let args = [
            ("name", ritual.name.as_str().into()),
            ("count", count.into()),
            ("from", moment(first).into()),
            ("to", moment(last).into()),
        ];
        lines.push(house.words.say(&language, "late-skipped-notice", &args));
    }
    if let Some(first) = opened.iter().min() {
        let late = (house.now() - first.at).to_std().unwrap_or_default();
        let due: Vec<String> = opened.iter().map(moment).collect();
        let args = [
            ("name", ritual.name.as_str().into()),
            ("count", i64::try_from(opened.len()).unwrap_or(i64::MAX).into()),
            ("due", house.words.list(&language, &due).into()),
            ("late", house.words.span(&language, late).into()),
        ];
        lines.push(house.words.say(&language, "late-opened-notice", &args));
    }
    Ok(Body::text(lines.join("\n")).as_notice())
}

fn language_of(room: &Room, community: Option<&Community>) -> Language {
    room.language
        .clone()
        .or_else(|| community.map(|community| community.language.clone()))
        .unwrap_or_else(|| Language::from("en"))
}

/// A mood that was typed where others read it is not counted; its author hears why, in private.
pub async fn mood_in_public(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    account: &AccountRef,
    message: &RemoteId,
) -> anyhow::Result<()> {
    let body =
        |language: &Language| Body::text(house.words.say(language, "given-mood-in-public", &[]));
    to_member(house, tx, round, account, &format!("mood:{}:{message}", round.id), &body).await
}

/// Words that could not be taken as they are; they stay where they were said.
pub async fn problem(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    account: &AccountRef,
    message: &RemoteId,
    problem: &Problem,
) -> anyhow::Result<()> {
    let body = |language: &Language| Body::text(problem.say(&house.words, language));
    to_member(house, tx, round, account, &format!("problem:{}:{message}", round.id), &body).await
}

async fn to_member(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    account: &AccountRef,
    key: &str,
    body: &(dyn Fn(&Language) -> Body + Sync),
) -> anyhow::Result<()> {
    let community = facts::community_of(tx, round).await?;
    let known = tx.account(account).await?;
    let language = match known {
        Some(known) => care::language_of(tx, &known.person, &community).await?,
        None => community.language,
    };
    let shot = OneShot::notice(key, body(&language)).about(&round.id, &round.community);
    say::tell(house, tx, account, shot).await?;
    Ok(())
}

/// A room can't be spoken in: convenors hear it once, with the mend.
pub async fn room_paused(house: &House, tx: &mut Tx, room: &Room) -> anyhow::Result<()> {
    let key = format!("paused:{}:{}", room.at, house.now().timestamp_millis());
    let words = |language: &Language| {
        house.words.say(language, "room-paused", &[("room", room.label.as_str().into())])
    };
    to_convenors(house, tx, &room.community, &key, &words).await
}

/// Somebody took our post away: convenors hear it once; nothing is posted again by itself.
pub async fn post_gone(house: &House, tx: &mut Tx, post: &Post) -> anyhow::Result<()> {
    about_post(house, tx, post, "post-gone").await
}

/// A post can't be changed where it stands: convenors hear it once.
pub async fn post_frozen(house: &House, tx: &mut Tx, post: &Post) -> anyhow::Result<()> {
    about_post(house, tx, post, "post-frozen").await
}

/// The thread of a round was taken away: convenors hear it once.
pub async fn thread_gone(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    room: &RoomRef,
) -> anyhow::Result<()> {
    let label = tx.room(room).await?.map_or_else(|| room.id.clone(), |room| room.label);
    let words = |language: &Language| {
        let args = [("room", label.as_str().into()), ("name", round.name.as_str().into())];
        house.words.say(language, "thread-gone", &args)
    };
    let key = format!("thread-gone:{}:{room}", round.id);
    to_convenors(house, tx, &round.community, &key, &words).await
}

/// It can't be told whether a post went out: convenors hear it once; it is not sent again.
pub async fn unsure(house: &House, tx: &mut Tx, post: &Post) -> anyhow::Result<()> {
    about_post(house, tx, post, "post-unsure").await
}

async fn about_post(house: &House, tx: &mut Tx, post: &Post, key: &str) -> anyhow::Result<()> {
    let (Some(community), Target::Room(at)) = (&post.community, &post.target) else {
        return Ok(());
    };
    let label = tx.room(at).await?.map_or_else(|| at.id.clone(), |room| room.label);
    let name = match &post.round {
        Some(round) => tx.round(round).await?.map(|round| round.name),
        None => None,
    };
    let name = name.unwrap_or_default();
    let words = |language: &Language| {
        let args = [("room", label.as_str().into()), ("name", name.as_str().into())];
        house.words.say(language, key, &args)
    };
    to_convenors(house, tx, community, &format!("{key}:{}", post.id), &words).await
}

/// Somebody said that a person may reach out: convenors hear who, and nothing of what was said.
pub async fn reach_out(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    account: &Account,
) -> anyhow::Result<()> {
    let words = |language: &Language| {
        let args = [("person", account.name.as_str().into()), ("name", round.name.as_str().into())];
        house.words.say(language, "reach-out-told", &args)
    };
    let key = format!("reach:{}:{}", round.id, account.person);
    to_convenors(house, tx, &round.community, &key, &words).await
}

/// Says something to every convenor and steward of a community, in private, in their language.
///
/// # Errors
/// When the database fails.
pub async fn to_convenors(
    house: &House,
    tx: &mut Tx,
    community: &CommunityId,
    key: &str,
    words: &(dyn Fn(&Language) -> String + Send + Sync),
) -> anyhow::Result<()> {
    body_to_convenors(house, tx, community, key, &|language| Body::text(words(language))).await
}

/// The same, for more than a paragraph.
///
/// # Errors
/// When the database fails.
pub async fn body_to_convenors(
    house: &House,
    tx: &mut Tx,
    community: &CommunityId,
    key: &str,
    body: &(dyn Fn(&Language) -> Body + Send + Sync),
) -> anyhow::Result<()> {
    let Some(community) = tx.community(community).await? else { return Ok(()) };
    for grant in tx.roles(&community.id).await? {
        if grant.role < Role::Convenor {
            continue;
        }
        let known = tx.account(&grant.account).await?;
        let language = match known {
            Some(known) => care::language_of(tx, &known.person, &community).await?,
            None => community.language.clone(),
        };
        let mut shot = OneShot::notice(key, body(&language));
        shot.community = Some(community.id.clone());
        say::tell(house, tx, &grant.account, shot).await?;
    }
    Ok(())
}
