//! What the bot does in the practice rooms: parts of posts by key, and direct answers.

use super::cast::{self, BOT};
use super::content::Content;
use super::journal::{Deed, Say};
use super::server::{Practice, number, remote};
use super::state::State;
use super::{incoming, render};
use crate::domain::body::Body;
use crate::domain::post::same_part;
use crate::platform::{Act, Action, Made, ReadBack, Refusal, ReplyTo, Response, Target};

/// What an act comes to: an entry to write, or the message that stands already.
enum Outcome {
    Stands(u64),
    Refused(Refusal),
}

impl From<std::io::Error> for Outcome {
    fn from(error: std::io::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::Down(format!("the practice journal can't be written: {error}"))
    }
}

impl Practice {
    /// Makes one part match; a key that was seen before makes nothing new.
    pub(super) async fn make_part(&self, act: &Act) -> Result<Made, Refusal> {
        let wanted = act.clone();
        let written = self.write(move |state, _| decide(state, &wanted)).await;
        let remote = match (written, &act.action) {
            (Err(Outcome::Refused(refusal)), _) => return Err(refusal),
            (Ok(_), Action::Edit(id) | Action::Remove(id)) => id.clone(),
            (Ok(n) | Err(Outcome::Stands(n)), _) => remote(n),
        };
        Ok(Made { remote, edit: None })
    }

    /// Whether an act took effect: its key is in the history, or what it wanted stands there.
    pub(super) fn find_part(&self, act: &Act) -> ReadBack {
        let found = self.read(|state| state.by_key(&act.key).or_else(|| standing(state, act)));
        match found {
            Some(n) => ReadBack::Found(Made { remote: remote(n), edit: None }),
            None => ReadBack::Absent,
        }
    }

    /// Says a direct answer: where it was asked, or where that person alone sees it.
    pub(super) async fn answer(&self, to: &ReplyTo, reply: &Response) -> Result<(), Refusal> {
        let owner = cast::persona(&to.account.id)
            .ok_or_else(|| Refusal::NoDirect(format!("there is no persona {}", to.account.id)))?;
        let room = to.room.as_ref().map(|room| room.id.clone());
        let room = room.filter(|room| cast::owner_of(room).is_none());
        let direct = cast::direct_of(owner.id);
        let (place, contents) = match reply {
            Response::Public(body) => (room.clone().unwrap_or(direct), contents(body)),
            Response::Private(body) => (direct, contents(body)),
            Response::Form(form) => {
                let content = Content::typed(form.title.clone());
                (direct, vec![Content { form: Some(form.clone()), ..content }])
            }
        };
        let aside = room.filter(|room| *room != place);
        for content in contents {
            let say = Say {
                content,
                thread: id_of(to.thread.as_ref()),
                reply_to: id_of(to.message.as_ref()),
                aside: aside.clone(),
                answers: to.token.as_deref().and_then(number),
                ..Say::default()
            };
            self.say(&place, say).await?;
        }
        Ok(())
    }

    async fn say(&self, place: &str, say: Say) -> Result<u64, Refusal> {
        let entry = (place.to_owned(), BOT.to_owned(), Deed::Say(Box::new(say)));
        self.write(move |_, _| Ok(entry)).await
    }
}

fn contents(body: &Body) -> Vec<Content> {
    render::render(body).iter().map(|part| Content::of_part(part)).collect()
}

fn id_of(id: Option<&crate::domain::ids::RemoteId>) -> Option<u64> {
    id.and_then(|id| number(id.as_str()))
}

fn decide(state: &State, act: &Act) -> Result<(String, String, Deed), Outcome> {
    if let Some(stands) = state.by_key(&act.key) {
        return Err(Outcome::Stands(stands));
    }
    let (place, deed) = match &act.action {
        Action::Send => send(state, act),
        Action::Edit(id) => edit(state, act, id.as_str()),
        Action::Remove(id) => remove(state, act, id.as_str()),
    }
    .map_err(Outcome::Refused)?;
    Ok((place, BOT.to_owned(), deed))
}

fn send(state: &State, act: &Act) -> Result<(String, Deed), Refusal> {
    let place = place_of(&act.target)?;
    let thread = id_of(act.thread.as_ref());
    if act.thread.is_some() && thread.and_then(|root| state.message(root)).is_none() {
        return Err(Refusal::Never("there is no message to begin that thread under".into()));
    }
    let say = Say {
        content: Content::of_part(&act.text),
        thread,
        reply_to: id_of(act.reply_to.as_ref()).filter(|n| state.message(*n).is_some()),
        key: Some(act.key.clone()),
        mark: Some(act.mark.clone()),
        ..Say::default()
    };
    Ok((place, Deed::Say(Box::new(say))))
}

fn edit(state: &State, act: &Act, id: &str) -> Result<(String, Deed), Refusal> {
    let (message, place, by) = there(state, id)?;
    if by != BOT {
        return Err(Refusal::NotAllowed("the message is somebody else's".into()));
    }
    let content = Content::of_part(&act.text);
    Ok((place, Deed::Edit { message, content, key: Some(act.key.clone()), blank: false }))
}

fn remove(state: &State, act: &Act, id: &str) -> Result<(String, Deed), Refusal> {
    let (message, place, _) = there(state, id)?;
    Ok((place, Deed::Delete { message, key: Some(act.key.clone()) }))
}

/// A message that stands: its number, its room, its author.
fn there(state: &State, id: &str) -> Result<(u64, String, String), Refusal> {
    let found = number(id).and_then(|n| state.message(n));
    match found {
        Some((entry, _, standing)) if !standing.gone => {
            Ok((entry.n, entry.place.clone(), entry.by.clone()))
        }
        _ => Err(Refusal::Gone(id.to_owned())),
    }
}

fn place_of(target: &Target) -> Result<String, Refusal> {
    match target {
        Target::Room(room) if cast::label_of(&room.id).is_some() => Ok(room.id.clone()),
        Target::Room(room) => Err(Refusal::Never(format!("there is no practice room {}", room.id))),
        Target::Direct(account) => cast::persona(&account.id)
            .map(|persona| cast::direct_of(persona.id))
            .ok_or_else(|| Refusal::NoDirect(format!("there is no persona {}", account.id))),
    }
}

/// The message that stands as the act wanted it, though by another key.
fn standing(state: &State, act: &Act) -> Option<u64> {
    match &act.action {
        Action::Send => {
            let place = place_of(&act.target).ok()?;
            let wanted = Content::of_part(&act.text);
            let found = state.in_place(&place).rev().find(|entry| {
                let Some((_, say, standing)) = state.message(entry.n) else { return false };
                let mark = say.mark.as_deref().unwrap_or_default();
                let here = if act.text.is_empty() {
                    same_part(mark, &act.mark)
                } else {
                    mark == act.mark && state.content(entry.n) == Some(&wanted)
                };
                here && !standing.gone
            });
            found.map(|entry| entry.n)
        }
        Action::Edit(id) => {
            let (n, ..) = there(state, id.as_str()).ok()?;
            (state.content(n) == Some(&Content::of_part(&act.text))).then_some(n)
        }
        Action::Remove(id) => {
            let n = number(id.as_str())?;
            incoming::is_gone(state, n).then_some(n)
        }
    }
}
