//! A talk as it was said, on every platform, in order: answers and messages, edits marked, what was
//! taken back or withheld as gaps.
//!
//! What a convenor may not see is decided here and never reaches a template: moods of one person,
//! fields that are only counted, the name, moment and room of an anonymous answer.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::clock::{Instant, iso};
use crate::domain::community::Room;
use crate::domain::contribution::{Answer, Contribution, Standing, fold};
use crate::domain::ids::{AccountRef, PersonId, PlatformName, RoomRef};
use crate::domain::member::Account;
use crate::domain::message::{Message, MessageState};
use crate::flow::thread::source;
use crate::ritual::script::{Field, Kind, Script, Step, Visible};
use crate::store::{Place, Spoken};
use crate::web::tongue::Tongue;

use super::file::{self, Shown};

/// How many messages a page of a talk holds.
pub(super) const PAGE: usize = 100;

/// One entry of a talk.
pub(super) struct Saying {
    /// The day that begins with it.
    pub day: Option<String>,
    pub time: String,
    pub iso: String,
    pub kind: What,
}

/// What an entry is.
pub(super) enum What {
    /// Somebody's words.
    Words(Words),
    /// So many messages whose words are not there, and why.
    Gap(String),
}

/// Somebody's words.
pub(super) struct Words {
    pub name: String,
    /// Where they were said.
    pub place: String,
    /// A paragraph each; a label stands before those that need one.
    pub words: Vec<(Option<String>, String)>,
    /// The files they came with.
    pub files: Vec<Shown>,
    pub edited: bool,
    pub answer: bool,
    /// Whether only convenors see them.
    pub private: bool,
}

/// A round's answers, and what is told of them in numbers.
pub(super) struct Answers {
    /// Those with a name, by when they were given.
    named: Vec<(Instant, Words)>,
    /// Those without one, in no order that says when they came.
    pub unnamed: Vec<Words>,
    /// Everything that answers were ever made of.
    sources: BTreeSet<String>,
    pub passed: usize,
    pub withdrawn: Vec<Instant>,
}

/// What entries are told with.
pub(super) struct Telling<'a> {
    pub t: &'a Tongue,
    pub script: &'a Script,
    pub rooms: &'a [Room],
    /// The messages of the thread that came with files.
    pub filed: &'a [Message],
}

impl Telling<'_> {
    /// The answers of a round.
    pub(super) fn answers(&self, given: Vec<Contribution>, givers: Vec<Account>) -> Answers {
        let names: BTreeMap<AccountRef, String> =
            givers.into_iter().map(|one| (one.at, one.name)).collect();
        let sources = given.iter().map(|one| one.source.clone()).collect();
        let mut by_person: BTreeMap<PersonId, Vec<Contribution>> = BTreeMap::new();
        for one in given {
            by_person.entry(one.person.clone()).or_default().push(one);
        }
        let mut all = Answers {
            named: Vec::new(),
            unnamed: Vec::new(),
            sources,
            passed: 0,
            withdrawn: Vec::new(),
        };
        for answer in by_person.values().filter_map(|given| fold(given)) {
            self.answer(&mut all, &answer, names.get(&answer.account));
        }
        all.named.sort_by_key(|(at, words)| (*at, words.name.clone()));
        all.unnamed.sort_by(|one, other| one.words.cmp(&other.words));
        all
    }

    fn answer(&self, all: &mut Answers, answer: &Answer, name: Option<&String>) {
        match answer.standing {
            Standing::Passed => all.passed += 1,
            Standing::Withdrawn => all.withdrawn.push(answer.given_at),
            Standing::Given => {
                let unnamed = answer.wishes.anonymous;
                let words = self.words(answer);
                // Where a file lies may tell whose it is.
                let files = if unnamed { Vec::new() } else { self.files(answer) };
                if words.is_empty() && files.is_empty() {
                    return;
                }
                let hers = name.cloned().unwrap_or_else(|| answer.account.id.clone());
                let told = Words {
                    name: if unnamed { self.t.say("summary-signature-unnamed") } else { hers },
                    place: if unnamed {
                        String::new()
                    } else {
                        self.platform(&answer.account.platform)
                    },
                    words,
                    files,
                    edited: answer.edited_at.is_some() && !unnamed,
                    answer: true,
                    private: answer.wishes.private || !self.is_for_the_circle(answer),
                };
                if unnamed {
                    all.unnamed.push(told);
                } else {
                    all.named.push((answer.given_at, told));
                }
            }
        }
    }

    /// The files of the messages that an answer is made of.
    fn files(&self, answer: &Answer) -> Vec<Shown> {
        let of = |one: &&Message| answer.sources.contains(&source(&one.room, &one.remote));
        self.filed.iter().filter(of).flat_map(|one| file::shown(self.t, one)).collect()
    }

    /// The fields that convenors may read.
    fn words(&self, answer: &Answer) -> Vec<(Option<String>, String)> {
        let readable = |(step, field): &(&Step, &Field)| {
            step.visible != Visible::Counts && field.kind != Kind::Mood
        };
        let fields: Vec<&Field> = self.fields().filter(readable).map(|(_, field)| field).collect();
        let several = fields.len() > 1;
        let language = &self.t.language;
        let told = fields.into_iter().filter_map(|field| {
            let value = answer.fields.get(&field.key)?;
            let label = several.then(|| field.label.in_language(language).to_owned());
            Some((label, field.show(value, language)))
        });
        told.collect()
    }

    fn fields(&self) -> impl Iterator<Item = (&Step, &Field)> {
        let steps = self.script.steps.iter();
        steps.flat_map(|step| step.fields.iter().map(move |field| (step, field)))
    }

    /// Whether the circle was shown any of it.
    fn is_for_the_circle(&self, answer: &Answer) -> bool {
        self.fields().any(|(step, field)| {
            let shown = match step.visible {
                Visible::Circle => true,
                Visible::Convenors => answer.wishes.listed,
                Visible::Counts => false,
            };
            shown && answer.fields.contains_key(&field.key)
        })
    }

    fn platform(&self, platform: &PlatformName) -> String {
        self.t.say(&format!("platform-{platform}"))
    }

    /// A room by its name and platform.
    pub(super) fn room(&self, at: &RoomRef) -> String {
        let label = self.rooms.iter().find(|room| room.at == *at).map(|room| room.label.clone());
        let label = label.unwrap_or_else(|| self.t.say("curate-room-elsewhere"));
        let platform = self.platform(&at.platform);
        self.t.fill("room-named", &[("room", label.into()), ("platform", platform.into())])
    }

    /// The talk from one place to another: the messages in between and the answers of that time.
    pub(super) fn talk(
        &self,
        answers: Answers,
        spoken: Vec<Spoken>,
        from: Option<&Place>,
        upto: Option<Instant>,
    ) -> Vec<Saying> {
        let within = |at: Instant| {
            from.is_none_or(|(from, ..)| at > *from) && upto.is_none_or(|upto| at <= upto)
        };
        let Answers { named, sources, withdrawn, .. } = answers;
        let words = named.into_iter().map(|(at, words)| (at, Ok(words)));
        let gone = withdrawn.into_iter().map(|at| (at, Err("curate-gap-withdrawn")));
        let mut all: Vec<_> = words.chain(gone).filter(|(at, _)| within(*at)).collect();
        let messages = spoken.into_iter().filter(|one| {
            // An answer is told once, as what it stands for now.
            !sources.contains(&source(&one.message.room, &one.message.remote))
        });
        all.extend(messages.map(|one| (one.message.at, self.message(one))));
        all.sort_by_key(|(at, _)| *at);
        self.sayings(all)
    }

    fn message(&self, one: Spoken) -> Result<Words, &'static str> {
        let Spoken { message, name } = one;
        let files = file::shown(self.t, &message);
        match (message.state, message.text) {
            (MessageState::Kept, Some(text)) => Ok(Words {
                name: name.unwrap_or(message.account.id),
                place: self.room(&message.room),
                words: if text.is_empty() { Vec::new() } else { vec![(None, text)] },
                files,
                edited: message.edited_at.is_some(),
                answer: false,
                private: false,
            }),
            (MessageState::Gone, _) => Err("curate-gap-gone"),
            (MessageState::Kept | MessageState::Withheld, _) => Err("curate-gap-withheld"),
        }
    }

    /// Entries with their days; gaps that follow one another are told as one.
    fn sayings(&self, all: Vec<(Instant, Result<Words, &'static str>)>) -> Vec<Saying> {
        let mut told = Vec::new();
        let mut day = None;
        let mut rest = all.into_iter().peekable();
        while let Some((at, what)) = rest.next() {
            let local = at.with_timezone(&self.t.zone);
            let today = Some(local.date_naive());
            let kind = match what {
                Ok(words) => What::Words(words),
                Err(why) => {
                    let mut count = 1_usize;
                    while rest.next_if(|(_, next)| next.as_ref().err() == Some(&why)).is_some() {
                        count += 1;
                    }
                    What::Gap(self.t.fill(why, &[("count", count.into())]))
                }
            };
            told.push(Saying {
                day: (day != today).then(|| self.t.date(at)),
                time: local.format("%H:%M").to_string(),
                iso: iso(at),
                kind,
            });
            day = today;
        }
        told
    }
}
