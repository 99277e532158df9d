//! `circle invite` and `circle bind --code`: a room elsewhere is bound by a one-time code.
//!
//! Whoever redeems it needs authority in their room; then the issuer confirms, seeing the room's and
//! the person's name.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::bind::{Binding, asks_first, bound, here, mixes};
use crate::command::code::{MOST_TRIES, PUBLIC, SECRET, grouped, hash, letters, plain};
use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Says, Trouble};
use crate::domain::body::{Block, Button, Press};
use crate::domain::community::{Circle, Community, Role};
use crate::domain::ids::{AccountRef, CircleId, RoomRef};
use crate::flow::say;
use crate::store::Code;

const INVITE: &str = "bind";
const CONFIRM: &str = "bind-confirm";

/// A binding code and a request to be confirmed both hold for a day: the bot must first get there.
const HOLDS: TimeDelta = TimeDelta::hours(24);

#[derive(Serialize, Deserialize)]
struct Invited {
    circle: CircleId,
    secret: String,
}

#[derive(Serialize, Deserialize)]
struct Asked {
    circle: CircleId,
    room: RoomRef,
    label: String,
    encrypted: bool,
    by: AccountRef,
}

/// Makes a one-time code that binds a room elsewhere to a circle.
pub async fn invite(ctx: &mut Ctx<'_>, circle: Option<&str>) -> Done {
    let circle = ctx.circle(circle).await?;
    let (public, secret) = (letters(ctx.house, PUBLIC), letters(ctx.house, SECRET));
    let invited = Invited { circle: circle.id, secret: hash(&secret) };
    keep(ctx, INVITE, &public, ctx.account.at.clone(), &invited).await?;
    let code = grouped(&format!("{public}{secret}"));
    let args = [("circle", circle.name.into())];
    let mut body = ctx.voice.body("circle-invite", &args);
    let prefix = &ctx.house.prefix;
    body.blocks.push(Block::Code(format!("{prefix} circle bind --code {code}")));
    let body = body.and(ctx.say("circle-invite-then", &[]));
    Ok(Reply::private("circle-invite", body).with(json!({ "code": code })).about("code"))
}

/// Redeems a code in this room; unless its issuer did, they are asked to confirm.
pub async fn redeem(ctx: &mut Ctx<'_>, typed: &str, yes: bool) -> Done {
    let typed = plain(typed);
    let (public, secret) = typed.split_at_checked(PUBLIC).unwrap_or((&typed, ""));
    let Some(mut code) = standing(ctx, INVITE, public).await? else {
        return Err(ctx.no("code-unknown", &[]));
    };
    let invited: Invited = read(&code)?;
    if invited.secret != hash(secret) {
        code.tries += 1;
        ctx.tx.save_code(&code).await?;
        return Ok(ctx.told("code-unknown", &[]).refused());
    }
    let (community, circle) = home(ctx, &invited.circle).await?;
    still_convenor(ctx, &community, &code.issuer).await?;
    let binding = here(ctx)?;
    let own = code.issuer == ctx.account.at;
    if own && mixes(ctx, &circle.id, &binding).await? && !(yes || ctx.yes) {
        let line = format!("circle bind --code {} --yes", grouped(&typed));
        return Err(asks_first(ctx, &circle, binding.encrypted, &line));
    }
    if ctx.tx.room(&binding.at).await?.is_some() {
        return Err(ctx.no("bound-to-another-community", &[]));
    }
    code.used_at = Some(ctx.now());
    ctx.tx.save_code(&code).await?;
    if own {
        ctx.community = Some(community.clone());
        return bound(ctx, &community, &circle, binding).await;
    }
    ask_issuer(ctx, &circle, binding, code.issuer).await
}

/// The issuer sees the room's and the person's name, and says yes by button or by typing.
async fn ask_issuer(
    ctx: &mut Ctx<'_>,
    circle: &Circle,
    binding: Binding,
    issuer: AccountRef,
) -> Done {
    let request = letters(ctx.house, PUBLIC);
    let mixed = mixes(ctx, &circle.id, &binding).await?;
    let platform = ctx.say(&format!("platform-{}", binding.at.platform), &[]);
    let args = [
        ("name", ctx.account.name.clone().into()),
        ("account", ctx.account.at.to_string().into()),
        ("room", binding.label.as_str().into()),
        ("platform", platform.into()),
        ("circle", circle.name.as_str().into()),
    ];
    let asked = Asked {
        circle: circle.id.clone(),
        room: binding.at,
        label: binding.label.clone(),
        encrypted: binding.encrypted,
        by: ctx.account.at.clone(),
    };
    keep(ctx, CONFIRM, &request, issuer.clone(), &asked).await?;
    let mut body = ctx.voice.body("bind-asked", &args);
    if mixed {
        body = body.and(ctx.say("rooms-mix-encryption", &[]));
    }
    let line = format!("circle bind --confirm {request}");
    body = body.and(ctx.say("bind-asked-how", &[]));
    body.blocks.push(Block::Code(line.clone()));
    body.buttons.push(Button {
        id: format!("run:{line}"),
        label: ctx.say("button-yes", &[]),
        press: Press::Act,
    });
    let shot = say::OneShot::notice(format!("bind:{}", ctx.id), body);
    say::tell(ctx.house, ctx.tx, &issuer, shot).await?;
    Ok(ctx.done("bind-waits", &[]).about("request"))
}

/// The issuer's yes.
pub async fn confirm(ctx: &mut Ctx<'_>, request: &str) -> Done {
    let request = plain(request);
    let Some(mut code) = standing(ctx, CONFIRM, &request).await? else {
        return Err(ctx.no("request-unknown", &[]));
    };
    if code.issuer != ctx.account.at {
        code.tries += 1;
        ctx.tx.save_code(&code).await?;
        return Ok(ctx.told("request-unknown", &[]).refused());
    }
    let asked: Asked = read(&code)?;
    let (community, circle) = home(ctx, &asked.circle).await?;
    still_convenor(ctx, &community, &code.issuer).await?;
    code.used_at = Some(ctx.now());
    ctx.tx.save_code(&code).await?;
    ctx.community = Some(community.clone());
    let binding = Binding { at: asked.room, label: asked.label, encrypted: asked.encrypted };
    let mut reply = bound(ctx, &community, &circle, binding).await?;
    if let Says::Body(body) = &mut reply.says {
        body.blocks.truncate(1);
    }
    Ok(reply)
}

async fn home(ctx: &mut Ctx<'_>, circle: &CircleId) -> Result<(Community, Circle), Trouble> {
    let Some(circle) = ctx.tx.circle(circle).await? else {
        return Err(ctx.no("code-unknown", &[]));
    };
    let Some(community) = ctx.tx.community(&circle.community).await? else {
        return Err(ctx.no("code-unknown", &[]));
    };
    Ok((community, circle))
}

/// A code is worth what its issuer is now.
async fn still_convenor(
    ctx: &mut Ctx<'_>,
    community: &Community,
    issuer: &AccountRef,
) -> Result<(), Trouble> {
    if ctx.tx.role_of(&community.id, issuer).await? >= Role::Convenor {
        return Ok(());
    }
    Err(ctx.no("code-unknown", &[]))
}

/// A code that can still be used, by its public part.
async fn standing(ctx: &mut Ctx<'_>, purpose: &str, public: &str) -> Result<Option<Code>, Trouble> {
    let found = ctx.tx.code(&hash(&format!("{purpose}:{public}"))).await?;
    let now = ctx.now();
    Ok(found.filter(|code| {
        code.purpose == purpose
            && code.used_at.is_none()
            && code.tries < MOST_TRIES
            && code.expires_at > now
    }))
}

async fn keep(
    ctx: &mut Ctx<'_>,
    purpose: &str,
    public: &str,
    issuer: AccountRef,
    data: &impl Serialize,
) -> Result<(), Trouble> {
    let data = serde_json::to_string(data).map_err(anyhow::Error::from)?;
    let code = Code {
        hash: hash(&format!("{purpose}:{public}")),
        purpose: purpose.to_owned(),
        issuer,
        data,
        tries: 0,
        expires_at: ctx.now() + HOLDS,
        used_at: None,
    };
    ctx.tx.add_code(&code).await?;
    Ok(())
}

fn read<T: for<'a> Deserialize<'a>>(code: &Code) -> Result<T, Trouble> {
    serde_json::from_str(&code.data).map_err(|error| Trouble::Fault(error.into()))
}
