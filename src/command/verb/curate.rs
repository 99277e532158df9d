//! `curate`: a one-time link to the convenors' page, in private.

use serde_json::json;
use url::{Host, Url};

use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply};
use crate::command::session::{self, ADDRESS};

/// Gives the link.
pub async fn curate(ctx: &mut Ctx<'_>) -> Done {
    let community = ctx.community().await?;
    let Some(address) = ctx.tx.setting(ADDRESS).await? else {
        return Err(ctx.no("curate-no-page", &[]));
    };
    let code = session::invite(ctx.house, ctx.tx, &ctx.account.at, &community.id).await?;
    let link = format!("{}/curate/enter/{code}", address.trim_end_matches('/'));
    let args = [("community", community.name.into())];
    let mut body = ctx.voice.body("curate-link", &args).and(link.clone());
    body = body.and(ctx.say("curate-link-then", &[]));
    if is_loopback(&address) {
        body = body.and(ctx.say("curate-link-loopback", &[]));
    }
    Ok(Reply::private("curate", body).with(json!({ "url": link })).about("page"))
}

/// Whether only the machine itself can reach an address.
fn is_loopback(address: &str) -> bool {
    let url = Url::parse(address).ok();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}
