//! `me export` and `me forget`: a person's own words, to have and to take away.

use serde_json::json;
use url::{Host, Url};

use crate::command::ctx::{Ctx, add_list};
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::OwnExport;
use crate::domain::body::{Block, Body};
use crate::domain::community::Role;
use crate::flow::handover::{self, Form};
use crate::flow::{erasures, own};

/// How much of an export is told at once, in characters: some messages on any platform.
const AT_ONCE: usize = 24_000;

/// Everything that is kept of the person, to themselves alone.
pub async fn export(ctx: &mut Ctx<'_>, args: &OwnExport) -> Done {
    let person = ctx.account.person.clone();
    let language = ctx.voice.language.clone();
    let all = own::gather(ctx.house, ctx.tx, &person, &language).await?;
    let data = serde_json::to_value(&all).map_err(anyhow::Error::from)?;
    let text = if args.json {
        serde_json::to_string_pretty(&all).map_err(anyhow::Error::from)?
    } else {
        own::page(ctx.house, &all, &language)
    };
    let parts = cut(&text);
    let wanted = usize::from(args.part.unwrap_or(1)).clamp(1, parts.len());
    let mut body = ctx.voice.body("me-export", &[]);
    if parts.len() > 1 {
        let numbers = [("part", wanted.into()), ("parts", parts.len().into())];
        body = body.and(ctx.say("me-export-part", &numbers));
    }
    body.blocks.extend(parts.get(wanted - 1).map(|part| Block::Code(part.clone())));
    if wanted < parts.len() {
        let json = if args.json { " --json" } else { "" };
        let line = format!("me export{json} --part {}", wanted + 1);
        body = body.and(ctx.say("me-export-next", &[]));
        body.blocks.push(Block::Code(ctx.voice.typed(&line)));
    }
    let body = hints(ctx, args, body).await?;
    Ok(Reply::private("me-export", body).with(data))
}

/// How to have it in the other form, and as files where the pages can be reached.
async fn hints(ctx: &mut Ctx<'_>, args: &OwnExport, mut body: Body) -> Result<Body, Trouble> {
    let (key, line) = if args.json {
        ("me-export-as-page", "me export")
    } else {
        ("me-export-as-data", "me export --json")
    };
    body = body.and(ctx.say(key, &[]));
    body.blocks.push(Block::Code(ctx.voice.typed(line)));
    let Some(address) = ctx.tx.setting(handover::ADDRESS).await?.filter(|at| reaches_far(at))
    else {
        return Ok(body);
    };
    body = body.and(ctx.say("me-export-links", &[]));
    for form in [Form::Markdown, Form::Json] {
        let account = ctx.account.at.clone();
        let code = handover::offer(ctx.house, ctx.tx, &account, form).await?;
        body.blocks.push(Block::Code(format!("{}/me/{code}", address.trim_end_matches('/'))));
    }
    Ok(body)
}

/// Whether an address is more than this machine's own.
fn reaches_far(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    match url.host() {
        Some(Host::Ipv4(ip)) => !ip.is_loopback(),
        Some(Host::Ipv6(ip)) => !ip.is_loopback(),
        Some(Host::Domain(name)) => name != "localhost" && !name.ends_with(".localhost"),
        None => false,
    }
}

/// A text in parts that each end with a line.
fn cut(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        let characters = line.chars().count();
        if length > 0 && length + characters > AT_ONCE {
            parts.push(String::new());
            length = 0;
        }
        length += characters;
        if let Some(part) = parts.last_mut() {
            part.push_str(line);
        }
    }
    parts
}

/// Forgets the person everywhere, after a yes.
pub async fn forget(ctx: &mut Ctx<'_>, yes: bool) -> Done {
    if !(yes || ctx.yes) {
        return Err(ask_first(ctx).await?);
    }
    let person = ctx.account.person.clone();
    let at = erasures::moment(ctx.house, ctx.at);
    erasures::forget(ctx.house, ctx.tx, &person, at).await?;
    let (id, now) = (ctx.fresh_id(), ctx.now());
    ctx.tx.note_deed(&id, None, erasures::UNNAMED, "me forget", "", now).await?;
    Ok(ctx.told("me-forgotten", &[]).with(json!({ "forgotten": true })))
}

/// What would go, and what would not.
async fn ask_first(ctx: &mut Ctx<'_>) -> Result<Trouble, Trouble> {
    let person = ctx.account.person.clone();
    let communities = ctx.tx.communities_of(&person).await?;
    let names: Vec<String> = communities.iter().map(|one| one.name.clone()).collect();
    let given = ctx.tx.contributions_by(&person).await?.len();
    let said = ctx.tx.messages_by(&person).await?.len();
    let mut body = ctx.voice.body("me-forget-first", &[]);
    let mut lines = Vec::new();
    if !names.is_empty() {
        let list = ctx.voice.words.list(&ctx.voice.language, &names);
        lines.push(ctx.say("me-forget-where", &[("list", list.into())]));
    }
    lines.push(ctx.say("me-forget-count", &[("given", given.into()), ("said", said.into())]));
    for community in communities {
        let roles = ctx.tx.roles(&community.id).await?;
        let stewards: Vec<_> = roles.iter().filter(|one| one.role == Role::Steward).collect();
        if stewards.iter().all(|one| one.account == ctx.account.at) && !stewards.is_empty() {
            let args = [("community", community.name.into())];
            lines.push(ctx.say("me-forget-last-steward", &args));
        }
    }
    lines.push(ctx.say("me-forget-not", &[]));
    add_list(&mut body, lines);
    body = body.and(ctx.say("me-forget-sure", &[]));
    body.blocks.push(Block::Code(ctx.voice.typed("me forget --yes")));
    Ok(Trouble::Say { code: "me-forget-first", body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_lines() {
        let line = "x".repeat(999) + "\n";
        let parts = cut(&line.repeat(50));
        assert_eq!(parts.len(), 3);
        assert_eq!(parts.concat(), line.repeat(50));
        assert_eq!(cut("").len(), 1);
    }

    #[test]
    fn a_loopback_address_is_of_no_use_to_a_member() {
        for (address, far) in [
            ("http://127.0.0.1:8080", false),
            ("http://[::1]:8080", false),
            ("http://localhost", false),
            ("https://samovar.example.org", true),
        ] {
            assert_eq!(reaches_far(address), far, "{address}");
        }
    }
}
