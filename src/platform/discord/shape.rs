//! What Discord sends, as far as it is read. Whatever else stands there, now or later, is passed
//! over; an odd field makes one value absent and never the whole message.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serenity::model::Permissions;
use serenity::model::id::{
    ApplicationId, AttachmentId, ChannelId, GuildId, MessageId, RoleId, UserId,
};

/// The first word of a session.
#[derive(Debug, Deserialize)]
pub(super) struct Ready {
    pub user: Person,
    pub application: Option<Application>,
    #[serde(default)]
    pub guilds: Vec<GuildStub>,
}

/// The application, of which the rest is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Application {
    pub id: ApplicationId,
}

/// A guild of which only that is known.
#[derive(Debug, Deserialize)]
pub(super) struct GuildStub {
    pub id: GuildId,
    /// An outage rather than a farewell.
    #[serde(default)]
    pub unavailable: bool,
}

/// A server.
#[derive(Debug, Deserialize)]
pub(super) struct Guild {
    pub id: GuildId,
    pub owner_id: UserId,
    #[serde(default, deserialize_with = "lenient")]
    pub roles: Vec<Role>,
    #[serde(default, deserialize_with = "lenient")]
    pub channels: Vec<Channel>,
    #[serde(default, deserialize_with = "lenient")]
    pub threads: Vec<Channel>,
    #[serde(default, deserialize_with = "lenient")]
    pub members: Vec<Member>,
    #[serde(default)]
    pub unavailable: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Role {
    pub id: RoleId,
    pub permissions: Permissions,
}

/// A role that came, changed or went.
#[derive(Debug, Deserialize)]
pub(super) struct RoleChange {
    pub guild_id: GuildId,
    #[serde(default)]
    pub role: Option<Role>,
    #[serde(default)]
    pub role_id: Option<RoleId>,
}

/// Somebody in a server, as far as permissions go.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Member {
    #[serde(default)]
    pub guild_id: Option<GuildId>,
    #[serde(default)]
    pub user: Option<Person>,
    #[serde(default)]
    pub nick: Option<String>,
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// Until when they may only read.
    #[serde(default)]
    pub communication_disabled_until: Option<DateTime<Utc>>,
}

/// A channel or a thread.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Channel {
    pub id: ChannelId,
    #[serde(rename = "type")]
    pub kind: u8,
    #[serde(default)]
    pub guild_id: Option<GuildId>,
    #[serde(default)]
    pub parent_id: Option<ChannelId>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub last_message_id: Option<MessageId>,
    #[serde(default, deserialize_with = "lenient")]
    pub permission_overwrites: Vec<Overwrite>,
    #[serde(default)]
    pub thread_metadata: Option<ThreadState>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct ThreadState {
    #[serde(default)]
    pub archived: bool,
    #[serde(default)]
    pub locked: bool,
}

/// What a channel allows or denies to a role or a person.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Overwrite {
    pub id: RoleId,
    pub allow: Permissions,
    pub deny: Permissions,
}

/// The threads of a server that the bot sees (again).
#[derive(Debug, Deserialize)]
pub(super) struct ThreadList {
    #[serde(default, deserialize_with = "lenient")]
    pub threads: Vec<Channel>,
}

/// Somebody.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Person {
    pub id: UserId,
    #[serde(default)]
    pub username: String,
    #[serde(default)]
    pub global_name: Option<String>,
    #[serde(default)]
    pub bot: bool,
}

/// A message, from the gateway or from history.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Message {
    pub id: MessageId,
    #[serde(default)]
    pub author: Option<Person>,
    #[serde(default, deserialize_with = "if_it_reads")]
    pub member: Option<Member>,
    #[serde(default)]
    pub content: Option<String>,
    pub timestamp: Option<DateTime<Utc>>,
    #[serde(default)]
    pub edited_timestamp: Option<DateTime<Utc>>,
    #[serde(rename = "type", default)]
    pub kind: u8,
    #[serde(default)]
    pub flags: u64,
    #[serde(default)]
    pub webhook_id: Option<Value>,
    #[serde(default, deserialize_with = "if_it_reads")]
    pub message_reference: Option<Reference>,
    #[serde(default, deserialize_with = "if_it_reads")]
    pub referenced_message: Option<Referenced>,
    #[serde(default, deserialize_with = "lenient")]
    pub mentions: Vec<Person>,
    #[serde(default, deserialize_with = "lenient")]
    pub attachments: Vec<Attachment>,
    #[serde(default)]
    pub nonce: Option<Value>,
    #[serde(default)]
    pub components: Vec<Value>,
}

/// A file that came with a message.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Attachment {
    pub id: AttachmentId,
    #[serde(default)]
    pub filename: String,
    #[serde(default)]
    pub content_type: Option<String>,
    #[serde(default)]
    pub size: Option<u64>,
    #[serde(default)]
    pub url: String,
}

/// What a message replies to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Reference {
    #[serde(default)]
    pub message_id: Option<MessageId>,
    /// 1 where it is passed on rather than answered.
    #[serde(rename = "type", default)]
    pub kind: u8,
}

/// The message that is replied to, as far as it matters.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Referenced {
    #[serde(rename = "type", default)]
    pub kind: u8,
}

/// A message, by what tells whether it has to be read at all.
#[derive(Debug, Deserialize)]
pub(super) struct Glance {
    pub channel_id: ChannelId,
    #[serde(default)]
    pub guild_id: Option<GuildId>,
    #[serde(default)]
    pub mentions: Vec<Someone>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Someone {
    pub id: UserId,
}

/// Messages that were taken away, one or many.
#[derive(Debug, Deserialize)]
pub(super) struct Deleted {
    #[serde(default)]
    pub id: Option<MessageId>,
    #[serde(default)]
    pub ids: Vec<MessageId>,
    pub channel_id: ChannelId,
    #[serde(default)]
    pub guild_id: Option<GuildId>,
}

/// Entries that don't read are left out.
pub(super) fn lenient<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    let all = Option::<Vec<Value>>::deserialize(from)?.unwrap_or_default();
    Ok(all.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect())
}

/// What does not read is not there.
fn if_it_reads<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    let value = Option::<Value>::deserialize(from)?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

/// Kinds of channels and messages by Discord's numbers.
pub(super) mod kind {
    /// A channel of a server.
    pub const TEXT: u8 = 0;
    /// The same, with followers.
    pub const ANNOUNCEMENT: u8 = 5;
    /// Threads: of announcements, public, private.
    pub const THREADS: [u8; 3] = [10, 11, 12];
    /// A message that somebody wrote.
    pub const SAID: u8 = 0;
    /// The same, in reply to another.
    pub const REPLY: u8 = 19;
    /// What a thread shows as its first message.
    pub const THREAD_STARTER: u8 = 21;
}

/// Only one person sees it.
pub(super) const EPHEMERAL: u64 = 1 << 6;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_new_or_odd_spoils_nothing() {
        let guild: Guild = serde_json::from_value(json!({
            "id": "1", "name": "Commons", "owner_id": "7", "new_field": {"x": [1]},
            "roles": [{"id": "1", "permissions": "2048"}, {"id": "2"}, "odd"],
            "channels": [{"id": "5", "type": 0, "name": "tea"}, {"id": "6", "type": 99}, null],
            "threads": null, "members": [{"roles": ["2"], "user": {"id": "9"}}],
        }))
        .unwrap();
        assert_eq!((guild.roles.len(), guild.channels.len(), guild.members.len()), (1, 2, 1));
        assert_eq!(guild.roles[0].permissions, Permissions::SEND_MESSAGES);
    }
}
