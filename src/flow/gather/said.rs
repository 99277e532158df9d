//! A message: a command, an answer, a conversation in a thread, or nothing of ours.

use std::sync::Arc;

use crate::domain::contribution::{Act, Fields, Road, Wishes};
use crate::domain::ids::{RemoteId, RoundId};
use crate::domain::member::{Account, Standing};
use crate::domain::round::Round;
use crate::platform::{ReplyTo, Said};
use crate::ritual::parse;
use crate::store::Tx;

use super::super::event::{Asked, Desk, Request};
use super::super::give::{self, Given, Giving};
use super::super::{House, facts, say, thread, tidings};
use super::talk::Talk;
use super::{After, direct};

/// Takes a message in.
pub async fn take(
    house: &House,
    desk: &Arc<dyn Desk>,
    tx: &mut Tx,
    talk: &mut Talk,
    said: &Said,
) -> anyhow::Result<Option<After>> {
    if said.by.ours || said.by.bot || is_elsewhere(said) {
        return Ok(None);
    }
    if let Some(root) = only_thread(said)
        && talk.hears(house, tx, said, root).await?
    {
        return Ok(None);
    }
    talk.settle(tx).await?;
    if let Some(words) = &said.addressed {
        if !for_a_round(house, desk, said, words) {
            return Ok(Some(command(said, words)));
        }
        return placed(house, desk, tx, &Said { text: words.clone(), ..said.clone() }).await;
    }
    if said.direct {
        return direct::take(house, desk, tx, said).await;
    }
    placed(house, desk, tx, said).await
}

/// Whether words that address the bot are meant for a round: where it reads nothing else in a
/// room, that is how people answer in a thread or by a reply.
fn for_a_round(house: &House, desk: &Arc<dyn Desk>, said: &Said, words: &str) -> bool {
    let platform = house.platforms.get(&said.room.platform);
    let hears = platform.is_none_or(|platform| platform.abilities().hears_rooms);
    let placed = said.thread.is_some() || said.reply_to.is_some();
    !hears && placed && !said.direct && !words.is_empty() && !desk.is_command(words)
}

/// Words that reply to something or stand in a thread.
async fn placed(
    house: &House,
    desk: &Arc<dyn Desk>,
    tx: &mut Tx,
    said: &Said,
) -> anyhow::Result<Option<After>> {
    if let Some(target) = &said.reply_to {
        match replied(house, tx, said, target).await? {
            Replied::Taken => return Ok(None),
            Replied::ToUs if desk.is_command(&said.text) => {
                return Ok(Some(command(said, &said.text)));
            }
            Replied::ToUs | Replied::ToOthers => {}
        }
    }
    if let Some(root) = &said.thread
        && let Some(round) = tx.round_of_message(&said.room.platform, root).await?
    {
        in_thread(house, tx, said, &round).await?;
    }
    Ok(None)
}

/// Words of a room that are neither said to us nor in a thread: nothing of ours.
fn is_elsewhere(said: &Said) -> bool {
    !said.direct && said.addressed.is_none() && said.reply_to.is_none() && said.thread.is_none()
}

/// The thread a message was said in, where it is not also a command or a reply.
fn only_thread(said: &Said) -> Option<&RemoteId> {
    let only = !said.direct && said.addressed.is_none() && said.reply_to.is_none();
    said.thread.as_ref().filter(|_| only)
}

/// Where a message is answered.
pub fn reply_to(said: &Said) -> ReplyTo {
    ReplyTo {
        account: said.by.account.clone(),
        room: (!said.direct).then(|| said.room.clone()),
        message: Some(said.id.clone()),
        thread: said.thread.clone(),
        token: None,
    }
}

/// The message as words for the commands.
pub fn command(said: &Said, words: &str) -> After {
    let request = Request {
        id: said.id.clone(),
        by: said.by.clone(),
        room: (!said.direct).then(|| said.room.clone()),
        words: Asked::Text(words.to_owned()),
        at: said.at,
        thread: said.thread.clone(),
        reply_to: said.reply_to.clone(),
        aside: false,
        place: None,
    };
    After::Command(reply_to(said), request)
}

enum Replied {
    Taken,
    ToUs,
    ToOthers,
}

/// A reply to the prompt is an answer; a reply to one's own answer adds to it.
async fn replied(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    target: &RemoteId,
) -> anyhow::Result<Replied> {
    let platform = &said.room.platform;
    if let Some((post, _)) = tx.post_of_message(platform, target).await? {
        let Some(round) =
            post.round.filter(|_| post.purpose == crate::domain::post::Purpose::Prompt)
        else {
            return Ok(Replied::ToUs);
        };
        let taken = answer(house, tx, said, &round, Road::Reply).await?;
        return Ok(if taken { Replied::Taken } else { Replied::ToUs });
    }
    let source = thread::source(&said.room, target);
    let Some(own) = tx.contribution_from(&source).await? else { return Ok(Replied::ToOthers) };
    let account = give::meet(house, tx, &said.by.account, &said.by.name).await?;
    if own.person != account.person || !matches!(own.act, Act::Give(_) | Act::Add(_)) {
        return Ok(Replied::ToOthers);
    }
    let taken = add(house, tx, said, &own.round).await?;
    Ok(if taken { Replied::Taken } else { Replied::ToOthers })
}

async fn in_thread(house: &House, tx: &mut Tx, said: &Said, round: &Round) -> anyhow::Result<()> {
    if answer(house, tx, said, &round.id, Road::Thread).await? {
        return Ok(());
    }
    let account = give::meet(house, tx, &said.by.account, &said.by.name).await?;
    let member = tx.member(&round.community, &account.person).await?;
    let standing = member.map_or(Standing::Ask, |member| member.words);
    let message = thread::message(&round.id, standing, &account, said, false);
    thread::keep_all(tx, &[message]).await
}

/// Keeps the words of an answer as the message that it was.
async fn keep(tx: &mut Tx, round: &RoundId, by: &Account, said: &Said) -> anyhow::Result<()> {
    thread::keep_all(tx, &[thread::message(round, Standing::Ask, by, said, true)]).await
}

/// The words as an answer. `false` when they are none: another answer stands, or the round is over.
async fn answer(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    round: &RoundId,
    road: Road,
) -> anyhow::Result<bool> {
    let Some(round) = tx.round(round).await? else { return Ok(false) };
    if !round.takes(said.at) {
        return Ok(false);
    }
    let read = read(house, tx, said, &round).await?;
    let Some((act, mood_in_public)) = read else { return Ok(false) };
    let giving = giving(said, &round, road, act);
    match give::give(house, tx, giving).await? {
        Given::Taken { words, urgent } => {
            let account = give::meet(house, tx, &said.by.account, &said.by.name).await?;
            keep(tx, &round.id, &account, said).await?;
            if urgent {
                let key = format!("care:{}:{}", round.id, said.id);
                let shot = say::OneShot::notice(key, words).about(&round.id, &round.community);
                say::tell(house, tx, &said.by.account, shot).await?;
            }
            if mood_in_public {
                tidings::mood_in_public(house, tx, &round, &said.by.account, &said.id).await?;
            }
            Ok(true)
        }
        Given::Known => Ok(true),
        Given::Conversation | Given::Over => Ok(false),
    }
}

/// A reply to one's own answer adds to it.
async fn add(house: &House, tx: &mut Tx, said: &Said, round: &RoundId) -> anyhow::Result<bool> {
    let Some(round) = tx.round(round).await? else { return Ok(false) };
    let Some((Act::Give(fields), _)) = read(house, tx, said, &round).await? else {
        return Ok(false);
    };
    let giving = giving(said, &round, Road::Reply, Act::Add(fields));
    let taken = give::give(house, tx, giving).await?;
    if !matches!(taken, Given::Taken { .. }) {
        return Ok(taken == Given::Known);
    }
    let account = give::meet(house, tx, &said.by.account, &said.by.name).await?;
    keep(tx, &round.id, &account, said).await?;
    Ok(true)
}

/// The words by the fields of the round's step; an answer that is too long is told so in private
/// and loses nothing where it was said.
async fn read(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    round: &Round,
) -> anyhow::Result<Option<(Act, bool)>> {
    let script = facts::script_of(house, tx, round).await?;
    let Some(step) = script.steps.get(round.step as usize) else { return Ok(None) };
    if house.words.means("typed-pass", &said.text) {
        return Ok(Some((Act::Pass, false)));
    }
    let parsed = parse::from_text(step, &said.text, parse::Said::Public);
    if let Some(problem) = parsed.problems.first() {
        tidings::problem(house, tx, round, &said.by.account, &said.id, problem).await?;
    }
    if parsed.fields.is_empty() {
        if parsed.mood_in_public {
            tidings::mood_in_public(house, tx, round, &said.by.account, &said.id).await?;
        }
        return Ok(None);
    }
    Ok(Some((Act::Give(Fields::from_iter(parsed.fields)), parsed.mood_in_public)))
}

fn giving(said: &Said, round: &Round, road: Road, act: Act) -> Giving {
    Giving {
        round: round.id.clone(),
        account: said.by.account.clone(),
        name: said.by.name.clone(),
        at: said.at,
        source: thread::source(&said.room, &said.id),
        road,
        act,
        wishes: Wishes::default(),
    }
}
