//! Wishes to verify that the bot's device is the bot's: taken from whoever runs this install and
//! from convenors, and from nobody else. They compare symbols; the bot tells its own in private.

use crate::domain::body::{Block, Body, Span};
use crate::domain::community::Role;
use crate::domain::ids::AccountRef;
use crate::platform::{Stage, Verifying};
use crate::store::{Reader, Tx};

use super::gather::After;
use super::say::{self, OneShot};
use super::{House, consent};

/// Takes a wish in.
pub(super) async fn wished(
    house: &House,
    tx: &mut Tx,
    wish: &Verifying,
) -> anyhow::Result<Option<After>> {
    let account = &wish.by.account;
    match &wish.stage {
        Stage::Asked => {
            let yes = may(house, tx, account).await?;
            tracing::info!(%account, accepted = yes, "somebody wants to verify the bot's device");
            if !yes && tx.account(account).await?.is_some() {
                tell(house, tx, wish, "verify-not-you", &[]).await?;
            }
            let platform = account.platform.clone();
            return Ok(Some(After::Verify { platform, wish: wish.id.clone(), yes }));
        }
        Stage::Compare(symbols) => {
            tracing::info!(%account, symbols = symbols.join(", "), "symbols of a verification");
            tell(house, tx, wish, "verify-compare", symbols).await?;
        }
        Stage::Done => tell(house, tx, wish, "verify-done", &[]).await?,
    }
    Ok(None)
}

/// Who runs this install, or looks after a community on it.
async fn may(house: &House, reader: &mut Reader, account: &AccountRef) -> anyhow::Result<bool> {
    Ok(house.access.is_operator(account) || reader.highest_role(account).await? >= Role::Convenor)
}

async fn tell(
    house: &House,
    tx: &mut Tx,
    wish: &Verifying,
    key: &'static str,
    symbols: &[String],
) -> anyhow::Result<()> {
    let language = consent::own_language(tx, &wish.by).await?;
    let words = match key {
        "verify-not-you" => house.words.say(&language, "verify-not-you", &[]),
        "verify-compare" => house.words.say(&language, "verify-compare", &[]),
        _ => house.words.say(&language, "verify-done", &[]),
    };
    let mut body = Body::text(words);
    if !symbols.is_empty() {
        let entry = |symbol: &String| vec![Span::Strong(symbol.clone())];
        body.blocks.push(Block::List(symbols.iter().map(entry).collect()));
    }
    let shot = OneShot::notice(format!("{key}:{}", wish.id), body);
    say::tell(house, tx, &wish.by.account, shot).await?;
    Ok(())
}
