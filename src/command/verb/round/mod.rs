//! `round`: one run of a ritual, for its facilitator and the convenors.
//!
//! Never here: what a close or a summary is; the engine decides, and moods are never shown.

mod change;
mod show;

pub(super) use show::astray;

use crate::command::ctx::Ctx;
use crate::command::reply::Done;
use crate::command::tree::{Round, RoundTopic};

/// Runs it.
pub async fn run(ctx: &mut Ctx<'_>, command: &Round) -> Done {
    match command {
        Round::Show(which) => show::show(ctx, which).await,
        Round::Close(which) => change::close(ctx, which).await,
        Round::Repost(which) => change::repost(ctx, which).await,
        Round::Topic(RoundTopic::Add(topic)) => change::topic(ctx, topic, true).await,
        Round::Topic(RoundTopic::Remove(topic)) => change::topic(ctx, topic, false).await,
        Round::Note(note) => change::note(ctx, note).await,
    }
}
