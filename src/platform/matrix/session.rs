//! The bot's device: made once, kept, and the same after every restart.
//!
//! `DATA/matrix/session.json` names the device before the first login and holds the token after
//! it, so a kill between the two makes no second device. The store beside it holds the keys of
//! that device and is readable only with the passphrase.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::ruma::{DeviceId, OwnedDeviceId, OwnedUserId, UserId};
use matrix_sdk::{Client, SessionMeta, SessionTokens};
use rand::RngCore as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::refusal;
use super::settings::{Login, Settings};
use crate::platform::Refusal;

/// How long one request may take, apart from the wait of a sync.
pub(super) const REQUEST_LIMIT: Duration = Duration::from_secs(10);

/// Why the bot could not log in.
pub(super) enum Outside {
    /// Trying again is pointless; the words say what to mend.
    Pointless(anyhow::Error),
    /// The server is away or asks to wait.
    Later(Refusal),
}

/// What is kept of the session between starts.
#[derive(Serialize, Deserialize)]
struct Kept {
    homeserver: String,
    user: OwnedUserId,
    device: OwnedDeviceId,
    access_token: Option<String>,
    refresh_token: Option<String>,
}

/// A client with its store open; no request is made.
pub(super) async fn open(settings: &Settings) -> anyhow::Result<Client> {
    private_dir(&settings.dir)?;
    let passphrase = passphrase(&settings.passphrase_file)?;
    let store = settings.dir.join("store");
    let client = builder(settings).sqlite_store(&store, Some(passphrase.expose_secret()));
    let client = Box::pin(client.build()).await.with_context(|| {
        format!("the Matrix store in {} can't be opened with its passphrase", store.display())
    })?;
    if let Some(session) = kept_session(settings)? {
        Box::pin(client.restore_session(session)).await.context(
            "the Matrix store belongs to another device; move the folder data/matrix away and \
             start again: the bot then logs in as a new device",
        )?;
    }
    Ok(client)
}

fn builder(settings: &Settings) -> matrix_sdk::ClientBuilder {
    // Nothing is retried in here: the outbox and the sync loop have rules of their own.
    let requests = RequestConfig::new().disable_retry().timeout(REQUEST_LIMIT);
    // Keys for cross-signing and backup are only made together with a recovery key that is kept;
    // made alone they would lock the account's owner out of both.
    let encryption = EncryptionSettings {
        auto_enable_cross_signing: false,
        auto_enable_backups: false,
        backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
    };
    Client::builder()
        .homeserver_url(&settings.homeserver)
        .request_config(requests)
        .with_encryption_settings(encryption)
}

/// Logs in where that was not done before.
pub(super) async fn enter(client: &Client, settings: &Settings) -> Result<(), Outside> {
    if client.session_meta().is_some() {
        return Ok(());
    }
    match &settings.login {
        Login::Password(password) => with_password(client, settings, password).await,
        Login::Token { token, device } => {
            with_token(client, settings, token, device.as_deref()).await
        }
    }
}

async fn with_password(
    client: &Client,
    settings: &Settings,
    password: &SecretString,
) -> Result<(), Outside> {
    let device = planned_device(settings).map_err(Outside::Pointless)?;
    let login = client
        .matrix_auth()
        .login_username(&settings.user, password.expose_secret())
        .device_id(device.as_str())
        .initial_device_display_name("Samovar")
        .send();
    Box::pin(login).await.map_err(|error| {
        outside(error, "the Matrix server refuses the bot's user name or password")
    })?;
    let session = client.matrix_auth().session().context("no session after the login");
    session.and_then(|session| keep(settings, &session)).map_err(Outside::Pointless)
}

async fn with_token(
    client: &Client,
    settings: &Settings,
    token: &SecretString,
    device: Option<&str>,
) -> Result<(), Outside> {
    let device = token_device(settings, token, device).await?;
    let session =
        token_session(settings, device, token.expose_secret()).map_err(Outside::Pointless)?;
    Box::pin(client.restore_session(session.clone()))
        .await
        .map_err(|error| Outside::Pointless(error.into()))?;
    keep(settings, &session).map_err(Outside::Pointless)
}

/// The device a token belongs to, by the server's own word: a wrong one would break encryption.
async fn token_device(
    settings: &Settings,
    token: &SecretString,
    said: Option<&str>,
) -> Result<OwnedDeviceId, Outside> {
    let probe = Box::pin(builder(settings).build())
        .await
        .map_err(|error| Outside::Pointless(error.into()))?;
    let session = token_session(settings, said.unwrap_or("UNKNOWN").into(), token.expose_secret())
        .map_err(Outside::Pointless)?;
    Box::pin(probe.restore_session(session))
        .await
        .map_err(|error| Outside::Pointless(error.into()))?;
    let answer = Box::pin(probe.whoami())
        .await
        .map_err(|error| outside(error.into(), "the Matrix server refuses the bot's token"))?;
    checked(settings, said, &answer.user_id, answer.device_id).map_err(Outside::Pointless)
}

fn checked(
    settings: &Settings,
    said: Option<&str>,
    user: &UserId,
    device: Option<OwnedDeviceId>,
) -> anyhow::Result<OwnedDeviceId> {
    if user.as_str() != settings.user {
        bail!("the Matrix token belongs to {user}, not to {}", settings.user);
    }
    let device = device.context("the Matrix token belongs to no device; log in by password")?;
    match said {
        Some(said) if said != device.as_str() => {
            bail!("the Matrix token belongs to the device {device}, not to {said}")
        }
        _ => Ok(device),
    }
}

fn token_session(
    settings: &Settings,
    device: OwnedDeviceId,
    token: &str,
) -> anyhow::Result<MatrixSession> {
    Ok(MatrixSession {
        meta: SessionMeta { user_id: user(settings)?, device_id: device },
        tokens: SessionTokens { access_token: token.to_owned(), refresh_token: None },
    })
}

/// The bot's user id, checked.
pub(super) fn user(settings: &Settings) -> anyhow::Result<OwnedUserId> {
    UserId::parse(&settings.user).with_context(|| {
        format!("{:?} is not a Matrix user id such as @samovar:example.org", settings.user)
    })
}

/// An error of a login: wrong words end it, everything else is worth another try.
fn outside(error: matrix_sdk::Error, words: &'static str) -> Outside {
    match refusal::of(&error) {
        Refusal::NotAllowed(_) | Refusal::Never(_) => {
            Outside::Pointless(anyhow::Error::new(error).context(words))
        }
        _ if refusal::logged_out(&error) => {
            Outside::Pointless(anyhow::Error::new(error).context(words))
        }
        _ if !matches!(error, matrix_sdk::Error::Http(_)) => {
            Outside::Pointless(anyhow::Error::new(error).context(
                "the Matrix store belongs to another device; move the folder data/matrix away",
            ))
        }
        later => Outside::Later(later),
    }
}

// --- files -----------------------------------------------------------------------------------

fn kept(settings: &Settings) -> anyhow::Result<Option<Kept>> {
    let path = settings.dir.join("session.json");
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    let kept: Kept =
        serde_json::from_slice(&text).with_context(|| format!("{} is damaged", path.display()))?;
    if kept.user.as_str() != settings.user {
        bail!(
            "{} belongs to {}, not to {}; move the folder away to start afresh",
            path.display(),
            kept.user,
            settings.user
        );
    }
    Ok(Some(kept))
}

/// The token of the session that is kept, for a process beside the one that serves.
pub(super) fn kept_token(settings: &Settings) -> Option<SecretString> {
    let token = kept(settings).ok()??.access_token?;
    Some(SecretString::from(token))
}

/// The session to restore, if there is one; a newly configured token goes before the kept one.
fn kept_session(settings: &Settings) -> anyhow::Result<Option<MatrixSession>> {
    let Some(kept) = kept(settings)? else { return Ok(None) };
    let Some(access_token) = kept.access_token else { return Ok(None) };
    if let Login::Token { token, .. } = &settings.login
        && token.expose_secret() != access_token
    {
        return Ok(None);
    }
    Ok(Some(MatrixSession {
        meta: SessionMeta { user_id: kept.user, device_id: kept.device },
        tokens: SessionTokens { access_token, refresh_token: kept.refresh_token },
    }))
}

/// The device to log in as: the one planned before a kill, else a new one, written down first.
fn planned_device(settings: &Settings) -> anyhow::Result<OwnedDeviceId> {
    if let Some(kept) = kept(settings)? {
        return Ok(kept.device);
    }
    let device = DeviceId::new();
    write_kept(
        settings,
        &Kept {
            homeserver: settings.homeserver.to_string(),
            user: user(settings)?,
            device: device.clone(),
            access_token: None,
            refresh_token: None,
        },
    )?;
    Ok(device)
}

/// Keeps a session for the next start.
pub(super) fn keep(settings: &Settings, session: &MatrixSession) -> anyhow::Result<()> {
    write_kept(
        settings,
        &Kept {
            homeserver: settings.homeserver.to_string(),
            user: session.meta.user_id.clone(),
            device: session.meta.device_id.clone(),
            access_token: Some(session.tokens.access_token.clone()),
            refresh_token: session.tokens.refresh_token.clone(),
        },
    )
}

fn write_kept(settings: &Settings, kept: &Kept) -> anyhow::Result<()> {
    write_private(&settings.dir.join("session.json"), &serde_json::to_vec_pretty(kept)?)
}

/// The passphrase in the file; the file is made where it is missing.
#[expect(clippy::disallowed_methods, reason = "a secret is never replayed from a seed")]
fn passphrase(path: &Path) -> anyhow::Result<SecretString> {
    match std::fs::read_to_string(path) {
        Ok(text) if !text.trim().is_empty() => return Ok(text.trim().to_owned().into()),
        Ok(_) => bail!("{} is empty", path.display()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    }
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(parent) = path.parent() {
        private_dir(parent)?;
    }
    write_private(path, text.as_bytes())?;
    Ok(text.into())
}

fn private_dir(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| path.display().to_string())
}

/// Writes a file that only its owner may read: whole or not at all, through to the disk.
fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let new = path.with_added_extension("new");
    let write = || {
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&new, path)
    };
    write().with_context(|| path.display().to_string())
}
