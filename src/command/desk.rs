//! The front desk: takes a request, finds who and where, checks authority, and runs the handler in
//! one write transaction in which the request is seen for the first time.
//!
//! Whatever needs the network is asked before the transaction; the reply leaves after the commit,
//! by the hands of whoever called. A request that arrives twice is run once.

use async_trait::async_trait;
use chrono::TimeDelta;

use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::community::Language;
use crate::domain::ids::{AccountRef, RemoteId, RoomRef};
use crate::flow::event::{Asked, Desk, Request};
use crate::flow::{House, newcomer};
use crate::platform::Response;
use crate::store::Tx;

use super::ctx::{Ctx, Outside};
use super::needs::Need;
use super::parse;
use super::reply::{Done, Reply, Says, Show, Trouble};
use super::tree::{Circle, Command, Line};
use super::verb;
use super::voice::Voice;
use super::whereabouts;

pub use super::exec::{Answered, Exec, exec};
use super::wrong::Wrong;

/// Takes commands for the flow.
#[derive(Debug, Clone, Copy, Default)]
pub struct FrontDesk;

/// After this long a text command is not run any more: nobody expects it now.
const LATE: TimeDelta = TimeDelta::minutes(15);

/// A request and who made it.
pub(super) struct Call {
    /// The command's id.
    pub id: String,
    /// Who asks.
    pub by: AccountRef,
    /// The name others see.
    pub name: String,
    /// Where; `None` in a direct message.
    pub room: Option<RoomRef>,
    /// When, by the platform.
    pub at: Instant,
    /// The thread it was said in, or the message it replies to.
    pub near: Vec<RemoteId>,
    /// Whether it came where the bot alone reads, and can be answered there in private.
    pub aside: bool,
    /// Whether an operator asks at a shell.
    pub operator: bool,
    /// Whether questions are answered with yes beforehand.
    pub yes: bool,
    /// Whether it came too late to be run.
    pub late: bool,
    /// The id by which a replay is recognised.
    pub seen: Option<RemoteId>,
    /// Where it stands in its room's history.
    pub place: Option<(RoomRef, String)>,
    /// What was asked.
    pub line: Result<Line, Wrong>,
}

#[async_trait]
impl Desk for FrontDesk {
    fn is_command(&self, text: &str) -> bool {
        parse::names_a_command(text)
    }

    async fn take(&self, house: &House, request: Request) -> anyhow::Result<Option<Response>> {
        let typed = matches!(request.words, Asked::Text(_)) && !request.aside;
        let line = match &request.words {
            Asked::Text(text) => parse::text(text),
            Asked::Words(words) => parse::words(words),
        };
        let call = Call {
            id: format!("{}:{}", request.by.account.platform, request.id),
            late: typed && house.now() - request.at > LATE,
            by: request.by.account,
            name: request.by.name,
            room: request.room,
            at: request.at,
            near: request.thread.into_iter().chain(request.reply_to).collect(),
            aside: request.aside,
            operator: false,
            yes: false,
            seen: Some(request.id),
            place: request.place,
            line,
        };
        let private = call.aside
            || house
                .platforms
                .get(&call.by.platform)
                .is_some_and(|platform| platform.abilities().private_replies);
        let in_room = call.room.is_some();
        let reply = answer(house, call).await?;
        Ok(reply.map(|reply| response(reply, private, in_room)))
    }
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
pub(super) async fn answer(house: &House, call: Call) -> anyhow::Result<Option<Reply>> {
    if call.room.is_none() {
        newcomer::place(house, &call.by, &call.name, call.at).await?;
    }
    let outside = look(house, &call).await;
    let mut tx = house.store.begin().await?;
    if !first_sight(&mut tx, &call).await? {
        tx.commit().await?;
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
        // Trouble of the database is not the command's: it is run again when that is over.
        Trouble::Fault(error) if house.met(&error) => return Err(error),
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

/// Whether it is asked for the first time; its room's history is read up to it in either case.
async fn first_sight(tx: &mut Tx, call: &Call) -> anyhow::Result<bool> {
    if let Some((room, cursor)) = &call.place {
        tx.set_cursor(room, cursor).await?;
    }
    match &call.seen {
        Some(id) => Ok(tx.first_sight(&call.by.platform, id.as_str(), call.at).await?),
        None => Ok(true),
    }
}

/// What has to be asked of the platform, before the transaction.
async fn look(house: &House, call: &Call) -> Outside {
    let Some(platform) = house.platforms.get(&call.by.platform) else { return Outside::default() };
    let mut outside = Outside { abilities: Some(platform.abilities()), ..Outside::default() };
    let Ok(line) = &call.line else { return outside };
    if let Command::Circle(Circle::Follow(args)) = &line.command {
        let entered = verb::enter(house, &call.by, line.community.as_deref(), args).await;
        outside.entered = entered.unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "replaced rooms can't be looked up");
            None
        });
    }
    let Some(room) = &call.room else { return outside };
    let needs = line.command.needs();
    if matches!(needs, Need::Founder | Need::ConvenorOfRoom | Need::RoomManager) {
        outside.manages = platform.may_manage(room, &call.by).await;
        outside.server = platform.server_of(room);
    }
    if matches!(line.command, Command::Setup(_) | Command::Circle(Circle::Bind(_))) {
        outside.facts = platform.look(room).await.ok();
    }
    outside
}

async fn run(house: &House, tx: &mut Tx, call: &Call, outside: Outside) -> Done {
    let account = whereabouts::known(house, tx, call).await?;
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
        voice: Voice {
            words: house.words.clone(),
            language: Language::from("en"),
            manner: whereabouts::manner(house, call),
        },
        at: call.at,
        near: call.near.clone(),
        alone: call.room.is_none() || call.aside || call.operator,
        zone: None,
        operator: call.operator,
        yes: call.yes,
        outside,
    };
    let wanted = call.line.as_ref().ok().and_then(|line| line.community.as_deref());
    let found = whereabouts::find_community(&mut ctx, wanted).await;
    whereabouts::tune(&mut ctx).await?;
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
