//! Wishes to verify the bot's device: told to the flow, which says yes or no, and carried on.
//!
//! Both sides come to show the same symbols unless somebody stands between them. The other side is
//! a person, who compares them; the bot has nothing to compare with and confirms its own.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _};
use matrix_sdk::encryption::verification::{
    Emoji, SasState, SasVerification, Verification, VerificationRequest, VerificationRequestState,
};
use matrix_sdk::ruma::events::key::verification::VerificationMethod;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk::sync::SyncResponse;
use serde_json::Value;

use super::adapter::Matrix;
use super::{NAME, again, history, refusal};
use crate::domain::ids::{AccountRef, RemoteId};
use crate::platform::{Author, Inbox, Incoming, Refusal, Stage, Verifying};

const REQUEST: &str = "m.key.verification.request";
/// The beginning of one that nobody asked for before, as older clients do it.
const START: &str = "m.key.verification.start";

/// Whose wishes wait for an answer.
#[derive(Debug, Default)]
pub(super) struct Wishes(Mutex<HashMap<RemoteId, OwnedUserId>>);

impl Wishes {
    /// Notes a wish; `false` when it is known.
    fn note(&self, wish: &RemoteId, user: &UserId) -> bool {
        self.with(|wishes| wishes.insert(wish.clone(), user.to_owned()).is_none())
    }

    fn take(&self, wish: &RemoteId) -> Option<OwnedUserId> {
        self.with(|wishes| wishes.remove(wish))
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<RemoteId, OwnedUserId>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The wishes in an answer of the server that are not known yet.
pub(super) fn wishes(matrix: &Matrix, answer: &SyncResponse) -> Vec<Verifying> {
    let sent = answer.to_device.iter().map(|event| history::value(event.as_raw().json()));
    let said = answer.rooms.joined.values().flat_map(|room| again::values(&room.timeline.events));
    let found = sent.filter_map(|event| sent_wish(&event));
    let found = found.chain(said.filter_map(|event| said_wish(&event, matrix.own.as_str())));
    found
        .filter(|(wish, user)| *user != matrix.own && matrix.wishes.note(wish, user))
        .map(|(wish, user)| verifying(&wish, &user, Stage::Asked))
        .collect()
}

/// A wish that was sent from device to device.
fn sent_wish(event: &Value) -> Option<(RemoteId, OwnedUserId)> {
    let kind = event["type"].as_str()?;
    let id = event["content"]["transaction_id"].as_str()?;
    let user = UserId::parse(event["sender"].as_str()?).ok()?;
    matches!(kind, REQUEST | START).then(|| (id.into(), user))
}

/// A wish that was said in a room, to the bot.
fn said_wish(event: &Value, own: &str) -> Option<(RemoteId, OwnedUserId)> {
    let content = &event["content"];
    let meant = content["msgtype"] == REQUEST && content["to"] == own;
    let user = UserId::parse(event["sender"].as_str()?).ok()?;
    meant.then(|| event["event_id"].as_str().map(|id| (id.into(), user)))?
}

fn verifying(wish: &RemoteId, user: &UserId, stage: Stage) -> Verifying {
    let by = Author {
        account: AccountRef::new(NAME, user.as_str()),
        name: user.localpart().to_owned(),
        bot: false,
        ours: false,
    };
    Verifying { id: wish.clone(), by, stage }
}

/// Carries the flow's answer out.
pub(super) fn answer<'a>(
    matrix: &'a Matrix,
    wish: &'a RemoteId,
    yes: bool,
) -> BoxFuture<'a, Result<(), Refusal>> {
    carry_out(matrix, wish, yes).boxed()
}

async fn carry_out(matrix: &Matrix, wish: &RemoteId, yes: bool) -> Result<(), Refusal> {
    let gone = || Refusal::Gone("that wish is over".into());
    let user = matrix.wishes.take(wish).ok_or_else(gone)?;
    let encryption = matrix.client().encryption();
    let request = encryption.get_verification_request(&user, wish.as_str()).await;
    let begun = encryption.get_verification(&user, wish.as_str()).await;
    let tell = Telling { inbox: matrix.inbox().ok_or_else(gone)?, wish: wish.clone(), user };
    match (request, begun, yes) {
        (Some(request), _, true) => {
            let accepted = request.accept_with_methods(vec![VerificationMethod::SasV1]);
            accepted.boxed().await.map_err(|error| refusal::of(&error))?;
            tokio::spawn(requested(request, tell).boxed());
        }
        (None, Some(Verification::SasV1(sas)), true) => {
            tokio::spawn(compared(sas, tell).boxed());
        }
        (Some(request), _, false) => {
            request.cancel().boxed().await.map_err(|error| refusal::of(&error))?;
        }
        (None, Some(Verification::SasV1(sas)), false) => {
            sas.cancel().boxed().await.map_err(|error| refusal::of(&error))?;
        }
        // The sender's device was not known when it came; they ask again.
        _ => return Err(gone()),
    }
    Ok(())
}

struct Telling {
    inbox: Inbox,
    wish: RemoteId,
    user: OwnedUserId,
}

impl Telling {
    async fn tell(&self, stage: Stage) {
        let told = Incoming::Verifying(verifying(&self.wish, &self.user, stage));
        // Nobody listens any more: the house is stopping.
        let _ = self.inbox.send(told).await;
    }
}

async fn requested(request: VerificationRequest, tell: Telling) {
    let mut changes = request.changes();
    while let Some(state) = changes.next().await {
        match state {
            VerificationRequestState::Transitioned { verification: Verification::SasV1(sas) } => {
                return compared(sas, tell).await;
            }
            VerificationRequestState::Done | VerificationRequestState::Cancelled(_) => return,
            _ => {}
        }
    }
}

async fn compared(sas: SasVerification, tell: Telling) {
    let mut changes = sas.changes();
    if !sas.we_started()
        && let Err(error) = sas.accept().await
    {
        return tracing::info!(%error, "a verification could not be begun");
    }
    while let Some(state) = changes.next().await {
        match state {
            SasState::KeysExchanged { emojis, decimals } => {
                let symbols = match emojis {
                    Some(emojis) => emojis.emojis.iter().map(named).collect(),
                    None => [decimals.0, decimals.1, decimals.2].map(|n| n.to_string()).to_vec(),
                };
                tell.tell(Stage::Compare(symbols)).await;
                if let Err(error) = sas.confirm().await {
                    return tracing::info!(%error, "a verification could not be confirmed");
                }
            }
            SasState::Done { .. } => return tell.tell(Stage::Done).await,
            SasState::Cancelled(info) => {
                return tracing::info!(why = info.reason(), "a verification was called off");
            }
            _ => {}
        }
    }
}

fn named(emoji: &Emoji) -> String {
    format!("{} {}", emoji.symbol, emoji.description)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_wish_is_sent_to_the_device_or_said_to_the_bot() {
        let sent = json!({"type": REQUEST, "sender": "@ana:s", "content": {"transaction_id": "t"}});
        let ana = || UserId::parse("@ana:s").unwrap();
        assert_eq!(sent_wish(&sent), Some(("t".into(), ana())));
        let start = json!({"type": START, "sender": "@ana:s", "content": {"transaction_id": "t"}});
        assert_eq!(sent_wish(&start), Some(("t".into(), ana())));
        let key = json!({"type": "m.room_key", "sender": "@ana:s", "content": {}});
        assert_eq!(sent_wish(&key), None);
        let said = |to: &str| {
            json!({"type": "m.room.message", "event_id": "$e", "sender": "@ana:s",
                "content": {"msgtype": REQUEST, "to": to}})
        };
        assert_eq!(said_wish(&said("@bot:s"), "@bot:s"), Some(("$e".into(), ana())));
        assert_eq!(said_wish(&said("@ben:s"), "@bot:s"), None);
    }
}
