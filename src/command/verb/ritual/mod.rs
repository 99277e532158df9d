//! `ritual`: the rhythm of a community.
//!
//! Never here: when something is due or what a round becomes; handlers keep a ritual and have the
//! flow set its timer.

mod add;
mod checks;
mod edit;
mod list;
mod preview;
mod run;
mod suggest;

pub(super) use add::{NewRitual, found, is_free};
pub(super) use checks::{method, name};
pub(super) use preview::of_ritual as preview_of;

use crate::command::ctx::Ctx;
use crate::command::reply::Done;
use crate::command::tree::Ritual;

/// Runs it.
pub async fn run(ctx: &mut Ctx<'_>, command: &Ritual) -> Done {
    match command {
        Ritual::Methods => list::methods(ctx),
        Ritual::Add(args) => add::add(ctx, args).await,
        Ritual::List => list::list(ctx).await,
        Ritual::Show(which) => list::show(ctx, which).await,
        Ritual::Edit(args) => edit::edit(ctx, args).await,
        Ritual::Preview(args) => preview::preview(ctx, args).await,
        Ritual::Start(which) => run::start(ctx, which).await,
        Ritual::Skip(which) => run::skip(ctx, which).await,
        Ritual::Pause(which) => run::pause(ctx, which).await,
        Ritual::Resume(which) => run::resume(ctx, which).await,
        Ritual::Remove(which) => run::remove(ctx, which).await,
        Ritual::Suggest(args) => suggest::suggest(ctx, args).await,
    }
}
