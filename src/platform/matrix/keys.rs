//! The account's own keys: its identity, by which others know its devices, and the backup in which
//! the keys of rooms wait for the next device. Both are opened by one recovery key, which is kept
//! in a file.
//!
//! They are made on the first start, and recovered where the device is new. Whatever was done when
//! a process died is found as it is by the next: what is looked at first is what there is here, at
//! the server and in the file, and only what is missing is done. A recovery key that is there is
//! never overwritten, and keys of the account that can't be opened are never replaced unless the
//! operator says so.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use matrix_sdk::Client;
use matrix_sdk::encryption::CrossSigningResetAuthType;
use matrix_sdk::encryption::recovery::RecoveryError;
use matrix_sdk::encryption::secret_storage::SecretStorageError;
use matrix_sdk::ruma::api::client::uiaa::{
    AuthData, MatrixUserIdentifier, Password, UiaaInfo, UserIdentifier,
};
use secrecy::{ExposeSecret as _, SecretString};

use super::kept;
use super::settings::{Login, Settings};
use crate::platform::{KeyFault, Keys};

/// Between two tries while the server is away, and between two looks while all is well.
const SOON: Duration = Duration::from_secs(10);
const LATER: Duration = Duration::from_secs(600);

/// How the keys were when they were last looked at.
#[derive(Debug, Default)]
pub(super) struct Ring(Mutex<Looked>);

#[derive(Debug, Default)]
struct Looked {
    found: Option<Keys>,
    next: Option<Instant>,
}

impl Ring {
    /// How the keys were, if they were looked at.
    pub(super) fn found(&self) -> Option<Keys> {
        self.with(|looked| looked.found.clone())
    }

    /// They belong to another device from now on.
    pub(super) fn forget(&self) {
        self.with(|looked| *looked = Looked::default());
    }

    fn is_due(&self) -> bool {
        self.with(|looked| looked.next.is_none_or(|next| next <= Instant::now()))
    }

    fn note(&self, found: Option<Keys>, wait: Duration) {
        self.with(|looked| {
            looked.found = found.or_else(|| looked.found.take());
            looked.next = Some(Instant::now() + wait);
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut Looked) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Makes the keys well where that is due. Nothing waits for it: with keys that are not well the bot
/// is less, but not deaf.
pub(super) fn tend<'a>(
    ring: &'a Ring,
    client: &'a Client,
    settings: &'a Settings,
) -> BoxFuture<'a, ()> {
    look_in(ring, client, settings).boxed()
}

async fn look_in(ring: &Ring, client: &Client, settings: &Settings) {
    if !ring.is_due() {
        return;
    }
    match look_after(client, settings).boxed().await {
        Ok(fault) => {
            let keys = state(client, fault).await;
            if ring.found().as_ref() != Some(&keys) {
                tell(&keys, settings);
            }
            let wait = if keys.verified && keys.backed_up { LATER } else { SOON * 6 };
            ring.note(Some(keys), wait);
        }
        Err(error) => {
            tracing::warn!(
                error = format!("{error:#}"),
                "the account's keys are not looked after yet"
            );
            ring.note(None, SOON);
        }
    }
}

fn tell(keys: &Keys, settings: &Settings) {
    let file = settings.recovery_file.display();
    match keys.fault {
        None => tracing::info!(
            verified = keys.verified,
            backed_up = keys.backed_up,
            "the account's keys are looked after"
        ),
        Some(KeyFault::NoRecoveryKey) => tracing::error!(
            %file, "the account has keys already, and the recovery key that opens them is missing; \
             put it into that file, or set matrix.new_identity to begin with new keys"
        ),
        Some(KeyFault::WrongRecoveryKey) => tracing::error!(
            %file, "the recovery key in that file does not open the account's keys; put the right \
             one there, or move the file away to have a new one made"
        ),
        Some(KeyFault::NeedsPassword) => tracing::error!(
            "the server asks for the account's password before it takes the account's keys; set \
             matrix.password_file"
        ),
    }
}

async fn state(client: &Client, fault: Option<KeyFault>) -> Keys {
    let encryption = client.encryption();
    let device = encryption.get_own_device().await.ok().flatten();
    Keys {
        verified: device.is_some_and(|device| device.is_cross_signed_by_owner()),
        backed_up: encryption.backups().are_enabled().await,
        fault,
    }
}

/// What is done, by what there is: an identity at the server, its private half here, a file.
async fn look_after(client: &Client, settings: &Settings) -> anyhow::Result<Option<KeyFault>> {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    let Some(own) = client.user_id() else { return Ok(None) };
    let known = encryption.request_user_identity(own).await?.is_some();
    let ours = encryption.cross_signing_status().await.is_some_and(|status| status.is_complete());
    let kept = kept::recovery_key(&settings.recovery_file)?;
    match (known, ours, kept) {
        (true, true, kept) => keep_well(client, settings, kept).await,
        (true, false, Some(key)) => recover(client, settings, &key).await,
        (true, false, None) if settings.new_identity => replace(client, settings).await,
        (true, false, None) => Ok(Some(KeyFault::NoRecoveryKey)),
        (false, _, kept) => begin(client, settings, kept).await,
    }
}

/// The account has no identity yet: one is made, then the backup, then the recovery key.
async fn begin(
    client: &Client,
    settings: &Settings,
    kept: Option<SecretString>,
) -> anyhow::Result<Option<KeyFault>> {
    let encryption = client.encryption();
    if let Err(error) = encryption.bootstrap_cross_signing(None).await {
        let Some(asked) = error.as_uiaa_response() else { return Err(error.into()) };
        let Some(answer) = password(settings, asked) else {
            return Ok(Some(KeyFault::NeedsPassword));
        };
        encryption.bootstrap_cross_signing(Some(answer)).await?;
    }
    tracing::info!("the account's identity is made");
    make_recovery(client, settings, kept.as_ref()).await?;
    keep_well(client, settings, kept::recovery_key(&settings.recovery_file)?).await
}

/// The answer to a server that asks for the password once more.
fn password(settings: &Settings, asked: &UiaaInfo) -> Option<AuthData> {
    let Login::Password(password) = &settings.login else { return None };
    let user = UserIdentifier::Matrix(MatrixUserIdentifier::new(settings.user.clone()));
    let mut answer = Password::new(user, password.expose_secret().to_owned());
    answer.session.clone_from(&asked.session);
    Some(AuthData::Password(answer))
}

/// Makes what the recovery key opens, and the key where none is kept. One that an operator put into
/// the file beforehand opens it too, as a passphrase.
async fn make_recovery(
    client: &Client,
    settings: &Settings,
    kept: Option<&SecretString>,
) -> anyhow::Result<()> {
    let encryption = client.encryption();
    let recovery = encryption.recovery();
    let made_before = encryption.secret_storage().is_enabled().await?;
    if !made_before
        && !encryption.backups().are_enabled().await
        && encryption.backups().fetch_exists_on_server().await?
    {
        // Begun by a process that died before it had the key: nobody can open it.
        encryption.backups().disable_and_delete().await?;
    }
    let key = match (made_before, kept) {
        // Made, but the file was not written: another key opens it from now on.
        (true, _) => recovery.reset_key().await?,
        (false, Some(kept)) => recovery.enable().with_passphrase(kept.expose_secret()).await?,
        (false, None) => recovery.enable().await?,
    };
    if kept.is_none() {
        kept::keep_recovery_key(&settings.recovery_file, &SecretString::from(key))?;
        tracing::info!(file = %settings.recovery_file.display(), "the recovery key is made and kept");
    }
    Ok(())
}

/// The identity is ours: the device is signed by it, the recovery key opens it, the backup is on.
async fn keep_well(
    client: &Client,
    settings: &Settings,
    kept: Option<SecretString>,
) -> anyhow::Result<Option<KeyFault>> {
    let encryption = client.encryption();
    if let Some(device) = encryption.get_own_device().await?
        && !device.is_cross_signed_by_owner()
    {
        device.verify().await?;
        if let Some(own) = client.user_id() {
            encryption.request_user_identity(own).await?;
        }
    }
    let Some(key) = kept else {
        make_recovery(client, settings, None).await?;
        return back_up(client, settings).await;
    };
    match encryption.secret_storage().open_secret_store(key.expose_secret()).await {
        Ok(_) => back_up(client, settings).await,
        Err(SecretStorageError::MissingKeyInfo { .. }) => {
            make_recovery(client, settings, Some(&key)).await?;
            back_up(client, settings).await
        }
        Err(SecretStorageError::SecretStorageKey(_)) => Ok(Some(KeyFault::WrongRecoveryKey)),
        Err(error) => Err(error.into()),
    }
}

/// The backup is on, or goes on: by the key in the secret store, or else as a new one.
async fn back_up(client: &Client, settings: &Settings) -> anyhow::Result<Option<KeyFault>> {
    let encryption = client.encryption();
    let backups = encryption.backups();
    if backups.are_enabled().await && backups.fetch_exists_on_server().await? {
        return Ok(None);
    }
    let Some(key) = kept::recovery_key(&settings.recovery_file)? else { return Ok(None) };
    tracing::warn!("the backup of keys is not on; it is looked for, or begun anew");
    let recovery = encryption.recovery();
    recovery.recover_and_fix_backup(key.expose_secret()).await?;
    if !backups.are_enabled().await || !backups.fetch_exists_on_server().await? {
        // Gone from the server, or of a key that nobody has.
        backups.disable_and_delete().await?;
        recovery.enable_backup().await?;
        let store = encryption.secret_storage().open_secret_store(key.expose_secret()).await?;
        store.export_secrets().await?;
    }
    Ok(None)
}

/// The account has an identity that another device made, mostly an earlier one of ours: the
/// recovery key brings it here, and the backup with it.
async fn recover(
    client: &Client,
    settings: &Settings,
    key: &SecretString,
) -> anyhow::Result<Option<KeyFault>> {
    match client.encryption().recovery().recover_and_fix_backup(key.expose_secret()).await {
        Ok(()) => {
            tracing::info!("the account's keys are recovered; this device is one of its own");
            back_up(client, settings).await
        }
        Err(RecoveryError::SecretStorage(error)) if opens_nothing(&error) => {
            Ok(Some(KeyFault::WrongRecoveryKey))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether a key is not the one that opens what is there.
fn opens_nothing(error: &SecretStorageError) -> bool {
    use matrix_sdk::encryption::secret_storage::ImportError;
    matches!(
        error,
        SecretStorageError::SecretStorageKey(_)
            | SecretStorageError::MissingKeyInfo { .. }
            | SecretStorageError::Decryption(_)
            | SecretStorageError::ImportError {
                error: ImportError::MismatchedPublicKeys
                    | ImportError::Decryption(_)
                    | ImportError::Key(_),
                ..
            }
    )
}

/// The operator gives the account's earlier keys up: it becomes another to those who knew it.
async fn replace(client: &Client, settings: &Settings) -> anyhow::Result<Option<KeyFault>> {
    tracing::warn!("matrix.new_identity is set: the account's earlier keys are given up");
    if let Some(handle) = client.encryption().recovery().reset_identity().await? {
        let answer = match handle.auth_type() {
            CrossSigningResetAuthType::Uiaa(asked) => password(settings, asked),
            CrossSigningResetAuthType::OAuth(_) => None,
        };
        let Some(answer) = answer else { return Ok(Some(KeyFault::NeedsPassword)) };
        handle.reset(Some(answer)).await?;
    }
    make_recovery(client, settings, None).await?;
    keep_well(client, settings, kept::recovery_key(&settings.recovery_file)?).await
}
