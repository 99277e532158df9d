//! One act on one part of a post, and direct answers in plain messages.
//!
//! The act's key is the message's nonce: Discord makes one message of it, however often the request
//! is sent within the next minutes.

use std::time::Duration;

use serde_json::{Map, Value, json};
use serenity::http::Route;
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::adapter::Discord;
use super::permission::TO_SPEAK;
use super::read::{channel_of, remote};
use super::refusal::{Fault, code};
use super::render;
use super::rest::Want;
use crate::domain::body::Body;
use crate::domain::ids::{AccountRef, RemoteId, RoomRef};
use crate::platform::{Act, Action, Made, Refusal, ReplyTo, Response, SEND_LIMIT, Target};

/// What is left of the limit for our own work after the last answer.
const MARGIN: Duration = Duration::from_secs(3);

/// Notifies nobody: only said of a new message.
const SILENT: u64 = 1 << 12;

/// The key of a rendered part that names the thread under it; it is no part of the message.
const THREAD: &str = "thread";

/// Makes one part match.
pub(super) async fn make(discord: &Discord, act: &Act) -> Result<Made, Refusal> {
    let limit = SEND_LIMIT.saturating_sub(MARGIN);
    let made = tokio::time::timeout(limit, Box::pin(try_make(discord, act))).await;
    made.unwrap_or_else(|_| Err(Refusal::Doubt("no answer in time".into())))
}

async fn try_make(discord: &Discord, act: &Act) -> Result<Made, Refusal> {
    let channel = place(discord, &act.target).await?;
    let made = match &act.action {
        Action::Send => send(discord, channel, act).await,
        Action::Edit(message) => edit(discord, channel, message, act).await,
        Action::Remove(message) => remove(discord, channel, message).await,
    };
    made.map_err(|fault| in_place(discord, fault, act))
}

/// The channel an act is for.
pub(super) async fn place(discord: &Discord, target: &Target) -> Result<ChannelId, Refusal> {
    match target {
        Target::Room(room) => {
            let channel = known(room)?;
            discord.may_speak_now(channel)?;
            Ok(channel)
        }
        Target::Direct(account) => discord.directs.channel(&discord.rest, user(account)?).await,
    }
}

impl Discord {
    /// What is known beforehand needs no request to be told: a server that is out of reach comes
    /// back, a missing permission is a mend for people.
    fn may_speak_now(&self, channel: ChannelId) -> Result<(), Refusal> {
        if self.world.guild_of(channel).is_none() {
            return Ok(());
        }
        if !self.world.is_there(channel) {
            return Err(Refusal::Down("the server is out of Discord's reach".into()));
        }
        match self.world.may(channel, self.real.now()).contains(TO_SPEAK) {
            true => Ok(()),
            false => Err(Refusal::NotAllowed("the bot may not speak in that channel".into())),
        }
    }
}

async fn send(discord: &Discord, channel: ChannelId, act: &Act) -> Result<Made, Fault> {
    let Part { mut message, thread } = part(&act.text)?;
    message.insert("nonce".into(), act.key.as_str().into());
    message.insert("enforce_nonce".into(), true.into());
    refer(&mut message, act.reply_to.as_ref());
    let route = Route::ChannelMessages { channel_id: channel };
    let sent = discord.rest.ask(Want::post(route, &Value::Object(message))).await?;
    let id = id(&sent).map_err(Fault::plain)?;
    if let Some(name) = thread {
        discord.make_thread(channel, id, &name).await.map_err(Fault::plain)?;
    }
    Ok(Made { remote: remote(id), edit: None })
}

async fn edit(
    discord: &Discord,
    channel: ChannelId,
    target: &RemoteId,
    act: &Act,
) -> Result<Made, Fault> {
    let message_id = message_id(target).map_err(Fault::plain)?;
    let Part { mut message, thread } = part(&act.text)?;
    if let Some(flags) = message.get("flags").and_then(Value::as_u64) {
        message.insert("flags".into(), (flags & !SILENT).into());
    }
    let route = Route::ChannelMessage { channel_id: channel, message_id };
    discord.rest.ask(Want::patch(route, &Value::Object(message))).await?;
    // A prompt names its thread for as long as its round is open.
    let under = ChannelId::new(message_id.get());
    match thread {
        Some(_) => discord.threads.opened(under),
        None => discord.threads.closed(under),
    }
    Ok(Made { remote: target.clone(), edit: None })
}

/// Takes a message away; one that is already gone counts as taken.
async fn remove(discord: &Discord, channel: ChannelId, target: &RemoteId) -> Result<Made, Fault> {
    let message_id = message_id(target).map_err(Fault::plain)?;
    let route = Route::ChannelMessage { channel_id: channel, message_id };
    match discord.rest.ask(Want::delete(route)).await {
        Ok(_) => {}
        Err(fault) if fault.code == code::NO_MESSAGE => {}
        Err(fault) => return Err(fault),
    }
    Ok(Made { remote: target.clone(), edit: None })
}

/// A refusal says something of the place, or of the message.
fn in_place(discord: &Discord, fault: Fault, act: &Act) -> Refusal {
    match (fault.refusal, &act.target) {
        (Refusal::NotAllowed(why), Target::Direct(account)) => {
            if let (code::NO_CHANNEL, Ok(user)) = (fault.code, user(account)) {
                discord.directs.forget(user);
            }
            Refusal::NoDirect(why)
        }
        (Refusal::NotAllowed(why), Target::Room(room)) => {
            if let Ok(channel) = known(room) {
                discord.world.may_not(channel);
            }
            Refusal::NotAllowed(why)
        }
        // The same key again finds that the message it made was taken away meanwhile.
        (Refusal::Gone(why), _) if fault.code == code::NO_MESSAGE => Refusal::Gone(why),
        (Refusal::Gone(why), Target::Room(_)) if act.action == Action::Send => {
            Refusal::NotAllowed(why)
        }
        (Refusal::Gone(why), Target::Direct(_)) if act.action == Action::Send => {
            Refusal::NoDirect(why)
        }
        (other, _) => other,
    }
}

/// A rendered part: what is sent, and the name of the thread under it.
pub(super) struct Part {
    pub message: Map<String, Value>,
    pub thread: Option<String>,
}

/// Reads a rendered part.
pub(super) fn part(text: &str) -> Result<Part, Fault> {
    let never = |error: serde_json::Error| Fault::plain(Refusal::Never(error.to_string()));
    let mut message: Map<String, Value> = serde_json::from_str(text).map_err(never)?;
    let thread = message.remove(THREAD);
    let thread = thread.as_ref().and_then(|it| it["name"].as_str()).map(str::to_owned);
    Ok(Part { message, thread })
}

/// Answers a message; one that is gone meanwhile is answered all the same.
fn refer(message: &mut Map<String, Value>, to: Option<&RemoteId>) {
    if let Some(to) = to {
        let reference = json!({ "message_id": to.as_str(), "fail_if_not_exists": false });
        message.insert("message_reference".into(), reference);
    }
}

/// A message's id, as Discord answers it.
pub(super) fn id(message: &Value) -> Result<MessageId, Refusal> {
    let id = message.get("id").cloned().unwrap_or_default();
    serde_json::from_value(id).map_err(|_| Refusal::Doubt("an answer without an id".into()))
}

/// A message's id, checked.
pub(super) fn message_id(message: &RemoteId) -> Result<MessageId, Refusal> {
    let id: Result<std::num::NonZeroU64, _> = message.as_str().parse();
    id.map(MessageId::from).map_err(|_| Refusal::Gone("that is no message of Discord".into()))
}

/// A room's channel, checked.
pub(super) fn known(room: &RoomRef) -> Result<ChannelId, Refusal> {
    channel_of(room).ok_or_else(|| Refusal::Never("that is no channel of Discord".into()))
}

/// An account's id, checked.
pub(super) fn user(account: &AccountRef) -> Result<UserId, Refusal> {
    let id: Result<std::num::NonZeroU64, _> = account.id.parse();
    id.map(UserId::from).map_err(|_| Refusal::NoDirect("that is no account of Discord".into()))
}

/// Answers a text command where it was asked, or by direct message; at most once.
pub(super) async fn respond(
    discord: &Discord,
    to: &ReplyTo,
    reply: &Response,
) -> Result<(), Refusal> {
    let (body, room) = match (reply, &to.room) {
        (Response::Public(body), Some(room)) => (body.clone().as_notice(), Some(room)),
        (Response::Public(body) | Response::Private(body), _) => (body.clone(), None),
        (Response::Form(_), _) => {
            return Err(Refusal::Never("a form answers nothing but a press or a command".into()));
        }
    };
    let target = match room {
        Some(room) => Target::Room(room.clone()),
        None => Target::Direct(to.account.clone()),
    };
    let mut channel = place(discord, &target).await?;
    let here = room.is_some() || to.room.is_none();
    if let (true, Some(thread)) = (here, &to.thread) {
        channel = ChannelId::new(message_id(thread)?.get());
    }
    let said = say(discord, channel, &body, to.message.as_ref().filter(|_| here)).await;
    said.map_err(|fault| match (fault.refusal, room) {
        (Refusal::NotAllowed(why) | Refusal::Gone(why), None) => Refusal::NoDirect(why),
        (other, _) => other,
    })
}

/// Says a body's parts in order; the first as an answer.
async fn say(
    discord: &Discord,
    channel: ChannelId,
    body: &Body,
    to: Option<&RemoteId>,
) -> Result<(), Fault> {
    for (number, text) in render::render(body, "").iter().enumerate() {
        let Part { mut message, .. } = part(text)?;
        refer(&mut message, to.filter(|_| number == 0));
        let route = Route::ChannelMessages { channel_id: channel };
        discord.rest.ask(Want::post(route, &Value::Object(message))).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_names_its_thread_beside_the_message() {
        let text = r#"{"content":"How are you?","thread":{"name":"Monday"},"flags":4}"#;
        let read = part(text).unwrap();
        assert_eq!(read.thread.as_deref(), Some("Monday"));
        assert_eq!(Value::Object(read.message), json!({"content": "How are you?", "flags": 4}));
        assert!(part("plain words").is_err());
    }

    #[test]
    fn an_answer_stands_even_if_what_it_answers_is_gone() {
        let mut message = Map::new();
        refer(&mut message, None);
        assert!(message.is_empty());
        refer(&mut message, Some(&"5".into()));
        assert_eq!(message["message_reference"]["fail_if_not_exists"], false);
    }

    #[test]
    fn what_is_no_id_is_refused_and_nothing_is_asked() {
        assert!(matches!(message_id(&"$x".into()), Err(Refusal::Gone(_))));
        assert!(matches!(known(&RoomRef::new("discord", "0")), Err(Refusal::Never(_))));
        assert!(matches!(user(&AccountRef::new("discord", "ana")), Err(Refusal::NoDirect(_))));
    }
}
