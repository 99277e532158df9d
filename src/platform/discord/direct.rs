//! The channel in which the bot and one person speak alone. Asking for it opens it, which Discord
//! does not like to be done often: so it is remembered, over restarts too.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::kept;
use super::read::made_at;
use super::rest::{Rest, Want};
use crate::domain::clock::Instant;
use crate::platform::Refusal;

/// A channel in which nobody wrote for so long is not read back any more.
const LATELY: TimeDelta = TimeDelta::days(30);

/// The channels, kept in `DATA/discord/directs.json`.
#[derive(Debug)]
pub(super) struct Directs {
    path: PathBuf,
    known: Mutex<HashMap<UserId, Direct>>,
    /// One is opened at a time.
    gate: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Direct {
    channel: ChannelId,
    /// The newest message of the person that was heard, at the last time this was written down.
    heard: Option<MessageId>,
}

impl Directs {
    /// What was remembered.
    pub(super) fn open(path: PathBuf) -> Self {
        let known = kept::read(&path).unwrap_or_default();
        Self { path, known: Mutex::new(known), gate: tokio::sync::Mutex::default() }
    }

    /// A person wrote there: it is remembered before anything is made of it, so that it is read
    /// back after a crash. Only now and then, where it is known already.
    pub(super) fn heard(&self, user: UserId, channel: ChannelId, message: MessageId) {
        let mut known = self.known();
        let before = known.get(&user).copied();
        let fresh = |heard| made_at(message) - made_at(heard) < TimeDelta::days(1);
        if before.is_some_and(|one| one.channel == channel && one.heard.is_some_and(fresh)) {
            return;
        }
        known.insert(user, Direct { channel, heard: Some(message) });
        self.write(&known);
    }

    /// The channels in which somebody wrote lately.
    pub(super) fn lately(&self, now: Instant) -> impl Iterator<Item = ChannelId> {
        let fresh = |one: &&Direct| one.heard.is_some_and(|at| now - made_at(at) < LATELY);
        let lately: Vec<ChannelId> =
            self.known().values().filter(fresh).map(|one| one.channel).collect();
        lately.into_iter()
    }

    /// Before the message that was heard of a channel: whatever became of it, its history is read
    /// from there where nothing says that it was read further.
    pub(super) fn before_heard(&self, channel: ChannelId) -> Option<u64> {
        let known = self.known();
        let one = known.values().find(|one| one.channel == channel)?;
        one.heard.map(|message| message.get().saturating_sub(1))
    }

    /// Whether a channel is one of these.
    pub(super) fn has(&self, channel: ChannelId) -> bool {
        self.known().values().any(|one| one.channel == channel)
    }

    /// The person's channel; opened where it is not known.
    pub(super) async fn channel(&self, rest: &Rest, user: UserId) -> Result<ChannelId, Refusal> {
        let _one = self.gate.lock().await;
        if let Some(known) = self.known().get(&user) {
            return Ok(known.channel);
        }
        let wish = json!({ "recipient_id": user });
        let opened = rest.ask(Want::post(Route::UserMeDmChannels, &wish)).await;
        let opened = opened.map_err(|fault| not_opened(fault.refusal))?;
        let channel = id(&opened).ok_or_else(|| Refusal::Down("a channel without an id".into()))?;
        let mut known = self.known();
        known.insert(user, Direct { channel, heard: None });
        self.write(&known);
        Ok(channel)
    }

    /// A channel turned out not to be there any more.
    pub(super) fn forget(&self, user: UserId) {
        let mut known = self.known();
        if known.remove(&user).is_some() {
            self.write(&known);
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<UserId, Direct>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, known: &HashMap<UserId, Direct>) {
        if let Err(error) = kept::write(&self.path, known) {
            tracing::warn!(error = format!("{error:#}"), "direct channels are not remembered");
        }
    }
}

fn id(channel: &Value) -> Option<ChannelId> {
    serde_json::from_value(channel.get("id")?.clone()).ok()
}

/// Opening twice opens once: nothing is in doubt. Who can't be reached can't be written to.
fn not_opened(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Doubt(why) => Refusal::Down(why),
        Refusal::NotAllowed(why) | Refusal::Gone(why) | Refusal::Never(why) => {
            Refusal::NoDirect(why)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::id_at;
    use super::*;
    use crate::domain::clock::instant;

    const DAY: i64 = 86_400_000;

    fn message(at: i64) -> MessageId {
        MessageId::new(id_at(instant(at)))
    }

    #[test]
    fn who_wrote_lately_is_remembered_over_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("discord/directs.json");
        let now = 1_800_000_000_000;
        let directs = Directs::open(path.clone());
        directs.heard(UserId::new(1), ChannelId::new(11), message(now));
        directs.heard(UserId::new(2), ChannelId::new(12), message(now - 31 * DAY));
        let again = Directs::open(path);
        assert_eq!(again.lately(instant(now)).collect::<Vec<_>>(), [ChannelId::new(11)]);
        assert!(again.has(ChannelId::new(12)) && !again.has(ChannelId::new(13)));
        assert!(again.before_heard(ChannelId::new(11)).is_some_and(|at| at > 0));
        assert_eq!(again.before_heard(ChannelId::new(13)), None);
        again.forget(UserId::new(1));
        assert_eq!(again.lately(instant(now)).count(), 0);
    }

    #[test]
    fn nobody_is_written_down_with_every_word() {
        let dir = tempfile::tempdir().unwrap();
        let (path, now) = (dir.path().join("directs.json"), 1_800_000_000_000);
        let directs = Directs::open(path.clone());
        directs.heard(UserId::new(1), ChannelId::new(11), message(now));
        std::fs::remove_file(&path).unwrap();
        directs.heard(UserId::new(1), ChannelId::new(11), message(now + 1));
        assert!(!path.exists());
        directs.heard(UserId::new(1), ChannelId::new(11), message(now + 2 * DAY));
        assert!(path.exists());
    }
}
