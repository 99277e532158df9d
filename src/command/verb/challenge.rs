//! `challenge`: put forward, listed, taken back.
//!
//! While a round that takes challenges in is open in the circle, a challenge is an answer to it;
//! until then it waits for the next one.

use chrono::TimeDelta;
use serde_json::json;

use crate::command::ctx::{Ctx, add_list};
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::{Challenge, Share, TakeBack};
use crate::domain::community::Role;
use crate::domain::contribution::{Act, Contribution, Fields, Standing, Value, Wishes, fold};
use crate::domain::ids::{CircleId, PersonId};
use crate::domain::round::{Round, RoundState};
use crate::flow::{facts, give};
use crate::ritual::parse::clean;
use crate::ritual::{form, script::Step};
use crate::store;

use super::answer;

/// The longest challenge.
const MOST: usize = 2000;
/// How long closed rounds still show their challenges: those of the last month.
const SHOWN: TimeDelta = TimeDelta::days(31);

/// Runs it.
pub async fn run(ctx: &mut Ctx<'_>, command: &Challenge) -> Done {
    match command {
        Challenge::Share(args) => share(ctx, args).await,
        Challenge::List => list(ctx).await,
        Challenge::Withdraw(args) => take_back(ctx, args).await,
    }
}

async fn share(ctx: &mut Ctx<'_>, args: &Share) -> Done {
    if args.anonymous && !ctx.alone {
        return Err(ctx.no("anonymous-in-public", &[]));
    }
    let circle = ctx.circle(None).await?;
    let intake = intake(ctx, &circle.id).await?;
    let words = args.text.as_deref().map(clean).unwrap_or_default();
    if words.is_empty() {
        return ask(ctx, intake).await;
    }
    if words.chars().count() > MOST {
        return Err(ctx.no("challenge-too-long", &[("most", MOST.into())]));
    }
    let wishes = Wishes { private: false, anonymous: args.anonymous, listed: args.list };
    if let Some((round, step)) = intake {
        let Some(field) = step.fields.first() else { return Err(ctx.no("round-over", &[])) };
        let fields = Fields::from([(field.key.clone(), Value::Text(words))]);
        return answer::take(ctx, &round, Act::Give(fields), wishes, false).await;
    }
    let (person, account) = (ctx.account.person.clone(), ctx.account.at.clone());
    let challenge = store::Challenge {
        id: ctx.fresh_id(),
        community: circle.community.clone(),
        circle: circle.id,
        person: person.clone(),
        account,
        words,
        wishes,
        shared_at: ctx.at,
    };
    ctx.tx.join(&circle.community, &person, ctx.at).await?;
    ctx.tx.add_challenge(&challenge).await?;
    let key = match (args.anonymous, args.list) {
        (false, false) => "challenge-shared",
        (true, false) => "challenge-shared-unnamed",
        (false, true) => "challenge-shared-listed",
        (true, true) => "challenge-shared-listed-unnamed",
    };
    let mut reply = ctx.told(key, &[]);
    reply.code = "challenge-shared";
    Ok(reply.with(json!({ "challenge": challenge.id })))
}

/// Without words: the form of the open round, or the complete command.
async fn ask(ctx: &mut Ctx<'_>, intake: Option<(Round, Step)>) -> Done {
    if let Some((round, step)) = intake.filter(|_| ctx.has_forms()) {
        let script = facts::script_of(ctx.house, ctx.tx, &round).await?;
        let (words, language) = (&ctx.voice.words, &ctx.voice.language);
        let none = (&Fields::new(), Wishes::default());
        let form = form::form(&script, &step, &round.id, none, words, language);
        return Ok(Reply::form("form", form));
    }
    let example = ctx.voice.plain("example-challenge-share");
    Err(ctx.no_but("challenge-empty", &[], &example))
}

/// The open round of a circle that takes challenges in, and its step.
async fn intake(ctx: &mut Ctx<'_>, circle: &CircleId) -> Result<Option<(Round, Step)>, Trouble> {
    for round in ctx.tx.open_rounds(circle).await? {
        let script = facts::script_of(ctx.house, ctx.tx, &round).await?;
        let step = script.step(round.step).filter(|step| step.author_may.any());
        if let Some(step) = step {
            return Ok(Some((round, step.clone())));
        }
    }
    Ok(None)
}

/// One challenge as it is listed.
struct Listed {
    words: String,
    name: Option<String>,
    person: PersonId,
    listed: bool,
    place: Place,
}

/// Where a challenge is kept.
enum Place {
    Waiting(String),
    Round(Box<Round>),
}

/// What this person may see, in order of time: convenors all, others what is listed and their own.
async fn seen(ctx: &mut Ctx<'_>) -> Result<Vec<Listed>, Trouble> {
    let community = ctx.community().await?;
    let convenor = ctx.tx.role_of(&community.id, &ctx.account.at).await? >= Role::Convenor;
    let mut all = Vec::new();
    for one in ctx.tx.challenges(&community.id).await? {
        let name = name(ctx, &one.account, one.wishes).await?;
        let place = Place::Waiting(one.id);
        let (person, listed) = (one.person, one.wishes.listed);
        all.push(Listed { words: one.words, name, person, listed, place });
    }
    for round in ctx.tx.rounds(&community.id).await? {
        let fresh = round.state == RoundState::Open
            || round.closed_at.is_some_and(|at| ctx.now() - at < SHOWN);
        if fresh && round.opened_at.is_some() {
            all.extend(of_round(ctx, round).await?);
        }
    }
    let own = &ctx.account.person;
    all.retain(|one| convenor || one.listed || one.person == *own);
    Ok(all)
}

async fn of_round(ctx: &mut Ctx<'_>, round: Round) -> Result<Vec<Listed>, Trouble> {
    let script = facts::script_of(ctx.house, ctx.tx, &round).await?;
    let Some(step) = script.step(round.step).filter(|step| step.author_may.any()) else {
        return Ok(Vec::new());
    };
    let Some(field) = step.fields.first() else { return Ok(Vec::new()) };
    let mut people: std::collections::BTreeMap<PersonId, Vec<Contribution>> = Default::default();
    for one in ctx.tx.contributions(&round.id).await? {
        people.entry(one.person.clone()).or_default().push(one);
    }
    let mut listed = Vec::new();
    for given in people.values() {
        let Some(answer) = fold(given).filter(|one| one.standing == Standing::Given) else {
            continue;
        };
        let Some(Value::Text(words)) = answer.fields.get(&field.key) else { continue };
        listed.push(Listed {
            words: words.clone(),
            name: name(ctx, &answer.account, answer.wishes).await?,
            person: answer.person,
            listed: answer.wishes.listed,
            place: Place::Round(Box::new(round.clone())),
        });
    }
    Ok(listed)
}

async fn name(
    ctx: &mut Ctx<'_>,
    account: &crate::domain::ids::AccountRef,
    wishes: Wishes,
) -> Result<Option<String>, Trouble> {
    if wishes.anonymous {
        return Ok(None);
    }
    Ok(ctx.tx.account(account).await?.map(|account| account.name))
}

async fn list(ctx: &mut Ctx<'_>) -> Done {
    let seen = seen(ctx).await?;
    if seen.is_empty() {
        return Ok(ctx.told("challenge-none", &[]).with(json!({ "challenges": [] })));
    }
    let lines: Vec<String> = seen.iter().enumerate().map(|(at, one)| line(ctx, at, one)).collect();
    let mut reply = ctx.told("challenge-list", &[]);
    if let crate::command::reply::Says::Body(body) = &mut reply.says {
        add_list(body, lines);
    }
    let data: Vec<_> =
        seen.iter().map(|one| json!({ "text": one.words, "by": one.name })).collect();
    Ok(reply.with(json!({ "challenges": data })))
}

fn line(ctx: &Ctx<'_>, at: usize, one: &Listed) -> String {
    let own = one.person == ctx.account.person;
    let who = match &one.name {
        _ if own => ctx.say("challenge-yours", &[]),
        Some(name) => name.clone(),
        None => ctx.say("summary-signature-unnamed", &[]),
    };
    format!("{}. {} ({who})", at + 1, one.words)
}

async fn take_back(ctx: &mut Ctx<'_>, args: &TakeBack) -> Done {
    let mut own = Vec::new();
    for (at, one) in seen(ctx).await?.into_iter().enumerate() {
        if one.person == ctx.account.person {
            own.push((at + 1, one));
        }
    }
    if own.len() > 1 && args.number.is_none() {
        let lines: Vec<String> =
            own.iter().map(|(number, _)| format!("challenge withdraw {number}")).collect();
        let mut trouble = ctx.which("which-challenge", &[], &lines);
        if let Trouble::Say { body, .. } = &mut trouble {
            add_list(body, own.iter().map(|(at, one)| line(ctx, at - 1, one)));
        }
        return Err(trouble);
    }
    let wanted = |number: usize| args.number.is_none_or(|wanted| usize::from(wanted) == number);
    let Some((_, one)) = own.into_iter().find(|(number, _)| wanted(*number)) else {
        return Err(ctx.no("challenge-not-yours", &[]));
    };
    match one.place {
        Place::Waiting(id) => {
            ctx.tx.remove_challenge(&id).await?;
        }
        Place::Round(round) => {
            let giving = ctx.giving(&round, Act::Withdraw);
            give::withdraw(ctx.house, ctx.tx, giving).await?;
        }
    }
    Ok(ctx.told("challenge-withdrawn", &[]))
}
