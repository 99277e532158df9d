//! `circle bind` in a room, and `circle unbind`.

use serde_json::json;

use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tokens::quoted;
use crate::command::tree::Bind;
use crate::command::verb::community::language;
use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::community::{Circle, Community, Language, Room, RoomState};
use crate::domain::ids::{CircleId, RoomRef};
use crate::flow::{act, say};

/// A room about to be bound, as its platform describes it.
pub struct Binding {
    /// Where it is.
    pub at: RoomRef,
    /// What people call it.
    pub label: String,
    /// Whether it is encrypted.
    pub encrypted: bool,
}

/// Binds this room to a circle.
pub async fn bind(ctx: &mut Ctx<'_>, args: &Bind) -> Done {
    let community = ctx.community().await?;
    let circle = ctx.circle(args.circle.as_deref()).await?;
    let binding = here(ctx)?;
    let language = args.language.as_deref().map(|said| language(ctx, said)).transpose()?;
    if let Some(room) = ctx.tx.room(&binding.at).await? {
        return match language {
            Some(language) if room.circle == circle.id => speak(ctx, room, language).await,
            _ => Err(taken(ctx, &circle, &room).await?),
        };
    }
    if mixes(ctx, &circle.id, &binding).await? && !(args.yes || ctx.yes) {
        let line = format!("circle bind --circle {} --yes", quoted(&circle.name));
        return Err(asks_first(ctx, &circle, binding.encrypted, &line));
    }
    let reply = bound(ctx, &community, &circle, binding).await?;
    if let (Some(language), Some(at)) = (language, ctx.room.clone())
        && let Some(room) = ctx.tx.room(&at).await?
    {
        speak(ctx, room, language).await?;
    }
    Ok(reply)
}

/// Has a bound room speak a language of its own from now on.
async fn speak(ctx: &mut Ctx<'_>, mut room: Room, language: Language) -> Done {
    room.language = Some(language.clone());
    ctx.tx.save_room(&room).await?;
    refresh(ctx, &room.circle).await?;
    let args = [("room", room.label.as_str().into()), ("language", language.as_str().into())];
    Ok(ctx.done("room-language-set", &args).about(room.at))
}

/// Trouble that asks for a yes before words leave their encryption.
pub fn asks_first(ctx: &Ctx<'_>, circle: &Circle, encrypted: bool, line: &str) -> Trouble {
    let code = if encrypted { "bind-encrypted-first" } else { "bind-unencrypted-first" };
    ctx.no_but(code, &[("circle", circle.name.as_str().into())], line)
}

/// Binds a room and says how long words are kept there.
pub async fn bound(
    ctx: &mut Ctx<'_>,
    community: &Community,
    circle: &Circle,
    binding: Binding,
) -> Done {
    let at = binding.at.clone();
    let label = put(ctx, community, circle, binding).await?;
    let args = [("room", label.into()), ("circle", circle.name.as_str().into())];
    let line = "circle invite";
    let body = ctx.voice.body_with("circle-bound", &args, line);
    let data = json!({ "room": at.to_string(), "circle": circle.name });
    Ok(Reply::quiet("circle-bound", body).with(data).about(at))
}

/// This room, as its platform describes it.
///
/// # Errors
/// When it was not asked in a room, or the bot can't speak there.
pub fn here(ctx: &Ctx<'_>) -> Result<Binding, Trouble> {
    let Some(at) = ctx.room.clone() else { return Err(ctx.no("not-in-a-room", &[])) };
    let Some(facts) = &ctx.outside.facts else {
        return Ok(Binding { label: at.id.clone(), at, encrypted: false });
    };
    if !facts.may_speak {
        return Err(ctx.no("room-is-mute", &[]));
    }
    Ok(Binding { at, label: facts.label.clone(), encrypted: facts.encrypted })
}

/// Binds this room as part of a setup; returns what people call it.
///
/// # Errors
/// When the room can't be bound.
pub async fn bind_here(
    ctx: &mut Ctx<'_>,
    community: &Community,
    circle: &Circle,
) -> Result<String, Trouble> {
    let binding = here(ctx)?;
    put(ctx, community, circle, binding).await
}

/// Whether the circle then has encrypted rooms and others.
pub async fn mixes(
    ctx: &mut Ctx<'_>,
    circle: &CircleId,
    binding: &Binding,
) -> Result<bool, Trouble> {
    let rooms = ctx.tx.rooms_of(circle).await?;
    Ok(rooms.iter().any(|room| room.encrypted != binding.encrypted))
}

async fn put(
    ctx: &mut Ctx<'_>,
    community: &Community,
    circle: &Circle,
    binding: Binding,
) -> Result<String, Trouble> {
    ctx.may_mix(&community.id, &binding.at.platform).await?;
    if let Some(other) = ctx.tx.room(&binding.at).await? {
        return Err(taken(ctx, circle, &other).await?);
    }
    let mixes = mixes(ctx, &circle.id, &binding).await?;
    let room = Room {
        at: binding.at,
        circle: circle.id.clone(),
        community: community.id.clone(),
        label: binding.label,
        encrypted: binding.encrypted,
        language: None,
        state: RoomState::Open,
        bound_at: ctx.now(),
    };
    ctx.tx.bind_room(&room).await?;
    announce_keeping(ctx, community, &room, None).await?;
    if mixes {
        for room in ctx.tx.rooms_of(&circle.id).await? {
            let body = text(ctx, community, &room, "rooms-mix-encryption", &[]);
            let key = format!("mix:{}", ctx.id);
            say::announce(ctx.house, ctx.tx, &room.at, say::OneShot::notice(key, body)).await?;
        }
    }
    refresh(ctx, &circle.id).await?;
    Ok(room.label)
}

/// Open rounds are shown in rooms that came, and name the rooms there are now.
async fn refresh(ctx: &mut Ctx<'_>, circle: &CircleId) -> Result<(), Trouble> {
    for round in ctx.tx.open_rounds(circle).await? {
        act::refresh(ctx.house, ctx.tx, &round.id).await?;
    }
    Ok(())
}

/// A room is bound to at most one circle.
async fn taken(ctx: &mut Ctx<'_>, circle: &Circle, room: &Room) -> Result<Trouble, Trouble> {
    if room.circle == circle.id {
        return Ok(ctx.no("bound-already", &[("circle", circle.name.as_str().into())]));
    }
    let sees = ctx.community.as_ref().is_some_and(|one| one.id == room.community);
    let other = ctx.tx.circle(&room.circle).await?.filter(|_| sees);
    Ok(match other {
        Some(other) => {
            ctx.no_but("bound-elsewhere", &[("circle", other.name.into())], "circle unbind --yes")
        }
        None => ctx.no("bound-to-another-community", &[]),
    })
}

fn text(
    ctx: &Ctx<'_>,
    community: &Community,
    room: &Room,
    key: &str,
    args: &[(&str, crate::ritual::words::Arg<'_>)],
) -> Body {
    let language = room.language.as_ref().unwrap_or(&community.language);
    Body::text(ctx.house.words.say(language, key, args)).as_notice()
}

/// Says in a room how long words are kept there; a time that was made shorter, from when on.
///
/// # Errors
/// When the database fails.
pub async fn announce_keeping(
    ctx: &mut Ctx<'_>,
    community: &Community,
    room: &Room,
    from: Option<Instant>,
) -> Result<(), Trouble> {
    let language = room.language.as_ref().unwrap_or(&community.language);
    let from = from.map(|at| ctx.house.words.moment(language, at, community.zone));
    let body = match from {
        None => {
            let args = [("days", community.keep_days.into())];
            text(ctx, community, room, "retention-announced", &args)
        }
        Some(from) => {
            let args = [("days", community.keep_days.into()), ("from", from.into())];
            text(ctx, community, room, "retention-shortened", &args)
        }
    };
    let mut shot = say::OneShot::notice(format!("keep:{}", ctx.id), body);
    shot.community = Some(community.id.clone());
    Ok(say::announce(ctx.house, ctx.tx, &room.at, shot).await?)
}

/// Lets this room go, after a yes.
pub async fn unbind(ctx: &mut Ctx<'_>, yes: bool) -> Done {
    if ctx.room.is_none() {
        return Err(ctx.no("not-in-a-room", &[]));
    }
    let Some(room) = ctx.bound.clone() else { return Err(ctx.no("not-bound", &[])) };
    let circle = ctx.tx.circle(&room.circle).await?.map(|one| one.name).unwrap_or_default();
    let args = [("circle", circle.into()), ("room", room.label.as_str().into())];
    if !(yes || ctx.yes) {
        return Err(ctx.no_but("unbind-first", &args, "circle unbind --yes"));
    }
    ctx.tx.unbind_room(&room.at).await?;
    refresh(ctx, &room.circle).await?;
    Ok(ctx.done("circle-unbound", &args).about(room.at))
}
