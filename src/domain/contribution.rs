//! What a member gives to a round, and the one answer that it adds up to.
//!
//! Every act of giving (a form, a command, a reply, a thread message, a pass, a withdrawal) is a
//! [`Contribution`] with the platform's instant; [`fold`] turns a person's contributions into
//! their one [`Answer`]. The fold does not depend on the order of arrival, so live events,
//! catch-up and replays all come to the same answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Instant;
use super::ids::{AccountRef, ContributionId, PersonId, RoundId};

/// The value of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A number: a mood from 1 to 5.
    Number(i64),
    /// Words: a text, a word, the label of a choice.
    Text(String),
    /// There was something, and it is not here: its time of keeping is over, or it was left out of
    /// the export that this came from.
    Absent,
}

impl Value {
    /// The words, when they are words.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Absent => None,
        }
    }
}

/// Values by field key.
pub type Fields = BTreeMap<String, Value>;

/// One act of giving, as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Its id.
    pub id: ContributionId,
    /// The round it was given to.
    pub round: RoundId,
    /// Who gave it.
    pub person: PersonId,
    /// With which account.
    pub account: AccountRef,
    /// When, by the platform's instant.
    pub at: Instant,
    /// When its source was last edited.
    pub edited_at: Option<Instant>,
    /// What it came from, unique in the round: `message:practice:17`, `command:…`, `form:…`.
    pub source: String,
    /// By which road it came.
    pub road: Road,
    /// What it does.
    pub act: Act,
    /// What its author wished for it.
    pub wishes: Wishes,
}

impl Contribution {
    /// When its value was set: the edit counts, where there was one.
    fn moment(&self) -> Instant {
        self.edited_at.unwrap_or(self.at)
    }
}

/// By which road a contribution came; a thread message counts only as its author's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Road {
    /// A message in the round's thread.
    Thread,
    /// A reply to the prompt or to one's own answer.
    Reply,
    /// A command.
    Command,
    /// A form.
    Form,
    /// A button or a reaction.
    Button,
    /// A direct message, after the bot asked there.
    Direct,
}

/// What a contribution does to its author's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "act", content = "fields")]
pub enum Act {
    /// Sets these fields, leaves the others, replaces a pass.
    Give(Fields),
    /// Adds to these fields.
    Add(Fields),
    /// A full answer without words.
    Pass,
    /// Takes back everything before it.
    Withdraw,
    /// Its words are gone (source deleted, answer withdrawn, person forgotten); it counts as
    /// "there was something" and nothing more.
    Gone,
}

/// What an author wishes for an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// For convenors and in counts only.
    pub private: bool,
    /// Without the author's name, for convenors too.
    pub anonymous: bool,
    /// May be listed for the circle.
    pub listed: bool,
}

/// Where an answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It has words, a mood or a choice.
    Given,
    /// Its author passed: a full answer.
    Passed,
    /// Its author took it back.
    Withdrawn,
}

/// One person's one answer to one round.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Whose it is.
    pub person: PersonId,
    /// The account that spoke last.
    pub account: AccountRef,
    /// Its values; empty when passed or withdrawn.
    pub fields: Fields,
    /// Where it stands.
    pub standing: Standing,
    /// What its author wishes for it.
    pub wishes: Wishes,
    /// When it was first given.
    pub given_at: Instant,
    /// When it last changed after that.
    pub edited_at: Option<Instant>,
    /// What it was made from, in order of time.
    pub sources: Vec<String>,
}

/// One person's contributions to one round as their one answer; `None` when they gave nothing.
///
/// The rules are those of "What is an answer": the latest value of a field wins, a pass clears the
/// fields, words replace a pass, a thread message counts only when its author had said nothing in
/// the round before it, an addition is appended in order of time.
#[must_use]
pub fn fold(contributions: &[Contribution]) -> Option<Answer> {
    let counted = counted(contributions);
    let first = counted.first()?;
    let cleared = counted
        .iter()
        .copied()
        .filter(|one| matches!(one.act, Act::Pass | Act::Withdraw))
        .max_by_key(|one| (one.at, one.id.clone()));
    let live: Vec<&Contribution> = counted
        .iter()
        .copied()
        .filter(|one| matches!(one.act, Act::Give(_) | Act::Add(_)))
        .filter(|one| cleared.is_none_or(|clear| one.moment() > clear.at))
        .collect();
    let last = live
        .iter()
        .copied()
        .chain(cleared)
        .max_by_key(|one| (one.moment(), one.id.clone()))
        .or(counted.last().copied())?;
    let standing = match (live.is_empty(), cleared.map(|clear| &clear.act)) {
        (false, _) => Standing::Given,
        (true, Some(Act::Pass)) => Standing::Passed,
        (true, _) => Standing::Withdrawn,
    };
    let changed = counted.iter().map(|one| one.moment()).max()?;
    Some(Answer {
        person: last.person.clone(),
        account: last.account.clone(),
        fields: merge(&live),
        standing,
        wishes: if live.is_empty() { Wishes::default() } else { wishes(&live) },
        given_at: first.at,
        edited_at: (changed > first.at).then_some(changed),
        sources: live.iter().map(|one| one.source.clone()).collect(),
    })
}

/// The contributions that count, in order of time: of thread messages only one that came first.
fn counted(contributions: &[Contribution]) -> Vec<&Contribution> {
    let mut all: Vec<&Contribution> = contributions.iter().collect();
    all.sort_by_key(|one| (one.at, one.id.clone()));
    let mut counted: Vec<&Contribution> = Vec::new();
    for one in all {
        if one.road != Road::Thread || counted.is_empty() {
            counted.push(one);
        }
    }
    counted
}

/// Whether this contribution counts among these, all of one person and round.
#[must_use]
pub fn counts(contribution: &ContributionId, among: &[Contribution]) -> bool {
    counted(among).iter().any(|one| one.id == *contribution)
}

fn merge(live: &[&Contribution]) -> Fields {
    let mut fields = Fields::new();
    let mut given: Vec<_> = live.iter().filter(|one| matches!(one.act, Act::Give(_))).collect();
    given.sort_by_key(|one| (one.moment(), one.id.clone()));
    for one in given {
        if let Act::Give(values) = &one.act {
            fields.extend(values.clone());
        }
    }
    for one in live {
        let Act::Add(values) = &one.act else { continue };
        for (key, value) in values {
            match (fields.get_mut(key), value) {
                (Some(Value::Text(text)), Value::Text(more)) => {
                    text.push('\n');
                    text.push_str(more);
                }
                (_, value) => {
                    fields.insert(key.clone(), value.clone());
                }
            }
        }
    }
    // A field that was emptied in a form came as an empty text, to replace what stood there.
    fields.retain(|_, value| value.text() != Some(""));
    fields
}

/// What was last wished by an act that carries wishes of its own; additions keep what stands.
fn wishes(live: &[&Contribution]) -> Wishes {
    live.iter()
        .filter(|one| matches!(one.act, Act::Give(_)))
        .max_by_key(|one| (one.moment(), one.id.clone()))
        .or(live.last())
        .map(|one| one.wishes)
        .unwrap_or_default()
}
