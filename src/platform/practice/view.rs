//! Messages as the API and the page show them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cast::{self, BOT};
use super::journal::{Deed, Entry};
use super::server::remote;
use super::state::State;
use crate::domain::body::{Block, FieldKind, Form};
use crate::domain::clock::iso;
use crate::domain::file::FileRef;

/// A message as it stands now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seen {
    /// Its id.
    pub id: String,
    /// Where it stands: a room, or `direct:PERSONA`.
    pub room: String,
    /// Who said it.
    pub author: String,
    /// Whether the bot said it.
    pub bot: bool,
    /// What it says as plain text with light markdown; empty when it is deleted.
    pub text: String,
    /// The same as a tree, for what the bot says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// The files that were said along with it.
    pub files: Vec<FileRef>,
    /// The root of the thread it stands in.
    pub thread: Option<String>,
    /// The message it replies to.
    pub reply_to: Option<String>,
    /// Buttons under it.
    pub buttons: Vec<SeenButton>,
    /// The form that it brings.
    pub form: Option<SeenForm>,
    /// Reactions on it.
    pub reactions: Vec<SeenReaction>,
    /// Whether its words were changed.
    pub edited: bool,
    /// Whether it is gone.
    pub deleted: bool,
    /// When it was said.
    pub at: String,
    /// In a direct list: the room in which only this persona sees it.
    pub aside: Option<String>,
    /// The press or form that it answers.
    pub answers: Option<String>,
    /// Personas who are told of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<String>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenButton {
    /// What is pressed.
    pub id: String,
    /// What it says.
    pub label: String,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenForm {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its fields.
    pub fields: Vec<SeenField>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenField {
    /// Its key in what is sent.
    pub key: String,
    /// What is asked.
    pub label: String,
    /// `text`, `word`, `choice` or `mood`.
    pub kind: &'static str,
    /// Whether it has to be filled in.
    pub required: bool,
    /// The most characters of a text.
    pub max: Option<u32>,
    /// What can be chosen; of a mood, from low (sent as `1`) to high.
    pub choices: Vec<String>,
    /// What stands in it when the form opens.
    pub value: Option<String>,
}

/// A reaction and who gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenReaction {
    /// With what.
    pub key: String,
    /// Who, and the reaction's own id.
    pub by: BTreeMap<String, String>,
}

/// The messages of a room, oldest first.
#[must_use]
pub fn messages(state: &State, place: &str) -> Vec<Seen> {
    state.in_place(place).filter_map(|entry| message(state, entry.n)).collect()
}

/// One message as it stands.
#[must_use]
pub fn message(state: &State, n: u64) -> Option<Seen> {
    let (entry, say, standing) = state.message(n)?;
    let content = state.content(n).filter(|_| !standing.gone).cloned().unwrap_or_default();
    let buttons = content.buttons.into_iter();
    Some(Seen {
        id: remote(n).0,
        room: entry.place.clone(),
        author: entry.by.clone(),
        bot: entry.by == BOT,
        text: content.text,
        blocks: content.blocks,
        files: content.files,
        thread: say.thread.map(|id| remote(id).0),
        reply_to: say.reply_to.map(|id| remote(id).0),
        buttons: buttons.map(|one| SeenButton { id: one.id, label: one.label }).collect(),
        form: content.form.as_ref().map(form),
        reactions: reactions(state, &standing.reactions),
        edited: standing.edit.is_some(),
        deleted: standing.gone,
        at: iso(entry.at),
        aside: say.aside.clone(),
        answers: say.answers.map(|id| remote(id).0),
        mentions: content.mentions,
    })
}

/// The message that an entry says, changes or is about.
#[must_use]
pub fn about(state: &State, entry: &Entry) -> u64 {
    match &entry.deed {
        Deed::Say(_) => entry.n,
        Deed::Edit { message, .. }
        | Deed::React { message, .. }
        | Deed::Press { message, .. }
        | Deed::Submit { message, .. } => *message,
        Deed::Delete { message, .. } => match state.entry(*message).map(|entry| &entry.deed) {
            Some(Deed::React { message, .. }) => *message,
            _ => *message,
        },
    }
}

fn reactions(state: &State, numbers: &[u64]) -> Vec<SeenReaction> {
    let mut seen: Vec<SeenReaction> = Vec::new();
    for entry in numbers.iter().filter_map(|n| state.entry(*n)) {
        let Deed::React { with, .. } = &entry.deed else { continue };
        let by = (entry.by.clone(), remote(entry.n).0);
        match seen.iter_mut().find(|one| one.key == *with) {
            Some(one) => {
                one.by.insert(by.0, by.1);
            }
            None => seen.push(SeenReaction { key: with.clone(), by: BTreeMap::from([by]) }),
        }
    }
    seen
}

fn form(form: &Form) -> SeenForm {
    let fields = form.fields.iter().map(|field| {
        let (kind, max, choices) = match &field.kind {
            FieldKind::Text { max } => ("text", Some(*max), Vec::new()),
            FieldKind::Word => ("word", None, Vec::new()),
            FieldKind::Choice(labels) => ("choice", None, labels.clone()),
            FieldKind::Mood(labels) => ("mood", None, labels.clone()),
        };
        let (key, label, value) = (field.key.clone(), field.label.clone(), field.value.clone());
        SeenField { key, label, kind, required: field.required, max, choices, value }
    });
    SeenForm { id: form.id.clone(), title: form.title.clone(), fields: fields.collect() }
}

/// What people call the author of a message.
#[must_use]
pub fn author_name(seen: &Seen) -> &str {
    cast::name_of(&seen.author)
}
