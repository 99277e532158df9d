//! `me consent`: every yes of a person in a community, shown and changed.

use serde_json::json;

use super::profile;
use crate::command::ctx::{Ctx, add_list};
use crate::command::reply::{Done, Reply, Says, Trouble};
use crate::command::tree::{Consent, Word, YesNo};
use crate::domain::community::Community;
use crate::domain::member::Standing;
use crate::flow::{consent as yes, erasures, own};

/// Shows every yes, or changes those that are named.
pub async fn consent(ctx: &mut Ctx<'_>, args: &Consent) -> Done {
    let community = ctx.community().await?;
    let mut last = None;
    if let Some(nudges) = args.nudges {
        last = Some(profile::nudges(ctx, nudges == YesNo::Yes).await?);
    }
    if args.reach_out.is_some() {
        last = Some(no_reach_out(ctx, &community).await?);
    }
    if let Some(word) = args.words {
        last = Some(words(ctx, &community, word).await?);
    }
    let Some(reply) = last else { return shown(ctx, &community).await };
    let data = data(ctx, &community).await?;
    Ok(Reply { code: "me-consent", ..reply }.with(data))
}

async fn shown(ctx: &mut Ctx<'_>, community: &Community) -> Done {
    let person = ctx.account.person.clone();
    let member = ctx.tx.member(&community.id, &person).await?;
    let standing = member.as_ref().map_or(Standing::Ask, |member| member.words);
    let nudged = member.is_some_and(|member| member.nudges);
    let args = [("community", community.name.as_str().into())];
    let mut reply = ctx.told("me-consent", &args);
    let mut lines = vec![
        entry(ctx, &format!("me-words-{}", standing.as_str()), "me consent --words yes"),
        entry(
            ctx,
            if nudged { "me-nudges-are-on" } else { "me-nudges-are-off" },
            if nudged { "me consent --nudges no" } else { "me consent --nudges yes" },
        ),
    ];
    let reached = own::reached(ctx.tx, &person, &community.id).await?;
    if reached.is_empty() {
        lines.push(ctx.say("me-reach-out-none", &[]));
    }
    for one in &reached {
        let args = [("name", one.ritual.as_str().into()), ("date", day(&one.at).into())];
        let said = ctx.say("me-reach-out-yes", &args);
        lines.push(with_command(ctx, &said, "me consent --reach-out no"));
    }
    lines.push(ctx.say("me-consent-answers", &[]));
    if let Says::Body(body) = &mut reply.says {
        add_list(body, lines);
    }
    let data = data(ctx, community).await?;
    Ok(reply.with(data))
}

/// The day of an instant as it is told to scripts.
fn day(at: &str) -> &str {
    at.split('T').next().unwrap_or(at)
}

fn entry(ctx: &Ctx<'_>, key: &str, command: &str) -> String {
    with_command(ctx, &ctx.say(key, &[]), command)
}

fn with_command(ctx: &Ctx<'_>, said: &str, command: &str) -> String {
    let command = ctx.voice.typed(command);
    ctx.say("me-consent-change", &[("said", said.into()), ("command", command.into())])
}

async fn data(ctx: &mut Ctx<'_>, community: &Community) -> Result<serde_json::Value, Trouble> {
    let person = ctx.account.person.clone();
    let member = ctx.tx.member(&community.id, &person).await?;
    let reached = own::reached(ctx.tx, &person, &community.id).await?;
    Ok(json!({
        "words": member.as_ref().map_or(Standing::Ask, |member| member.words),
        "nudges": member.is_some_and(|member| member.nudges),
        "reach_out": reached,
    }))
}

async fn words(ctx: &mut Ctx<'_>, community: &Community, word: Word) -> Done {
    let by = ctx.author();
    let body = yes::keep_words(ctx.house, ctx.tx, &by, &community.id, word == Word::Yes).await?;
    if word != Word::Ask {
        return Ok(Reply::private("me-consent", body));
    }
    let (person, now) = (ctx.account.person.clone(), ctx.now());
    let mut member = ctx.tx.join(&community.id, &person, now).await?;
    member.words = Standing::Ask;
    member.asked = false;
    ctx.tx.save_member(&member).await?;
    Ok(ctx.told("me-consent-ask", &[]))
}

/// Takes back every yes that somebody may reach out; the convenors' notices of it go too.
async fn no_reach_out(ctx: &mut Ctx<'_>, community: &Community) -> Done {
    let person = ctx.account.person.clone();
    for one in own::reached(ctx.tx, &person, &community.id).await? {
        for post in ctx.tx.shots(&format!("say:reach:{}:{person}:", one.round)).await? {
            erasures::take_away(ctx.tx, post).await?;
        }
        ctx.tx.may_not_reach_out(&one.round.as_str().into(), &person).await?;
    }
    Ok(ctx.told("me-reach-out-gone", &[]))
}
