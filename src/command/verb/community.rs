//! `community`: founding, the charter, days without rituals.

use chrono_tz::Tz;
use serde_json::json;

use super::circle::announce_keeping;
use super::ritual::name;
use super::setup::language_or_own;
use super::times;
use crate::command::ctx::{Ctx, add_list};
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::{
    Charter as Change, Community as Verb, Holiday, NewCommunity, NewHoliday,
};
use crate::domain::body::{Block, Body};
use crate::domain::community::{Charter, Community, Language, Role};
use crate::domain::ids::CommunityId;
use crate::domain::ritual::Ritual;
use crate::flow::{due, keeping};
use crate::ritual::fold::fold;
use crate::ritual::parse::clean;

/// How long words that nobody curated are kept, unless the convenors say otherwise.
const KEEP_DAYS: u32 = 365;

/// Runs it.
pub async fn run(ctx: &mut Ctx<'_>, command: &Verb) -> Done {
    match command {
        Verb::Create(args) => create(ctx, args).await,
        Verb::Show => show(ctx).await,
        Verb::Edit(args) => edit(ctx, args).await,
        Verb::Holiday(Holiday::Add(args)) => add_holiday(ctx, args).await,
        Verb::Holiday(Holiday::List) => holidays(ctx).await,
        Verb::Holiday(Holiday::Remove(args)) => remove_holiday(ctx, args.date).await,
    }
}

/// What a new community is made from.
pub struct NewHome<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its zone.
    pub zone: Tz,
    /// Its language; that of its founder where none is said.
    pub language: Option<&'a str>,
}

/// Founds a community; whoever founds it is its first steward.
///
/// # Errors
/// When the name is taken, or no text is in that language.
pub async fn make(ctx: &mut Ctx<'_>, new: NewHome<'_>) -> Result<Community, Trouble> {
    let name = name(ctx, new.name)?;
    if ctx.tx.community_named(&name).await?.is_some() {
        return Err(ctx.no("community-name-taken", &[("name", name.into())]));
    }
    let now = ctx.now();
    let community = Community {
        id: ctx.house.chance.with(|chance| CommunityId::make(now, chance)),
        name,
        zone: new.zone,
        language: language_or_own(ctx, new.language)?,
        charter: Charter::default(),
        keep_days: KEEP_DAYS,
        created_at: now,
    };
    ctx.tx.add_community(&community).await?;
    let (account, person) = (ctx.account.at.clone(), ctx.account.person.clone());
    ctx.tx.join(&community.id, &person, now).await?;
    ctx.tx.grant(&community.id, &account, Role::Steward, None, now).await?;
    Ok(community)
}

async fn create(ctx: &mut Ctx<'_>, args: &NewCommunity) -> Done {
    let new = NewHome { name: &args.name, zone: args.zone, language: args.language.as_deref() };
    let community = make(ctx, new).await?;
    let told = [("name", community.name.as_str().into()), ("zone", community.zone.name().into())];
    let body = ctx.voice.body_with("community-created", &told, "circle create --name \"…\"");
    let data = json!({ "id": community.id.as_str(), "name": community.name });
    let subject = community.id.clone();
    ctx.community = Some(community);
    Ok(Reply::quiet("community-created", body).with(data).about(subject))
}

/// A language there are texts in.
///
/// # Errors
/// When there are none, with those there are.
pub fn language(ctx: &Ctx<'_>, said: &str) -> Result<Language, Trouble> {
    let known = ctx.voice.words.languages();
    let said = fold(said);
    if let Some(found) = known.iter().find(|one| one.as_str() == said) {
        return Ok(found.clone());
    }
    let names: Vec<String> = known.iter().map(|one| one.as_str().to_owned()).collect();
    Err(ctx
        .no("no-such-language", &[("given", said.into()), ("languages", names.join(", ").into())]))
}

async fn show(ctx: &mut Ctx<'_>) -> Done {
    let community = ctx.community().await?;
    let charter = &community.charter;
    let mut body = Body::default();
    body.blocks.push(Block::Heading(community.name.clone()));
    let parts = [
        ("option-domain", &charter.domain),
        ("option-people", &charter.community),
        ("option-practice", &charter.practice),
        ("option-agreement", &charter.agreement),
        ("option-signposts", &charter.signposts),
        ("option-accessibility", &charter.accessibility),
    ];
    for (key, text) in parts {
        if let Some(text) = text {
            body = body.and(format!("{}: {text}", ctx.say(key, &[])));
        }
    }
    let facts = [
        ("zone", community.zone.name().into()),
        ("language", community.language.as_str().into()),
        ("days", community.keep_days.into()),
    ];
    let body = body.and(ctx.say("community-facts", &facts));
    let data = json!({
        "id": community.id.as_str(),
        "name": community.name,
        "zone": community.zone.name(),
        "language": community.language.as_str(),
        "keep_days": community.keep_days,
        "charter": community.charter,
    });
    Ok(Reply::quiet("community", body).with(data))
}

async fn edit(ctx: &mut Ctx<'_>, args: &Change) -> Done {
    let before = ctx.community().await?;
    if *args == Change::default() {
        let example = ctx.voice.plain("example-community-edit");
        return Err(ctx.no_but("nothing-to-change", &[], &example));
    }
    let mut community = before.clone();
    if let Some(wanted) = &args.name {
        community.name = name(ctx, wanted)?;
        let other = ctx.tx.community_named(&community.name).await?;
        if other.is_some_and(|other| other.id != community.id) {
            return Err(ctx.no("community-name-taken", &[("name", community.name.into())]));
        }
    }
    if let Some(wanted) = &args.language {
        community.language = language(ctx, wanted)?;
    }
    community.zone = args.zone.unwrap_or(community.zone);
    community.keep_days = args.keep_days.map_or(community.keep_days, u32::from);
    change(&mut community.charter, args);
    ctx.tx.save_community(&community).await?;
    let mut body = ctx.voice.body("community-edited", &[("name", community.name.as_str().into())]);
    if community.zone != before.zone {
        body = move_rituals(ctx, &before, &community, body).await?;
    }
    if community.keep_days != before.keep_days {
        let from = keeping::changed(ctx.house, ctx.tx, &before, &community).await?;
        let rooms = ctx.tx.rooms().await?;
        for room in rooms.into_iter().filter(|room| room.community == community.id) {
            announce_keeping(ctx, &community, &room, from).await?;
        }
    }
    let subject = community.id.clone();
    ctx.community = Some(community);
    Ok(Reply::quiet("community-edited", body).about(subject))
}

/// Sets the parts of a charter that were said; an empty text takes a part away.
fn change(charter: &mut Charter, args: &Change) {
    let parts = [
        (&mut charter.domain, &args.domain),
        (&mut charter.community, &args.people),
        (&mut charter.practice, &args.practice),
        (&mut charter.agreement, &args.agreement),
        (&mut charter.signposts, &args.signposts),
        (&mut charter.accessibility, &args.accessibility),
    ];
    for (part, said) in parts {
        if let Some(said) = said {
            *part = Some(clean(said)).filter(|text| !text.is_empty());
        }
    }
    if let Some(words) = &args.care_words {
        let words = words.split(',').map(|word| clean(word).to_lowercase());
        charter.care_words = words.filter(|word| !word.is_empty()).collect();
    }
}

/// Rituals in the community's own zone move with it; their next times are echoed.
async fn move_rituals(
    ctx: &mut Ctx<'_>,
    before: &Community,
    after: &Community,
    mut body: Body,
) -> Result<Body, Trouble> {
    for mut ritual in ctx.tx.rituals(&after.id).await? {
        if ritual.schedule.zone == before.zone {
            ritual.schedule.zone = after.zone;
            ctx.tx.save_ritual(&ritual).await?;
            due::reschedule(ctx.house, ctx.tx, &ritual).await?;
            body = times::echo(ctx, &ritual, body).await?;
        }
    }
    Ok(body)
}

async fn rescheduled(ctx: &mut Ctx<'_>, id: &CommunityId) -> Result<Vec<Ritual>, Trouble> {
    let rituals = ctx.tx.rituals(id).await?;
    for ritual in &rituals {
        due::reschedule(ctx.house, ctx.tx, ritual).await?;
    }
    Ok(rituals)
}

async fn add_holiday(ctx: &mut Ctx<'_>, args: &NewHoliday) -> Done {
    let community = ctx.community().await?;
    let label = args.name.as_deref().map(clean).unwrap_or_default();
    ctx.tx.add_holiday(&community.id, args.date, &label).await?;
    rescheduled(ctx, &community.id).await?;
    let day = ctx.voice.words.day(&ctx.voice.language, args.date);
    Ok(ctx.done("holiday-added", &[("day", day.into())]).about(args.date))
}

async fn remove_holiday(ctx: &mut Ctx<'_>, date: chrono::NaiveDate) -> Done {
    let community = ctx.community().await?;
    let day = ctx.voice.words.day(&ctx.voice.language, date);
    if !ctx.tx.remove_holiday(&community.id, date).await? {
        return Err(ctx.no("no-such-holiday", &[("day", day.into())]));
    }
    rescheduled(ctx, &community.id).await?;
    Ok(ctx.done("holiday-removed", &[("day", day.into())]).about(date))
}

async fn holidays(ctx: &mut Ctx<'_>) -> Done {
    let community = ctx.community().await?;
    let days = ctx.tx.holidays(&community.id).await?;
    let code = if days.is_empty() { "holidays-none" } else { "holidays" };
    let mut body = ctx.voice.body(code, &[]);
    let line = |(day, label): &(chrono::NaiveDate, String)| {
        let told = ctx.voice.words.day(&ctx.voice.language, *day);
        format!("{day} ({told}) {label}").trim_end().to_owned()
    };
    add_list(&mut body, days.iter().map(line));
    let data: Vec<_> =
        days.iter().map(|(day, label)| json!({ "date": day, "name": label })).collect();
    Ok(Reply::quiet(code, body).with(json!({ "holidays": data })))
}
