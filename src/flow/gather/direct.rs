//! A direct message: a command without prefix, the answer to a question, or words that are shared
//! only after a yes.

use std::sync::Arc;

use crate::domain::body::Body;
use crate::domain::round::Round;
use crate::platform::{Response, Said};
use crate::store::{Question, Tx};

use super::super::event::Desk;
use super::super::{House, consent, give, question};
use super::After;
use super::said::{command, reply_to};

/// Takes a direct message in. Words that answer an open question win over a command of the same
/// name, except for `help`-like single words that name a verb.
pub async fn take(
    house: &House,
    desk: &Arc<dyn Desk>,
    tx: &mut Tx,
    said: &Said,
) -> anyhow::Result<Option<After>> {
    let waiting = tx.question(&said.by.account).await?;
    let words = without_lead(house, &said.text);
    if desk.is_command(words) && !(waiting.is_some() && is_plain(house, words)) {
        return Ok(Some(command(said, words)));
    }
    if !tx.first_sight(&said.room.platform, said.id.as_str(), said.at).await? {
        return Ok(None);
    }
    if let Some(waiting) = waiting
        && let Some(body) = question::answered(house, tx, said, waiting).await?
    {
        return Ok(Some(After::Reply(reply_to(said), Response::Private(body))));
    }
    let body = offer(house, tx, said).await?;
    Ok(Some(After::Reply(reply_to(said), Response::Private(body))))
}

/// The words without a prefix, or a slash, that is not needed here.
fn without_lead<'a>(house: &House, text: &'a str) -> &'a str {
    let text = text.trim_start();
    text.strip_prefix(house.prefix.as_str()).or_else(|| text.strip_prefix('/')).unwrap_or(text)
}

/// Words that answer a question even if a verb begins with them.
fn is_plain(house: &House, text: &str) -> bool {
    ["typed-yes", "typed-no", "typed-pass", "typed-skip"]
        .iter()
        .any(|words| house.words.means(words, text))
}

/// Words nobody asked for: they are shared only after a yes, or not at all.
async fn offer(house: &House, tx: &mut Tx, said: &Said) -> anyhow::Result<Body> {
    let language = consent::own_language(tx, &said.by).await?;
    let rounds = open_rounds(house, tx, said).await?;
    match rounds.as_slice() {
        [] => Ok(Body::text(house.words.say(&language, "no-open-round", &[]))),
        [round] => {
            tx.ask(&Question {
                account: said.by.account.clone(),
                round: Some(round.id.clone()),
                field: "share".to_owned(),
                data: said.text.clone(),
                asked_at: house.now(),
            })
            .await?;
            let circle = tx.circle(&round.circle).await?;
            let circle = circle.map_or_else(|| round.name.clone(), |circle| circle.name);
            let args = [("circle", circle.as_str().into()), ("round", round.name.as_str().into())];
            Ok(Body::text(house.words.say(&language, "share-this-question", &args)))
        }
        several => {
            let names: Vec<String> = several.iter().map(|round| round.name.clone()).collect();
            let list = house.words.list(&language, &names);
            Ok(Body::text(house.words.say(&language, "which-round", &[("list", list.into())])))
        }
    }
}

async fn open_rounds(house: &House, tx: &mut Tx, said: &Said) -> anyhow::Result<Vec<Round>> {
    let account = give::meet(house, tx, &said.by.account, &said.by.name).await?;
    let mut rounds = Vec::new();
    for community in tx.communities_of(&account.person).await? {
        rounds.extend(tx.open_rounds_of(&community.id).await?);
    }
    Ok(rounds)
}
