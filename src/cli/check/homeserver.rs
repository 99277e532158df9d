//! Matrix: whether the homeserver answers, takes the bot's login, and has it in its rooms.
//!
//! Plain requests beside the client that serves: its store may be open in another process. A
//! password is tried with a login that is given back at once.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::config::{Config, Matrix, MatrixLogin};
use crate::daemon::Ending;
use crate::domain::community::Room;

use super::findings::Findings;
use super::house::named;

const LIMIT: Duration = Duration::from_secs(10);

/// A homeserver, asked by hand.
struct Asked<'a> {
    client: Client,
    matrix: &'a Matrix,
}

/// A login that works.
struct Login {
    token: SecretString,
    user: String,
    device: String,
    /// Made for the check alone, to be given back.
    ours: bool,
}

/// What the client keeps between starts; only the token is of interest here.
#[derive(Deserialize)]
struct Kept {
    access_token: Option<String>,
}

pub(super) async fn check(
    config: &Config,
    matrix: &Matrix,
    rooms: &[Room],
    found: &mut Findings,
) -> Result<(), Ending> {
    let client = Client::builder().timeout(LIMIT).build().map_err(|why| failed(&why))?;
    let asked = Asked { client, matrix };
    let homeserver = matrix.homeserver.as_str();
    if let Err(why) = asked.get("v3/login", None).await {
        let args = [("homeserver", homeserver.into()), ("why", why.into())];
        found.fault("operate-check-matrix-away", &args);
        return Ok(());
    }
    found.ok("operate-check-matrix-there", &[("homeserver", homeserver.into())]);
    let user = matrix.user.as_str();
    let login = match asked.login(config).await {
        Ok(login) => login,
        Err(why) => {
            let args = [("why", why.into()), ("user", user.into())];
            found.fault("operate-check-matrix-refused", &args);
            return Ok(());
        }
    };
    if login.user != user {
        let args = [("found", login.user.as_str().into()), ("user", user.into())];
        found.fault("operate-check-matrix-other", &args);
    } else if login.ours {
        found.ok("operate-check-matrix-can", &[("user", user.into())]);
    } else {
        let args = [("user", user.into()), ("device", login.device.as_str().into())];
        found.ok("operate-check-matrix-in", &args);
    }
    asked.rooms(&login, rooms, found).await;
    if login.ours {
        let _ = asked.post("v3/logout", Some(&login.token), &json!({})).await;
    }
    Ok(())
}

impl Asked<'_> {
    /// By the token that is kept or configured, else by the password.
    async fn login(&self, config: &Config) -> Result<Login, String> {
        let configured = self.matrix.login().map_err(|why| why.to_string())?;
        let token = match &configured {
            MatrixLogin::Token { token, .. } => Some(token.clone()),
            MatrixLogin::Password(_) => kept_token(config),
        };
        match (token, configured) {
            (Some(token), _) => self.whoami(token).await,
            (None, MatrixLogin::Password(password)) => self.with_password(&password).await,
            (None, MatrixLogin::Token { token, .. }) => self.whoami(token).await,
        }
    }

    async fn whoami(&self, token: SecretString) -> Result<Login, String> {
        let said = self.get("v3/account/whoami", Some(&token)).await?;
        Ok(Login {
            user: word(&said, "user_id"),
            device: word(&said, "device_id"),
            token,
            ours: false,
        })
    }

    async fn with_password(&self, password: &SecretString) -> Result<Login, String> {
        let wish = json!({
            "type": "m.login.password",
            "identifier": { "type": "m.id.user", "user": self.matrix.user },
            "password": password.expose_secret(),
            "initial_device_display_name": "Samovar (check)",
        });
        let said = self.post("v3/login", None, &wish).await?;
        Ok(Login {
            token: SecretString::from(word(&said, "access_token")),
            user: word(&said, "user_id"),
            device: word(&said, "device_id"),
            ours: true,
        })
    }

    async fn rooms(&self, login: &Login, rooms: &[Room], found: &mut Findings) {
        let bound: Vec<_> =
            rooms.iter().filter(|room| room.at.platform.as_str() == "matrix").collect();
        if bound.is_empty() {
            return;
        }
        let joined = self.get("v3/joined_rooms", Some(&login.token)).await.ok();
        let joined = joined.as_ref().and_then(|said| said.get("joined_rooms")?.as_array());
        for room in bound {
            let name = [("room", named(room).into())];
            match joined {
                None => found.note("operate-check-room-unknown", &name),
                Some(joined) if joined.iter().any(|id| id.as_str() == Some(&room.at.id)) => {
                    found.ok("operate-check-room-joined", &name);
                }
                Some(_) => found.fault("operate-check-room-absent", &name),
            }
        }
    }

    async fn get(&self, path: &str, token: Option<&SecretString>) -> Result<Value, String> {
        self.ask(self.client.get(self.address(path)), token).await
    }

    async fn post(
        &self,
        path: &str,
        token: Option<&SecretString>,
        wish: &Value,
    ) -> Result<Value, String> {
        self.ask(self.client.post(self.address(path)).json(wish), token).await
    }

    async fn ask(
        &self,
        request: RequestBuilder,
        token: Option<&SecretString>,
    ) -> Result<Value, String> {
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

    fn address(&self, path: &str) -> String {
        format!("{}/_matrix/client/{path}", self.matrix.homeserver.trim_end_matches('/'))
    }
}

fn kept_token(config: &Config) -> Option<SecretString> {
    let text = std::fs::read(config.data.dir.join("matrix").join("session.json")).ok()?;
    let kept: Kept = serde_json::from_slice(&text).ok()?;
    kept.access_token.map(SecretString::from)
}

fn word(said: &Value, key: &str) -> String {
    said.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What went wrong below HTTP, with the innermost cause, which is the one that helps.
fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

fn failed(error: &reqwest::Error) -> Ending {
    Ending::Failed(error.to_string())
}
