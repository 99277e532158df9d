//! Who the bot is, as Discord said last: kept, so that `exec` and the first moments of a start know
//! it too.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ApplicationId, UserId};

use super::kept;
use super::refusal::Fault;
use super::rest::{Rest, Want};

/// The flags of an application that may read what members write.
const MAY_HEAR: u64 = 1 << 18 | 1 << 19;

/// What Discord says of the application.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    /// Its id; the first word of a session says it too.
    pub id: Option<ApplicationId>,
    /// Its name.
    pub name: Option<String>,
    /// Whether it may read what members write; where nobody says so, that is found out by trying.
    pub may_hear: Option<bool>,
}

impl Said {
    /// Asks at both addresses there are for it. What stands in Discord's place may have neither.
    ///
    /// # Errors
    /// When Discord does not answer, or refuses.
    pub(super) async fn ask(rest: &Rest) -> Result<Self, Fault> {
        let said = match rest.ask(Want::get(Route::Oauth2ApplicationCurrent)).await {
            Err(fault) if fault.is_nowhere() => rest.application().await,
            other => other,
        };
        match said {
            Ok(said) => Ok(Self::of(&said)),
            Err(fault) if fault.is_nowhere() => Ok(Self::default()),
            Err(fault) => Err(fault),
        }
    }

    fn of(said: &Value) -> Self {
        Self {
            id: serde_json::from_value(said["id"].clone()).ok(),
            name: said["name"].as_str().map(str::to_owned),
            may_hear: Some(said["flags"].as_u64().unwrap_or_default() & MAY_HEAR != 0),
        }
    }
}

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
