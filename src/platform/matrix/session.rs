//! The bot's device: made once, kept, and the same after every restart.

use futures_util::FutureExt as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::ruma::{OwnedDeviceId, OwnedUserId, UserId};
use matrix_sdk::{Client, SessionMeta, SessionTokens};
use secrecy::{ExposeSecret as _, SecretString};

use super::beside::Beside;
use super::refusal::SessionEnd;
use super::settings::{Login, Settings};
use super::{kept, refusal};
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

/// A client with its store open; no request is made.
pub(super) async fn open(settings: &Settings) -> anyhow::Result<Client> {
    kept::private_dir(&settings.dir)?;
    if kept::is_store_lost(settings)? {
        lost(settings)?;
    } else if kept::is_store_nobodys(settings)? {
        tracing::warn!("the Matrix store is of a device that nothing names; it is put aside");
        kept::forget_device(settings)?;
    }
    let passphrase = kept::passphrase(&settings.passphrase_file)?;
    let store = settings.dir.join("store");
    let client = builder(settings).sqlite_store(&store, Some(passphrase.expose_secret()));
    let client = client.build().boxed().await.with_context(|| {
        format!("the Matrix store in {} can't be opened with its passphrase", store.display())
    })?;
    if let Some(session) = kept::session(settings)? {
        client.restore_session(session).boxed().await.context(
            "the Matrix store belongs to another device; move the folder data/matrix away and \
             start again: the bot then logs in as a new device",
        )?;
    }
    Ok(client)
}

/// The store is gone, and the device's keys with it. Such a device reads nothing any more, and new
/// keys under its name would look like an attack to others: the bot goes on as a new one.
fn lost(settings: &Settings) -> anyhow::Result<()> {
    if let Login::Token { .. } = settings.login {
        bail!(
            "the Matrix store in {} is gone, and with it the keys of the token's device; make a \
             new access token for the bot, put it where matrix.access_token_file points to, and \
             start again (with a password the bot logs in again by itself)",
            settings.dir.display()
        )
    }
    tracing::error!(
        dir = %settings.dir.display(),
        "the Matrix store is gone, and with it the keys of the bot's device; it logs in as a new \
         device and recovers what the backup holds"
    );
    kept::part_from_device(settings)
}

/// Gives up a device whose keys are lost, so that nobody sends it keys any more.
pub(super) async fn give_up_orphan(settings: &Settings) {
    let Some(token) = kept::orphan(settings) else { return };
    match Beside::new(settings.clone()) {
        Ok(beside) => beside.end(token).await,
        Err(error) => return tracing::warn!(%error, "the lost device is still listed"),
    }
    if let Err(error) = kept::forget_orphan(settings) {
        tracing::warn!(error = format!("{error:#}"), "the lost device is still noted");
    }
}

fn builder(settings: &Settings) -> matrix_sdk::ClientBuilder {
    // Nothing is retried in here: the outbox and the sync loop have rules of their own.
    let requests = RequestConfig::new().disable_retry().timeout(REQUEST_LIMIT);
    // Keys for cross-signing and backup are made together with a recovery key that is kept (`keys`);
    // made alone they would lock the account's owner out of both.
    let encryption = EncryptionSettings {
        auto_enable_cross_signing: false,
        auto_enable_backups: false,
        // Asked for where something can't be read (`again`), so that it is known when it came.
        backup_download_strategy: BackupDownloadStrategy::Manual,
    };
    Client::builder()
        .homeserver_url(&settings.homeserver)
        .request_config(requests)
        .with_encryption_settings(encryption)
}

/// A client to log in with again, after the server has ended the session. A device that lost only
/// its token is kept; one that is gone from the server is replaced by a new one with new keys.
pub(super) async fn anew(settings: &Settings, end: SessionEnd) -> anyhow::Result<Client> {
    match end {
        SessionEnd::Token => kept::forget_token(settings)?,
        SessionEnd::Device | SessionEnd::Account => kept::forget_device(settings)?,
    }
    open(settings).await
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
    let device = kept::planned_device(settings).map_err(Outside::Pointless)?;
    let login = client
        .matrix_auth()
        .login_username(&settings.user, password.expose_secret())
        .device_id(device.as_str())
        .initial_device_display_name("Samovar")
        .send();
    login.boxed().await.map_err(|error| {
        outside(error, "the Matrix server refuses the bot's user name or password")
    })?;
    let session = client.matrix_auth().session().context("no session after the login");
    session.and_then(|session| kept::keep(settings, &session)).map_err(Outside::Pointless)
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
    client
        .restore_session(session.clone())
        .boxed()
        .await
        .map_err(|error| Outside::Pointless(error.into()))?;
    kept::keep(settings, &session).map_err(Outside::Pointless)
}

/// The device a token belongs to, by the server's own word: a wrong one would break encryption.
async fn token_device(
    settings: &Settings,
    token: &SecretString,
    said: Option<&str>,
) -> Result<OwnedDeviceId, Outside> {
    let probe = builder(settings)
        .build()
        .boxed()
        .await
        .map_err(|error| Outside::Pointless(error.into()))?;
    let session = token_session(settings, said.unwrap_or("UNKNOWN").into(), token.expose_secret())
        .map_err(Outside::Pointless)?;
    probe
        .restore_session(session)
        .boxed()
        .await
        .map_err(|error| Outside::Pointless(error.into()))?;
    let answer = probe
        .whoami()
        .boxed()
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
        _ if refusal::logged_out(&error).is_some() => {
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
