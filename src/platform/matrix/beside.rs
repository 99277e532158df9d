//! Plain requests beside the client that serves, whose store another process may hold open: for
//! `check`, and for what `exec` has to know of a room.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::kept;
use super::settings::{Login, Settings};
use crate::domain::community::Room;
use crate::domain::ids::RoomRef;
use crate::platform::{Refusal, RoomFacts};

const LIMIT: Duration = Duration::from_secs(10);

/// A homeserver, asked by hand.
pub struct Beside {
    client: Client,
    settings: Settings,
}

/// A login that works.
pub struct Entered {
    token: SecretString,
    /// Whose it is.
    pub user: String,
    /// Its device.
    pub device: String,
    /// Made by [`Beside::enter`] alone, to be given back by [`Beside::leave`].
    pub new: bool,
}

impl Beside {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// When the system's trust can't be read.
    pub fn new(settings: Settings) -> anyhow::Result<Self> {
        Ok(Self { client: Client::builder().timeout(LIMIT).build()?, settings })
    }

    /// Whether the homeserver answers; otherwise why not.
    ///
    /// # Errors
    /// When it doesn't, in words.
    pub async fn answers(&self) -> Result<(), String> {
        self.get(&["v3", "login"], None).await.map(drop)
    }

    /// A login by the token that is kept or configured, else by the password.
    ///
    /// # Errors
    /// When the homeserver refuses it, in words.
    pub async fn enter(&self) -> Result<Entered, String> {
        match (self.token(), &self.settings.login) {
            (Some(token), _) => self.whoami(token).await,
            (None, Login::Token { token, .. }) => self.whoami(token.clone()).await,
            (None, Login::Password(password)) => self.with_password(password).await,
        }
    }

    /// Gives a login back that was made for the question alone.
    pub async fn leave(&self, entered: &Entered) {
        if entered.new {
            // A device that stays behind is an annoyance, not a fault.
            self.end(entered.token.clone()).await;
        }
    }

    /// Ends the session of a token.
    pub(super) async fn end(&self, token: SecretString) {
        let wish = self.client.post(self.address(&["v3", "logout"])).json(&json!({}));
        if let Err(why) = ask(wish, Some(&token)).await {
            tracing::info!(why, "a session could not be ended");
        }
    }

    /// The rooms the bot is in.
    ///
    /// # Errors
    /// When the homeserver doesn't say, in words.
    pub async fn rooms(&self, entered: &Entered) -> Result<Vec<String>, String> {
        let said = self.get(&["v3", "joined_rooms"], Some(&entered.token)).await?;
        let rooms = said.get("joined_rooms").and_then(Value::as_array);
        let ids = rooms.into_iter().flatten().filter_map(Value::as_str);
        Ok(ids.map(str::to_owned).collect())
    }

    /// What a room is, by the session that the serving process keeps.
    ///
    /// # Errors
    /// When nobody has logged in yet, the homeserver is away, or the bot is not in that room.
    pub async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        let token =
            self.token().ok_or_else(|| Refusal::Down("the bot has not logged in yet".into()))?;
        let said = self.get(&["v3", "joined_rooms"], Some(&token)).await.map_err(Refusal::Down)?;
        let joined = said.get("joined_rooms").and_then(Value::as_array);
        if !joined.into_iter().flatten().any(|id| id.as_str() == Some(&room.id)) {
            return Err(Refusal::NotAllowed("the bot is not in that room".into()));
        }
        let name = self.state(room, "m.room.name", "name", &token).await;
        let alias = self.state(room, "m.room.canonical_alias", "alias", &token).await;
        let encryption = self.state(room, "m.room.encryption", "algorithm", &token).await;
        let encrypted = encryption.is_some();
        Ok(RoomFacts {
            label: name.or(alias).unwrap_or_else(|| room.id.clone()),
            encrypted,
            may_speak: self.may_speak(&room.id, encrypted, &token).await,
        })
    }

    /// Whether the room's permissions let the bot speak. A room that says nothing lets everybody.
    async fn may_speak(&self, room: &str, encrypted: bool, token: &SecretString) -> bool {
        let path = ["v3", "rooms", room, "state", "m.room.power_levels"];
        match self.get(&path, Some(token)).await {
            Ok(levels) => speaks(&levels, &self.settings.user, encrypted),
            Err(_) => true,
        }
    }

    /// Whether a bound room's permissions let the bot speak.
    pub async fn may_speak_in(&self, entered: &Entered, room: &Room) -> bool {
        self.may_speak(&room.at.id, room.encrypted, &entered.token).await
    }

    /// Asks as somebody who is logged in.
    pub(super) async fn asked(&self, path: &[&str], entered: &Entered) -> Result<Value, String> {
        self.get(path, Some(&entered.token)).await
    }

    /// The keys of the bot's own devices, and its account's.
    pub(super) async fn device_keys(&self, entered: &Entered) -> Result<Value, String> {
        let wish = json!({ "device_keys": { &entered.user: [] } });
        let wish = self.client.post(self.address(&["v3", "keys", "query"])).json(&wish);
        ask(wish, Some(&entered.token)).await
    }

    async fn state(
        &self,
        room: &RoomRef,
        kind: &str,
        key: &str,
        token: &SecretString,
    ) -> Option<String> {
        let said = self.get(&["v3", "rooms", &room.id, "state", kind], Some(token)).await.ok()?;
        Some(word(&said, key)).filter(|text| !text.is_empty())
    }

    fn token(&self) -> Option<SecretString> {
        match &self.settings.login {
            Login::Token { token, .. } => Some(token.clone()),
            Login::Password(_) => kept::token(&self.settings),
        }
    }

    async fn whoami(&self, token: SecretString) -> Result<Entered, String> {
        let said = self.get(&["v3", "account", "whoami"], Some(&token)).await?;
        let (user, device) = (word(&said, "user_id"), word(&said, "device_id"));
        Ok(Entered { token, user, device, new: false })
    }

    async fn with_password(&self, password: &SecretString) -> Result<Entered, String> {
        let wish = json!({
            "type": "m.login.password",
            "identifier": { "type": "m.id.user", "user": self.settings.user },
            "password": password.expose_secret(),
            "initial_device_display_name": "Samovar (check)",
        });
        let wish = self.client.post(self.address(&["v3", "login"])).json(&wish);
        let said = ask(wish, None).await?;
        Ok(Entered {
            token: SecretString::from(word(&said, "access_token")),
            user: word(&said, "user_id"),
            device: word(&said, "device_id"),
            new: true,
        })
    }

    async fn get(&self, path: &[&str], token: Option<&SecretString>) -> Result<Value, String> {
        ask(self.client.get(self.address(path)), token).await
    }

    fn address(&self, path: &[&str]) -> url::Url {
        let mut address = self.settings.homeserver.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["_matrix", "client"]).extend(path);
        }
        address
    }
}

async fn ask(request: RequestBuilder, token: Option<&SecretString>) -> Result<Value, String> {
    let request = match token {
        Some(token) => request.bearer_auth(token.expose_secret()),
        None => request,
    };
    let answer = request.send().await.map_err(in_words)?;
    let status = answer.status();
    let said: Value = answer.json().await.unwrap_or_default();
    match status {
        StatusCode::OK => Ok(said),
        _ => Err(format!("{status}: {}", word(&said, "error"))),
    }
}

/// Whether power levels let a user say something. They are numbers, in old rooms also as text.
fn speaks(levels: &Value, user: &str, encrypted: bool) -> bool {
    let number = |value: &Value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
    let kind = if encrypted { "m.room.encrypted" } else { "m.room.message" };
    let own = number(&levels["users"][user]).or_else(|| number(&levels["users_default"]));
    let need = number(&levels["events"][kind]).or_else(|| number(&levels["events_default"]));
    own.unwrap_or(0) >= need.unwrap_or(0)
}

fn word(said: &Value, key: &str) -> String {
    said.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What went wrong below HTTP: the innermost cause is the one that helps.
fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn power_levels_say_who_may_speak() {
        let bot = "@bot:s";
        assert!(speaks(&json!({}), bot, true));
        assert!(!speaks(&json!({"events_default": 50}), bot, false));
        assert!(speaks(&json!({"events_default": 50, "users": {bot: "50"}}), bot, false));
        let only_sealed = json!({"events_default": 50, "events": {"m.room.encrypted": 0}});
        assert!(speaks(&only_sealed, bot, true) && !speaks(&only_sealed, bot, false));
        assert!(speaks(&json!({"users_default": 10, "events_default": "10"}), bot, false));
    }
}
