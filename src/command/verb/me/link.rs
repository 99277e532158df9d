//! `me link` and `me unlink`: accounts of one person on several platforms.
//!
//! The code is made with one account and sent with the other; then the one that made it says yes,
//! seeing the other's name. Roles stay with their account unless its holder says otherwise.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::OwnLink;
use crate::command::voucher::{self, Purpose, Typed};
use crate::domain::body::{Block, Body, Button, Press};
use crate::domain::community::Language;
use crate::domain::ids::AccountRef;
use crate::domain::member::Account;
use crate::flow::{consent, link, say};

const HOLDS: TimeDelta = TimeDelta::minutes(10);
const CODE: Purpose = Purpose { word: "link", holds: HOLDS };
const CONFIRM: Purpose = Purpose { word: "link-confirm", holds: HOLDS };

/// An account that sent a code and waits for the yes.
#[derive(Serialize, Deserialize)]
struct Asked {
    account: AccountRef,
    /// Whether it lends its roles.
    roles: bool,
}

/// Makes a code, redeems one, or confirms.
pub async fn link(ctx: &mut Ctx<'_>, args: &OwnLink) -> Done {
    match (&args.code, &args.confirm) {
        (Some(code), _) => redeem(ctx, code, args.roles).await,
        (None, Some(request)) => confirm(ctx, request, args.roles).await,
        (None, None) => offer(ctx).await,
    }
}

async fn offer(ctx: &mut Ctx<'_>) -> Done {
    let code = voucher::make(ctx, CODE, &()).await?;
    let mut body = ctx.voice.body("me-link-code", &[]);
    body.blocks.push(Block::Code(format!("me link --code {code}")));
    let body = body.and(ctx.say("me-link-code-then", &[]));
    Ok(Reply::private("me-link-code", body).with(json!({ "code": code })).about("code"))
}

/// The other account sends the code; the one that made it is asked.
async fn redeem(ctx: &mut Ctx<'_>, typed: &str, roles: bool) -> Done {
    let code = match voucher::read::<()>(ctx, CODE, typed).await? {
        Typed::Right(code, ()) => code,
        Typed::Wrong => return Ok(ctx.told("me-link-unknown", &[]).refused()),
        Typed::Unknown => return Err(ctx.no("me-link-unknown", &[])),
    };
    let issuer = known(ctx, &code.issuer).await?;
    let own = ctx.account.clone();
    fits(ctx, &issuer, &own).await?;
    voucher::use_up(ctx, code).await?;
    let asked = Asked { account: own.at.clone(), roles };
    let request = voucher::ask(ctx, CONFIRM, issuer.at.clone(), &asked).await?;
    ask(ctx, &issuer, &request).await?;
    Ok(ctx.told("me-link-waits", &[]).about("request"))
}

/// Asks the account that made the code, in its language.
async fn ask(ctx: &mut Ctx<'_>, issuer: &Account, request: &str) -> Result<(), Trouble> {
    let language = language_of(ctx, issuer).await?;
    let words = ctx.house.words.clone();
    let platform = words.say(&language, &format!("platform-{}", ctx.account.at.platform), &[]);
    let args = [
        ("name", ctx.account.name.as_str().into()),
        ("account", ctx.account.at.id.as_str().into()),
        ("platform", platform.into()),
    ];
    let line = format!("me link --confirm {request}");
    let mut body = Body::text(words.say(&language, "me-link-asked", &args));
    body = body.and(words.say(&language, "me-link-asked-how", &[]));
    body.blocks.push(Block::Code(line.clone()));
    if !ctx.tx.roles_held(&issuer.at).await?.is_empty() {
        let with = [("command", format!("{line} --roles").into())];
        body = body.and(words.say(&language, "me-link-asked-roles", &with));
    }
    body.buttons.push(Button {
        id: format!("run:{line}"),
        label: words.say(&language, "button-yes", &[]),
        press: Press::Act,
    });
    let shot = say::OneShot::notice(format!("link:{}", ctx.id), body);
    Ok(say::tell(ctx.house, ctx.tx, &issuer.at, shot).await?)
}

/// The yes of the account that made the code.
async fn confirm(ctx: &mut Ctx<'_>, request: &str, roles: bool) -> Done {
    let (code, asked): (_, Asked) = match voucher::asked(ctx, CONFIRM, request).await? {
        Typed::Right(code, asked) => (code, asked),
        Typed::Wrong => return Ok(ctx.told("request-unknown", &[]).refused()),
        Typed::Unknown => return Err(ctx.no("request-unknown", &[])),
    };
    let (own, other) = (ctx.account.clone(), known(ctx, &asked.account).await?);
    fits(ctx, &own, &other).await?;
    voucher::use_up(ctx, code).await?;
    link::link(ctx.house, ctx.tx, &own, &other).await?;
    let now = ctx.now();
    if roles {
        ctx.tx.lend_roles(&own.at, &other.at, now).await?;
    }
    if asked.roles {
        ctx.tx.lend_roles(&other.at, &own.at, now).await?;
    }
    tell(ctx, &other, &own).await?;
    let args = [("name", other.name.into()), ("account", other.at.id.as_str().into())];
    let body = ctx.voice.body_with("me-linked", &args, "me unlink");
    Ok(Reply::private("me-linked", body).about(&other.at))
}

/// The other account hears that it was joined.
async fn tell(ctx: &mut Ctx<'_>, whom: &Account, with: &Account) -> Result<(), Trouble> {
    let language = language_of(ctx, whom).await?;
    let words = &ctx.house.words;
    let args = [("name", with.name.as_str().into()), ("account", with.at.id.as_str().into())];
    let mut body = Body::text(words.say(&language, "me-linked", &args));
    body.blocks.push(Block::Code("me unlink".to_owned()));
    let shot = say::OneShot::notice(format!("linked:{}", ctx.id), body);
    Ok(say::tell(ctx.house, ctx.tx, &whom.at, shot).await?)
}

/// Takes this account apart from the person's others.
pub async fn unlink(ctx: &mut Ctx<'_>) -> Done {
    let own = ctx.account.clone();
    let apart = link::unlink(ctx.house, ctx.tx, &own).await?;
    if apart.is_empty() {
        return Err(ctx.no_but("me-not-linked", &[], "me link"));
    }
    let names: Vec<String> = apart.iter().map(|one| one.at.id.clone()).collect();
    let names = ctx.voice.words.list(&ctx.voice.language, &names);
    Ok(ctx.told("me-unlinked", &[("accounts", names.into())]).about(&own.at))
}

/// Whether two accounts can be joined: one on each platform, and the other not joined to anybody.
async fn fits(ctx: &mut Ctx<'_>, to: &Account, other: &Account) -> Result<(), Trouble> {
    ctx.may_join(&to.at, &other.at)?;
    if to.at == other.at {
        return Err(ctx.no("me-link-same", &[]));
    }
    if to.person == other.person {
        return Err(ctx.no("me-link-already", &[]));
    }
    if ctx.tx.accounts_of(&other.person).await?.len() > 1 {
        return Err(ctx.no_but("me-link-taken", &[], "me unlink"));
    }
    let held = ctx.tx.accounts_of(&to.person).await?;
    if held.iter().any(|one| one.at.platform == other.at.platform) {
        let platform = ctx.say(&format!("platform-{}", other.at.platform), &[]);
        return Err(ctx.no("me-link-platform", &[("platform", platform.into())]));
    }
    Ok(())
}

/// An account whose code or request this is; one that was forgotten meanwhile has none.
async fn known(ctx: &mut Ctx<'_>, account: &AccountRef) -> Result<Account, Trouble> {
    let found = ctx.tx.account(account).await?;
    found.ok_or_else(|| ctx.no("me-link-unknown", &[]))
}

async fn language_of(ctx: &mut Ctx<'_>, account: &Account) -> Result<Language, Trouble> {
    let by = crate::platform::Author {
        account: account.at.clone(),
        name: account.name.clone(),
        bot: false,
        ours: false,
    };
    Ok(consent::own_language(ctx.tx, &by).await?)
}
