//! One-time codes that one command makes and another redeems, and requests that wait for the yes of
//! the one who made the code (rules of "Codes and links").
//!
//! A wrong secret counts as a try, and the count stays although the command was refused.

use chrono::TimeDelta;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::code::{MOST_TRIES, PUBLIC, SECRET, grouped, hash, letters, plain};
use super::ctx::Ctx;
use super::reply::Trouble;
use crate::domain::ids::AccountRef;
use crate::store::Code;

/// What a code or a request is for, and how long it holds.
#[derive(Debug, Clone, Copy)]
pub struct Purpose {
    /// The word for it; a code of one purpose opens nothing else.
    pub word: &'static str,
    /// How long it holds.
    pub holds: TimeDelta,
}

/// What is kept with a code.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    secret: String,
    about: T,
}

/// What was typed for a code.
pub enum Typed<T> {
    /// It is the code: who made it, what it is about, and the row to be used up.
    Right(Code, T),
    /// It is none that can be used now.
    Unknown,
    /// The code is there and its secret is another. The try is counted.
    Wrong,
}

/// Makes a code of the person who asks, grouped to be read out.
///
/// # Errors
/// When the database fails.
pub async fn make(
    ctx: &mut Ctx<'_>,
    purpose: Purpose,
    about: &impl Serialize,
) -> Result<String, Trouble> {
    let (public, secret) = (letters(ctx.house, PUBLIC), letters(ctx.house, SECRET));
    let kept = Kept { secret: hash(&secret), about };
    let issuer = ctx.account.at.clone();
    keep(ctx, purpose, &public, issuer, &kept).await?;
    Ok(grouped(&format!("{public}{secret}")))
}

/// Looks at a code that was typed; it is not used up yet.
///
/// # Errors
/// When the database fails.
pub async fn read<T: DeserializeOwned>(
    ctx: &mut Ctx<'_>,
    purpose: Purpose,
    typed: &str,
) -> Result<Typed<T>, Trouble> {
    let typed = plain(typed);
    let (public, secret) = typed.split_at_checked(PUBLIC).unwrap_or((&typed, ""));
    let Some(code) = standing(ctx, purpose, public).await? else { return Ok(Typed::Unknown) };
    let kept: Kept<T> = data(&code)?;
    if kept.secret == hash(secret) {
        return Ok(Typed::Right(code, kept.about));
    }
    tried(ctx, code).await?;
    Ok(Typed::Wrong)
}

/// Asks somebody for a yes; the name by which they give it.
///
/// # Errors
/// When the database fails.
pub async fn ask(
    ctx: &mut Ctx<'_>,
    purpose: Purpose,
    whom: AccountRef,
    about: &impl Serialize,
) -> Result<String, Trouble> {
    let name = letters(ctx.house, PUBLIC);
    keep(ctx, purpose, &name, whom, about).await?;
    Ok(name)
}

/// The request of this name, if it asks the person who answers now.
///
/// # Errors
/// When the database fails.
pub async fn asked<T: DeserializeOwned>(
    ctx: &mut Ctx<'_>,
    purpose: Purpose,
    name: &str,
) -> Result<Typed<T>, Trouble> {
    let Some(code) = standing(ctx, purpose, &plain(name)).await? else {
        return Ok(Typed::Unknown);
    };
    if code.issuer != ctx.account.at {
        tried(ctx, code).await?;
        return Ok(Typed::Wrong);
    }
    let about = data(&code)?;
    Ok(Typed::Right(code, about))
}

/// Uses a code or a request up.
///
/// # Errors
/// When the database fails.
pub async fn use_up(ctx: &mut Ctx<'_>, mut code: Code) -> Result<(), Trouble> {
    code.used_at = Some(ctx.now());
    Ok(ctx.tx.save_code(&code).await?)
}

async fn tried(ctx: &mut Ctx<'_>, mut code: Code) -> Result<(), Trouble> {
    code.tries += 1;
    Ok(ctx.tx.save_code(&code).await?)
}

/// One that can still be used, by its public part.
async fn standing(
    ctx: &mut Ctx<'_>,
    purpose: Purpose,
    public: &str,
) -> Result<Option<Code>, Trouble> {
    let found = ctx.tx.code(&hash(&format!("{}:{public}", purpose.word))).await?;
    let now = ctx.now();
    Ok(found.filter(|code| {
        code.purpose == purpose.word
            && code.used_at.is_none()
            && code.tries < MOST_TRIES
            && code.expires_at > now
    }))
}

async fn keep(
    ctx: &mut Ctx<'_>,
    purpose: Purpose,
    public: &str,
    issuer: AccountRef,
    data: &impl Serialize,
) -> Result<(), Trouble> {
    let data = serde_json::to_string(data).map_err(anyhow::Error::from)?;
    let code = Code {
        hash: hash(&format!("{}:{public}", purpose.word)),
        purpose: purpose.word.to_owned(),
        issuer,
        data,
        tries: 0,
        expires_at: ctx.now() + purpose.holds,
        used_at: None,
    };
    ctx.tx.add_code(&code).await?;
    Ok(())
}

fn data<T: DeserializeOwned>(code: &Code) -> Result<T, Trouble> {
    serde_json::from_str(&code.data).map_err(|error| Trouble::Fault(error.into()))
}
