//! `me`: one's own profile, choices and words.
//!
//! Never here: anything about somebody else.

mod consent;
mod link;
mod own;
mod profile;

use crate::command::ctx::Ctx;
use crate::command::reply::Done;
use crate::command::tree::{Me, Nudges};

/// Runs it.
pub async fn run(ctx: &mut Ctx<'_>, command: &Me) -> Done {
    match command {
        Me::Show => profile::show(ctx).await,
        Me::Zone(args) => profile::zone(ctx, args.zone).await,
        Me::Language(args) => profile::own_language(ctx, args.language.as_deref()).await,
        Me::Nudges(Nudges::On) => profile::nudges(ctx, true).await,
        Me::Nudges(Nudges::Off) => profile::nudges(ctx, false).await,
        Me::Consent(args) => consent::consent(ctx, args).await,
        Me::Link(args) => link::link(ctx, args).await,
        Me::Unlink => link::unlink(ctx).await,
        Me::Export(args) => own::export(ctx, args).await,
        Me::Forget(args) => own::forget(ctx, args.yes).await,
    }
}
