//! Plain requests beside the client that serves, whose store another process may hold open: for
//! `check`, and for what `exec` has to know of a room.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::kept;
use super::settings::{Login, Settings};
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
            let wish = self.client.post(self.address(&["v3", "logout"])).json(&json!({}));
            // A device that stays behind is an annoyance, not a fault.
            let _ = ask(wish, Some(&entered.token)).await;
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
        Ok(RoomFacts {
            label: name.or(alias).unwrap_or_else(|| room.id.clone()),
            encrypted: encryption.is_some(),
            may_speak: true,
        })
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
