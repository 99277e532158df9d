//! The front desk: takes a request, finds who and where, checks authority, and runs the handler in
//! one write transaction in which the request is seen for the first time.
//!
//! Whatever needs the network is asked before the transaction; the reply leaves after the commit,
//! by the hands of whoever called. A request that arrives twice is run once.

use async_trait::async_trait;
use chrono::TimeDelta;
use serde_json::Value;

use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::community::{Community, Language};
use crate::domain::ids::{AccountRef, CommunityId, RemoteId, RoomRef};
use crate::domain::member::Account;
use crate::flow::event::{Asked, Desk, Request};
use crate::flow::{House, give};
use crate::platform::Response;
use crate::store::Tx;

use super::ctx::{Ctx, Outside};
use super::needs::Need;
use super::parse;
use super::reply::{Done, Reply, Says, Show, Trouble};
use super::tree::{Circle, Command, Line};
use super::verb;
use super::voice::Voice;
use super::wrong::Wrong;

/// Takes commands for the flow.
#[derive(Debug, Clone, Copy, Default)]
pub struct FrontDesk;

/// A command given at a shell, in somebody's name.
#[derive(Debug, Clone)]
pub struct Exec {
    /// In whose name.
    pub account: AccountRef,
    /// As if said in this room.
    pub room: Option<RoomRef>,
    /// In which community.
    pub community: Option<String>,
    /// Whether questions are answered with yes beforehand.
    pub yes: bool,
    /// The command.
    pub words: String,
}

/// What came of a command, for scripts.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// Whether it was done.
    pub ok: bool,
    /// Whether it could be read at all.
    pub understood: bool,
    /// What came of it, in one word.
    pub code: &'static str,
    /// What is said.
    pub body: Body,
    /// What scripts read.
    pub data: Value,
}

/// After this long a text command is not run any more: nobody expects it now.
const LATE: TimeDelta = TimeDelta::minutes(15);

/// A request and who made it.
struct Call {
    id: String,
    by: AccountRef,
    name: String,
    room: Option<RoomRef>,
    at: Instant,
    near: Vec<RemoteId>,
    native: bool,
    operator: bool,
    yes: bool,
    late: bool,
    /// The id by which a replay is recognised.
    seen: Option<RemoteId>,
    line: Result<Line, Wrong>,
}

#[async_trait]
impl Desk for FrontDesk {
    fn is_command(&self, text: &str) -> bool {
        parse::names_a_command(text)
    }

    async fn take(&self, house: &House, request: Request) -> anyhow::Result<Option<Response>> {
        let native = matches!(request.words, Asked::Words(_));
        let line = match &request.words {
            Asked::Text(text) => parse::text(text),
            Asked::Words(words) => parse::words(words),
        };
        let call = Call {
            id: format!("{}:{}", request.by.account.platform, request.id),
            late: !native && house.now() - request.at > LATE,
            by: request.by.account,
            name: request.by.name,
            room: request.room,
            at: request.at,
            near: request.thread.into_iter().chain(request.reply_to).collect(),
            native,
            operator: false,
            yes: false,
            seen: Some(request.id),
            line,
        };
        let private = house
            .platforms
            .get(&call.by.platform)
            .is_some_and(|platform| platform.abilities().private_replies);
        let in_room = call.room.is_some();
        let reply = answer(house, call).await?;
        Ok(reply.map(|reply| response(reply, private, in_room)))
    }
}

/// Runs a command for an operator at a shell.
///
/// # Errors
/// When the database fails.
pub async fn exec(house: &House, exec: Exec) -> anyhow::Result<Answered> {
    let mut line = parse::text(&exec.words);
    if let Ok(line) = &mut line {
        line.community = line.community.take().or(exec.community);
    }
    let understood = line.is_ok();
    let now = house.now();
    let id = house.chance.with(|chance| crate::domain::ids::PostId::make(now, chance));
    let call = Call {
        id: format!("exec:{id}"),
        name: exec.account.id.clone(),
        by: exec.account,
        room: exec.room,
        at: now,
        near: Vec::new(),
        native: false,
        operator: true,
        yes: exec.yes,
        late: false,
        seen: None,
        line,
    };
    let reply = answer(house, call).await?;
    let reply = reply.unwrap_or_else(|| Reply::private("known", Body::default()));
    let body = match reply.says {
        Says::Body(body) => body,
        Says::Form(form) => Body::text(form.title),
    };
    Ok(Answered { ok: reply.ok, understood, code: reply.code, body, data: reply.data })
}

/// What the platform is asked to say.
fn response(reply: Reply, private_replies: bool, in_room: bool) -> Response {
    match reply.says {
        Says::Form(form) => Response::Form(form),
        Says::Body(body) if reply.show == Show::Private || private_replies || !in_room => {
            Response::Private(body)
        }
        Says::Body(body) => Response::Public(body.as_notice()),
    }
}

/// The whole of a request: looked up outside, run in a transaction, trouble told in words. `None`
/// when it was run before.
async fn answer(house: &House, call: Call) -> anyhow::Result<Option<Reply>> {
    let outside = look(house, &call).await;
    let mut tx = house.store.begin().await?;
    if !first_sight(&mut tx, &call).await? {
        return Ok(None);
    }
    let trouble = match run(house, &mut tx, &call, outside).await {
        Ok(reply) => {
            house.crash.hit("act.before_commit");
            tx.commit().await?;
            house.crash.hit("act.after_commit");
            house.wake.notify_one();
            return Ok(Some(reply));
        }
        Err(trouble) => trouble,
    };
    drop(tx);
    let (code, body) = match trouble {
        Trouble::Say { code, body } => (code, body),
        Trouble::Fault(error) => {
            tracing::error!(command = call.id, error = format!("{error:#}"), "a command failed");
            ("fault", Body::text(house.words.say(&Language::from("en"), "fault", &[])))
        }
    };
    // Nothing of it stays but that it was heard.
    let mut tx = house.store.begin().await?;
    first_sight(&mut tx, &call).await?;
    tx.commit().await?;
    Ok(Some(Reply::private(code, body).refused()))
}

async fn first_sight(tx: &mut Tx, call: &Call) -> anyhow::Result<bool> {
    match &call.seen {
        Some(id) => Ok(tx.first_sight(&call.by.platform, id.as_str(), call.at).await?),
        None => Ok(true),
    }
}

/// What has to be asked of the platform, before the transaction.
async fn look(house: &House, call: &Call) -> Outside {
    let Some(platform) = house.platforms.get(&call.by.platform) else { return Outside::default() };
    let mut outside = Outside { abilities: Some(platform.abilities()), ..Outside::default() };
    let (Ok(line), Some(room)) = (&call.line, &call.room) else { return outside };
    let needs = line.command.needs();
    if matches!(needs, Need::Founder | Need::ConvenorOfRoom | Need::RoomManager) {
        outside.manages = platform.may_manage(room, &call.by).await;
    }
    if matches!(line.command, Command::Setup(_) | Command::Circle(Circle::Bind(_))) {
        outside.facts = platform.look(room).await.ok();
    }
    outside
}

async fn run(house: &House, tx: &mut Tx, call: &Call, outside: Outside) -> Done {
    let account = known(house, tx, call).await?;
    let bound = match &call.room {
        Some(room) => tx.room(room).await?,
        None => None,
    };
    let mut ctx = Ctx {
        house,
        tx,
        id: call.id.clone(),
        account,
        room: call.room.clone(),
        bound,
        community: None,
        named: false,
        voice: Voice {
            words: house.words.clone(),
            language: Language::from("en"),
            lead: lead(house, call),
        },
        at: call.at,
        near: call.near.clone(),
        alone: call.room.is_none() || call.native || call.operator,
        operator: call.operator,
        yes: call.yes,
        outside,
    };
    let wanted = call.line.as_ref().ok().and_then(|line| line.community.as_deref());
    let found = find_community(&mut ctx, wanted).await;
    ctx.voice.language = language(&mut ctx).await?;
    let line = match &call.line {
        _ if call.late => return Err(ctx.no("too-late", &[])),
        Ok(line) => line,
        Err(wrong) => {
            return Err(Trouble::Say { code: "not-understood", body: wrong.tell(&ctx.voice) });
        }
    };
    if !found? {
        let name = wanted.unwrap_or_default();
        return Err(ctx.no("no-such-community", &[("name", name.into())]));
    }
    ctx.may(line.command.needs()).await?;
    let reply = verb::run(&mut ctx, &line.command).await?;
    note(&mut ctx, &line.command, &reply).await?;
    Ok(reply)
}

/// The account, met now if it was not known.
async fn known(house: &House, tx: &mut Tx, call: &Call) -> anyhow::Result<Account> {
    if call.operator
        && let Some(account) = tx.account(&call.by).await?
    {
        return Ok(account);
    }
    give::meet(house, tx, &call.by, &call.name).await
}

fn lead(house: &House, call: &Call) -> String {
    match &call.room {
        _ if call.operator => String::new(),
        Some(_) if call.native => "/".to_owned(),
        Some(_) => format!("{} ", house.prefix),
        None => String::new(),
    }
}

/// Finds the community a request is about; `false` when one was named that isn't there for them.
async fn find_community(ctx: &mut Ctx<'_>, name: Option<&str>) -> Result<bool, Trouble> {
    if let Some(name) = name {
        let Some(found) = ctx.tx.community_named(name).await? else { return Ok(false) };
        if !sees(ctx, &found.id).await? {
            return Ok(false);
        }
        ctx.community = Some(found);
        ctx.named = true;
        return Ok(true);
    }
    if let Some(room) = &ctx.bound {
        ctx.community = ctx.tx.community(&room.community.clone()).await?;
        ctx.named = true;
        return Ok(true);
    }
    let mut mine = ctx.tx.communities_of(&ctx.account.person).await?;
    if mine.is_empty() && ctx.operator {
        mine = ctx.tx.communities().await?;
    }
    ctx.community = only(mine);
    Ok(true)
}

fn only(mut communities: Vec<Community>) -> Option<Community> {
    if communities.len() == 1 { communities.pop() } else { None }
}

/// Whether a community exists for this person: they take part in it, or are in one of its rooms.
async fn sees(ctx: &mut Ctx<'_>, community: &CommunityId) -> Result<bool, Trouble> {
    let here = ctx.bound.as_ref().is_some_and(|room| room.community == *community);
    if here || ctx.operator {
        return Ok(true);
    }
    Ok(ctx.tx.member(community, &ctx.account.person).await?.is_some())
}

/// The person's own language, else the room's, else the community's, else English.
async fn language(ctx: &mut Ctx<'_>) -> Result<Language, Trouble> {
    let person = ctx.tx.person(&ctx.account.person).await?;
    let own = person.and_then(|person| person.language);
    let room = || ctx.bound.as_ref().and_then(|room| room.language.clone());
    let community = || ctx.community.as_ref().map(|community| community.language.clone());
    Ok(own.or_else(room).or_else(community).unwrap_or_else(|| Language::from("en")))
}

/// Notes who did what, without anybody's words.
async fn note(ctx: &mut Ctx<'_>, command: &Command, reply: &Reply) -> Result<(), Trouble> {
    let Some(subject) = &reply.subject else { return Ok(()) };
    let id = ctx.fresh_id();
    let actor = ctx.account.at.to_string();
    let community = ctx.community.as_ref().map(|community| community.id.clone());
    let deed = command.name();
    ctx.tx.note_deed(&id, community.as_ref(), &actor, deed, subject, ctx.house.now()).await?;
    Ok(())
}
