//! `role`: the community's own roles.

use serde_json::json;

use crate::command::ctx::{Ctx, add_list};
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tokens::quoted;
use crate::command::tree::{Change, Grade, Role as Verb};
use crate::domain::community::Role;
use crate::domain::ids::{AccountRef, CommunityId, PersonId};
use crate::domain::round::Round;
use crate::ritual::fold::fold;

/// Runs it.
pub async fn run(ctx: &mut Ctx<'_>, command: &Verb) -> Done {
    match command {
        Verb::List => list(ctx).await,
        Verb::Grant(change) => grant(ctx, change).await,
        Verb::Revoke(change) => revoke(ctx, change).await,
    }
}

async fn list(ctx: &mut Ctx<'_>) -> Done {
    let community = ctx.community().await?;
    let (mut lines, mut data) = (Vec::new(), Vec::new());
    for grant in ctx.tx.roles(&community.id).await? {
        let name = name_of(ctx, &grant.account).await?;
        let role = ctx.say(&format!("role-{}", grant.role.as_str()), &[]);
        let round = match &grant.round {
            Some(id) => ctx.tx.round(id).await?.map(|round| format!(" ({})", round.name)),
            None => None,
        };
        lines.push(format!("{name}: {role}{}", round.unwrap_or_default()));
        data.push(json!({ "account": grant.account.to_string(), "role": grant.role }));
    }
    let mut body = ctx.voice.body("roles", &[("community", community.name.into())]);
    add_list(&mut body, lines);
    Ok(Reply::quiet("roles", body).with(json!({ "roles": data })))
}

async fn name_of(ctx: &mut Ctx<'_>, account: &AccountRef) -> Result<String, Trouble> {
    let known = ctx.tx.account(account).await?;
    Ok(known.map_or_else(|| account.to_string(), |known| known.name))
}

async fn grant(ctx: &mut Ctx<'_>, change: &Change) -> Done {
    let community = ctx.community().await?;
    let account = account(ctx, &community.id, &change.account).await?;
    let round = round(ctx, change).await?;
    let now = ctx.now();
    let known = ctx.tx.account(&account).await?;
    let name = known.map_or_else(|| account.id.clone(), |known| known.name);
    let new = ctx.house.chance.with(|chance| PersonId::make(now, chance));
    let met = ctx.tx.meet(&account, &name, &new).await?;
    ctx.tx.join(&community.id, &met.person, now).await?;
    let role = Role::from(change.role);
    let round = round.map(|round| round.id);
    let code = if ctx.tx.grant(&community.id, &account, role, round.as_ref(), now).await? {
        "role-granted"
    } else {
        "role-held-already"
    };
    Ok(told(ctx, code, &name, role).about(format!("{} {account}", role.as_str())))
}

fn told(ctx: &Ctx<'_>, code: &'static str, name: &str, role: Role) -> Reply {
    let role = ctx.say(&format!("role-{}", role.as_str()), &[]);
    ctx.done(code, &[("name", name.into()), ("role", role.into())])
}

async fn revoke(ctx: &mut Ctx<'_>, change: &Change) -> Done {
    let community = ctx.community().await?;
    let account = account(ctx, &community.id, &change.account).await?;
    let role = Role::from(change.role);
    let grants = ctx.tx.roles(&community.id).await?;
    let stewards = grants.iter().filter(|grant| grant.role == Role::Steward).count();
    let held = grants.iter().any(|grant| grant.role == role && grant.account == account);
    if role == Role::Steward && held && stewards < 2 {
        return Err(ctx.no("last-steward", &[]));
    }
    let round = round(ctx, change).await?.map(|round| round.id);
    let name = name_of(ctx, &account).await?;
    if !ctx.tx.revoke(&community.id, &account, role, round.as_ref()).await? {
        let role = ctx.say(&format!("role-{}", role.as_str()), &[]);
        return Err(ctx.no("role-not-held", &[("name", name.into()), ("role", role.into())]));
    }
    Ok(told(ctx, "role-revoked", &name, role).about(format!("{} {account}", role.as_str())))
}

/// The round of a facilitator; the other roles have none.
async fn round(ctx: &mut Ctx<'_>, change: &Change) -> Result<Option<Round>, Trouble> {
    if change.role != Grade::Facilitator {
        return Ok(None);
    }
    let account = quoted(&change.account);
    let verb = format!("role grant --account {account} --role facilitator");
    Ok(Some(ctx.open_round(change.round.as_deref(), &verb).await?))
}

/// An account by its reference, by its id on this platform, or by the name of a member.
async fn account(
    ctx: &mut Ctx<'_>,
    community: &CommunityId,
    said: &str,
) -> Result<AccountRef, Trouble> {
    let said = said.trim();
    let mention = said.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
    let id = mention.map(|id| id.trim_start_matches('!')).unwrap_or(said);
    let platform = ctx.account.at.platform.clone();
    if mention.is_some() || (id.starts_with('@') && id.contains(':')) {
        return Ok(AccountRef::new(platform, id));
    }
    let named = named(ctx, community, id).await?;
    match named.as_slice() {
        [only] => Ok(only.clone()),
        [] => id
            .parse()
            .map_err(|_| ctx.no_but("no-such-account", &[("name", id.into())], "role list")),
        several => {
            let lines: Vec<String> =
                several.iter().map(|one| format!("… --account {one}")).collect();
            Err(ctx.which("which-account", &[("name", id.into())], &lines))
        }
    }
}

async fn named(
    ctx: &mut Ctx<'_>,
    community: &CommunityId,
    name: &str,
) -> Result<Vec<AccountRef>, Trouble> {
    let mut found = Vec::new();
    for member in ctx.tx.members(community).await? {
        let accounts = ctx.tx.accounts_of(&member.person).await?;
        found.extend(
            accounts
                .into_iter()
                .filter(|one| fold(&one.name) == fold(name) || one.at.id == name)
                .map(|one| one.at),
        );
    }
    Ok(found)
}
