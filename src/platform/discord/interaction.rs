//! What somebody picked, pressed, sent or is typing, read from what Discord sends. Pure.

use serde::Deserialize;
use serde_json::Value;
use serenity::model::Permissions;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId};

use super::shape::{Channel, Person, kind, lenient};
use crate::platform::spec::MenuSpec;

/// Kinds of interactions by Discord's numbers.
pub(super) mod of {
    /// A command was given.
    pub const COMMAND: u8 = 2;
    /// A button was pressed.
    pub const COMPONENT: u8 = 3;
    /// An option is being typed.
    pub const AUTOCOMPLETE: u8 = 4;
    /// A form was sent.
    pub const MODAL: u8 = 5;
}

/// The kind of command that is picked and filled in, rather than pointed at something.
const CHAT_INPUT: u8 = 1;

/// Options below which others stand.
const GROUPS: [u8; 2] = [1, 2];

/// What somebody asks by way of Discord's own surface.
#[derive(Deserialize)]
pub(super) struct Interaction {
    pub id: InteractionId,
    pub application_id: ApplicationId,
    #[serde(rename = "type")]
    pub kind: u8,
    pub token: String,
    #[serde(default)]
    pub data: Data,
    #[serde(default)]
    pub guild_id: Option<GuildId>,
    #[serde(default)]
    pub channel_id: Option<ChannelId>,
    #[serde(default)]
    channel: Option<Channel>,
    #[serde(default)]
    member: Option<Member>,
    #[serde(default)]
    user: Option<Person>,
    #[serde(default)]
    message: Option<Under>,
    #[serde(default)]
    pub locale: String,
}

/// What is asked.
#[derive(Default, Deserialize)]
pub(super) struct Data {
    #[serde(default)]
    name: String,
    #[serde(rename = "type", default)]
    kind: Option<u8>,
    #[serde(default, deserialize_with = "lenient")]
    options: Vec<Given>,
    #[serde(default)]
    target_id: Option<MessageId>,
    #[serde(default)]
    pub custom_id: String,
    #[serde(default)]
    pub components: Vec<Value>,
}

/// An option that was given, or a subcommand.
#[derive(Clone, Deserialize)]
struct Given {
    name: String,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default)]
    value: Option<Value>,
    #[serde(default, deserialize_with = "lenient")]
    options: Vec<Given>,
    #[serde(default)]
    focused: bool,
}

/// Who asks, on a server; what they may do is told with it.
#[derive(Deserialize)]
struct Member {
    user: Person,
    #[serde(default)]
    nick: Option<String>,
    #[serde(default)]
    permissions: Option<Permissions>,
}

/// The message that a button stands under.
#[derive(Deserialize)]
struct Under {
    id: MessageId,
}

/// What is being typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typing {
    /// The option.
    pub option: String,
    /// What is typed of it so far.
    pub typed: String,
    /// The command, with its other options.
    pub words: Vec<String>,
}

impl Interaction {
    /// Who asks, and the name that others see.
    pub(super) fn by(&self) -> Option<(&Person, Option<&str>)> {
        match (&self.member, &self.user) {
            (Some(member), _) => Some((&member.user, member.nick.as_deref())),
            (None, Some(user)) => Some((user, None)),
            (None, None) => None,
        }
    }

    /// What that person may do in the room.
    pub(super) fn permissions(&self) -> Option<Permissions> {
        self.member.as_ref()?.permissions
    }

    /// The room, and the thread in it; nothing where only the bot is besides.
    pub(super) fn place(&self) -> Option<(ChannelId, Option<ChannelId>)> {
        self.guild_id?;
        let here = self.channel_id?;
        let parent = self.channel.as_ref().filter(|one| kind::THREADS.contains(&one.kind));
        match parent.and_then(|thread| thread.parent_id) {
            Some(room) => Some((room, Some(here))),
            None => Some((here, None)),
        }
    }

    /// The message it is about: the one under which the button stands, or that is pointed at.
    pub(super) fn about(&self) -> Option<MessageId> {
        self.data.target_id.or(self.message.as_ref().map(|under| under.id))
    }

    /// A command as words: `ritual`, `start`, `--ritual=Tea`. What points at a message stands for
    /// the words of its menu.
    pub(super) fn words(&self, menus: &[MenuSpec]) -> Vec<String> {
        if self.data.kind.unwrap_or(CHAT_INPUT) != CHAT_INPUT {
            let menu = menus.iter().find(|menu| menu.name.text == self.data.name);
            return menu.map_or_else(|| vec![self.data.name.clone()], |menu| menu.words.clone());
        }
        let (mut words, options) = self.path();
        words.extend(options.iter().map(word));
        words
    }

    /// What is being typed, if it is an option.
    pub(super) fn typing(&self) -> Option<Typing> {
        let (mut words, options) = self.path();
        let focused = options.iter().find(|option| option.focused)?;
        words.extend(options.iter().filter(|option| !option.focused).map(word));
        Some(Typing { option: focused.name.clone(), typed: value(focused), words })
    }

    /// The command's own words, and what was given to it.
    fn path(&self) -> (Vec<String>, &[Given]) {
        let mut words = vec![self.data.name.clone()];
        let mut options = self.data.options.as_slice();
        while let [group] = options
            && GROUPS.contains(&group.kind)
        {
            words.push(group.name.clone());
            options = &group.options;
        }
        (words, options)
    }
}

fn word(option: &Given) -> String {
    format!("--{}={}", option.name, value(option))
}

fn value(option: &Given) -> String {
    match &option.value {
        Some(Value::String(text)) => text.replace('\0', ""),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
#[path = "interaction_tests.rs"]
mod tests;
