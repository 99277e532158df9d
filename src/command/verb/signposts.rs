//! `help signposts`: where someone who has a hard time finds a person. Every prompt names it.

use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply};
use crate::domain::body::{Block, Body};
use crate::domain::community::Community;
use crate::ritual::fold::fold;

/// Whether this topic of help is meant.
#[must_use]
pub fn is_meant(topic: Option<&str>) -> bool {
    topic.is_some_and(|topic| fold(topic) == "signposts")
}

/// What the convenors said, for this community or for all of the person's.
pub async fn signposts(ctx: &mut Ctx<'_>) -> Done {
    let communities: Vec<Community> = match ctx.community.clone() {
        Some(community) => vec![community],
        None => ctx.tx.communities_of(&ctx.account.person).await?,
    };
    let mut body = Body::default();
    for community in communities {
        if let Some(signposts) = community.charter.signposts {
            body.blocks.push(Block::Heading(community.name));
            body = body.and(signposts);
        }
    }
    if body.blocks.is_empty() {
        body = ctx.voice.body("signposts-none", &[]);
    }
    Ok(Reply::private("signposts", body))
}
