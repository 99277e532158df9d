//! `circle invite` and `circle bind --code`: a room elsewhere is bound by a one-time code.
//!
//! Whoever redeems it needs authority in their room; then the issuer confirms, seeing the room's and
//! the person's name.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::bind::{Binding, asks_first, bound, here, mixes};
use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Says, Trouble};
use crate::command::tokens::quoted;
use crate::command::voucher::{self, Purpose, Typed};
use crate::domain::body::{Block, Button, Press};
use crate::domain::community::{Circle, Community, Role};
use crate::domain::ids::{AccountRef, CircleId, RoomRef};
use crate::flow::say;

/// A binding code and a request to be confirmed both hold for a day: the bot must first get there.
const HOLDS: TimeDelta = TimeDelta::hours(24);
const INVITE: Purpose = Purpose { word: "bind", holds: HOLDS };
const CONFIRM: Purpose = Purpose { word: "bind-confirm", holds: HOLDS };

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
    let code = voucher::make(ctx, INVITE, &circle.id).await?;
    let args = [("circle", circle.name.into())];
    let mut body = ctx.voice.body("circle-invite", &args);
    let prefix = &ctx.house.prefix;
    body.blocks.push(Block::Code(format!("{prefix} circle bind --code {code}")));
    let body = body.and(ctx.say("circle-invite-then", &[]));
    Ok(Reply::private("circle-invite", body).with(json!({ "code": code })).about("code"))
}

/// Redeems a code in this room; unless its issuer did, they are asked to confirm.
pub async fn redeem(ctx: &mut Ctx<'_>, typed: &str, yes: bool) -> Done {
    let (code, circle): (_, CircleId) = match voucher::read(ctx, INVITE, typed).await? {
        Typed::Right(code, circle) => (code, circle),
        Typed::Wrong => return Ok(ctx.told("code-unknown", &[]).refused()),
        Typed::Unknown => return Err(ctx.no("code-unknown", &[])),
    };
    let (community, circle) = home(ctx, &circle).await?;
    still_convenor(ctx, &community, &code.issuer).await?;
    let binding = here(ctx)?;
    let own = code.issuer == ctx.account.at;
    if own && mixes(ctx, &circle.id, &binding).await? && !(yes || ctx.yes) {
        let line = format!("circle bind --code {} --yes", quoted(typed));
        return Err(asks_first(ctx, &circle, binding.encrypted, &line));
    }
    if ctx.tx.room(&binding.at).await?.is_some() {
        return Err(ctx.no("bound-to-another-community", &[]));
    }
    let issuer = code.issuer.clone();
    voucher::use_up(ctx, code).await?;
    if own {
        ctx.community = Some(community.clone());
        return bound(ctx, &community, &circle, binding).await;
    }
    ask_issuer(ctx, &circle, binding, issuer).await
}

/// The issuer sees the room's and the person's name, and says yes by button or by typing.
async fn ask_issuer(
    ctx: &mut Ctx<'_>,
    circle: &Circle,
    binding: Binding,
    issuer: AccountRef,
) -> Done {
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
    let request = voucher::ask(ctx, CONFIRM, issuer.clone(), &asked).await?;
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
    let (code, asked): (_, Asked) = match voucher::asked(ctx, CONFIRM, request).await? {
        Typed::Right(code, asked) => (code, asked),
        Typed::Wrong => return Ok(ctx.told("request-unknown", &[]).refused()),
        Typed::Unknown => return Err(ctx.no("request-unknown", &[])),
    };
    let (community, circle) = home(ctx, &asked.circle).await?;
    still_convenor(ctx, &community, &code.issuer).await?;
    voucher::use_up(ctx, code).await?;
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
