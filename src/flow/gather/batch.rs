//! A batch of events, in order: stretches of rows, with a command between them here and there.

use std::sync::Arc;

use crate::domain::ids::RoomRef;
use crate::platform::{Incoming, ReplyTo};
use crate::store::Tx;

use super::super::event::{Desk, Request};
use super::super::{House, devices, newcomer, reading, unread, verify, zones};
use super::talk::Talk;
use super::{After, change, names, press, reply, said, world};

/// Takes a batch of events in, in order, and does what follows from each. The rooms whose history
/// is to be paged are handed back.
///
/// # Errors
/// When the database fails: what is not stored yet is to be taken again; what is, is known then.
pub async fn batch(
    house: &House,
    desk: &Arc<dyn Desk>,
    events: &[Incoming],
) -> anyhow::Result<Vec<RoomRef>> {
    for event in events {
        house.meters.event(event.platform(), event.kind());
    }
    let mut fill = Vec::new();
    let mut rest = events;
    while let Some(first) = rest.first() {
        newcomer::look(house, first).await?;
        let (taken, command) = stretch(house, desk, rest, &mut fill).await?;
        if let Some((to, request)) = command {
            run(house, desk, &to, request).await?;
        }
        if let Some(said) = newcomer::speaks(first) {
            zones::offer(house, said).await?;
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    Ok(fill)
}

/// Takes events until one is a command, or until somebody speaks in private, who may be new and
/// has to be looked for first. How many were taken, the command among them.
async fn stretch(
    house: &House,
    desk: &Arc<dyn Desk>,
    events: &[Incoming],
    fill: &mut Vec<RoomRef>,
) -> anyhow::Result<(usize, Option<(ReplyTo, Request)>)> {
    let (mut talk, mut replies) = (Talk::default(), Vec::new());
    let (mut taken, mut command, mut verified) = (0, None, Vec::new());
    let mut tx = house.store.begin().await?;
    for event in events {
        if taken > 0 && newcomer::speaks(event).is_some() {
            break;
        }
        taken += 1;
        match one(house, desk, &mut tx, &mut talk, event).await? {
            Some(After::Command(to, request)) => {
                let place = event.place().map(|(room, at)| (room.clone(), at.to_owned()));
                command = Some((to, Request { place, ..request }));
                break;
            }
            Some(After::Reply(to, response)) => replies.push((to, response)),
            Some(After::Fill(room)) => fill.push(room),
            Some(After::Verify { platform, wish, yes }) => verified.push((platform, wish, yes)),
            None => {}
        }
        talk.passed(event);
    }
    talk.settle(&mut tx).await?;
    let stretch = events.get(..taken).unwrap_or_default();
    commit(house, tx, stretch.iter().any(Incoming::is_of_people)).await?;
    for (to, response) in replies {
        reply::send(house, &to, &response).await;
    }
    for (platform, wish, yes) in verified {
        reply::verify(house, &platform, &wish, yes).await;
    }
    Ok((taken, command))
}

/// Commits a stretch. One that only keeps the books of what was read, as each start has, passes no
/// crash point: what a test aims at is what people did.
async fn commit(house: &House, tx: Tx, of_people: bool) -> anyhow::Result<()> {
    let hit = |point| {
        if of_people {
            house.crash.hit(point)
        }
    };
    hit("gather.before_commit");
    tx.commit().await?;
    hit("gather.after_commit");
    house.wake.notify_one();
    Ok(())
}

/// What one event writes, and what follows from it.
async fn one(
    house: &House,
    desk: &Arc<dyn Desk>,
    tx: &mut Tx,
    talk: &mut Talk,
    event: &Incoming,
) -> anyhow::Result<Option<After>> {
    let event = names::as_known(tx, event).await?;
    let event = event.as_ref();
    if let Incoming::Said(said) = event {
        return said::take(house, desk, tx, talk, said).await;
    }
    talk.settle(tx).await?;
    match event {
        Incoming::Said(_) => {}
        Incoming::Connected(platform) => devices::connected(house, tx, platform).await?,
        Incoming::Edited(edited) => change::edited(house, tx, edited).await?,
        Incoming::Removed(removed) => change::removed(house, tx, removed).await?,
        Incoming::Reacted(reacted) => change::reacted(house, tx, reacted).await?,
        Incoming::Pressed(pressed) => return press::pressed(house, tx, pressed).await,
        Incoming::Submitted(sent) => return press::submitted(house, tx, sent).await,
        Incoming::Commanded(commanded) => return Ok(Some(press::commanded(commanded))),
        Incoming::World(world) => world::changed(house, tx, world).await?,
        Incoming::Filled { room, upto } => {
            tx.close_gap(room, upto.as_deref()).await?;
            reading::over(house, tx, room).await?;
        }
        Incoming::Gap(room) => {
            tx.open_gap(room, house.real.now()).await?;
            return Ok(Some(After::Fill(room.clone())));
        }
        Incoming::Unreadable(event) => unread::missed(house, tx, event).await?,
        Incoming::Readable { room, id } => unread::read(house, tx, &room.platform, id).await?,
        Incoming::Keys(room) => unread::keys_came(house, tx, room).await?,
        Incoming::Verifying(wish) => return verify::wished(house, tx, wish).await,
    }
    Ok(None)
}

/// Runs a command and answers it.
async fn run(
    house: &House,
    desk: &Arc<dyn Desk>,
    to: &ReplyTo,
    request: Request,
) -> anyhow::Result<()> {
    if let Some(response) = desk.take(house, request).await? {
        reply::send(house, to, &response).await;
    }
    Ok(())
}
