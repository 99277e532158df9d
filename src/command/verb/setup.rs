//! `setup`: a community with its circle, this room and its first ritual, in one go.

use chrono_tz::Tz;
use serde_json::json;

use super::circle::bind_here;
use super::community::{NewHome, language, make};
use super::ritual::{NewRitual, found, method, preview_of};
use super::times;
use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tokens::quoted;
use crate::command::tree::{Setup, Timing};
use crate::command::value::Days;
use crate::domain::body::{Block, Body, FieldKind, Form, FormField};
use crate::domain::community::{Circle, Community};
use crate::domain::ids::CircleId;
use crate::domain::ritual::Ritual;
use crate::flow::say;

const METHOD: &str = "check-in";

/// Sets everything up, or says what is still missing with the complete command.
pub async fn setup(ctx: &mut Ctx<'_>, args: &Setup) -> Done {
    if let Some(room) = ctx.bound.clone() {
        return already(ctx, &room.community).await;
    }
    if args.is_empty() && ctx.has_forms() {
        return Ok(Reply::form("form", form(ctx)));
    }
    let (Some(name), Some(zone)) = (&args.name, args.zone) else {
        return Err(missing(ctx, args));
    };
    let home = NewHome { name, zone, language: args.language.as_deref() };
    let community = make(ctx, home).await?;
    ctx.voice.language = community.language.clone();
    let circle = circle(ctx, &community, args.circle.as_deref()).await?;
    let bound = match ctx.room.is_some() {
        true => Some(bind_here(ctx, &community, &circle).await?),
        false => None,
    };
    let method = method(ctx, args.method.as_deref().unwrap_or(METHOD))?;
    let title = method.script.title.in_language(&ctx.voice.language).to_owned();
    let new = NewRitual {
        name: args.ritual.as_deref().unwrap_or(&title),
        method: &method.script.name,
        ask: args.ask.as_deref(),
        circle: circle.clone(),
        timing: &timing(args),
    };
    let ritual = found(ctx, &community, new).await?;
    let told = [
        ("community", community.name.as_str().into()),
        ("circle", circle.name.as_str().into()),
        ("room", bound.unwrap_or_default().into()),
    ];
    let key = if ctx.room.is_some() { "setup-done" } else { "setup-done-no-room" };
    let subject = community.id.clone();
    ctx.community = Some(community.clone());
    let body = ctx.voice.body(key, &told);
    let body = first_prompt(ctx, &ritual, body).await?;
    let body = times::echo(ctx, &ritual, body).await?;
    let body = next_steps(ctx, &ritual.name, body);
    let mut data = times::data(ctx, &ritual).await?;
    data["community"] = json!(community.name);
    data["circle"] = json!(circle.name);
    Ok(Reply::quiet("setup-done", body).with(data).about(subject))
}

/// Shows the first prompt as it will look to the one who set up. In a room where others would read
/// it, it would pass for the prompt itself: there it is told in private.
async fn first_prompt(ctx: &mut Ctx<'_>, ritual: &Ritual, mut body: Body) -> Result<Body, Trouble> {
    let prompt = preview_of(ctx, ritual).await?;
    let lead = ctx.say("setup-prompt", &[]);
    let quote = Block::Quote(prompt.plain());
    if ctx.is_private() {
        body = body.and(lead);
        body.blocks.push(quote);
        return Ok(body);
    }
    let mut aside = Body::text(lead);
    aside.blocks.push(quote);
    let mut shot = say::OneShot::notice(format!("preview:{}", ctx.id), aside);
    shot.community = Some(ritual.community.clone());
    say::tell(ctx.house, ctx.tx, &ctx.account.at, shot).await?;
    Ok(body)
}

/// The first rhythm; Monday at nine unless somebody says otherwise.
fn timing(args: &Setup) -> Timing {
    let (days, at) = match &args.when {
        Some(when) => (Some(when.days.clone()), Some(when.at)),
        None => (args.days.clone(), args.at),
    };
    Timing {
        days: days.or(Some(Days(vec![chrono::Weekday::Mon]))),
        at: at.or(chrono::NaiveTime::from_hms_opt(9, 0, 0)),
        open_for: args.open_for,
        ..Timing::default()
    }
}

async fn circle(
    ctx: &mut Ctx<'_>,
    community: &Community,
    name: Option<&str>,
) -> Result<Circle, Trouble> {
    let now = ctx.now();
    let circle = Circle {
        id: ctx.house.chance.with(|chance| CircleId::make(now, chance)),
        community: community.id.clone(),
        name: name.map_or_else(|| ctx.say("circle-default", &[]), ToOwned::to_owned),
    };
    ctx.tx.add_circle(&circle).await?;
    Ok(circle)
}

/// How to see the prompt, to start at once, and to bind a room elsewhere.
fn next_steps(ctx: &Ctx<'_>, ritual: &str, mut body: Body) -> Body {
    let name = quoted(ritual);
    let steps = [
        ("setup-preview", format!("ritual preview --ritual {name}")),
        ("setup-start", format!("ritual start --ritual {name}")),
        ("setup-elsewhere", "circle invite".to_owned()),
        ("setup-signposts", "community edit --signposts \"…\"".to_owned()),
    ];
    let entries = steps.iter().map(|(key, line)| ctx.voice.entry(line, &ctx.say(key, &[])));
    body.blocks.push(Block::List(entries.collect()));
    body
}

async fn already(ctx: &mut Ctx<'_>, community: &crate::domain::ids::CommunityId) -> Done {
    let name = ctx.tx.community(community).await?.map(|one| one.name).unwrap_or_default();
    let line = ctx.voice.plain("example-ritual-add");
    Err(ctx.no_but("setup-already", &[("community", name.into())], &line))
}

/// What is still missing, with everything that was said put into the complete command.
fn missing(ctx: &Ctx<'_>, args: &Setup) -> Trouble {
    let name = args.name.clone().unwrap_or_else(|| ctx.voice.plain("sample-community"));
    let zone = args.zone.unwrap_or(Tz::UTC);
    let zone = if args.zone.is_some() { zone.name() } else { "Europe/Paris" };
    let language = args.language.as_deref().unwrap_or(ctx.voice.language.as_str());
    let circle = args.circle.clone().unwrap_or_else(|| ctx.say("circle-default", &[]));
    let line = format!(
        "setup --name {} --zone {zone} --language {language} --circle {} {}",
        quoted(&name),
        quoted(&circle),
        rhythm(ctx, args),
    );
    let code = if args.name.is_none() { "setup-needs-name" } else { "setup-needs-zone" };
    ctx.no_but(code, &[], &line)
}

/// The days and the time as they were said, or as they are suggested.
fn rhythm(ctx: &Ctx<'_>, args: &Setup) -> String {
    if args.when.is_none() && args.days.is_none() && args.at.is_none() {
        return format!("--when {}", quoted(&ctx.voice.plain("sample-when")));
    }
    let timing = timing(args);
    let days = timing.days.map(|days| days.to_string()).unwrap_or_default();
    let at = timing.at.map(|at| at.format("%H:%M").to_string()).unwrap_or_default();
    format!("--days {days} --at {at}")
}

fn form(ctx: &Ctx<'_>) -> Form {
    let sample = |key: &str| ctx.voice.plain(&format!("sample-{key}"));
    let field = |key: &str, value: Option<String>, required| FormField {
        key: key.to_owned(),
        label: ctx.voice.plain(&format!("setup-form-{key}")),
        kind: FieldKind::Text { max: 200 },
        required,
        value,
    };
    let label = ctx.outside.facts.as_ref().map(|facts| facts.label.as_str());
    // Of a room's label, the name: not the mark that says it is a room.
    let room = label.map(|label| label.trim_start_matches('#').to_owned());
    Form {
        id: "run:setup".into(),
        title: ctx.say("setup-form", &[]),
        fields: vec![
            field("name", room, true),
            field("zone", None, true),
            field("language", Some(ctx.voice.language.as_str().to_owned()), false),
            field("circle", Some(ctx.say("circle-default", &[])), false),
            field("when", Some(sample("when")), false),
        ],
    }
}

/// The language of a new community: as said, else the one spoken with its founder.
pub fn language_or_own(
    ctx: &Ctx<'_>,
    said: Option<&str>,
) -> Result<crate::domain::community::Language, Trouble> {
    match said {
        Some(said) => language(ctx, said),
        None => Ok(ctx.voice.language.clone()),
    }
}
