//! One-time links by which a person fetches what is kept of them, as a file.
//!
//! A link is 130 random bits; only its hash is kept. It works once, for ten minutes, for the person
//! who asked. Nobody needs it: the same comes by direct message.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::ids::AccountRef;
use crate::platform::Author;
use crate::store::{Code, StoreError, Tx};

use super::{House, consent, own};

/// The setting that holds where people reach the pages, while they are served.
pub const ADDRESS: &str = "web.address";

const PURPOSE: &str = "own";
const HOLDS: TimeDelta = TimeDelta::minutes(10);
/// Letters that are not mistaken for one another, five bits each.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// In which form it is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A page to read.
    Markdown,
    /// Data.
    Json,
}

/// A file for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// In which form.
    pub form: Form,
    /// What it holds.
    pub text: String,
}

/// What a code is kept with.
#[derive(Serialize, Deserialize)]
struct Wanted {
    form: Form,
}

/// Makes a code for an account; the link is the pages' address, `/me/`, and this.
///
/// # Errors
/// When the database fails.
pub async fn offer(
    house: &House,
    tx: &mut Tx,
    account: &AccountRef,
    form: Form,
) -> Result<String, StoreError> {
    let mut bytes = [0_u8; LENGTH];
    house.chance.with(|chance| chance.fill_bytes(&mut bytes));
    let letter = |byte: &u8| LETTERS.get(usize::from(byte & 31)).copied().map(char::from);
    let code: String = bytes.iter().filter_map(letter).collect();
    tx.add_code(&Code {
        hash: hash(&code),
        purpose: PURPOSE.to_owned(),
        issuer: account.clone(),
        data: serde_json::to_string(&Wanted { form })?,
        tries: 0,
        expires_at: house.now() + HOLDS,
        used_at: None,
    })
    .await?;
    Ok(code)
}

/// Whether a code can be used now; nothing is used up.
///
/// # Errors
/// When the database fails.
pub async fn stands(house: &House, code: &str) -> anyhow::Result<bool> {
    let found = house.store.read().await?.code(&hash(code)).await?;
    Ok(found.is_some_and(|found| counts(house, &found)))
}

/// What a code was made for; it is used up. `None` when it can't be used any more.
///
/// # Errors
/// When the database fails.
pub async fn redeem(house: &House, code: &str) -> anyhow::Result<Option<Handed>> {
    let mut tx = house.store.begin().await?;
    let Some(mut found) = tx.code(&hash(code)).await?.filter(|found| counts(house, found)) else {
        return Ok(None);
    };
    found.used_at = Some(house.now());
    tx.save_code(&found).await?;
    let Some(account) = tx.account(&found.issuer).await? else { return Ok(None) };
    let wanted: Wanted = serde_json::from_str(&found.data)?;
    let by = Author { account: account.at, name: account.name, bot: false, ours: false };
    let language = consent::own_language(&mut tx, &by).await?;
    let all = own::gather(house, &mut tx, &account.person, &language).await?;
    tx.commit().await?;
    let text = match wanted.form {
        Form::Markdown => own::page(house, &all, &language),
        Form::Json => serde_json::to_string_pretty(&all)? + "\n",
    };
    Ok(Some(Handed { form: wanted.form, text }))
}

fn counts(house: &House, code: &Code) -> bool {
    code.purpose == PURPOSE && code.used_at.is_none() && code.expires_at > house.now()
}

fn hash(code: &str) -> String {
    let text = format!("{PURPOSE}:{}", code.trim().to_lowercase());
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
