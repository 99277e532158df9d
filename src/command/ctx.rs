//! What a handler works with: who asks, where, in which community, in one write transaction.

use crate::domain::body::{Block, Body};
use crate::domain::clock::Instant;
use crate::domain::community::{Community, Room};
use crate::domain::ids::{AccountRef, RemoteId, RoomRef};
use crate::domain::member::Account;
use crate::flow::House;
use crate::flow::give::Giving;
use crate::platform::{Abilities, Author, RoomFacts};
use crate::ritual::words::Arg;
use crate::store::Tx;

use super::reply::{Reply, Trouble};
use super::verb::Entered;
use super::voice::Voice;

/// A command's surroundings.
pub struct Ctx<'a> {
    /// The house.
    pub house: &'a House,
    /// The one transaction of the command.
    pub tx: &'a mut Tx,
    /// The command's id: its platform and the message or interaction it came by.
    pub id: String,
    /// Who asks.
    pub account: Account,
    /// Where it was asked; `None` in a direct message.
    pub room: Option<RoomRef>,
    /// What that room is bound as.
    pub bound: Option<Room>,
    /// The community it is about, where that is clear.
    pub community: Option<Community>,
    /// The language, and how commands are typed here.
    pub voice: Voice,
    /// When it was asked, by the platform.
    pub at: Instant,
    /// The thread it was said in, or the message it replies to.
    pub near: Vec<RemoteId>,
    /// Whether the bot alone read it.
    pub alone: bool,
    /// The person's own zone, where nobody else reads the reply.
    pub zone: Option<chrono_tz::Tz>,
    /// An operator at a shell.
    pub operator: bool,
    /// Whether `--yes` was said outside the words.
    pub yes: bool,
    /// What was looked up outside before the transaction.
    pub outside: Outside,
}

/// What a platform said of the room and the person, before the transaction began.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// Whether the person may manage the room there.
    pub manages: bool,
    /// What the platform says of the room.
    pub facts: Option<RoomFacts>,
    /// What the platform can do.
    pub abilities: Option<Abilities>,
    /// The server the room is on.
    pub server: Option<String>,
    /// What came of going into a room that replaced another.
    pub entered: Option<Entered>,
}

impl Ctx<'_> {
    /// A text in the person's language.
    #[must_use]
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.voice.say(key, args)
    }

    /// Trouble of this name, with its text.
    #[must_use]
    pub fn no(&self, code: &'static str, args: &[(&str, Arg<'_>)]) -> Trouble {
        Trouble::Say { code, body: self.voice.body(code, args) }
    }

    /// Trouble of this name, with its text and the command that would be right.
    #[must_use]
    pub fn no_but(&self, code: &'static str, args: &[(&str, Arg<'_>)], right: &str) -> Trouble {
        Trouble::Say { code, body: self.voice.body_with(code, args, right) }
    }

    /// Trouble of this name, with its text and several commands to choose from.
    #[must_use]
    pub fn which(&self, code: &'static str, args: &[(&str, Arg<'_>)], lines: &[String]) -> Trouble {
        let mut body = self.voice.body(code, args);
        let typed = lines.iter().map(|line| Block::Code(self.voice.typed(line)));
        body.blocks.extend(typed);
        Trouble::Say { code, body }
    }

    /// A reply of this name, with its text, that may be said in the room.
    #[must_use]
    pub fn done(&self, code: &'static str, args: &[(&str, Arg<'_>)]) -> Reply {
        Reply::quiet(code, self.voice.body(code, args))
    }

    /// A reply of this name, with its text, for the person alone.
    #[must_use]
    pub fn told(&self, code: &'static str, args: &[(&str, Arg<'_>)]) -> Reply {
        Reply::private(code, self.voice.body(code, args))
    }

    /// The account that asks.
    #[must_use]
    pub fn by(&self) -> &AccountRef {
        &self.account.at
    }

    /// The person who asks, as platforms describe them.
    #[must_use]
    pub fn author(&self) -> Author {
        Author {
            account: self.account.at.clone(),
            name: self.account.name.clone(),
            bot: false,
            ours: false,
        }
    }

    /// A contribution of the person who asks, by this command.
    #[must_use]
    pub fn giving(
        &self,
        round: &crate::domain::round::Round,
        act: crate::domain::contribution::Act,
    ) -> Giving {
        Giving {
            round: round.id.clone(),
            account: self.account.at.clone(),
            name: self.account.name.clone(),
            at: self.at,
            source: format!("command:{}", self.id),
            road: crate::domain::contribution::Road::Command,
            act,
            wishes: crate::domain::contribution::Wishes::default(),
        }
    }

    /// Now, for rituals, rounds and words.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.house.now()
    }

    /// A new id for a row that has no type of its own.
    #[must_use]
    pub fn fresh_id(&self) -> String {
        let now = self.now();
        let id = self.house.chance.with(|chance| crate::domain::ids::PostId::make(now, chance));
        id.as_str().to_owned()
    }

    /// Whether only the person reads a reply that may be said in the room.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.alone || self.outside.abilities.is_some_and(|abilities| abilities.private_replies)
    }

    /// Whether forms can be shown here and now.
    #[must_use]
    pub fn has_forms(&self) -> bool {
        self.outside.abilities.is_some_and(|abilities| abilities.forms)
    }
}

/// Adds a list of plain lines to a body.
pub fn add_list(body: &mut Body, lines: impl IntoIterator<Item = String>) {
    let entries: Vec<_> =
        lines.into_iter().map(|line| vec![crate::domain::body::Span::Plain(line)]).collect();
    if !entries.is_empty() {
        body.blocks.push(Block::List(entries));
    }
}
