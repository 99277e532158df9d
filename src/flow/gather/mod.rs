//! Gather: what happened on the platforms becomes rows, each once, with the room's cursor.
//!
//! A batch is one transaction; a command ends the batch and has a transaction of its own. Replies
//! leave after the commit, directly and at most once.

mod change;
mod direct;
mod press;
mod said;
mod world;

use std::sync::Arc;

use crate::domain::ids::RoomRef;
use crate::platform::{Incoming, ReplyTo, Response};
use crate::store::Tx;

use super::House;
use super::event::{Desk, Request};
use super::patience;

pub use said::reply_to;

/// What is left to do after the rows are committed.
pub enum After {
    /// Answer somebody directly.
    Reply(ReplyTo, Response),
    /// Hand these words to the commands.
    Command(ReplyTo, Request),
    /// Page this room's history.
    Fill(RoomRef),
}

/// The most events that share one transaction.
pub const BATCH: usize = 100;

/// Takes a batch of events in, in order, and does what follows from each.
///
/// # Errors
/// When the database fails: nothing of the batch is stored, and it is to be taken again.
pub async fn batch(
    house: &House,
    desk: &Arc<dyn Desk>,
    events: &[Incoming],
) -> anyhow::Result<Vec<RoomRef>> {
    let mut afters = Vec::new();
    let mut tx = house.store.begin().await?;
    for event in events {
        house.meters.event(event.platform(), event.kind());
        one(house, desk, &mut tx, event, &mut afters).await?;
        advance(&mut tx, event).await?;
    }
    house.crash.hit("gather.before_commit");
    tx.commit().await?;
    house.crash.hit("gather.after_commit");
    house.wake.notify_one();
    follow(house, desk, afters).await
}

async fn one(
    house: &House,
    desk: &Arc<dyn Desk>,
    tx: &mut Tx,
    event: &Incoming,
    afters: &mut Vec<After>,
) -> anyhow::Result<()> {
    match event {
        Incoming::Said(said) => afters.extend(said::take(house, desk, tx, said).await?),
        Incoming::Edited(edited) => change::edited(house, tx, edited).await?,
        Incoming::Removed(removed) => change::removed(house, tx, removed).await?,
        Incoming::Reacted(reacted) => change::reacted(house, tx, reacted).await?,
        Incoming::Pressed(pressed) => afters.extend(press::pressed(house, tx, pressed).await?),
        Incoming::Submitted(sent) => afters.extend(press::submitted(house, tx, sent).await?),
        Incoming::Commanded(commanded) => afters.push(press::commanded(commanded)),
        Incoming::World(world) => world::changed(house, tx, world).await?,
        Incoming::Gap(room) => {
            tx.open_gap(room, house.real.now()).await?;
            afters.push(After::Fill(room.clone()));
        }
        Incoming::Filled { room, upto } => tx.close_gap(room, upto.as_deref()).await?,
        Incoming::Connected(_) => {}
    }
    Ok(())
}

/// The room's history is stored up to here. A gap holds its cursor still.
async fn advance(tx: &mut Tx, event: &Incoming) -> anyhow::Result<()> {
    if let Some((room, cursor)) = event.place() {
        tx.set_cursor(room, cursor).await?;
    }
    Ok(())
}

/// Does what follows from a batch; the rooms to page are handed back.
async fn follow(
    house: &House,
    desk: &Arc<dyn Desk>,
    afters: Vec<After>,
) -> anyhow::Result<Vec<RoomRef>> {
    let mut fill = Vec::new();
    for after in afters {
        match after {
            After::Fill(room) => fill.push(room),
            After::Reply(to, response) => reply(house, &to, &response).await,
            After::Command(to, request) => match command(house, desk, &request).await {
                Ok(Some(response)) => reply(house, &to, &response).await,
                Ok(None) => {}
                Err(error) => tracing::error!(error = format!("{error:#}"), "a command failed"),
            },
        }
    }
    Ok(fill)
}

/// Runs a command; trouble of the database is waited out, since its row says it was heard.
async fn command(
    house: &House,
    desk: &Arc<dyn Desk>,
    request: &Request,
) -> anyhow::Result<Option<Response>> {
    loop {
        match desk.take(house, request.clone()).await {
            Err(error) if house.met(&error) => patience::pause().await,
            other => return other,
        }
    }
}

/// Answers directly, at most once. A private answer that can't be delivered leaves a line without
/// content where it was asked.
async fn reply(house: &House, to: &ReplyTo, response: &Response) {
    let Some(platform) = house.platforms.get(&to.account.platform) else { return };
    house.crash.hit("reply.before_send");
    let sent = platform.respond(to, response).await;
    house.crash.hit("reply.after_send");
    let Err(refusal) = sent else { return };
    tracing::info!(%refusal, "a reply could not be delivered");
    if let (Response::Private(_), crate::platform::Refusal::NoDirect(_)) = (response, &refusal) {
        let language = crate::domain::community::Language::from("en");
        let words = house.words.say(&language, "room-gone-private", &[]);
        let line = Response::Public(crate::domain::body::Body::text(words).as_notice());
        if let Err(refusal) = platform.respond(to, &line).await {
            tracing::info!(%refusal, "nor could its fallback");
        }
    }
}
