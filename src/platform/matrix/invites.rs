//! Whose invites are taken; others are refused without a word.

use futures_util::FutureExt as _;
use std::time::Duration;

use matrix_sdk::ruma::{OwnedRoomId, UserId};
use matrix_sdk::{Room, RoomState};

use super::refusal;
use super::settings::Settings;
use crate::platform::Refusal;

/// How often joining is tried: right after an invite the server may not be ready for it.
const TRIES: u32 = 6;

/// Who may invite the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Welcome {
    servers: Vec<String>,
    users: Vec<String>,
}

impl Welcome {
    /// From the operator's list; without one, everyone on the bot's own server.
    pub(super) fn of(settings: &Settings, own: &UserId) -> Self {
        let Some(list) = &settings.accept_invites_from else {
            return Self { servers: vec![own.server_name().to_string()], users: Vec::new() };
        };
        let after = |prefix: &str| {
            let entries = list.iter().filter_map(|entry| entry.strip_prefix(prefix));
            entries.map(str::to_owned).collect()
        };
        Self { servers: after("matrix:server:"), users: after("matrix:user:") }
    }

    /// Whether this person may invite the bot.
    pub(super) fn takes(&self, user: &UserId) -> bool {
        let server = user.server_name();
        self.users.iter().any(|known| known == user.as_str())
            || self.servers.iter().any(|known| known == server.as_str())
    }
}

/// Joins, or leaves the invite; which one it was.
pub(super) async fn answer(room: Room, welcome: Welcome) -> OwnedRoomId {
    if let Ok(invite) = room.invite_details().boxed().await {
        decide(&room, &invite.inviter_id, &welcome).await;
    }
    room.room_id().to_owned()
}

async fn decide(room: &Room, inviter: &UserId, welcome: &Welcome) {
    let welcome = welcome.takes(inviter);
    if !welcome {
        tracing::info!(room = %room.room_id(), %inviter, "invite refused: not on the list");
    }
    repeat(room, welcome).await;
}

#[expect(clippy::disallowed_methods, reason = "a pause between tries of the server")]
async fn repeat(room: &Room, join: bool) {
    let mut pause = Duration::from_millis(500);
    for _ in 0..TRIES {
        if room.state() != RoomState::Invited {
            return;
        }
        let done = if join { room.join().boxed().await } else { room.leave().boxed().await };
        let Err(error) = done else { return };
        tracing::warn!(room = %room.room_id(), join, error = %error, "invite not answered yet");
        let wait = match refusal::of(&error) {
            Refusal::Later(wait) => wait,
            _ => pause,
        };
        tokio::time::sleep(wait).await;
        pause *= 2;
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::user_id;

    use super::*;
    use crate::platform::matrix::Login;

    fn settings(list: Option<&[&str]>) -> Settings {
        Settings {
            homeserver: "http://127.0.0.1:1".parse().unwrap(),
            user: "@samovar:example.org".into(),
            login: Login::Password("x".to_owned().into()),
            dir: "x".into(),
            passphrase_file: "x".into(),
            recovery_file: "x".into(),
            new_identity: false,
            accept_invites_from: list.map(|list| list.iter().map(|&e| e.to_owned()).collect()),
            prefix: "!cop".into(),
        }
    }

    #[test]
    fn the_own_server_is_welcome_by_default_and_a_list_replaces_it() {
        let own = user_id!("@samovar:example.org");
        let (ana, eve) = (user_id!("@ana:example.org"), user_id!("@eve:elsewhere.net"));
        let default = Welcome::of(&settings(None), own);
        assert!(default.takes(ana) && !default.takes(eve));
        let list = ["matrix:user:@eve:elsewhere.net", "discord:server:1"];
        let listed = Welcome::of(&settings(Some(&list)), own);
        assert!(listed.takes(eve) && !listed.takes(ana));
        let server = Welcome::of(&settings(Some(&["matrix:server:elsewhere.net"])), own);
        assert!(server.takes(eve) && !server.takes(ana));
        assert!(!Welcome::of(&settings(Some(&[])), own).takes(ana));
    }
}
