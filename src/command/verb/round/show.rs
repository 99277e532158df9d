//! `round show`: in private, what a round holds and what will be posted.

use serde_json::json;

use crate::command::ctx::{Ctx, add_list};
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::WhichRound;
use crate::command::verb::times;
use crate::domain::body::{Block, Body};
use crate::domain::contribution::{Answer, Standing, Value};
use crate::domain::post::{Post, PostState, Target};
use crate::domain::round::{Round, RoundState};
use crate::flow::facts;
use crate::ritual::facts::{Facts, Named};
use crate::ritual::round::{Want, What};
use crate::ritual::script::{Script, Visible};
use crate::ritual::telling;

/// Shows it: counts, answers for convenors only, who may be reached out to, what will be posted.
pub async fn show(ctx: &mut Ctx<'_>, which: &WhichRound) -> Done {
    let round = ctx.any_round(which.round.as_deref(), "round show").await?;
    let convenor = ctx.runs(&round).await?;
    let facts = facts::load(ctx.house, ctx.tx, &round).await?;
    let (given, passed) = (count(&facts, Standing::Given), count(&facts, Standing::Passed));
    let private = private(&facts, &round).len();
    let mut body = Body::default();
    body.blocks.push(Block::Heading(round.name.clone()));
    let mut body = body.and(standing(ctx, &round));
    let counts = [("given", given.into()), ("passed", passed.into()), ("private", private.into())];
    body = body.and(ctx.say("round-counts", &counts));
    if convenor {
        for_convenors(ctx, &round, &facts, &mut body).await?;
    }
    posts(ctx, &round, &mut body).await?;
    will_be(ctx, &round, &facts, &mut body);
    body = body.and(ctx.say("round-id", &[("id", round.id.as_str().into())]));
    let data = json!({
        "round": round.id.as_str(),
        "ritual": round.ritual.as_str(),
        "state": round.state,
        "given": given,
        "passed": passed,
        "private": private,
        "topics": round.topics,
        "note": round.note,
    });
    Ok(Reply::private("round", body).with(data))
}

/// How many answers stand like this.
fn count(facts: &Facts, standing: Standing) -> usize {
    facts.answers.iter().filter(|named| named.answer.standing == standing).count()
}

fn standing(ctx: &Ctx<'_>, round: &Round) -> String {
    let until = times::at(ctx, round.closed_at.unwrap_or(round.closes_at), round.zone);
    let key = match round.state {
        RoundState::Open => "round-open-until",
        RoundState::Closed => "round-closed-at",
        RoundState::Skipped => "round-was-skipped",
    };
    ctx.say(key, &[("until", until.into())])
}

/// Answers that the circle does not see.
fn private<'a>(facts: &'a Facts, round: &Round) -> Vec<&'a Named> {
    let to_convenors = |answer: &Answer| {
        let seen = facts.script.step(round.step).map_or(Visible::Circle, |step| step.visible);
        match seen {
            Visible::Circle => answer.wishes.private,
            Visible::Convenors => true,
            Visible::Counts => false,
        }
    };
    let given = |answer: &Answer| answer.standing == Standing::Given;
    facts.answers.iter().filter(|one| given(&one.answer) && to_convenors(&one.answer)).collect()
}

/// What convenors alone see: answers kept for them, and who may be reached out to.
async fn for_convenors(
    ctx: &mut Ctx<'_>,
    round: &Round,
    facts: &Facts,
    body: &mut Body,
) -> Result<(), Trouble> {
    let kept = private(facts, round);
    if !kept.is_empty() {
        body.blocks.push(Block::Heading(ctx.say("round-kept", &[])));
        for named in kept {
            body.blocks.push(Block::Quote(words(&facts.script, named, ctx)));
        }
    }
    let mut names = Vec::new();
    for person in ctx.tx.reach_outs(&round.id).await? {
        let account = ctx.tx.accounts_of(&person).await?.into_iter().next();
        names.extend(account.map(|account| account.name));
    }
    if !names.is_empty() {
        let names = ctx.voice.words.list(&ctx.voice.language, &names);
        let text = ctx.say("round-reach-out", &[("names", names.into())]);
        *body = std::mem::take(body).and(text);
    }
    Ok(())
}

/// An answer's words with its author's name, without one where they wished; never a mood.
fn words(script: &Script, named: &Named, ctx: &Ctx<'_>) -> String {
    let language = &ctx.voice.language;
    let said: Vec<String> = named
        .answer
        .fields
        .iter()
        .filter(|(_, value)| matches!(value, Value::Text(text) if !text.is_empty()))
        .map(|(key, value)| {
            let field = script.fields().find(|field| field.key == *key);
            field.map_or_else(String::new, |field| field.show(value, language))
        })
        .collect();
    let name = if named.answer.wishes.anonymous {
        ctx.say("summary-signature-unnamed", &[])
    } else {
        named.name.clone()
    };
    format!("{}\n({name})", said.join("\n"))
}

/// What does not stand where it should, with the mend.
async fn posts(ctx: &mut Ctx<'_>, round: &Round, body: &mut Body) -> Result<(), Trouble> {
    let (mut lines, mut gone) = (Vec::new(), false);
    for post in ctx.tx.posts_of(&round.id).await? {
        gone |= post.state == PostState::Gone;
        lines.extend(astray(ctx, &post).await?);
    }
    add_list(body, lines);
    if gone {
        let line = format!("round repost --round {}", round.id);
        *body = std::mem::take(body).and(ctx.say("round-may-repost", &[]));
        body.blocks.push(Block::Code(ctx.voice.typed(&line)));
    }
    Ok(())
}

/// What there is to say of a post that does not stand as it should.
pub async fn astray(ctx: &mut Ctx<'_>, post: &Post) -> Result<Option<String>, Trouble> {
    let key = match post.state {
        PostState::Live if post.undone() => "post-waits",
        PostState::Live | PostState::Dropped => return Ok(None),
        PostState::Dead => "post-dead",
        PostState::Unsure => "post-in-doubt",
        PostState::Gone => "post-taken-away",
    };
    let Target::Room(at) = &post.target else { return Ok(None) };
    let room = ctx.tx.room(at).await?.map_or_else(|| at.id.clone(), |room| room.label);
    let what = ctx.say(&format!("purpose-{}", post.purpose.as_str()), &[]);
    let reason = post.reason.clone().unwrap_or_default();
    let args = [("what", what.into()), ("room", room.into()), ("reason", reason.into())];
    Ok(Some(ctx.say(key, &args)))
}

/// The summary as it would be posted now. Moods are told only at the close.
fn will_be(ctx: &Ctx<'_>, round: &Round, facts: &Facts, body: &mut Body) {
    if round.state != RoundState::Open {
        return;
    }
    let Some(room) = facts.rooms.first() else { return };
    let closing = round.closings + 1;
    let closed = Round { state: RoundState::Closed, closings: closing, ..round.clone() };
    let what = What::Summary { closing };
    let want = Want { room: room.at.clone(), what, begin: true, fresh: false };
    let Some(summary) = telling::tell(&ctx.house.words, &closed, facts, &want) else { return };
    body.blocks.push(Block::Heading(ctx.say("round-will-be", &[])));
    body.blocks.extend(summary.blocks);
}
