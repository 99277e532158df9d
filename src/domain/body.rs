//! What the bot says, as a neutral tree: each adapter turns it into its platform's own form.
//!
//! Members' words travel as plain text in it; escaping, splitting and mentions are the adapter's.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::clock::Instant;
use super::ids::AccountRef;

/// One post or reply, before any platform's form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// Paragraphs, quotes and lists, from top to bottom.
    pub blocks: Vec<Block>,
    /// Buttons under the text, where the platform has buttons; the text says the typed equivalent.
    pub buttons: Vec<Button>,
    /// Who is told of it; nobody else is ever pinged.
    pub mentions: Vec<AccountRef>,
    /// Chatter that other bots should ignore and that notifies nobody (`m.notice`).
    pub notice: bool,
    /// The form that a button of the kind [`Press::Form`] opens.
    pub form: Option<Form>,
    /// The name of the thread under this post, for platforms on which the bot has to make one.
    pub thread: Option<String>,
    /// Reactions that the bot puts under the text itself, so that people need only tap them; the
    /// text says what each does. Only for platforms with reactions and no buttons.
    pub taps: Vec<String>,
}

/// The reaction that passes. It is written as clients write it, so that theirs counts onto ours.
pub const TAP_PASS: &str = "⏭\u{fe0f}";

/// The reaction that asks the bot for a direct message.
pub const TAP_ASK: &str = "💬";

/// A block of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// A short line that names what follows.
    Heading(String),
    /// A paragraph.
    Text(Vec<Span>),
    /// Somebody's words, verbatim.
    Quote(String),
    /// A list, one entry a line.
    List(Vec<Vec<Span>>),
    /// A command or an example, verbatim.
    Code(String),
}

/// A run of text within a block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Span {
    /// Plain words.
    Plain(String),
    /// Words that matter most in their line.
    Strong(String),
    /// A typed form, to be copied as it is.
    Code(String),
    /// A moment; the text is how it reads where the platform has no moments of its own.
    Moment {
        /// When.
        at: Instant,
        /// How it reads, with its zone.
        text: String,
        /// The zone by whose clock it was set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zone: Option<Tz>,
    },
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What comes back when it is pressed: `verb:round:argument`, at most 100 characters.
    pub id: String,
    /// What it says, at most 34 characters.
    pub label: String,
    /// Whether it opens the body's form or acts at once.
    pub press: Press,
}

/// What pressing a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Press {
    /// Opens the form.
    Form,
    /// Acts at once.
    Act,
}

/// A form with up to five fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What comes back with it.
    pub id: String,
    /// Its title, at most 45 characters.
    pub title: String,
    /// Its fields, in order.
    pub fields: Vec<FormField>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormField {
    /// The field's key in the answer.
    pub key: String,
    /// What is asked, at most 45 characters.
    pub label: String,
    /// How it is asked.
    pub kind: FieldKind,
    /// Whether it may stay empty.
    pub required: bool,
    /// What stands in it when the form opens: the member's earlier answer.
    pub value: Option<String>,
}

/// How a field is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Words, at most this many characters.
    Text {
        /// The limit in characters.
        max: u32,
    },
    /// One word.
    Word,
    /// One of these labels.
    Choice(Vec<String>),
    /// A mood from 1 to 5; the labels, from low to high.
    Mood(Vec<String>),
}

impl Body {
    /// A body of one plain paragraph.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { blocks: vec![Block::Text(vec![Span::Plain(text.into())])], ..Self::default() }
    }

    /// The same body as chatter.
    #[must_use]
    pub fn as_notice(mut self) -> Self {
        self.notice = true;
        self
    }

    /// Adds a plain paragraph.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text(vec![Span::Plain(text.into())]));
        self
    }

    /// The whole as plain text: what a terminal shows, and a basis for adapters.
    #[must_use]
    pub fn plain(&self) -> String {
        let blocks: Vec<String> = self.blocks.iter().map(Block::plain).collect();
        blocks.join("\n\n")
    }
}

impl Block {
    fn plain(&self) -> String {
        match self {
            Self::Heading(text) | Self::Code(text) => text.clone(),
            Self::Text(spans) => plain(spans),
            Self::Quote(text) => {
                text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
            }
            Self::List(entries) => entries
                .iter()
                .map(|entry| format!("- {}", plain(entry)))
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }
}

/// Spans as plain text.
#[must_use]
pub fn plain(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Plain(text) | Span::Strong(text) | Span::Code(text) => text.as_str(),
            Span::Moment { text, .. } => text,
        })
        .collect()
}
