//! `me show`, `zone`, `language`, `nudges`: one's own profile.

use serde_json::json;

use crate::command::ctx::{Ctx, add_list};
use crate::command::reply::{Done, Reply, Says, Trouble};
use crate::domain::member::Person;

use crate::command::verb::community::language;

async fn person(ctx: &mut Ctx<'_>) -> Result<Person, Trouble> {
    let id = ctx.account.person.clone();
    let known = ctx.tx.person(&id).await?;
    Ok(known.unwrap_or(Person { id, zone: None, language: None }))
}

/// What the bot knows of the person.
pub async fn show(ctx: &mut Ctx<'_>) -> Done {
    let person = person(ctx).await?;
    let unset = ctx.say("me-as-community", &[]);
    let zone = person.zone.map_or_else(|| unset.clone(), |zone| zone.name().to_owned());
    let language = person.language.as_ref().map_or(unset, |one| one.as_str().to_owned());
    let name = ctx.account.name.clone();
    let args = [("name", name.into()), ("zone", zone.into()), ("language", language.into())];
    let mut reply = ctx.told("me", &args);
    let (mut lines, mut data) = (Vec::new(), Vec::new());
    for community in ctx.tx.communities_of(&person.id).await? {
        let Some(member) = ctx.tx.member(&community.id, &person.id).await? else { continue };
        let role = ctx.tx.role_of(&community.id, &ctx.account.at).await?;
        let nudges =
            ctx.say(if member.nudges { "me-nudges-are-on" } else { "me-nudges-are-off" }, &[]);
        let words = ctx.say(&format!("me-words-{}", member.words.as_str()), &[]);
        let args = [
            ("community", community.name.as_str().into()),
            ("role", ctx.say(&format!("role-{}", role.as_str()), &[]).into()),
            ("nudges", nudges.into()),
            ("words", words.into()),
        ];
        lines.push(ctx.say("me-in-community", &args));
        data.push(json!({
            "community": community.name,
            "role": role,
            "nudges": member.nudges,
            "words": member.words,
        }));
    }
    let accounts = ctx.tx.accounts_of(&person.id).await?;
    if let Says::Body(body) = &mut reply.says {
        if accounts.len() > 1 {
            let names: Vec<String> = accounts.iter().map(|one| one.at.to_string()).collect();
            let names = ctx.voice.words.list(&ctx.voice.language, &names);
            let line = ctx.say("me-accounts", &[("accounts", names.into())]);
            *body = std::mem::take(body).and(line);
        }
        add_list(body, lines);
    }
    let zone = person.zone.map(chrono_tz::Tz::name);
    let language = person.language.map(|language| language.0);
    Ok(reply.with(json!({ "zone": zone, "language": language, "communities": data })))
}

/// The zone in which times are told to them in private.
pub async fn zone(ctx: &mut Ctx<'_>, zone: Option<chrono_tz::Tz>) -> Done {
    let mut person = person(ctx).await?;
    let Some(zone) = zone else {
        let standing = person.zone.map(|zone| zone.name().to_owned());
        let standing = standing.unwrap_or_else(|| ctx.say("me-as-community", &[]));
        let line = "me zone Europe/Paris";
        let body = ctx.voice.body_with("me-zone", &[("zone", standing.into())], line);
        return Ok(Reply::private("me-zone", body));
    };
    person.zone = Some(zone);
    ctx.tx.save_person(&person).await?;
    let now = crate::command::verb::times::at(ctx, ctx.now(), zone);
    Ok(ctx.told("me-zone-set", &[("zone", zone.name().into()), ("now", now.into())]))
}

/// The language in which they are written to in private.
pub async fn own_language(ctx: &mut Ctx<'_>, said: Option<&str>) -> Done {
    let mut person = person(ctx).await?;
    let Some(said) = said else {
        let standing = person.language.map(|language| language.0);
        let standing = standing.unwrap_or_else(|| ctx.say("me-as-community", &[]));
        let body =
            ctx.voice.body_with("me-language", &[("language", standing.into())], "me language fr");
        return Ok(Reply::private("me-language", body));
    };
    let language = language(ctx, said)?;
    person.language = Some(language.clone());
    ctx.tx.save_person(&person).await?;
    ctx.voice.language = language;
    Ok(ctx.told("me-language-set", &[]))
}

/// Private reminders, on or off.
pub async fn nudges(ctx: &mut Ctx<'_>, on: bool) -> Done {
    let community = ctx.community().await?;
    let (person, now) = (ctx.account.person.clone(), ctx.now());
    let mut member = ctx.tx.join(&community.id, &person, now).await?;
    member.nudges = on;
    ctx.tx.save_member(&member).await?;
    let code = if on { "me-nudges-on" } else { "me-nudges-off" };
    Ok(ctx.told(code, &[("community", community.name.into())]))
}
