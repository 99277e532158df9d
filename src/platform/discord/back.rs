//! Whether an act in doubt took effect: reads the channel back, for the mark in its buttons, else
//! for the very same words.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::Value;
use serenity::model::id::{ChannelId, UserId};

use super::adapter::Discord;
use super::custom;
use super::past::{self, PAGE};
use super::permission::TO_READ;
use super::read::{id_at, remote};
use super::send::{self, Part, message_id};
use super::shape::Message;
use crate::domain::clock::Instant;
use crate::domain::ids::RemoteId;
use crate::domain::post::same_part;
use crate::platform::{Act, Action, Made, ReadBack, Refusal, Target};

/// How far Discord's clock and ours may be apart.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// Pages that are read at most.
const PAGES: usize = 60;

/// Between two tries while Discord is away.
const PAUSE: Duration = Duration::from_secs(1);

/// What the channel says of an act that was begun at `since`. While Discord is away it waits: the
/// caller has a limit, and "can't be told" is for what will never be told.
#[expect(clippy::disallowed_methods, reason = "a pause between tries of the server")]
pub(super) async fn read_back(discord: &Discord, act: &Act, since: Instant) -> ReadBack {
    loop {
        match Box::pin(try_read_back(discord, act, since)).await {
            Ok(answer) => return answer,
            Err(Refusal::Down(_) | Refusal::Doubt(_)) => tokio::time::sleep(PAUSE).await,
            Err(Refusal::Later(wait)) => tokio::time::sleep(wait).await,
            Err(refusal) => return ReadBack::Unknown(refusal.to_string()),
        }
    }
}

async fn try_read_back(discord: &Discord, act: &Act, since: Instant) -> Result<ReadBack, Refusal> {
    let channel = send::place(discord, &act.target).await?;
    if let Target::Room(_) = &act.target
        && !discord.world.may(channel, discord.real.now()).contains(TO_READ)
    {
        // What Discord shows then is an empty page, which says nothing.
        return Ok(ReadBack::Unknown("the bot may not read that channel's history".into()));
    }
    match &act.action {
        Action::Send => sent(discord, channel, act, since).await,
        Action::Edit(message) => edited(discord, channel, message, act).await,
        Action::Remove(message) => removed(discord, channel, message).await,
    }
}

async fn sent(
    discord: &Discord,
    channel: ChannelId,
    act: &Act,
    since: Instant,
) -> Result<ReadBack, Refusal> {
    let own = discord.world.own().ok_or_else(|| Refusal::Down("not connected yet".into()))?;
    let wanted = wanted(act)?;
    let edge = id_at(since - SKEW);
    let mut at = u64::MAX >> 1;
    for _ in 0..PAGES {
        let page = past::before(&discord.rest, channel, at).await?;
        let found = page.iter().rev().filter(|one| one.id.get() >= edge);
        if let Some(found) = found.into_iter().find(|one| is_act(one, own, act, &wanted)) {
            // It may have died between the message and the thread under it.
            if let Some(name) = &wanted.thread {
                discord.make_thread(channel, found.id, name).await?;
            }
            return Ok(ReadBack::Found(Made { remote: remote(found.id), edit: None }));
        }
        let oldest = page.first().map(|one| one.id.get());
        match oldest.filter(|oldest| page.len() == PAGE && *oldest >= edge) {
            Some(oldest) => at = oldest,
            None => return Ok(ReadBack::Absent),
        }
    }
    Ok(ReadBack::Unknown("too much was said since".into()))
}

/// What a message has to say to be the act.
fn wanted(act: &Act) -> Result<Part, Refusal> {
    if act.text.is_empty() {
        return Ok(Part { message: serde_json::Map::new(), thread: None });
    }
    Ok(send::part(&act.text)?)
}

/// Whether a message is the act: by the mark in its buttons, else by its words.
fn is_act(message: &Message, own: UserId, act: &Act, wanted: &Part) -> bool {
    if message.author.as_ref().is_none_or(|author| author.id != own) {
        return false;
    }
    match (marks(message).next(), act.text.is_empty()) {
        (Some(mark), true) => same_part(&mark, &act.mark),
        (Some(mark), false) => mark == act.mark,
        (None, true) => false,
        (None, false) => !has_marks(&wanted.message) && says(message, &wanted.message),
    }
}

/// The marks in a message's buttons.
fn marks(message: &Message) -> impl Iterator<Item = String> {
    ids(message.components.iter()).filter_map(custom::mark_of).map(str::to_owned)
}

fn has_marks(wanted: &serde_json::Map<String, Value>) -> bool {
    let components = wanted.get("components").and_then(Value::as_array);
    ids(components.into_iter().flatten()).any(|id| custom::mark_of(id).is_some())
}

/// The ids of the buttons in rows of them.
fn ids<'v>(rows: impl Iterator<Item = &'v Value>) -> impl Iterator<Item = &'v str> {
    let inner = rows.filter_map(|row| row["components"].as_array()).flatten();
    inner.filter_map(|button| button["custom_id"].as_str())
}

fn says(message: &Message, wanted: &serde_json::Map<String, Value>) -> bool {
    let words = wanted.get("content").and_then(Value::as_str).unwrap_or_default();
    message.content.as_deref() == Some(words)
}

async fn edited(
    discord: &Discord,
    channel: ChannelId,
    target: &RemoteId,
    act: &Act,
) -> Result<ReadBack, Refusal> {
    let wanted = wanted(act)?;
    let found = past::one(&discord.rest, channel, message_id(target)?).await?;
    let buttons = |message: &Message| {
        let there: Vec<&str> = ids(message.components.iter()).collect();
        let asked = wanted.message.get("components").and_then(Value::as_array);
        there == ids(asked.into_iter().flatten()).collect::<Vec<_>>()
    };
    let stands = |one: &Message| says(one, &wanted.message) && buttons(one);
    Ok(match found.filter(stands) {
        Some(_) => ReadBack::Found(Made { remote: target.clone(), edit: None }),
        // It says something else, or is gone: trying again finds out.
        None => ReadBack::Absent,
    })
}

async fn removed(
    discord: &Discord,
    channel: ChannelId,
    target: &RemoteId,
) -> Result<ReadBack, Refusal> {
    Ok(match past::one(&discord.rest, channel, message_id(target)?).await? {
        None => ReadBack::Found(Made { remote: target.clone(), edit: None }),
        Some(_) => ReadBack::Absent,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::ids::RoomRef;

    const OWN: UserId = UserId::new(900);

    fn act(text: &Value) -> Act {
        Act {
            key: "key".into(),
            mark: "POST.1.0".into(),
            action: Action::Send,
            target: Target::Room(RoomRef::new("discord", "5")),
            thread: None,
            reply_to: None,
            text: text.as_object().map(|_| text.to_string()).unwrap_or_default(),
        }
    }

    fn row(mark: &str) -> Value {
        json!([{"type": 1, "components": [{"type": 2, "custom_id": format!("a|{mark}|pass:R")}]}])
    }

    fn message(more: &Value) -> Message {
        let mut message = json!({"id": "50", "channel_id": "5", "author": {"id": "900"},
            "content": "How are you?"});
        for (key, value) in more.as_object().into_iter().flatten() {
            message[key] = value.clone();
        }
        serde_json::from_value(message).unwrap()
    }

    fn found(act: &Act, more: &Value) -> bool {
        is_act(&message(more), OWN, act, &wanted(act).unwrap())
    }

    #[test]
    fn a_post_with_buttons_is_known_by_its_mark_whatever_it_says_by_now() {
        let prompt = act(&json!({"content": "How are you?", "components": row("POST.1.0")}));
        let edited = json!({"content": "3 answers", "components": row("POST.1.0")});
        assert!(found(&prompt, &edited));
        assert!(!found(&prompt, &json!({"components": row("POST.2.0")})));
        assert!(!found(&prompt, &json!({"components": row("OTHER.1.0")})));
        assert!(!found(&prompt, &json!({})), "its buttons are gone, so it is another");
        let others = json!({"components": row("POST.1.0"), "author": {"id": "7"}});
        assert!(!found(&prompt, &others));
    }

    #[test]
    fn a_post_without_buttons_is_known_by_the_very_same_words() {
        let notice = act(&json!({"content": "How are you?"}));
        assert!(found(&notice, &json!({})));
        assert!(!found(&notice, &json!({"content": "How are you"})));
        assert!(!found(&notice, &json!({"components": row("POST.9.0")})));
    }

    #[test]
    fn a_part_is_found_in_any_generation_when_no_words_are_asked_for() {
        let any = act(&Value::Null);
        assert!(found(&any, &json!({"components": row("POST.7.0")})));
        assert!(!found(&any, &json!({"components": row("POST.7.1")})));
        assert!(!found(&any, &json!({})));
    }

    #[test]
    fn ids_since_an_instant_begin_before_it_as_clocks_differ() {
        let since = super::super::read::made_at(serenity::model::id::MessageId::new(
            175_928_847_299_117_063,
        ));
        assert!(id_at(since - SKEW) < 175_928_847_299_117_063);
    }
}
