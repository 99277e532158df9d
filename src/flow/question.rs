//! Questions by direct message: one field after the other, where a platform has no forms.
//!
//! What is asked is a row: a plain direct message is an answer only after the bot asked there.

use crate::domain::body::Body;
use crate::domain::community::Language;
use crate::domain::contribution::{Act, Fields, Road, Wishes};
use crate::domain::ids::{AccountRef, RoundId};
use crate::domain::round::{Round, RoundState};
use crate::platform::{Author, Said};
use crate::ritual::parse;
use crate::ritual::script::{Field, Kind, Script, Step, Texts};
use crate::ritual::telling;
use crate::store::{Question, Tx};

use super::give::{self, Given, Giving};
use super::{House, care, consent, facts, offer, say, thread, zones};

/// Asks a person the first field of an open round in private; `cause` makes it the same asking.
///
/// # Errors
/// When the database fails.
pub async fn open(
    house: &House,
    tx: &mut Tx,
    by: &Author,
    round: &RoundId,
    cause: &str,
) -> anyhow::Result<()> {
    let body = match first(house, tx, by, round).await? {
        Some(body) => body,
        None => {
            let language = consent::own_language(tx, by).await?;
            Body::text(house.words.say(&language, "round-over", &[]))
        }
    };
    let shot = say::OneShot::notice(format!("ask:{round}:{cause}"), body);
    say::tell(house, tx, &by.account, shot).await?;
    Ok(())
}

/// The words that ask the first field of an open round; the row that waits for the answer is
/// written. `None` when the round takes no answers.
///
/// # Errors
/// When the database fails.
pub async fn first(
    house: &House,
    tx: &mut Tx,
    by: &Author,
    round: &RoundId,
) -> anyhow::Result<Option<Body>> {
    let Some(round) = tx.round(round).await? else { return Ok(None) };
    if round.state != RoundState::Open {
        return Ok(None);
    }
    let language = language(house, tx, by, &round).await?;
    let script = facts::script_of(house, tx, &round).await?;
    let Some(step) = script.step(round.step) else { return Ok(None) };
    let Some(field) = step.fields.first() else { return Ok(None) };
    ask(house, tx, &by.account, &round, field).await?;
    let question = telling::question(&round, &script, round.step, &language);
    Ok(Some(Body::text(question).and(words(house, &language, field))))
}

/// The language to speak with somebody about a round, whether or not they take part already.
pub(super) async fn language(
    house: &House,
    tx: &mut Tx,
    by: &Author,
    round: &Round,
) -> anyhow::Result<Language> {
    let account = give::meet(house, tx, &by.account, &by.name).await?;
    let community = facts::community_of(tx, round).await?;
    care::language_of(tx, &account.person, &community).await
}

async fn ask(
    house: &House,
    tx: &mut Tx,
    account: &AccountRef,
    round: &Round,
    field: &Field,
) -> anyhow::Result<()> {
    tx.ask(&Question {
        account: account.clone(),
        round: Some(round.id.clone()),
        field: field.key.clone(),
        data: String::new(),
        asked_at: house.now(),
    })
    .await?;
    Ok(())
}

/// How one field is asked in words.
fn words(house: &House, language: &Language, field: &Field) -> String {
    let label = field.label.in_language(language);
    match &field.kind {
        Kind::Mood => house.words.say(language, "ask-field-mood", &[("label", label.into())]),
        Kind::Choice(choices) => {
            let choices = numbered(choices, language);
            let args = [("label", label.into()), ("choices", choices.into())];
            house.words.say(language, "ask-field-choice", &args)
        }
        Kind::Text { .. } | Kind::Word => {
            let key = if field.required { "ask-field" } else { "ask-field-optional" };
            house.words.say(language, key, &[("label", label.into())])
        }
    }
}

fn numbered(choices: &[Texts], language: &Language) -> String {
    let lines: Vec<String> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| format!("{} – {}", at + 1, choice.in_language(language)))
        .collect();
    lines.join(", ")
}

/// A direct message to someone with a question open. `None` when it does not answer it.
///
/// # Errors
/// When the database fails.
pub async fn answered(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    question: Question,
) -> anyhow::Result<Option<Body>> {
    match (question.field.as_str(), question.round.clone()) {
        ("reach", Some(round)) => match yes_or_no(house, &said.text) {
            Some(yes) => {
                tx.answered(&said.by.account).await?;
                consent::reach_out(house, tx, &said.by, &round, yes).await.map(Some)
            }
            None => Ok(None),
        },
        ("keep", _) => match yes_or_no(house, &said.text) {
            Some(yes) => {
                tx.answered(&said.by.account).await?;
                let community = question.data.as_str().into();
                consent::keep_words(house, tx, &said.by, &community, yes).await.map(Some)
            }
            None => Ok(None),
        },
        (zones::FIELD, _) => match yes_or_no(house, &said.text) {
            Some(yes) => zones::answered(house, tx, said, &question.data, yes).await.map(Some),
            None => Ok(None),
        },
        (offer::SHARE, Some(round)) => {
            offer::answered(house, tx, said, &round, &question.data).await
        }
        (offer::WHICH, _) => offer::chosen(house, tx, said, &question.data).await,
        (_, Some(round)) => field(house, tx, said, &round, &question.field).await,
        _ => Ok(None),
    }
}

/// Whether somebody typed a yes or a no.
pub(super) fn yes_or_no(house: &House, text: &str) -> Option<bool> {
    if house.words.means("typed-yes", text) {
        Some(true)
    } else if house.words.means("typed-no", text) {
        Some(false)
    } else {
        None
    }
}

/// The answer to one field; then the next is asked, or the person is thanked.
async fn field(
    house: &House,
    tx: &mut Tx,
    said: &Said,
    round: &RoundId,
    key: &str,
) -> anyhow::Result<Option<Body>> {
    let Some(round) = tx.round(round).await? else { return Ok(None) };
    let language = language(house, tx, &said.by, &round).await?;
    let over = || Body::text(house.words.say(&language, "round-over", &[]));
    let script = facts::script_of(house, tx, &round).await?;
    let Some((step, at)) = place(&script, &round, key) else {
        tx.answered(&said.by.account).await?;
        return Ok(Some(over()));
    };
    let Some(field) = step.fields.get(at) else { return Ok(None) };
    let skipped = !field.required && house.words.means("typed-skip", &said.text);
    if !skipped {
        let act = if house.words.means("typed-pass", &said.text) {
            Act::Pass
        } else {
            match parse::one(field, &said.text) {
                Ok(value) => Act::Give(Fields::from([(key.to_owned(), value)])),
                Err(problem) => return Ok(Some(Body::text(problem.say(&house.words, &language)))),
            }
        };
        let passed = act == Act::Pass;
        let given = give::give(house, tx, giving(said, &round, act)).await?;
        let Given::Taken { words: thanks, urgent } = given else {
            tx.answered(&said.by.account).await?;
            return Ok(Some(over()));
        };
        // Signposts wait for nothing; their own question takes the place of the next field.
        if urgent || passed {
            if passed {
                tx.answered(&said.by.account).await?;
            }
            return Ok(Some(thanks));
        }
        if step.fields.get(at + 1).is_none() {
            tx.answered(&said.by.account).await?;
            return Ok(Some(thanks));
        }
    }
    match step.fields.get(at + 1) {
        Some(next) => {
            ask(house, tx, &said.by.account, &round, next).await?;
            Ok(Some(Body::text(words(house, &language, next))))
        }
        None => {
            tx.answered(&said.by.account).await?;
            Ok(Some(Body::text(house.words.say(&language, "ask-done", &[]))))
        }
    }
}

/// The open round's step that holds the field, and where in it.
fn place<'a>(script: &'a Script, round: &Round, key: &str) -> Option<(&'a Step, usize)> {
    let step = script.step(round.step).filter(|_| round.state == RoundState::Open)?;
    let at = step.fields.iter().position(|field| field.key == key)?;
    Some((step, at))
}

/// An answer to a question asked in private.
pub(super) fn giving(said: &Said, round: &Round, act: Act) -> Giving {
    Giving {
        round: round.id.clone(),
        account: said.by.account.clone(),
        name: said.by.name.clone(),
        at: said.at,
        source: thread::source(&said.room, &said.id),
        road: Road::Direct,
        act,
        wishes: Wishes::default(),
    }
}
