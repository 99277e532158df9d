//! The bot's own reactions under a post, for people to tap.
//!
//! Each stands once: it has a key of its own like every act, and a server refuses the same reaction
//! by the same account to the same message. So they are simply put again after a crash.

use matrix_sdk::Room;
use matrix_sdk::ruma::TransactionId;
use serde_json::json;

use super::refusal;
use crate::domain::ids::RemoteId;
use crate::platform::Refusal;

const REACTION: &str = "m.reaction";

/// Puts the reactions under a message that stands.
///
/// A server that is away leaves the whole act in doubt: the message stands already, and only doubt
/// is looked into without saying it twice. A room that wants no reactions has none.
pub(super) async fn put(
    room: &Room,
    message: &RemoteId,
    taps: &[String],
    key: &str,
) -> Result<(), Refusal> {
    for (number, tap) in taps.iter().enumerate() {
        let content = json!({ "m.relates_to": {
            "rel_type": "m.annotation", "event_id": message.as_str(), "key": tap,
        } });
        let key = <&TransactionId>::from(format!("{key}-{number}").as_str()).to_owned();
        let sent = room.send_raw(REACTION, content).with_transaction_id(&key).into_future();
        if let Err(error) = sent.await {
            undone(&refusal::of(&error))?;
        }
    }
    Ok(())
}

/// What it means that a reaction was not put.
fn undone(refusal: &Refusal) -> Result<(), Refusal> {
    match refusal {
        Refusal::Down(_) | Refusal::Later(_) | Refusal::Doubt(_) => {
            Err(Refusal::Doubt(format!("a reaction of ours is still to come: {refusal}")))
        }
        Refusal::NotAllowed(_)
        | Refusal::Gone(_)
        | Refusal::NoDirect(_)
        | Refusal::Frozen(_)
        | Refusal::Never(_) => {
            tracing::debug!(%refusal, "a reaction was not put, or stood already");
            Ok(())
        }
    }
}
