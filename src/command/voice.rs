//! How the desk speaks: in one language, with commands written as they are typed in this place.

use super::picked::picked;
use crate::domain::body::{Block, Body, Span};
use crate::domain::community::Language;
use crate::ritual::words::{Arg, Words};

/// How a command is given where somebody asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manner {
    /// Typed after this: `!cop `, or nothing in a direct message.
    Typed(String),
    /// Picked in the client, option by option: `/ritual start ritual:Tea`.
    Picked,
}

/// One language, and how a command begins where it was asked.
#[derive(Debug, Clone)]
pub struct Voice {
    /// All texts.
    pub words: Words,
    /// The language spoken.
    pub language: Language,
    /// How a command is given here.
    pub manner: Manner,
}

impl Voice {
    /// A text.
    #[must_use]
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.say(&self.language, key, args)
    }

    /// A text without places.
    #[must_use]
    pub fn plain(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A command as it is typed here.
    #[must_use]
    pub fn typed(&self, command: &str) -> String {
        match &self.manner {
            Manner::Typed(lead) => format!("{lead}{command}"),
            Manner::Picked => picked(command),
        }
    }

    /// An option as it is called here.
    #[must_use]
    pub fn option(&self, name: &str) -> String {
        match &self.manner {
            Manner::Typed(_) => format!("--{name}"),
            Manner::Picked => name.to_owned(),
        }
    }

    /// A body of one text.
    #[must_use]
    pub fn body(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Body {
        Body::text(self.say(key, args))
    }

    /// A body of one text and a command to copy.
    #[must_use]
    pub fn body_with(&self, key: &str, args: &[(&str, Arg<'_>)], command: &str) -> Body {
        let mut body = self.body(key, args);
        body.blocks.push(Block::Code(self.typed(command)));
        body
    }

    /// An entry of a list: a command, and what it is for.
    #[must_use]
    pub fn entry(&self, command: &str, about: &str) -> Vec<Span> {
        vec![Span::Code(self.typed(command)), Span::Plain(format!(" – {about}"))]
    }
}
