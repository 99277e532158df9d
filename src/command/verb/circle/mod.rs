//! `circle`: circles, and the rooms that are bound to them, here or elsewhere by a code.
//!
//! Never here: what is posted to a circle; binding only asks the flow to make its posts true again.

mod bind;
mod code;
mod follow;
mod list;

pub(super) use bind::{announce_keeping, bind_here};
pub(in crate::command) use follow::{Entered, enter};

use crate::command::ctx::Ctx;
use crate::command::reply::Done;
use crate::command::tree::Circle;

/// Runs it.
pub async fn run(ctx: &mut Ctx<'_>, command: &Circle) -> Done {
    match command {
        Circle::Create(args) => list::create(ctx, &args.name).await,
        Circle::List => list::list(ctx).await,
        Circle::Bind(args) => match (&args.code, &args.confirm) {
            (Some(code), _) => code::redeem(ctx, code, args.yes).await,
            (None, Some(request)) => code::confirm(ctx, request).await,
            (None, None) => bind::bind(ctx, args).await,
        },
        Circle::Invite(args) => code::invite(ctx, args.circle.as_deref()).await,
        Circle::Unbind(args) => bind::unbind(ctx, args.yes).await,
        Circle::Follow(args) => follow::follow(ctx, args).await,
    }
}
