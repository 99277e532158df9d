//! Which acts are missing until a room matches a post. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::domain::post::{Act, Action, Part, PartState, Post};

/// One act that is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// The posting it belongs to.
    pub generation: u32,
    /// The part it belongs to.
    pub part: u32,
    /// The act.
    pub act: Act,
}

/// The acts that are missing, in the order in which they are done: first what must leave the room,
/// then the parts from the first to the last. `edits` says whether the platform can edit, `epoch`
/// which life of the house acts: what another did by the same version is another act.
#[must_use]
pub fn missing(
    post: &Post,
    rendered: &[String],
    parts: &[Part],
    edits: bool,
    epoch: Option<i64>,
) -> Vec<Missing> {
    let one =
        |generation, part, action, text: &str| one(post, generation, part, action, text, epoch);
    let mut missing = Vec::new();
    for part in parts.iter().filter(|part| part.state == PartState::Standing) {
        let wanted = part.generation == post.generation && (part.part as usize) < rendered.len();
        if !wanted {
            let leave = removals(part).into_iter();
            missing.extend(leave.map(|gone| one(part.generation, part.part, gone, "")));
        }
    }
    for (at, text) in rendered.iter().enumerate() {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let standing = parts.iter().find(|part| {
            part.generation == post.generation
                && part.part == number
                && part.state == PartState::Standing
        });
        match standing {
            None => missing.push(one(post.generation, number, Action::Send, text)),
            Some(part) if edits && part.rendered != *text => {
                let action = Action::Edit(part.remote.clone());
                missing.push(one(post.generation, number, action, text));
            }
            Some(_) => {}
        }
    }
    missing
}

/// A part leaves with every edit of it: an edit that stays would still hold the words.
fn removals(part: &Part) -> Vec<Action> {
    part.edits.iter().chain(std::iter::once(&part.remote)).cloned().map(Action::Remove).collect()
}

fn one(
    post: &Post,
    generation: u32,
    part: u32,
    action: Action,
    text: &str,
    epoch: Option<i64>,
) -> Missing {
    let act = Act {
        key: key(post, generation, part, &action, epoch),
        mark: mark(post, generation, part),
        action,
        target: post.target.clone(),
        thread: None,
        reply_to: None,
        text: text.to_owned(),
    };
    Missing { generation, part, act }
}

/// The mark by which a part is found again in its room.
fn mark(post: &Post, generation: u32, part: u32) -> String {
    format!("{}.{generation}.{part}", post.id)
}

/// The key of an act: the first 16 bytes of SHA-256 over slot, generation, part, action and
/// version, as base64url. 22 characters: a Discord nonce holds 25.
fn key(post: &Post, generation: u32, part: u32, action: &Action, epoch: Option<i64>) -> String {
    let removed = match action {
        Action::Remove(remote) => remote.as_str(),
        Action::Send | Action::Edit(_) => "",
    };
    let version = match action {
        // A part is sent once in its generation, whatever became of the body meanwhile.
        Action::Send => 0,
        Action::Edit(_) | Action::Remove(_) => post.wanted,
    };
    let text = format!("{}|{generation}|{part}|{}{removed}|{version}", post.slot, action.as_str());
    let text = epoch.map_or(text.clone(), |epoch| format!("{text}|{epoch}"));
    let hash = Sha256::digest(text.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.get(..16).unwrap_or_default())
}
