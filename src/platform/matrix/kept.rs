//! The files that keep the bot's device between starts.
//!
//! `DATA/matrix/session.json` names the device before the first login and holds the token after
//! it, so a kill between the two makes no second device. The store beside it holds the keys of
//! that device and is readable only with the passphrase.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::ruma::{DeviceId, OwnedDeviceId, OwnedUserId};
use matrix_sdk::{SessionMeta, SessionTokens};
use rand::RngCore as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::session::user;
use super::settings::{Login, Settings};

/// The file of the store that holds the device's keys.
const CRYPTO: &str = "matrix-sdk-crypto.sqlite3";

/// What is kept of the session between starts.
#[derive(Serialize, Deserialize)]
struct Kept {
    homeserver: String,
    user: OwnedUserId,
    device: OwnedDeviceId,
    access_token: Option<String>,
    refresh_token: Option<String>,
    /// The token of a device whose keys are lost: it is given up once there is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    orphan: Option<String>,
}

fn read(settings: &Settings) -> anyhow::Result<Option<Kept>> {
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
pub(super) fn token(settings: &Settings) -> Option<SecretString> {
    let token = read(settings).ok()??.access_token?;
    Some(SecretString::from(token))
}

/// The session to restore, if there is one; a newly configured token goes before the kept one.
pub(super) fn session(settings: &Settings) -> anyhow::Result<Option<MatrixSession>> {
    let Some(kept) = read(settings)? else { return Ok(None) };
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
pub(super) fn planned_device(settings: &Settings) -> anyhow::Result<OwnedDeviceId> {
    if let Some(kept) = read(settings)? {
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
            orphan: None,
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
            orphan: read(settings)?.and_then(|kept| kept.orphan),
        },
    )
}

/// Forgets the token of a session that is over; the device stays.
pub(super) fn forget_token(settings: &Settings) -> anyhow::Result<()> {
    match read(settings)? {
        Some(kept) => {
            write_kept(settings, &Kept { access_token: None, refresh_token: None, ..kept })
        }
        None => Ok(()),
    }
}

/// Whether the keys of the session's device are gone: the store that held them is not there.
pub(super) fn is_store_lost(settings: &Settings) -> anyhow::Result<bool> {
    let logged_in = read(settings)?.is_some_and(|kept| kept.access_token.is_some());
    Ok(logged_in && !settings.dir.join("store").join(CRYPTO).exists())
}

/// Whether there are keys of a device that nothing names any more.
pub(super) fn is_store_nobodys(settings: &Settings) -> anyhow::Result<bool> {
    Ok(read(settings)?.is_none() && settings.dir.join("store").join(CRYPTO).exists())
}

/// Begins with a new device, because the keys of the old one are gone; that one is given up later.
pub(super) fn part_from_device(settings: &Settings) -> anyhow::Result<()> {
    let orphan = read(settings)?.and_then(|kept| kept.access_token);
    forget_device(settings)?;
    let device = planned_device(settings)?;
    let Some(kept) = read(settings)?.filter(|kept| kept.device == device) else { return Ok(()) };
    write_kept(settings, &Kept { orphan, ..kept })
}

/// The token of the device that is to be given up.
pub(super) fn orphan(settings: &Settings) -> Option<SecretString> {
    read(settings).ok()??.orphan.map(SecretString::from)
}

/// That device is given up.
pub(super) fn forget_orphan(settings: &Settings) -> anyhow::Result<()> {
    match read(settings)? {
        Some(kept) => write_kept(settings, &Kept { orphan: None, ..kept }),
        None => Ok(()),
    }
}

/// Forgets a device that is over. Its store is put aside rather than destroyed: it holds keys that
/// may still be wanted.
pub(super) fn forget_device(settings: &Settings) -> anyhow::Result<()> {
    let (store, aside) = (settings.dir.join("store"), settings.dir.join("store.ended"));
    gone(std::fs::remove_dir_all(&aside)).with_context(|| aside.display().to_string())?;
    gone(std::fs::rename(&store, &aside)).with_context(|| store.display().to_string())?;
    let session = settings.dir.join("session.json");
    gone(std::fs::remove_file(&session)).with_context(|| session.display().to_string())
}

/// What was not there need not be taken away.
fn gone(done: std::io::Result<()>) -> std::io::Result<()> {
    match done {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn write_kept(settings: &Settings, kept: &Kept) -> anyhow::Result<()> {
    write_private(&settings.dir.join("session.json"), &serde_json::to_vec_pretty(kept)?)
}

/// The recovery key in its file, where there is one.
pub(super) fn recovery_key(path: &Path) -> anyhow::Result<Option<SecretString>> {
    match std::fs::read_to_string(path) {
        Ok(text) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned().into())),
        Ok(_) => bail!("{} is empty", path.display()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

/// Keeps a recovery key that was just made.
pub(super) fn keep_recovery_key(path: &Path, key: &SecretString) -> anyhow::Result<()> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        private_dir(parent)?;
    }
    write_private(path, format!("{}\n", key.expose_secret()).as_bytes())
}

/// The passphrase in the file; the file is made where it is missing.
#[expect(clippy::disallowed_methods, reason = "a secret is never replayed from a seed")]
pub(super) fn passphrase(path: &Path) -> anyhow::Result<SecretString> {
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

pub(super) fn private_dir(path: &Path) -> anyhow::Result<()> {
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
