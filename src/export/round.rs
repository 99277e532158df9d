//! One round: its rows, and the page it reads as.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::community::Community;
use crate::domain::contribution::{Answer, Contribution, Standing, Value};
use crate::domain::file::FileRef;
use crate::domain::ids::{AccountRef, ContributionId, PersonId};
use crate::domain::message::Message;
use crate::domain::round::Round;
use crate::flow::{House, facts, thread as flow_thread};
use crate::knowledge::record::{self, wall_clock};
use crate::knowledge::thread::{self, Headings, Link, Said, Thread};
use crate::ritual::facts::{Facts, Named};
use crate::ritual::telling;
use crate::store::Reader;

use super::leaves::leaves;
use super::people::People;

/// A round that was held, with everything that is read of it.
pub(super) struct Held<'a> {
    pub community: &'a Community,
    pub round: &'a Round,
    pub with_private: bool,
    facts: Facts,
    messages: Vec<Message>,
    names: BTreeMap<AccountRef, String>,
    given: BTreeMap<PersonId, Given>,
}

/// What one person gave, act by act.
#[derive(Default)]
struct Given {
    first: Option<ContributionId>,
    sources: BTreeSet<String>,
}

impl<'a> Held<'a> {
    /// Reads a round.
    pub(super) async fn read(
        house: &House,
        reader: &mut Reader,
        community: &'a Community,
        round: &'a Round,
        with_private: bool,
    ) -> anyhow::Result<Self> {
        let mut facts = facts::load(house, reader, round).await?;
        let messages = reader.messages(&round.id).await?;
        let given = given(reader.contributions(&round.id).await?);
        // Answers of one instant go by their ids, which stay the same wherever they are.
        facts.answers.sort_by_key(|one| {
            let first = given.get(&one.answer.person).and_then(|given| given.first.clone());
            (one.answer.given_at, first)
        });
        let names = names(reader, &messages).await?;
        Ok(Self { community, round, with_private, facts, messages, names, given })
    }

    /// Its answers as rows; whom they name is noted.
    pub(super) fn answers(&self, people: &mut People) -> Vec<record::Answer> {
        let mut rows = Vec::new();
        for Named { answer, .. } in &self.facts.answers {
            let Some(given) = self.given.get(&answer.person) else { continue };
            let Some(id) = &given.first else { continue };
            if !answer.wishes.anonymous {
                people.name(&answer.person, &answer.account);
            }
            let live: BTreeSet<&String> = answer.sources.iter().collect();
            let gone = given.sources.iter().filter(|one| !live.contains(one)).cloned().collect();
            let may = |key: &str| leaves(&self.facts.script, answer, key, self.with_private);
            rows.push(record::Answer::of(id, &self.round.id, answer, gone, may));
        }
        rows
    }

    /// What was said in its threads as rows; who said it is noted.
    pub(super) fn messages(&self, people: &mut People) -> Vec<record::Message> {
        for message in &self.messages {
            people.name(&message.person, &message.account);
        }
        let kept_back = self.kept_back();
        let row = |one: &Message| {
            let row = record::Message::of(one, self.with_private);
            let hidden = kept_back.contains(source(one).as_str());
            if hidden { record::Message { text: None, files: Vec::new(), ..row } } else { row }
        };
        self.messages.iter().map(row).collect()
    }

    /// Its page.
    pub(super) fn page(
        &self,
        house: &House,
        circle: &str,
        ritual: Link,
        previous: Option<Link>,
    ) -> String {
        let language = &self.community.language;
        let say = |key: &str| house.words.say(language, key, &[]);
        let unnamed = say("summary-signature-unnamed");
        let answers = self.facts.answers.iter();
        thread::page(&Thread {
            round: self.round,
            community: &self.community.name,
            question: telling::question(self.round, &self.facts.script, 0, language),
            answers: answers.filter_map(|one| self.said(house, one, &unnamed)).collect(),
            conversation: self.conversation(house),
            headings: Headings {
                answers: say("operate-thread-answers"),
                conversation: say("operate-thread-conversation"),
                note: say("operate-thread-note"),
                files: say("files"),
            },
            circle,
            ritual,
            previous,
        })
    }

    /// An answer's words that may be read; `None` when there are none.
    fn said(&self, house: &House, named: &Named, unnamed: &str) -> Option<Said> {
        let Named { answer, name } = named;
        if answer.standing != Standing::Given {
            return None;
        }
        let language = &self.community.language;
        let fields: Vec<_> = self.facts.script.fields().collect();
        let label = |label: &str| (fields.len() > 1).then(|| label.to_owned());
        let words: Vec<_> = fields
            .iter()
            .filter(|field| leaves(&self.facts.script, answer, &field.key, self.with_private))
            .filter_map(|field| {
                let value = answer.fields.get(&field.key).filter(|one| **one != Value::Absent)?;
                Some((label(field.label.in_language(language)), field.show(value, language)))
            })
            .collect();
        let files = self.files_of(house, answer);
        (!words.is_empty() || !files.is_empty()).then(|| Said {
            by: if answer.wishes.anonymous { unnamed.to_owned() } else { name.clone() },
            at: wall_clock(answer.given_at, self.round.zone),
            words,
            files,
        })
    }

    /// The files of the messages that an answer is made of; where one lies may tell whose it is.
    fn files_of(&self, house: &House, answer: &Answer) -> Vec<String> {
        if answer.wishes.anonymous || answer.wishes.private && !self.with_private {
            return Vec::new();
        }
        let of = |one: &&Message| answer.sources.contains(&source(one));
        self.messages.iter().filter(of).flat_map(|one| self.files(house, one)).collect()
    }

    /// A message's files: what each is, and where it lies.
    fn files(&self, house: &House, message: &Message) -> Vec<String> {
        let language = &self.community.language;
        let file = |file: &FileRef| {
            let platform = &message.room.platform;
            format!("{}: {platform}:{}", house.words.file(language, file), file.place)
        };
        message.files.iter().map(file).collect()
    }

    /// What no answer may leave of is not said by the message it came from either.
    fn kept_back(&self) -> BTreeSet<&str> {
        let script = &self.facts.script;
        let hidden = |named: &&Named| {
            let answer = &named.answer;
            let leaves = |key: &String| leaves(script, answer, key, self.with_private);
            !answer.fields.is_empty() && !answer.fields.keys().any(leaves)
        };
        let answers = self.facts.answers.iter().filter(hidden);
        answers.flat_map(|named| named.answer.sources.iter().map(String::as_str)).collect()
    }

    /// What was said with its author's yes, in order; an answer is not said twice.
    fn conversation(&self, house: &House) -> Vec<Said> {
        let answered: BTreeSet<&str> = self
            .facts
            .answers
            .iter()
            .flat_map(|named| named.answer.sources.iter().map(String::as_str))
            .collect();
        let is_answer = |one: &Message| answered.contains(source(one).as_str());
        let mut spoken: Vec<&Message> =
            self.messages.iter().filter(|one| one.text.is_some() && !is_answer(one)).collect();
        spoken.sort_by_key(|one| (one.at, one.remote.clone()));
        let said = |one: &Message| Said {
            by: self.names.get(&one.account).cloned().unwrap_or_default(),
            at: wall_clock(one.at, self.round.zone),
            words: vec![(None, one.text.clone().unwrap_or_default())],
            files: self.files(house, one),
        };
        spoken.into_iter().map(said).collect()
    }
}

/// By what an answer names a message that it came from.
fn source(message: &Message) -> String {
    flow_thread::source(&message.room, &message.remote)
}

/// An answer is known by the first thing its author gave to the round.
fn given(all: Vec<Contribution>) -> BTreeMap<PersonId, Given> {
    let mut people: BTreeMap<PersonId, Given> = BTreeMap::new();
    for one in all {
        let given = people.entry(one.person).or_default();
        if given.first.as_ref().is_none_or(|first| one.id < *first) {
            given.first = Some(one.id);
        }
        given.sources.insert(one.source);
    }
    people
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
