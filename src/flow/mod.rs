//! The spine: due → act → deliver → gather → curate → (publish, in later work).
//!
//! One file a step. A timer, a command, a form and a thread message become the same kind of typed
//! input to the same pure decision; every effect commits with the state that caused it, and only
//! then does anything leave the house. Every step can be swept: a lost signal delays, never loses.
//!
//! Never here: a platform's name, SQL, a network call inside a transaction, a clock of its own.

pub mod access;
pub mod act;
pub mod care;
pub mod chance;
pub mod clock;
pub mod consent;
pub mod crash;
pub mod curate;
pub mod deliver;
mod devices;
pub mod due;
pub mod erasures;
pub mod event;
pub mod facts;
pub mod gaps;
pub mod gather;
pub mod give;
pub mod handover;
pub mod keeping;
pub mod link;
pub mod methods;
pub mod moved;
pub mod newcomer;
mod nudge;
mod offer;
pub mod own;
mod patience;
pub mod platforms;
pub mod question;
pub mod reading;
pub mod rooms;
pub mod run;
pub mod say;
pub mod settle;
pub mod slots;
pub mod thread;
pub mod tidings;
pub mod unread;
mod verify;
pub mod wellbeing;
mod zones;

use std::sync::Arc;

use tokio::sync::Notify;

use crate::domain::clock::{Clock, Instant};
use crate::ritual::words::Words;
use crate::store::{Epoch, Store};
use crate::telemetry::Meters;

pub use access::Access;
pub use chance::Chance;
pub use crash::CrashPoints;
pub use methods::Methods;
pub use platforms::Platforms;
pub use wellbeing::Wellbeing;

/// All that the spine works with. One value lives as long as the process.
pub struct House {
    /// The database.
    pub store: Store,
    /// What time it is for rituals, rounds and words; may stand still, may be moved.
    pub clock: Arc<dyn Clock>,
    /// Real time: for leases, retries and key windows.
    pub real: Arc<dyn Clock>,
    /// The source of ids and seeds.
    pub chance: Chance,
    /// The chat platforms that are on.
    pub platforms: Platforms,
    /// What the bot says.
    pub words: Words,
    /// The methods that rituals can run.
    pub methods: Methods,
    /// Something became due or undone: look now rather than at the next sweep.
    pub wake: Arc<Notify>,
    /// Where to abort, when a test asked for it.
    pub crash: CrashPoints,
    /// What is counted.
    pub meters: Arc<Meters>,
    /// Whether the database can be written to.
    pub wellbeing: Arc<Wellbeing>,
    /// Which rooms are being read, and which are to be.
    pub gaps: gaps::Gaps,
    /// The last readings before summaries.
    pub readings: reading::Readings,
    /// The life that began with a restored backup; what an earlier life may have said since that
    /// backup is looked for before it is said.
    pub epoch: Option<Epoch>,
    /// What a text command begins with in a room.
    pub prefix: String,
    /// The operator's lists, from the configuration.
    pub access: Access,
}

impl House {
    /// Now, for rituals, rounds and words.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Notes an error; `true` when the database is in trouble that passes by itself: that is said
    /// already, and the same has only to be tried again.
    pub fn met(&self, error: &anyhow::Error) -> bool {
        self.wellbeing.met(error, self.real.now())
    }
}
