//! Who the bot is, as Discord said last: kept, so that `exec` and the first moments of a start know
//! it too.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serenity::model::id::{ApplicationId, UserId};

use super::kept;

/// What is known of the application, kept in `DATA/discord/application.json`.
#[derive(Debug)]
pub(super) struct Identity {
    path: PathBuf,
    known: Mutex<Known>,
}

/// What Discord says of the application.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    /// Its id.
    pub application: Option<ApplicationId>,
    /// Its bot's account.
    pub bot: Option<UserId>,
    /// Whether it reads what members write in rooms.
    #[serde(default)]
    pub hears: bool,
}

impl Identity {
    /// As it was known last.
    pub(super) fn open(path: PathBuf) -> Self {
        let known = kept::read(&path).unwrap_or_default();
        Self { path, known: Mutex::new(known) }
    }

    /// As it is known.
    pub(super) fn known(&self) -> Known {
        *self.lock()
    }

    /// Something of it is known now.
    pub(super) fn learn(&self, work: impl FnOnce(&mut Known)) {
        let mut known = self.lock();
        let before = *known;
        work(&mut known);
        if *known != before
            && let Err(error) = kept::write(&self.path, &*known)
        {
            tracing::warn!(error = format!("{error:#}"), "the application is not remembered");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
