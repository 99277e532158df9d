//! What a platform may ask of the house, beside telling it what happened. Nothing of it writes.

use async_trait::async_trait;

use super::spec::{Acknowledge, CommandSpec, MenuSpec};
use crate::domain::ids::{AccountRef, RoomRef};

/// Whom a platform with native commands asks: what there is to register, how each is acknowledged,
/// and what the word that somebody is typing may become.
#[async_trait]
pub trait Clerk: Send + Sync {
    /// Every command there is.
    fn commands(&self) -> Vec<CommandSpec>;

    /// Every command that is given by pointing at a message.
    fn menus(&self) -> Vec<MenuSpec>;

    /// How a command's words are acknowledged; a pure function of them.
    fn acknowledge(&self, words: &[String]) -> Acknowledge;

    /// What an option may be completed to, the best first, of what this person may know of. May be
    /// cut off at any point: whoever types does not wait.
    async fn complete(&self, asked: Completing) -> Vec<Completion>;

    /// The few words that an adapter has to say by itself, in a language such as `fr` or `en-GB`.
    fn say(&self, word: Aside, language: &str) -> String;
}

/// An option that somebody is typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completing {
    /// Who types.
    pub by: AccountRef,
    /// The room they type in; `None` in a direct message.
    pub room: Option<RoomRef>,
    /// The command and its options as far as they are typed, without this one.
    pub words: Vec<String>,
    /// The option.
    pub option: String,
    /// What is typed of it so far.
    pub typed: String,
}

/// What an option may be completed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The value, as the command takes it.
    pub value: String,
    /// What the person reads.
    pub label: String,
}

/// What an adapter says by itself when the house is slower than the platform lets people wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// The form could not be opened in time.
    TooSlow,
    /// The form could be opened now, if it were asked for again.
    AskAgain,
}
