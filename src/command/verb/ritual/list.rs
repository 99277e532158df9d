//! `ritual methods`, `ritual list`, `ritual show`.

use serde_json::json;

use crate::command::ctx::{Ctx, add_list};
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::Which;
use crate::command::verb::times;
use crate::domain::body::{Block, Body, Span};
use crate::domain::ritual::{Ritual, RitualState};
use crate::domain::round::{Round, RoundState};

/// The methods there are, and the files that can't be read.
pub fn methods(ctx: &Ctx<'_>) -> Done {
    let shelf = ctx.house.methods.shelf();
    let language = &ctx.voice.language;
    let entry = |(name, method): (&String, &crate::flow::methods::Method)| {
        let title = method.script.title.in_language(language);
        vec![Span::Code(name.clone()), Span::Plain(format!(" – {title}"))]
    };
    let mut body = ctx.voice.body("methods", &[]);
    body.blocks.push(Block::List(shelf.methods.iter().map(entry).collect()));
    for (name, faults) in &shelf.faulty {
        body = body.and(ctx.say("method-faulty", &[("name", name.as_str().into())]));
        let said = faults.iter().map(|fault| Block::Code(fault.say(&ctx.voice.words, language)));
        body.blocks.extend(said);
    }
    let names: Vec<&String> = shelf.methods.keys().collect();
    Ok(Reply::quiet("methods", body).with(json!({ "methods": names })))
}

/// The rituals, each with its next time.
pub async fn list(ctx: &mut Ctx<'_>) -> Done {
    let community = ctx.community().await?;
    let rituals = ctx.tx.rituals(&community.id).await?;
    if rituals.is_empty() {
        let trouble = ctx.no_but("no-ritual", &[], "help ritual add");
        let Trouble::Say { code, body } = trouble else { return Err(trouble) };
        return Ok(Reply::quiet(code, body).with(json!({ "rituals": [] })));
    }
    let (mut entries, mut data) = (Vec::new(), Vec::new());
    for ritual in &rituals {
        entries.push(line(ctx, ritual).await?);
        let mut one = times::data(ctx, ritual).await?;
        one["method"] = json!(ritual.method);
        one["state"] = json!(ritual.state);
        data.push(one);
    }
    let mut body = ctx.voice.body("rituals", &[("community", community.name.into())]);
    body.blocks.push(Block::List(entries));
    Ok(Reply::quiet("rituals", body).with(json!({ "rituals": data })))
}

/// A ritual on one line: its name, its method, and when it comes next.
pub async fn line(ctx: &mut Ctx<'_>, ritual: &Ritual) -> Result<Vec<Span>, Trouble> {
    let mut spans =
        vec![Span::Strong(ritual.name.clone()), Span::Plain(format!(" ({}): ", ritual.method))];
    if ritual.state == RitualState::Paused {
        spans.push(Span::Plain(ctx.say("ritual-is-paused", &[])));
        return Ok(spans);
    }
    match times::next_slots(ctx, ritual).await?.first() {
        Some(slot) => spans.push(times::moment(ctx, slot.at, ritual.schedule.zone)),
        None => spans.push(Span::Plain(ctx.say("ritual-never-again", &[]))),
    }
    Ok(spans)
}

/// One ritual: its question, rhythm, next times and last rounds.
pub async fn show(ctx: &mut Ctx<'_>, which: &Which) -> Done {
    let ritual = ctx.ritual(which.ritual.as_deref(), "ritual show").await?;
    let circle = ctx.tx.circle(&ritual.circle).await?.map(|circle| circle.name).unwrap_or_default();
    let mut body = Body::default();
    body.blocks.push(Block::Heading(ritual.name.clone()));
    let mut body = body.and(ctx.say(
        "ritual-runs",
        &[("method", ritual.method.as_str().into()), ("circle", circle.into())],
    ));
    body = body.and(times::rhythm(ctx, &ritual));
    match ctx.house.methods.get(&ritual.method) {
        Ok(method) => {
            let language = &ctx.voice.language;
            let first = method.script.steps.first();
            let own = first.map(|step| step.prompt.in_language(language).to_owned());
            let question = ritual.question.clone().or(own).unwrap_or_default();
            body = body.and(ctx.say("ritual-asks", &[]));
            body.blocks.push(Block::Quote(question));
            let window = ritual.open_for.or(first.map(|step| step.open_for)).unwrap_or_default();
            let window = ctx.voice.words.span(language, window);
            body = body.and(ctx.say("ritual-window", &[("window", window.into())]));
            if let Some(origin) = &method.script.origin {
                body = body.and(ctx.say("ritual-origin", &[("origin", origin.as_str().into())]));
            }
        }
        Err(_) => {
            body = body
                .and(ctx.say("ritual-method-missing", &[("name", ritual.method.as_str().into())]));
        }
    }
    body = body.and(late(ctx, &ritual));
    if ritual.state == RitualState::Paused {
        body = body.and(ctx.say("ritual-is-paused", &[]));
    } else {
        body = times::echo(ctx, &ritual, body).await?;
    }
    let rounds = ctx.tx.rounds_of(&ritual.id, 5).await?;
    if !rounds.is_empty() {
        body = body.and(ctx.say("last-rounds", &[]));
        add_list(&mut body, rounds.iter().map(|round| past(ctx, round)));
    }
    let data = times::data(ctx, &ritual).await?;
    Ok(Reply::quiet("ritual", body).with(data))
}

fn late(ctx: &Ctx<'_>, ritual: &Ritual) -> String {
    let grace = ctx.voice.words.span(&ctx.voice.language, ritual.grace);
    ctx.say(&format!("late-{}", ritual.late.as_str()), &[("grace", grace.into())])
}

/// A past or open round on one line.
fn past(ctx: &Ctx<'_>, round: &Round) -> String {
    let due = times::at(ctx, round.due_at, round.zone);
    let key = match round.state {
        RoundState::Open => "round-is-open",
        RoundState::Closed => "round-is-closed",
        RoundState::Skipped => "round-is-skipped",
    };
    ctx.say(key, &[("due", due.into()), ("id", round.id.as_str().into())])
}
