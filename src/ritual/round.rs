//! The engine: what a round becomes when something happens to it. One pure function.
//!
//! A transition names the posts that should stand, not the acts that make them so: delivery
//! compares and does what is missing. So the same input twice wants the same posts.

use chrono::TimeDelta;

use crate::domain::clock::Instant;
use crate::domain::contribution::{Standing, Value};
use crate::domain::ids::RoomRef;
use crate::domain::post::Purpose;
use crate::domain::round::{Moods, Round, RoundState};

use super::facts::{Facts, Named, RoomFacts};

/// Numbers about people have a floor of five.
pub const FLOOR: usize = 5;

/// Something that happened to a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// It begins.
    Open,
    /// Something it shows may have changed: an answer, a room, a topic.
    Changed,
    /// Somebody's words were taken back; they leave the rooms too.
    Withdrawn,
    /// The window of its step ended.
    StepOver,
    /// A convenor ends it early.
    Close,
    /// A convenor takes the close back.
    Reopen,
}

/// What a round becomes, and what has to follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// The round as it is now.
    pub round: Round,
    /// What has to follow, in order.
    pub effects: Vec<Effect>,
}

/// Something that follows from a transition.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// This post should stand like this.
    Want(Want),
    /// A prompt that is not up by now is not sent any more.
    DropPrompt {
        /// In which room.
        room: RoomRef,
        /// Of which step.
        step: u32,
    },
    /// The round wants to be looked at again then.
    Timer {
        /// What for.
        name: TimerName,
        /// When.
        at: Instant,
    },
    /// It does not any more.
    NoTimer(TimerName),
}

/// What a round's timers are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimerName {
    /// The end of a step's window.
    Step,
    /// The nudge for those who switched nudges on.
    Nudge,
}

impl TimerName {
    /// The word for it in the timers table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Nudge => "nudge",
        }
    }
}

/// A post that should stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    /// In which room.
    pub room: RoomRef,
    /// What it says; its words are found in the room's language.
    pub what: What,
    /// Whether the post may be made now, or is only kept true where it stands.
    pub begin: bool,
    /// Earlier words must leave the room: where an edit keeps them, a new posting is made.
    pub fresh: bool,
}

impl Want {
    /// What the post is for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        match self.what {
            What::Prompt { .. } => Purpose::Prompt,
            What::Summary { .. } | What::Reopened { .. } => Purpose::Summary,
        }
    }

    /// The slot's natural key within its round.
    #[must_use]
    pub fn key(&self) -> String {
        match self.what {
            What::Prompt { step, .. } => format!("prompt:{step}:{}", self.room),
            What::Summary { closing } | What::Reopened { closing } => {
                format!("summary:{closing}:{}", self.room)
            }
        }
    }
}

/// What a post of a round says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The question of a step, with its live count.
    Prompt {
        /// Which step.
        step: u32,
        /// Whether answers are still taken.
        open: bool,
    },
    /// What the round adds up to.
    Summary {
        /// Which close it belongs to, from one.
        closing: u32,
    },
    /// The round is open again; this was its summary.
    Reopened {
        /// Which close it belonged to.
        closing: u32,
    },
}

/// What the round becomes. The facts are as they are after the input.
#[must_use]
pub fn step(round: &Round, facts: &Facts, input: Input, now: Instant) -> Transition {
    let mut next = round.clone();
    let mut effects = match input {
        Input::Open => open(&mut next, now),
        Input::StepOver => step_over(&mut next, facts, now),
        Input::Close => close(&mut next, facts, now),
        Input::Reopen => reopen(&mut next, now),
        Input::Withdrawn => {
            next.moods = None;
            Vec::new()
        }
        Input::Changed => Vec::new(),
    };
    effects.extend(wanted(&next, facts, input).into_iter().map(Effect::Want));
    Transition { round: next, effects }
}

fn open(round: &mut Round, now: Instant) -> Vec<Effect> {
    round.state = RoundState::Open;
    round.opened_at = Some(now);
    timers(round, now)
}

/// The end of the window, and a nudge at four fifths of it.
fn timers(round: &Round, now: Instant) -> Vec<Effect> {
    let window = round.closes_at - now;
    let nudge = now + window / 5 * 4;
    vec![
        Effect::Timer { name: TimerName::Step, at: round.closes_at },
        Effect::Timer { name: TimerName::Nudge, at: nudge },
    ]
}

fn step_over(round: &mut Round, facts: &Facts, now: Instant) -> Vec<Effect> {
    if round.state != RoundState::Open {
        return Vec::new();
    }
    let Some(following) = facts.script.steps.get(round.step as usize + 1) else {
        return close(round, facts, now);
    };
    let mut effects = dropped_prompts(round, facts);
    round.step += 1;
    round.closes_at += TimeDelta::from_std(following.open_for).unwrap_or_default();
    effects.extend(timers(round, now));
    effects
}

fn close(round: &mut Round, facts: &Facts, now: Instant) -> Vec<Effect> {
    if round.state != RoundState::Open {
        return Vec::new();
    }
    let mut effects = dropped_prompts(round, facts);
    round.state = RoundState::Closed;
    round.closed_at = Some(now);
    round.closings += 1;
    round.moods = moods(facts);
    effects.push(Effect::NoTimer(TimerName::Step));
    effects.push(Effect::NoTimer(TimerName::Nudge));
    effects
}

fn dropped_prompts(round: &Round, facts: &Facts) -> Vec<Effect> {
    let step = round.step;
    facts.rooms.iter().map(|room| Effect::DropPrompt { room: room.at.clone(), step }).collect()
}

/// A close taken back leaves at least an hour for answers.
fn reopen(round: &mut Round, now: Instant) -> Vec<Effect> {
    if round.state != RoundState::Closed {
        return Vec::new();
    }
    round.state = RoundState::Open;
    round.closed_at = None;
    round.moods = None;
    round.closes_at = round.closes_at.max(now + TimeDelta::hours(1));
    vec![Effect::Timer { name: TimerName::Step, at: round.closes_at }]
}

/// The moods as an aggregate, only from the floor up.
fn moods(facts: &Facts) -> Option<Moods> {
    let chosen: Vec<i64> = facts
        .answers
        .iter()
        .flat_map(|named| named.answer.fields.values())
        .filter_map(|value| match value {
            Value::Number(mood) if (1..=5).contains(mood) => Some(*mood),
            _ => None,
        })
        .collect();
    if chosen.len() < FLOOR {
        return None;
    }
    let mut counts = [0; 5];
    for mood in chosen {
        if let Some(count) = usize::try_from(mood - 1).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    Some(Moods(counts))
}

/// Every post that should stand for the round as it is.
fn wanted(round: &Round, facts: &Facts, input: Input) -> Vec<Want> {
    if round.state == RoundState::Skipped {
        return Vec::new();
    }
    facts.rooms.iter().flat_map(|room| wanted_in(round, room, input)).collect()
}

fn wanted_in(round: &Round, room: &RoomFacts, input: Input) -> Vec<Want> {
    let want = |what, begin, fresh| Want { room: room.at.clone(), what, begin, fresh };
    let closing_now = matches!(input, Input::Close | Input::StepOver);
    let mut wants = Vec::new();
    for step in 0..=round.step {
        let open = round.state == RoundState::Open && step == round.step;
        wants.push(want(What::Prompt { step, open }, open, false));
    }
    for closing in 1..=round.closings {
        let current = closing == round.closings && round.state == RoundState::Closed;
        let what = if current { What::Summary { closing } } else { What::Reopened { closing } };
        let words_leave = match input {
            Input::Withdrawn => current,
            Input::Reopen => closing == round.closings,
            _ => false,
        };
        let begin = current && closing_now;
        wants.push(want(what, begin, words_leave && room.edits_leave_history));
    }
    wants
}

/// The live count: how many answered. A pass is a full answer.
#[must_use]
pub fn count(facts: &Facts) -> usize {
    let stands = |named: &&Named| named.answer.standing != Standing::Withdrawn;
    facts.answers.iter().filter(stands).count()
}
