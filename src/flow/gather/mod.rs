//! Gather: what happened on the platforms becomes rows, each once, with the room's cursor.
//!
//! A batch is taken in stretches, each one transaction. A command ends a stretch: it runs in a
//! transaction of its own, which moves the cursor past it, and what came later is taken after it.
//! Replies leave after the commit, directly and at most once.
//!
//! Never here: what an answer is or who may do what; those are asked, not decided.

mod batch;
mod change;
mod direct;
mod names;
mod press;
mod reply;
mod said;
mod talk;
mod world;

use crate::domain::ids::{PlatformName, RemoteId, RoomRef};
use crate::platform::{ReplyTo, Response};

use super::event::Request;

pub use batch::batch;
pub use said::reply_to;

/// What is left to do after the rows are committed.
pub(super) enum After {
    /// Answer somebody directly.
    Reply(ReplyTo, Response),
    /// Hand these words to the commands.
    Command(ReplyTo, Request),
    /// Page this room's history.
    Fill(RoomRef),
    /// Answer a wish to verify the bot's device.
    Verify {
        /// On which platform.
        platform: PlatformName,
        /// Which wish.
        wish: RemoteId,
        /// The answer.
        yes: bool,
    },
}

/// The most events that are taken at once.
pub const BATCH: usize = 100;
