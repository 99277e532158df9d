//! The way in to the convenors' page: a one-time link that the bot gives in private, and the session
//! that it opens.
//!
//! A code is bound to its issuer and to this purpose, works once, within ten minutes, for five
//! tries; a session lasts twelve hours at most and half an hour unused. Both are kept as hashes.
//! What an account may do is looked up each time: a role that was taken away is gone at once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use rand::RngCore;
use serde::{Deserialize, Serialize};

use crate::domain::clock::Instant;
use crate::domain::community::Community;
use crate::domain::ids::{AccountRef, CommunityId};
use crate::domain::member::Account;
use crate::flow::{House, curate};
use crate::store::{Code, Reader, Session, StoreError, Tx};

use super::authority::is_convenor;
use super::code::{MOST_TRIES, PUBLIC, SECRET, hash, letters, plain};

/// The setting under which a serving process keeps the page's address, for links.
pub const ADDRESS: &str = "web.address";

const PURPOSE: &str = "page";
/// How long a link can be used.
const LINK_HOLDS: TimeDelta = TimeDelta::minutes(10);
/// How long a session lasts at most.
pub const LASTS: TimeDelta = TimeDelta::hours(12);
/// How long a session lasts unused.
pub const IDLES: TimeDelta = TimeDelta::minutes(30);
/// A visit within this is not written down again.
const GRAIN: TimeDelta = TimeDelta::minutes(1);

#[derive(Serialize, Deserialize)]
struct Invited {
    community: CommunityId,
    secret: String,
}

/// What came of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// They are in; this is what their browser holds from now on.
    In(String),
    /// There is no such code, or a part of it is wrong.
    Unknown,
    /// It was used before.
    Used,
    /// It is too old, or was tried too often.
    Over,
    /// Who asked for it is no convenor any more.
    NotConvenor,
}

/// Somebody who is signed in and may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// Who.
    pub account: Account,
    /// The community they look after.
    pub community: Community,
}

/// Makes a one-time code for an account that looks after a community.
///
/// # Errors
/// When the database fails.
pub async fn invite(
    house: &House,
    tx: &mut Tx,
    issuer: &AccountRef,
    community: &CommunityId,
) -> anyhow::Result<String> {
    let (public, secret) = (letters(house, PUBLIC), letters(house, SECRET));
    let invited = Invited { community: community.clone(), secret: hash(&secret) };
    let code = Code {
        hash: row(&public),
        purpose: PURPOSE.to_owned(),
        issuer: issuer.clone(),
        data: serde_json::to_string(&invited)?,
        tries: 0,
        expires_at: house.now() + LINK_HOLDS,
        used_at: None,
    };
    tx.add_code(&code).await?;
    Ok(format!("{public}{secret}"))
}

fn row(public: &str) -> String {
    hash(&format!("{PURPOSE}:{public}"))
}

/// What is to be said of a code before it is used: whether it is over by its public part alone.
/// Nothing is used up and nothing is told of the rest of it.
///
/// # Errors
/// When the database fails.
pub async fn peek(house: &House, typed: &str) -> anyhow::Result<Option<Entry>> {
    let typed = plain(typed);
    let Some((public, _)) = typed.split_at_checked(PUBLIC) else { return Ok(Some(Entry::Unknown)) };
    let mut reader = house.store.read().await?;
    Ok(match reader.code(&row(public)).await? {
        Some(code) if code.purpose == PURPOSE => over(&code, house.now()),
        _ => Some(Entry::Unknown),
    })
}

fn over(code: &Code, now: Instant) -> Option<Entry> {
    if code.used_at.is_some() {
        return Some(Entry::Used);
    }
    (code.tries >= MOST_TRIES || code.expires_at <= now).then_some(Entry::Over)
}

/// Uses a code: whoever brings it is signed in with a new session, and the one they had ends.
///
/// # Errors
/// When the database fails.
pub async fn enter(house: &House, typed: &str, before: Option<&str>) -> anyhow::Result<Entry> {
    let typed = plain(typed);
    let (public, secret) = typed.split_at_checked(PUBLIC).unwrap_or((&typed, ""));
    let now = house.now();
    let mut tx = house.store.begin().await?;
    let found = tx.code(&row(public)).await?.filter(|code| code.purpose == PURPOSE);
    let Some(mut code) = found else { return Ok(Entry::Unknown) };
    let invited: Invited = serde_json::from_str(&code.data)?;
    let entry = match over(&code, now) {
        Some(Entry::Over) => Entry::Over,
        // Who does not know the rest of a code hears nothing of what became of it.
        _ if invited.secret != hash(secret) => {
            code.tries += 1;
            Entry::Unknown
        }
        Some(entry) => entry,
        None if !is_convenor(&mut tx, &invited.community, &code.issuer).await? => {
            Entry::NotConvenor
        }
        None => {
            code.used_at = Some(now);
            if let Some(before) = before {
                tx.end_session(&hash(before)).await?;
            }
            let held = begin(house, &mut tx, &code.issuer, &invited.community).await?;
            curate::deed(house, &mut tx, &invited.community, &code.issuer, "page enter", "page")
                .await?;
            Entry::In(held)
        }
    };
    tx.save_code(&code).await?;
    tx.commit().await?;
    Ok(entry)
}

/// Begins a session, and gives what the browser holds of it. Sessions that are over are dropped.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    house: &House,
    tx: &mut Tx,
    account: &AccountRef,
    community: &CommunityId,
) -> Result<String, StoreError> {
    let mut bytes = [0_u8; 32];
    house.chance.with(|chance: &mut dyn RngCore| chance.fill_bytes(&mut bytes));
    let held = URL_SAFE_NO_PAD.encode(bytes);
    let now = house.now();
    tx.end_sessions_before(now - LASTS, now - IDLES).await?;
    let session = Session {
        hash: hash(&held),
        account: account.clone(),
        community: community.clone(),
        began_at: now,
        seen_at: now,
    };
    tx.add_session(&session).await?;
    Ok(held)
}

/// Who holds this, if their session lasts and they are a convenor at this moment. A session whose
/// role is gone ends.
///
/// # Errors
/// When the database fails.
pub async fn visit(house: &House, held: &str) -> anyhow::Result<Option<Visit>> {
    let hash = hash(held);
    let now = house.now();
    let mut reader = house.store.read().await?;
    let Some(session) = reader.session(&hash).await? else { return Ok(None) };
    if session.began_at + LASTS <= now || session.seen_at + IDLES <= now {
        return Ok(None);
    }
    let visit = of(&mut reader, &session).await?;
    drop(reader);
    if visit.is_none() || session.seen_at + GRAIN <= now {
        let noted = note(house, &hash, visit.is_some().then_some(now)).await;
        // Reading goes on while nothing can be written; the session only ends sooner for it.
        if let Err(error) = noted {
            tracing::warn!(%error, "a visit to the page was not noted");
        }
    }
    Ok(visit)
}

async fn of(reader: &mut Reader, session: &Session) -> Result<Option<Visit>, StoreError> {
    if !is_convenor(reader, &session.community, &session.account).await? {
        return Ok(None);
    }
    let account = reader.account(&session.account).await?;
    let community = reader.community(&session.community).await?;
    Ok(account.zip(community).map(|(account, community)| Visit { account, community }))
}

async fn note(house: &House, hash: &str, seen: Option<Instant>) -> Result<(), StoreError> {
    let mut tx = house.store.begin().await?;
    match seen {
        Some(at) => tx.see_session(hash, at).await?,
        None => drop(tx.end_session(hash).await?),
    }
    tx.commit().await
}

/// Checks, in the transaction that acts, that an account still looks after a community.
///
/// # Errors
/// When the database fails.
pub async fn may_act(
    tx: &mut Tx,
    account: &AccountRef,
    community: &CommunityId,
) -> Result<bool, StoreError> {
    is_convenor(tx, community, account).await
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn leave(house: &House, held: &str, visit: &Visit) -> Result<(), StoreError> {
    let mut tx = house.store.begin().await?;
    tx.end_session(&hash(held)).await?;
    let (community, account) = (&visit.community.id, &visit.account.at);
    curate::deed(house, &mut tx, community, account, "page leave", "page").await?;
    tx.commit().await
}

/// What a form of this session carries: from it what the browser holds can't be told.
#[must_use]
pub fn token(held: &str) -> String {
    hash(&format!("samovar page form {held}"))
}
