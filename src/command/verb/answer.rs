//! `answer` and `withdraw`.

use serde_json::json;

use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::{Answer, Withdraw};
use crate::domain::body::Body;
use crate::domain::contribution::{self, Act, Fields, Road, Standing, Wishes, fold};
use crate::domain::round::Round;
use crate::flow::give::{self, Given};
use crate::flow::{facts, question};
use crate::ritual::parse::{self, Options, Problem, Said};
use crate::ritual::{form, script::Step};

/// Gives, changes or passes an answer; without words, asks for them.
pub async fn answer(ctx: &mut Ctx<'_>, args: &Answer) -> Done {
    // "answer withdraw" is what people say; nobody's answer is that one word.
    let takes_back = |text: &String| ctx.voice.words.means("typed-withdraw", text);
    if args.text.as_ref().is_some_and(takes_back) && only_text(args) {
        return withdraw(ctx, &Withdraw { round: args.round.clone() }).await;
    }
    let round = ctx.open_round(args.round.as_deref(), "answer").await?;
    if args.private && !ctx.alone {
        return Err(ctx.no("given-private-in-public", &[]));
    }
    if args.is_empty() && (!args.private || ctx.has_forms()) {
        return ask(ctx, &round, args.private).await;
    }
    let earlier = earlier(ctx, &round).await?;
    let wishes = Wishes { private: args.private || earlier.1.private, ..earlier.1 };
    let typed_pass = |text: &String| ctx.voice.words.means("typed-pass", text);
    if args.pass || (args.text.as_ref().is_some_and(typed_pass) && only_text(args)) {
        return take(ctx, &round, Act::Pass, Wishes::default(), false).await;
    }
    let script = facts::script_of(ctx.house, ctx.tx, &round).await?;
    let Some(step) = script.step(round.step) else { return Err(ctx.no("round-over", &[])) };
    let said = if ctx.alone { Said::Private } else { Said::Public };
    let parsed = parse::from_options(step, &options(args), said);
    if !parsed.problems.is_empty() {
        return Err(problems(ctx, &parsed.problems));
    }
    if parsed.fields.is_empty() && parsed.mood_in_public {
        return Err(ctx.no("given-mood-in-public", &[]));
    }
    let missing = lacking(step, &earlier.0, &parsed.fields);
    if !missing.is_empty() {
        return Err(problems(ctx, &missing));
    }
    take(ctx, &round, Act::Give(parsed.fields), wishes, parsed.mood_in_public).await
}

fn only_text(args: &Answer) -> bool {
    args.mood.is_none() && args.word.is_none() && args.set.is_empty()
}

/// What would be missing once these values stand beside the earlier ones.
fn lacking(step: &Step, earlier: &Fields, given: &Fields) -> Vec<Problem> {
    let mut all = earlier.clone();
    all.extend(given.clone());
    parse::lacking(step, &all)
}

fn options(args: &Answer) -> Options {
    let pair = |text: &String| {
        let (key, value) = text.split_once('=').unwrap_or((text, ""));
        (key.trim().to_owned(), value.to_owned())
    };
    Options {
        text: args.text.clone(),
        mood: args.mood.map(|mood| mood.to_string()),
        word: args.word.clone(),
        set: args.set.iter().map(pair).collect(),
    }
}

fn problems(ctx: &Ctx<'_>, problems: &[Problem]) -> Trouble {
    let told: Vec<String> =
        problems.iter().map(|problem| problem.say(&ctx.voice.words, &ctx.voice.language)).collect();
    Trouble::Say { code: "answer-does-not-fit", body: Body::text(told.join("\n")) }
}

/// What this person's answer holds so far, and what they wished for it.
async fn earlier(ctx: &mut Ctx<'_>, round: &Round) -> Result<(Fields, Wishes), Trouble> {
    let given = ctx.tx.contributions_of(&round.id, &ctx.account.person).await?;
    let answer = fold(&given).filter(|answer| answer.standing == Standing::Given);
    Ok(answer.map(|answer| (answer.fields, answer.wishes)).unwrap_or_default())
}

/// A form where there are forms; else a question in private, whose answer is awaited.
async fn ask(ctx: &mut Ctx<'_>, round: &Round, private: bool) -> Done {
    if ctx.has_forms() {
        let earlier = earlier(ctx, round).await?;
        let script = facts::script_of(ctx.house, ctx.tx, round).await?;
        let Some(step) = script.step(round.step) else { return Err(ctx.no("round-over", &[])) };
        let (words, language) = (&ctx.voice.words, &ctx.voice.language);
        let earlier = (&earlier.0, earlier.1);
        let form = form::form(&script, step, &round.id, earlier, words, language);
        let form = if private { form::in_private(form) } else { form };
        return Ok(Reply::form("form", form));
    }
    let by = ctx.author();
    let asked = question::first(ctx.house, ctx.tx, &by, &round.id).await?;
    let body = asked.ok_or_else(|| ctx.no("round-over", &[]))?;
    Ok(Reply::private("asked", body).with(json!({ "round": round.id.as_str() })))
}

/// Takes what was given, and says what its giver is told.
pub async fn take(
    ctx: &mut Ctx<'_>,
    round: &Round,
    act: Act,
    wishes: Wishes,
    mood_in_public: bool,
) -> Done {
    let code = if act == Act::Pass { "passed" } else { "answered" };
    let giving = give::Giving { wishes, ..ctx.giving(round, act) };
    match give::give(ctx.house, ctx.tx, giving).await? {
        Given::Taken { words, .. } => {
            let words = if mood_in_public {
                words.and(ctx.say("given-mood-in-public", &[]))
            } else {
                words
            };
            Ok(Reply::private(code, words).with(json!({ "round": round.id.as_str() })))
        }
        Given::Known | Given::Conversation => Ok(Reply::private(code, Body::default())),
        Given::Over => Err(ctx.no("round-over", &[])),
    }
}

/// Takes an answer back, from an open round or a closed one.
pub async fn withdraw(ctx: &mut Ctx<'_>, args: &Withdraw) -> Done {
    let round = match &args.round {
        Some(name) => ctx.any_round(Some(name), "withdraw").await?,
        None => mine(ctx).await?,
    };
    let giving = give::Giving { road: Road::Command, ..ctx.giving(&round, Act::Withdraw) };
    if give::withdraw(ctx.house, ctx.tx, giving).await? {
        let reply = ctx.told("withdrawn-done", &[]);
        return Ok(reply.with(json!({ "round": round.id.as_str() })));
    }
    Err(ctx.no("withdrawn-nothing", &[]))
}

/// The round it was said about, if this person gave something to it; else the one open round to
/// which they gave something, else the newest round they gave to.
async fn mine(ctx: &mut Ctx<'_>) -> Result<Round, Trouble> {
    if let Some(round) = ctx.round_nearby().await?
        && has_given(ctx, &round).await?
    {
        return Ok(round);
    }
    let mut given = Vec::new();
    for round in ctx.rounds_here().await? {
        if has_given(ctx, &round).await? {
            given.push(round);
        }
    }
    if given.len() > 1 {
        return ctx.only(given, "withdraw").await;
    }
    if let Some(round) = given.pop() {
        return Ok(round);
    }
    let community = ctx.community().await?;
    for round in ctx.tx.rounds(&community.id).await?.into_iter().rev().take(50) {
        if has_given(ctx, &round).await? {
            return Ok(round);
        }
    }
    Err(ctx.no("withdrawn-nothing", &[]))
}

async fn has_given(ctx: &mut Ctx<'_>, round: &Round) -> Result<bool, Trouble> {
    let given = ctx.tx.contributions_of(&round.id, &ctx.account.person).await?;
    let stands = |one: &contribution::Contribution| !matches!(one.act, Act::Gone | Act::Withdraw);
    Ok(given.iter().any(stands))
}
