//! One community: its rounds with their answers, messages and posts.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::community::{Community, Language};
use crate::domain::contribution::{Contribution, Standing};
use crate::domain::ids::{AccountRef, ContributionId, PersonId};
use crate::domain::message::Message;
use crate::domain::round::Round;
use crate::flow::{House, facts, thread as flow_thread};
use crate::knowledge::record::{self, lines, wall_clock};
use crate::knowledge::thread::{self, Headings, Said, Thread};
use crate::ritual::facts::{Facts, Named};
use crate::ritual::telling;
use crate::store::Reader;

use super::leaves::leaves;
use super::write::Folder;

/// The rows of a community, as lines.
#[derive(Default)]
struct Rows {
    rounds: Vec<record::Round>,
    answers: Vec<record::Answer>,
    messages: Vec<record::Message>,
    posts: Vec<record::Post>,
}

/// Writes a community into its folder.
pub(super) async fn export(
    house: &House,
    reader: &mut Reader,
    community: &Community,
    with_private: bool,
    folder: &mut Folder,
) -> anyhow::Result<()> {
    let mut rows = Rows::default();
    for round in reader.rounds(&community.id).await? {
        rows.rounds.push(record::Round::from(&round));
        if round.opened_at.is_none() {
            continue;
        }
        let facts = facts::load(house, reader, &round).await?;
        let messages = reader.messages(&round.id).await?;
        let first = first_contributions(reader.contributions(&round.id).await?);
        for Named { answer, .. } in &facts.answers {
            let Some(id) = first.get(&answer.person) else { continue };
            let may = |key: &str| leaves(&facts.script, answer, key, with_private);
            rows.answers.push(record::Answer::of(id, &round.id, answer, may));
        }
        rows.messages.extend(messages.iter().map(record::Message::from));
        let names = names(reader, &messages).await?;
        let page = page(house, community, &round, &facts, with_private, (&messages, &names));
        folder.put(&format!("threads/{}", thread::file_name(&round)), &page)?;
    }
    for post in reader.posts_all(&community.id).await? {
        let parts = reader.parts(&post.id).await?;
        rows.posts.push(record::Post::of(&post, &parts));
    }
    folder.put("rounds.jsonl", &lines(&rows.rounds)?)?;
    folder.put("answers.jsonl", &lines(&rows.answers)?)?;
    folder.put("messages.jsonl", &lines(&rows.messages)?)?;
    folder.put("posts.jsonl", &lines(&rows.posts)?)
}

/// An answer is known by the first thing its author gave to the round.
fn first_contributions(all: Vec<Contribution>) -> BTreeMap<PersonId, ContributionId> {
    let mut first: BTreeMap<PersonId, ContributionId> = BTreeMap::new();
    for one in all {
        let id = first.entry(one.person).or_insert_with(|| one.id.clone());
        if one.id < *id {
            *id = one.id;
        }
    }
    first
}

async fn names(
    reader: &mut Reader,
    messages: &[Message],
) -> anyhow::Result<BTreeMap<AccountRef, String>> {
    let mut names = BTreeMap::new();
    for message in messages {
        if !names.contains_key(&message.account) {
            let account = reader.account(&message.account).await?;
            let name = account.map_or_else(|| message.account.id.clone(), |account| account.name);
            names.insert(message.account.clone(), name);
        }
    }
    Ok(names)
}

fn page(
    house: &House,
    community: &Community,
    round: &Round,
    facts: &Facts,
    with_private: bool,
    (messages, names): (&[Message], &BTreeMap<AccountRef, String>),
) -> String {
    let language = &community.language;
    let say = |key: &str| house.words.say(language, key, &[]);
    let unnamed = say("summary-signature-unnamed");
    let answers = facts.answers.iter();
    let answers =
        answers.filter_map(|one| said(round, facts, one, language, with_private, &unnamed));
    thread::page(&Thread {
        round,
        community: &community.name,
        question: telling::question(round, &facts.script, 0, language),
        answers: answers.collect(),
        conversation: conversation(round, facts, messages, names),
        headings: Headings {
            answers: say("operate-thread-answers"),
            conversation: say("operate-thread-conversation"),
            note: say("operate-thread-note"),
        },
    })
}

/// An answer's words that may be read; `None` when there are none.
fn said(
    round: &Round,
    facts: &Facts,
    Named { answer, name }: &Named,
    language: &Language,
    with_private: bool,
    unnamed: &str,
) -> Option<Said> {
    if answer.standing != Standing::Given {
        return None;
    }
    let fields: Vec<_> = facts.script.fields().collect();
    let label = |label: &str| (fields.len() > 1).then(|| label.to_owned());
    let words: Vec<_> = fields
        .iter()
        .filter(|field| leaves(&facts.script, answer, &field.key, with_private))
        .filter_map(|field| {
            let value = answer.fields.get(&field.key)?;
            Some((label(field.label.in_language(language)), field.show(value, language)))
        })
        .collect();
    (!words.is_empty()).then(|| Said {
        by: if answer.wishes.anonymous { unnamed.to_owned() } else { name.clone() },
        at: wall_clock(answer.given_at, round.zone),
        words,
    })
}

/// What was said with its author's yes, in order; an answer is not said twice.
fn conversation(
    round: &Round,
    facts: &Facts,
    messages: &[Message],
    names: &BTreeMap<AccountRef, String>,
) -> Vec<Said> {
    let answered: BTreeSet<&str> = facts
        .answers
        .iter()
        .flat_map(|named| named.answer.sources.iter().map(String::as_str))
        .collect();
    let is_answer =
        |one: &Message| answered.contains(flow_thread::source(&one.room, &one.remote).as_str());
    let mut spoken: Vec<&Message> =
        messages.iter().filter(|one| one.text.is_some() && !is_answer(one)).collect();
    spoken.sort_by_key(|one| (one.at, one.remote.clone()));
    spoken
        .into_iter()
        .filter_map(|one| {
            Some(Said {
                by: names.get(&one.account).cloned().unwrap_or_default(),
                at: wall_clock(one.at, round.zone),
                words: vec![(None, one.text.clone()?)],
            })
        })
        .collect()
}
