//! What a persona wants done, and whether it can be.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::cast;
use super::content::Content;
use super::file::{self, Attached};
use super::journal::{Deed, Entry, Say};
use super::server::{number, remote};
use super::state::State;
use crate::domain::body::{Button, FieldKind, Form, FormField};

/// The longest message, in characters.
pub const LONGEST: usize = 4000;

/// An act of a persona, as the API takes it.
///
/// `message` with `to` is a message in a thread or a reply. A thread it is when `to` is a post of
/// the bot with buttons or a form (a prompt), the root of a thread, or stands in one; there it is
/// also a reply to what it names, unless that is the thread's root. Elsewhere it is a reply.
/// `thread` and `reply` say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// Which persona.
    #[serde(rename = "as")]
    pub by: String,
    /// In which room.
    pub room: Option<String>,
    /// `message`, `edit`, `delete`, `react`, `press`, `submit` or `direct`.
    pub kind: String,
    /// The message it is about.
    pub to: Option<String>,
    /// The words, the reaction, or the button by id or label.
    pub text: Option<String>,
    /// Pretend files that go with the words, or stand alone.
    pub files: Vec<Attached>,
    /// What is filled in, by key or label.
    pub fields: Option<BTreeMap<String, Value>>,
    /// In the thread under `to`, whatever that is.
    pub thread: Option<bool>,
    /// As a reply to `to`.
    pub reply: Option<bool>,
}

/// Why an act can't be done.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// No such persona.
    #[error("there is no persona {0:?}")]
    NoPersona(String),
    /// No such room.
    #[error("there is no room {0:?}")]
    NoRoom(String),
    /// The act needs a message and names none, or none that is there.
    #[error("there is no message {0:?}")]
    NoMessage(String),
    /// The message was deleted.
    #[error("message {0} is deleted")]
    Deleted(String),
    /// No such kind of act.
    #[error("there is no act {0:?}; there are message, edit, delete, react, press, submit, direct")]
    NoKind(String),
    /// Somebody else's message.
    #[error("message {0} is somebody else's")]
    NotYours(String),
    /// Nothing was said.
    #[error("there are no words in it")]
    NoWords,
    /// Too many characters.
    #[error("that is longer than {0} characters")]
    TooLong(usize),
    /// No such button there.
    #[error("message {message} has no button {asked:?}; it has: {known}")]
    NoButton {
        /// Under which message.
        message: String,
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
    /// The message brings no form.
    #[error("message {0} has no form")]
    NoForm(String),
    /// No such field.
    #[error("the form has no field {asked:?}; it has: {known}")]
    NoField {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
    /// A field has to be filled in.
    #[error("{0:?} has to be filled in")]
    Missing(String),
    /// The disk would not take it.
    #[error("it can't be written: {0}")]
    Disk(#[from] std::io::Error),
}

/// An act that can be done.
pub(super) struct Found {
    pub place: String,
    pub by: String,
    pub deed: Deed,
}

impl Wish {
    /// Looks up everything the act names.
    pub(super) fn read(self, state: &State) -> Result<Found, Refused> {
        let who = cast::persona(&self.by).ok_or_else(|| Refused::NoPersona(self.by.clone()))?.id;
        let room = self.room.as_deref().map(|room| place(room, who)).transpose()?;
        let (place, deed) = match self.kind.as_str() {
            "message" => {
                let room = room.ok_or_else(|| Refused::NoRoom(String::new()))?;
                self.message(state, who, room)?
            }
            "direct" => self.message(state, who, cast::direct_of(who))?,
            "edit" => self.edit(state, who)?,
            "delete" => self.delete(state, who)?,
            "react" => self.react(state, who)?,
            "press" => self.press(state, who)?,
            "submit" => self.submit(state, who)?,
            other => return Err(Refused::NoKind(other.to_owned())),
        };
        Ok(Found { place, by: who.to_owned(), deed })
    }

    fn message(self, state: &State, who: &str, place: String) -> Result<(String, Deed), Refused> {
        let files = file::references(&self.files);
        let text = if files.is_empty() { self.words()? } else { self.any_words()? };
        let content = Content { files, ..Content::typed(text) };
        let mut say = Say { content, ..Say::default() };
        if self.to.is_some() {
            let (entry, to) = self.target(state, who)?;
            if entry.place != place && to.aside.as_ref() != Some(&place) {
                return Err(Refused::NoMessage(remote(entry.n).0));
            }
            (say.thread, say.reply_to) = self.put(state, entry, to);
        }
        Ok((place, Deed::Say(Box::new(say))))
    }

    /// In which thread, and in reply to what.
    fn put(&self, state: &State, entry: &Entry, to: &Say) -> (Option<u64>, Option<u64>) {
        let direct = cast::owner_of(&entry.place).is_some();
        let prompt = entry.by == cast::BOT
            && (!to.content.buttons.is_empty() || to.content.form.is_some())
            && !direct;
        let root = to.thread.or_else(|| (prompt || state.is_root(entry.n)).then_some(entry.n));
        let root = match self.thread {
            Some(true) => root.or(Some(entry.n)),
            Some(false) => None,
            None if self.reply == Some(true) => to.thread,
            None => root,
        };
        let reply = self.reply.unwrap_or(root.is_none() || to.thread.is_some());
        (root, reply.then_some(entry.n))
    }

    fn edit(self, state: &State, who: &str) -> Result<(String, Deed), Refused> {
        let (entry, _) = self.own(state, who)?;
        // Who changes the words leaves the files.
        let files = state.content(entry.n).map(|now| now.files.clone()).unwrap_or_default();
        let text = if files.is_empty() { self.words()? } else { self.any_words()? };
        let content = Content { files, ..Content::typed(text) };
        let deed = Deed::Edit { message: entry.n, content, key: None, blank: false };
        Ok((entry.place.clone(), deed))
    }

    fn delete(self, state: &State, who: &str) -> Result<(String, Deed), Refused> {
        if let Some((n, entry)) = self.reaction(state, who) {
            return Ok((entry.place.clone(), Deed::Delete { message: n, key: None }));
        }
        // As on every platform, who manages a room may delete what others said there.
        let manages = cast::persona(who).is_some_and(|persona| persona.convenor);
        let (entry, _) = if manages { self.target(state, who)? } else { self.own(state, who)? };
        Ok((entry.place.clone(), Deed::Delete { message: entry.n, key: None }))
    }

    /// A reaction of one's own that stands.
    fn reaction<'a>(&self, state: &'a State, who: &str) -> Option<(u64, &'a Entry)> {
        let entry = state.entry(number(self.to.as_deref()?)?)?;
        let Deed::React { message, .. } = &entry.deed else { return None };
        let stands = state.message(*message)?.2.reactions.contains(&entry.n);
        (stands && entry.by == who).then_some((entry.n, entry))
    }

    fn react(self, state: &State, who: &str) -> Result<(String, Deed), Refused> {
        let (entry, _) = self.target(state, who)?;
        let with = self.words()?;
        Ok((entry.place.clone(), Deed::React { message: entry.n, with }))
    }

    fn press(self, state: &State, who: &str) -> Result<(String, Deed), Refused> {
        let (entry, say) = self.target(state, who)?;
        let place = say.aside.clone().unwrap_or_else(|| entry.place.clone());
        let buttons = state.content(entry.n).map(|one| one.buttons.as_slice()).unwrap_or_default();
        let asked = self.text.as_deref().unwrap_or_default().trim();
        let button = find_button(buttons, asked).ok_or_else(|| Refused::NoButton {
            message: remote(entry.n).0,
            asked: asked.to_owned(),
            known: list(buttons.iter().map(|one| one.label.as_str())),
        })?;
        Ok((place, Deed::Press { message: entry.n, button: button.id.clone() }))
    }

    fn submit(self, state: &State, who: &str) -> Result<(String, Deed), Refused> {
        let (entry, say) = self.target(state, who)?;
        let place = say.aside.clone().unwrap_or_else(|| entry.place.clone());
        let form = state.content(entry.n).and_then(|content| content.form.as_ref());
        let form = form.ok_or_else(|| Refused::NoForm(remote(entry.n).0))?;
        let fields = fill_in(form, &self.fields.unwrap_or_default())?;
        Ok((place, Deed::Submit { message: entry.n, form: form.id.clone(), fields }))
    }

    fn words(&self) -> Result<String, Refused> {
        let words = self.any_words()?;
        if words.trim().is_empty() { Err(Refused::NoWords) } else { Ok(words) }
    }

    /// The words, or none.
    fn any_words(&self) -> Result<String, Refused> {
        let words = self.text.as_deref().unwrap_or_default();
        let words = words.replace('\0', "").replace("\r\n", "\n");
        if words.chars().count() > LONGEST {
            return Err(Refused::TooLong(LONGEST));
        }
        Ok(words)
    }

    /// The message that is meant: one that stands, and that this persona can see.
    fn target<'a>(&self, state: &'a State, who: &str) -> Result<(&'a Entry, &'a Say), Refused> {
        let asked = self.to.clone().unwrap_or_default();
        let found = number(&asked).and_then(|n| state.message(n));
        let (entry, say, standing) = found.ok_or_else(|| Refused::NoMessage(asked.clone()))?;
        if cast::owner_of(&entry.place).is_some_and(|owner| owner.id != who) {
            return Err(Refused::NoMessage(asked));
        }
        if standing.gone {
            return Err(Refused::Deleted(asked));
        }
        Ok((entry, say))
    }

    fn own<'a>(&self, state: &'a State, who: &str) -> Result<(&'a Entry, &'a Say), Refused> {
        let (entry, say) = self.target(state, who)?;
        if entry.by == who { Ok((entry, say)) } else { Err(Refused::NotYours(remote(entry.n).0)) }
    }
}

/// A room by name; one's own direct room is one too.
fn place(asked: &str, who: &str) -> Result<String, Refused> {
    let asked = asked.strip_prefix("practice:").unwrap_or(asked);
    let direct = cast::owner_of(asked).filter(|owner| owner.id == who);
    let found = cast::room(asked).map(|room| room.id.to_owned());
    found
        .or_else(|| direct.map(|owner| cast::direct_of(owner.id)))
        .ok_or_else(|| Refused::NoRoom(asked.to_owned()))
}

/// A button by id or by what it says; without either the first.
fn find_button<'a>(buttons: &'a [Button], asked: &str) -> Option<&'a Button> {
    if asked.is_empty() {
        return buttons.first();
    }
    let said = |button: &&Button| button.label.to_lowercase() == asked.to_lowercase();
    buttons.iter().find(|one| one.id == asked).or_else(|| buttons.iter().find(said))
}

/// What was filled in, by key, each field in its own form.
fn fill_in(
    form: &Form,
    given: &BTreeMap<String, Value>,
) -> Result<BTreeMap<String, String>, Refused> {
    let mut filled = BTreeMap::new();
    for (asked, value) in given {
        let field = find_field(form, asked)?;
        let words = words_of(field, value);
        if let FieldKind::Text { max } = field.kind
            && words.chars().count() > max as usize
        {
            return Err(Refused::TooLong(max as usize));
        }
        if !words.trim().is_empty() {
            filled.insert(field.key.clone(), words);
        }
    }
    let missing = form.fields.iter().find(|one| one.required && !filled.contains_key(&one.key));
    missing.map_or(Ok(filled), |field| Err(Refused::Missing(field.label.clone())))
}

fn find_field<'a>(form: &'a Form, asked: &str) -> Result<&'a FormField, Refused> {
    let said = |field: &&FormField| field.label.to_lowercase() == asked.trim().to_lowercase();
    let by_key = form.fields.iter().find(|one| one.key == asked);
    by_key.or_else(|| form.fields.iter().find(said)).ok_or_else(|| Refused::NoField {
        asked: asked.to_owned(),
        known: list(form.fields.iter().map(|one| one.key.as_str())),
    })
}

/// A value as words; a mood by its label becomes its number.
fn words_of(field: &FormField, value: &Value) -> String {
    let words = match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace('\0', "").replace("\r\n", "\n"),
        other => other.to_string(),
    };
    let FieldKind::Mood(labels) = &field.kind else { return words };
    let said = words.trim().to_lowercase();
    let found = labels.iter().position(|label| label.to_lowercase() == said);
    found.map_or(words, |index| (index + 1).to_string())
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
