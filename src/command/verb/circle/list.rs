//! `circle create` and `circle list`.

use serde_json::json;

use crate::command::ctx::{Ctx, add_list};
use crate::command::place::slug;
use crate::command::reply::{Done, Reply};
use crate::command::tokens::quoted;
use crate::command::verb::ritual::name;
use crate::domain::community::{Circle, RoomState};
use crate::domain::ids::CircleId;

/// Makes a circle.
pub async fn create(ctx: &mut Ctx<'_>, wanted: &str) -> Done {
    let community = ctx.community().await?;
    let name = name(ctx, wanted)?;
    let circles = ctx.tx.circles(&community.id).await?;
    if circles.iter().any(|one| slug(&one.name) == slug(&name)) {
        return Err(ctx.no("circle-name-taken", &[("name", name.into())]));
    }
    let now = ctx.now();
    let id = ctx.house.chance.with(|chance| CircleId::make(now, chance));
    let circle = Circle { id, community: community.id, name };
    ctx.tx.add_circle(&circle).await?;
    let line = format!("circle bind --circle {}", quoted(&circle.name));
    let args = [("name", circle.name.as_str().into())];
    let body = ctx.voice.body_with("circle-created", &args, &line);
    let data = json!({ "id": circle.id.as_str(), "name": circle.name });
    Ok(Reply::quiet("circle-created", body).with(data).about(&circle.id))
}

/// The circles, each with its rooms.
pub async fn list(ctx: &mut Ctx<'_>) -> Done {
    let community = ctx.community().await?;
    let (mut lines, mut data) = (Vec::new(), Vec::new());
    for circle in ctx.tx.circles(&community.id).await? {
        let (mut named, mut refs) = (Vec::new(), Vec::new());
        for room in ctx.tx.rooms_of(&circle.id).await? {
            let platform = ctx.say(&format!("platform-{}", room.at.platform), &[]);
            let args = [("room", room.label.into()), ("platform", platform.into())];
            let key = match room.state {
                RoomState::Open => "room-named",
                RoomState::Paused => "room-named-paused",
            };
            named.push(ctx.say(key, &args));
            refs.push(json!({ "room": room.at.to_string(), "state": room.state }));
        }
        if named.is_empty() {
            named.push(ctx.say("circle-no-room", &[]));
        }
        lines.push(format!("{}: {}", circle.name, named.join(", ")));
        data.push(json!({ "id": circle.id.as_str(), "name": circle.name, "rooms": refs }));
    }
    let code = if lines.is_empty() { "no-circle" } else { "circles" };
    let mut body = ctx.voice.body(code, &[("community", community.name.into())]);
    add_list(&mut body, lines);
    Ok(Reply::quiet(code, body).with(json!({ "circles": data })))
}
