//! `ritual add`: a method on a rhythm.

use std::time::Duration;

use super::checks;
use crate::command::ctx::Ctx;
use crate::command::place::slug;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tokens::quoted;
use crate::command::tree::{Add, Timing};
use crate::command::verb::times;
use crate::domain::body::Body;
use crate::domain::community::{Circle, Community};
use crate::domain::ids::RitualId;
use crate::domain::ritual::{Late, Ritual, RitualState};
use crate::flow::due;

/// After how much lateness `skip` skips, unless a convenor says otherwise.
const GRACE: Duration = Duration::from_secs(2 * 3600);

/// What a new ritual is made from.
pub struct NewRitual<'a> {
    /// What to call it.
    pub name: &'a str,
    /// Its method.
    pub method: &'a str,
    /// The convenors' own question.
    pub ask: Option<&'a str>,
    /// Where it runs.
    pub circle: Circle,
    /// When.
    pub timing: &'a Timing,
}

/// Adds a ritual and echoes its next times.
pub async fn add(ctx: &mut Ctx<'_>, args: &Add) -> Done {
    let community = ctx.community().await?;
    let circle = ctx.circle(args.circle.as_deref()).await?;
    let new = NewRitual {
        name: &args.name,
        method: &args.method,
        ask: args.ask.as_deref(),
        circle,
        timing: &args.timing,
    };
    let circle = new.circle.clone();
    let ritual = found(ctx, &community, new).await?;
    let rooms = ctx.tx.rooms_of(&circle.id).await?;
    let body = ctx.voice.body(
        "ritual-added",
        &[("name", ritual.name.as_str().into()), ("circle", circle.name.as_str().into())],
    );
    let mut body = times::echo(ctx, &ritual, body).await?;
    if rooms.is_empty() {
        body = body.and(ctx.say("circle-has-no-room", &[("circle", circle.name.into())]));
    }
    let body = hints(ctx, &ritual, body);
    let data = times::data(ctx, &ritual).await?;
    Ok(Reply::quiet("ritual-added", body).with(data).about(&ritual.id))
}

/// What can be done next, typed.
fn hints(ctx: &Ctx<'_>, ritual: &Ritual, body: Body) -> Body {
    let name = quoted(&ritual.name);
    let preview = ctx.voice.typed(&format!("ritual preview --ritual {name}"));
    let edit = ctx.voice.typed(&format!("ritual edit --ritual {name}"));
    body.and(ctx.say("ritual-hints", &[("preview", preview.into()), ("edit", edit.into())]))
}

/// Makes a ritual after all checks, and sets its timer.
///
/// # Errors
/// When something about it can't be, in words.
pub async fn found(
    ctx: &mut Ctx<'_>,
    community: &Community,
    new: NewRitual<'_>,
) -> Result<Ritual, Trouble> {
    let name = checks::name(ctx, new.name)?;
    is_free(ctx, community, &name, None).await?;
    let method = checks::method(ctx, new.method)?;
    let question = checks::question(ctx, &method, new.ask)?;
    let open_for = checks::window(ctx, new.timing.open_for)?;
    let schedule = checks::schedule(ctx, new.timing, None, community.zone)?;
    let Some(schedule) = schedule else { return Err(no_rhythm(ctx, &name, &method.script.name)) };
    let now = ctx.now();
    let ritual = Ritual {
        id: ctx.house.chance.with(|chance| RitualId::make(now, chance)),
        community: community.id.clone(),
        circle: new.circle.id,
        name,
        method: method.script.name,
        question,
        schedule,
        open_for,
        late: new.timing.late.unwrap_or(Late::Once),
        grace: new.timing.grace.unwrap_or(GRACE),
        state: RitualState::Active,
    };
    ctx.tx.add_ritual(&ritual).await?;
    due::reschedule(ctx.house, ctx.tx, &ritual).await?;
    Ok(ritual)
}

/// Checks that no other ritual of the community has this name.
pub async fn is_free(
    ctx: &mut Ctx<'_>,
    community: &Community,
    name: &str,
    own: Option<&RitualId>,
) -> Result<(), Trouble> {
    let rituals = ctx.tx.rituals(&community.id).await?;
    let taken = rituals.iter().any(|one| slug(&one.name) == slug(name) && Some(&one.id) != own);
    if taken { Err(ctx.no("ritual-name-taken", &[("name", name.into())])) } else { Ok(()) }
}

fn no_rhythm(ctx: &Ctx<'_>, name: &str, method: &str) -> Trouble {
    let line = format!(
        "ritual add --name {} --method {} --days mon --at 09:00",
        quoted(name),
        quoted(method)
    );
    ctx.no_but("ritual-needs-rhythm", &[], &line)
}
