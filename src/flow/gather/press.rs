//! Buttons and forms. All their state is in their ids and the database: a button pressed after a
//! restart, or in an old message, gets the right answer.

use std::collections::BTreeMap;

use crate::domain::body::Body;
use crate::domain::community::Language;
use crate::domain::contribution::{Act, Fields, Road, Value, Wishes, fold};
use crate::domain::ids::{CommunityId, RemoteId, RoundId};
use crate::domain::round::{Round, RoundState};
use crate::platform::{Author, Commanded, Pressed, ReplyTo, Response, Submitted};
use crate::ritual::script::Kind;
use crate::ritual::{form, parse};
use crate::store::Tx;

use super::super::event::{Asked, Request};
use super::super::give::{self, Given, Giving};
use super::super::{House, care, consent, facts};
use super::After;

/// A native command, as words for the commands.
pub fn commanded(commanded: &Commanded) -> After {
    let words = Asked::Words(commanded.words.clone());
    request(&commanded.id, &commanded.by, commanded.at, &commanded.reply, words)
}

fn request(
    id: &RemoteId,
    by: &Author,
    at: crate::domain::clock::Instant,
    reply: &ReplyTo,
    words: Asked,
) -> After {
    let request = Request {
        id: id.clone(),
        by: by.clone(),
        room: reply.room.clone(),
        words,
        at,
        thread: reply.thread.clone(),
        reply_to: reply.message.clone(),
        aside: reply.token.is_some(),
        place: None,
    };
    After::Command(reply.clone(), request)
}

/// A button was pressed: `verb:subject:argument`.
pub async fn pressed(
    house: &House,
    tx: &mut Tx,
    pressed: &Pressed,
) -> anyhow::Result<Option<After>> {
    let (verb, rest) = pressed.button.split_once(':').unwrap_or((&pressed.button, ""));
    let (subject, argument) = rest.split_once(':').unwrap_or((rest, ""));
    if verb == "run" {
        let words = Asked::Text(rest.to_owned());
        return Ok(Some(request(&pressed.id, &pressed.by, pressed.at, &pressed.reply, words)));
    }
    if !tx.first_sight(&pressed.by.account.platform, pressed.id.as_str(), pressed.at).await? {
        return Ok(None);
    }
    let response = match verb {
        "answer" => open_form(house, tx, &pressed.by, &RoundId::from(subject)).await?,
        "pass" => {
            let giving = giving(pressed, subject, Act::Pass);
            Response::Private(take(house, tx, giving).await?)
        }
        "mood" => {
            let mood = argument.parse().unwrap_or(0);
            let step = step_of(house, tx, &RoundId::from(subject)).await?;
            let key = step.and_then(|(_, key)| key);
            match key.filter(|_| (1..=5).contains(&mood)) {
                Some(key) => {
                    let fields = Fields::from([(key, Value::Number(mood))]);
                    let giving = giving(pressed, subject, Act::Give(fields));
                    Response::Private(take(house, tx, giving).await?)
                }
                None => over(house, tx, &pressed.by).await?,
            }
        }
        "reach" => {
            let yes = argument == "yes";
            let round = RoundId::from(subject);
            Response::Private(consent::reach_out(house, tx, &pressed.by, &round, yes).await?)
        }
        "keep" => {
            let yes = argument == "yes";
            let community = CommunityId::from(subject);
            Response::Private(consent::keep_words(house, tx, &pressed.by, &community, yes).await?)
        }
        _ => unknown(house, tx, &pressed.by).await?,
    };
    Ok(Some(After::Reply(pressed.reply.clone(), response)))
}

/// A form was sent: all that can be read of it counts, and what can't is said.
pub async fn submitted(
    house: &House,
    tx: &mut Tx,
    sent: &Submitted,
) -> anyhow::Result<Option<After>> {
    if let Some(command) = sent.form.strip_prefix("run:") {
        let words = form_words(command, &sent.fields);
        return Ok(Some(request(&sent.id, &sent.by, sent.at, &sent.reply, words)));
    }
    if !tx.first_sight(&sent.by.account.platform, sent.id.as_str(), sent.at).await? {
        return Ok(None);
    }
    let Some(id) = sent.form.strip_prefix("answer:") else {
        let response = unknown(house, tx, &sent.by).await?;
        return Ok(Some(After::Reply(sent.reply.clone(), response)));
    };
    let (id, private) = form::private_of(id);
    let round = RoundId::from(id);
    let Some((round, script)) = open_round(house, tx, &round).await? else {
        let response = over(house, tx, &sent.by).await?;
        return Ok(Some(After::Reply(sent.reply.clone(), response)));
    };
    let Some(step) = script.step(round.step) else { return Ok(None) };
    let words = match parse::from_form(step, &sent.fields) {
        Ok(fields) if fields.is_empty() => {
            let language = language(tx, &sent.by, &round).await?;
            Body::text(house.words.say(&language, "answer-empty", &[]))
        }
        Ok(fields) => {
            let wishes = form::wishes(step, &sent.fields, &house.words);
            let wishes = Wishes { private: wishes.private || private, ..wishes };
            let giving = Giving {
                round: round.id.clone(),
                account: sent.by.account.clone(),
                name: sent.by.name.clone(),
                at: sent.at,
                source: format!("form:{}:{}", sent.by.account.platform, sent.id),
                road: Road::Form,
                act: Act::Give(fields),
                wishes,
            };
            take(house, tx, giving).await?
        }
        Err(problems) => {
            let language = language(tx, &sent.by, &round).await?;
            let said: Vec<String> =
                problems.iter().map(|problem| problem.say(&house.words, &language)).collect();
            Body::text(said.join("\n")).and(own_words(house, &language, &sent.fields))
        }
    };
    Ok(Some(After::Reply(sent.reply.clone(), Response::Private(words))))
}

/// A form of a command as that command's words; a field left empty was not said.
fn form_words(command: &str, fields: &BTreeMap<String, String>) -> Asked {
    let said = fields.iter().filter(|(_, value)| !value.trim().is_empty());
    let options = said.map(|(key, value)| format!("--{key}={}", value.trim()));
    Asked::Words(command.split(' ').map(ToOwned::to_owned).chain(options).collect())
}

/// What a person wrote goes back to them when it could not be taken: nothing typed is lost.
fn own_words(house: &House, language: &Language, fields: &BTreeMap<String, String>) -> String {
    let said: Vec<&str> =
        fields.values().map(String::as_str).filter(|text| !text.is_empty()).collect();
    house.words.say(language, "your-words-back", &[("words", said.join("\n").into())])
}

fn giving(pressed: &Pressed, round: &str, act: Act) -> Giving {
    Giving {
        round: RoundId::from(round),
        account: pressed.by.account.clone(),
        name: pressed.by.name.clone(),
        at: pressed.at,
        source: format!("button:{}:{}", pressed.by.account.platform, pressed.id),
        road: Road::Button,
        act,
        wishes: Wishes::default(),
    }
}

async fn take(house: &House, tx: &mut Tx, giving: Giving) -> anyhow::Result<Body> {
    let by = Author {
        account: giving.account.clone(),
        name: giving.name.clone(),
        bot: false,
        ours: false,
    };
    match give::give(house, tx, giving).await? {
        Given::Taken { words, .. } => Ok(words),
        Given::Known | Given::Conversation => Ok(Body::default()),
        Given::Over => match over(house, tx, &by).await? {
            Response::Private(body) | Response::Public(body) => Ok(body),
            Response::Form(_) => Ok(Body::default()),
        },
    }
}

/// The form of the round's step, with what this person gave before.
async fn open_form(
    house: &House,
    tx: &mut Tx,
    by: &Author,
    round: &RoundId,
) -> anyhow::Result<Response> {
    let Some((round, script)) = open_round(house, tx, round).await? else {
        return over(house, tx, by).await;
    };
    let Some(step) = script.step(round.step) else { return over(house, tx, by).await };
    let account = give::meet(house, tx, &by.account, &by.name).await?;
    let language = language(tx, by, &round).await?;
    let earlier = fold(&tx.contributions_of(&round.id, &account.person).await?);
    let (fields, wishes) = earlier.map(|answer| (answer.fields, answer.wishes)).unwrap_or_default();
    let earlier = (&fields, wishes);
    let form = form::form(&script, step, &round.id, earlier, &house.words, &language);
    Ok(Response::Form(form))
}

async fn open_round(
    house: &House,
    tx: &mut Tx,
    id: &RoundId,
) -> anyhow::Result<Option<(Round, std::sync::Arc<crate::ritual::script::Script>)>> {
    let Some(round) = tx.round(id).await? else { return Ok(None) };
    if round.state != RoundState::Open {
        return Ok(None);
    }
    let script = facts::script_of(house, tx, &round).await?;
    Ok(Some((round, script)))
}

/// The open round, and the key of its step's mood.
async fn step_of(
    house: &House,
    tx: &mut Tx,
    id: &RoundId,
) -> anyhow::Result<Option<(Round, Option<String>)>> {
    let Some((round, script)) = open_round(house, tx, id).await? else { return Ok(None) };
    let mood = script
        .step(round.step)
        .and_then(|step| step.fields.iter().find(|field| field.kind == Kind::Mood));
    let key = mood.map(|field| field.key.clone());
    Ok(Some((round, key)))
}

async fn language(tx: &mut Tx, by: &Author, round: &Round) -> anyhow::Result<Language> {
    let community = facts::community_of(tx, round).await?;
    match tx.account(&by.account).await? {
        Some(account) => care::language_of(tx, &account.person, &community).await,
        None => Ok(community.language),
    }
}

/// No button or form of today is called like this: another version of the program made it.
async fn unknown(house: &House, tx: &mut Tx, by: &Author) -> anyhow::Result<Response> {
    let language = consent::own_language(tx, by).await?;
    Ok(Response::Private(Body::text(house.words.say(&language, "button-unknown", &[]))))
}

/// The button is out of date: say so kindly.
async fn over(house: &House, tx: &mut Tx, by: &Author) -> anyhow::Result<Response> {
    let language = consent::own_language(tx, by).await?;
    Ok(Response::Private(Body::text(house.words.say(&language, "round-over", &[]))))
}
