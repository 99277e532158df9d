//! Which handler carries out which command.

use super::{
    answer, challenge, circle, community, curate, help, me, ritual, role, round, setup, signposts,
    status, undo, why,
};
use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply};
use crate::command::tree::Command;

/// Runs a command whose need was checked.
///
/// # Errors
/// Trouble that the person hears of.
pub async fn run(ctx: &mut Ctx<'_>, command: &Command) -> Done {
    match command {
        Command::Help(args) if signposts::is_meant(args.topic.as_deref()) => {
            signposts::signposts(ctx).await
        }
        Command::Help(args) => {
            Ok(Reply::quiet("help", help::help(args.topic.as_deref(), &ctx.voice)))
        }
        Command::Why => why::why(ctx).await,
        Command::Status => status::status(ctx).await,
        Command::Answer(args) => answer::answer(ctx, args).await,
        Command::Withdraw(args) => answer::withdraw(ctx, args).await,
        Command::Challenge(args) => challenge::run(ctx, args).await,
        Command::Ritual(args) => ritual::run(ctx, args).await,
        Command::Round(args) => round::run(ctx, args).await,
        Command::Setup(args) => setup::setup(ctx, args).await,
        Command::Community(args) => community::run(ctx, args).await,
        Command::Circle(args) => circle::run(ctx, args).await,
        Command::Curate => curate::curate(ctx).await,
        Command::Role(args) => role::run(ctx, args).await,
        Command::Me(args) => me::run(ctx, args).await,
        Command::Undo => undo::undo(ctx).await,
    }
}
