//! What of an answer may leave: moods and private words only where they are asked for.

use crate::domain::contribution::Answer;
use crate::ritual::script::{Kind, Script, Step, Visible};

/// Whether a field of this answer may leave.
pub(super) fn leaves(script: &Script, answer: &Answer, key: &str, with_private: bool) -> bool {
    if with_private {
        return true;
    }
    let step = script.steps.iter().find(|step| step.fields.iter().any(|field| field.key == key));
    let Some(step) = step else { return false };
    let mood = step.fields.iter().any(|field| field.key == key && field.kind == Kind::Mood);
    !mood && !answer.wishes.private && shown(step, answer)
}

/// Whether the circle was shown it: what only convenors saw is private words.
fn shown(step: &Step, answer: &Answer) -> bool {
    match step.visible {
        Visible::Circle => true,
        Visible::Convenors => answer.wishes.listed,
        Visible::Counts => false,
    }
}
