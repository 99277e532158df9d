//! Words in private that nobody asked for: they are an answer only after a yes, and where several
//! rounds are open, only to the one that is chosen.

use serde::{Deserialize, Serialize};

use crate::domain::body::{Block, Body, Span};
use crate::domain::community::Language;
use crate::domain::contribution::Act;
use crate::domain::ids::RoundId;
use crate::domain::round::{Round, RoundState};
use crate::platform::Said;
use crate::ritual::fold::fold;
use crate::ritual::parse;
use crate::store::{Question, Tx};

use super::give::{self, Given};
use super::question::{giving, language, yes_or_no};
use super::{House, consent, facts};

/// The question whether these words may be shared with a round's circle.
pub const SHARE: &str = "share";
/// The question which of several rounds these words are for.
pub const WHICH: &str = "which";

/// Words that wait until their round is chosen.
#[derive(Serialize, Deserialize)]
struct Waiting {
    words: String,
    rounds: Vec<RoundId>,
}

/// Asks what becomes of somebody's words.
///
/// # Errors
/// When the database fails.
pub async fn offer(house: &House, tx: &mut Tx, said: &Said) -> anyhow::Result<Body> {
    let language = consent::own_language(tx, &said.by).await?;
    let rounds = open_rounds(house, tx, said).await?;
    match rounds.as_slice() {
        [] => Ok(Body::text(house.words.say(&language, "no-open-round", &[]))),
        [round] => {
            ask(house, tx, said, SHARE, Some(&round.id), said.text.clone()).await?;
            let circle = circle(tx, round).await?;
            let args = [("circle", circle.into()), ("round", round.name.as_str().into())];
            Ok(Body::text(house.words.say(&language, "share-this-question", &args)))
        }
        several => {
            let rounds = several.iter().map(|round| round.id.clone()).collect();
            let waiting = Waiting { words: said.text.clone(), rounds };
            ask(house, tx, said, WHICH, None, serde_json::to_string(&waiting)?).await?;
            which(house, tx, several, &language).await
        }
    }
}

/// The rounds to choose from, numbered, each with when it was due and who sees it.
async fn which(
    house: &House,
    tx: &mut Tx,
    rounds: &[Round],
    language: &Language,
) -> anyhow::Result<Body> {
    let mut entries = Vec::new();
    for (at, round) in (1_i64..).zip(rounds) {
        let due = round.due_at.with_timezone(&round.zone).date_naive();
        let args = [
            ("number", at.into()),
            ("round", round.name.as_str().into()),
            ("day", house.words.day(language, due).into()),
            ("circle", circle(tx, round).await?.into()),
        ];
        entries.push(vec![Span::Plain(house.words.say(language, "which-round-entry", &args))]);
    }
    let mut body = Body::text(house.words.say(language, "which-round", &[]));
    body.blocks.push(Block::List(entries));
    Ok(body)
}

/// The answer to "Which one is your answer for?"; `None` when it is none.
///
/// # Errors
/// When the database fails.
pub async fn chosen(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    data: &str,
) -> anyhow::Result<Option<Body>> {
    let waiting: Waiting = serde_json::from_str(data)?;
    if yes_or_no(house, &said.text) == Some(false) {
        return not_shared(house, tx, said).await.map(Some);
    }
    let number = said.text.trim().trim_end_matches('.').parse::<usize>().ok();
    let by_number = number.and_then(|number| waiting.rounds.get(number.checked_sub(1)?)).cloned();
    let round = match by_number {
        Some(round) => Some(round),
        None => named(tx, &waiting.rounds, &said.text).await?,
    };
    match round {
        Some(round) => share(house, tx, said, &round, &waiting.words).await.map(Some),
        None => Ok(None),
    }
}

/// The only one of these rounds with this name.
async fn named(tx: &mut Tx, rounds: &[RoundId], name: &str) -> anyhow::Result<Option<RoundId>> {
    let mut same = Vec::new();
    for id in rounds {
        if let Some(round) = tx.round(id).await?.filter(|round| fold(&round.name) == fold(name)) {
            same.push(round.id);
        }
    }
    Ok(if same.len() == 1 { same.pop() } else { None })
}

/// The answer to "Share this with the circle?"; `None` when it is none.
///
/// # Errors
/// When the database fails.
pub async fn answered(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    round: &RoundId,
    words: &str,
) -> anyhow::Result<Option<Body>> {
    match yes_or_no(house, &said.text) {
        Some(true) => share(house, tx, said, round, words).await.map(Some),
        Some(false) => not_shared(house, tx, said).await.map(Some),
        None => Ok(None),
    }
}

async fn not_shared(house: &House, tx: &mut Tx, said: &Said) -> anyhow::Result<Body> {
    tx.answered(&said.by.account).await?;
    let language = consent::own_language(tx, &said.by).await?;
    Ok(Body::text(house.words.say(&language, "not-shared", &[])))
}

async fn share(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    round: &RoundId,
    text: &str,
) -> anyhow::Result<Body> {
    tx.answered(&said.by.account).await?;
    let Some(round) = tx.round(round).await? else { return Ok(Body::default()) };
    let language = language(house, tx, &said.by, &round).await?;
    let over = || Body::text(house.words.say(&language, "round-over", &[]));
    let script = facts::script_of(house, tx, &round).await?;
    let Some(step) = script.step(round.step).filter(|_| round.state == RoundState::Open) else {
        return Ok(over());
    };
    let parsed = parse::from_text(step, text, parse::Said::Private);
    if let Some(problem) = parsed.problems.first() {
        let back = [("words", text.into())];
        let told = Body::text(problem.say(&house.words, &language));
        return Ok(told.and(house.words.say(&language, "your-words-back", &back)));
    }
    match give::give(house, tx, giving(said, &round, Act::Give(parsed.fields))).await? {
        Given::Taken { words, .. } => Ok(words),
        _ => Ok(over()),
    }
}

async fn ask(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    field: &str,
    round: Option<&RoundId>,
    data: String,
) -> anyhow::Result<()> {
    tx.ask(&Question {
        account: said.by.account.clone(),
        round: round.cloned(),
        field: field.to_owned(),
        data,
        asked_at: house.now(),
    })
    .await?;
    Ok(())
}

async fn circle(tx: &mut Tx, round: &Round) -> anyhow::Result<String> {
    let circle = tx.circle(&round.circle).await?;
    Ok(circle.map_or_else(|| round.name.clone(), |circle| circle.name))
}

async fn open_rounds(house: &House, tx: &mut Tx, said: &Said) -> anyhow::Result<Vec<Round>> {
    let account = give::meet(house, tx, &said.by.account, &said.by.name).await?;
    let mut rounds = Vec::new();
    for community in tx.communities_of(&account.person).await? {
        rounds.extend(tx.open_rounds_of(&community.id).await?);
    }
    Ok(rounds)
}
