//! Everything that is kept of one person, for that person: as JSON, and as a page to read.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::domain::contribution::Value;

/// All of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Own {
    /// When this was made.
    pub made_at: String,
    /// The zone they set for themselves.
    pub zone: Option<String>,
    /// The language they set for themselves.
    pub language: Option<String>,
    /// The accounts by which they are known.
    pub accounts: Vec<Account>,
    /// What is kept of them in each community.
    pub communities: Vec<Place>,
    /// Questions of the bot that they have not answered.
    pub questions: Vec<Question>,
    /// What the bot said to them alone, as far as its outbox still has it.
    pub told: Vec<Told>,
    /// What is known of what they did, by command.
    pub deeds: Vec<Deed>,
}

/// An account.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// How its platform knows it.
    pub account: String,
    /// The name others see.
    pub name: String,
}

/// Their place in one community, and what they gave there.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Place {
    /// The community's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Since when they take part.
    pub joined_at: Option<String>,
    /// Their roles; one for a single round names it.
    pub roles: Vec<Role>,
    /// What they said yes or no to.
    pub consent: Consent,
    /// Their answers, the oldest first.
    pub answers: Vec<Answer>,
    /// What they said in threads beside their answers.
    pub messages: Vec<Message>,
    /// Challenges that wait for a round.
    pub challenges: Vec<Challenge>,
    /// What they suggested.
    pub suggestions: Vec<Words>,
}

/// A role.
#[derive(Debug, Clone, Serialize)]
pub struct Role {
    /// Which.
    pub role: &'static str,
    /// By which account.
    pub account: String,
    /// For this round only.
    pub round: Option<String>,
}

/// Every yes and no.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Consent {
    /// Whether they are reminded.
    pub nudges: bool,
    /// Whether other words of theirs in threads are kept: yes, no or ask.
    pub words: String,
    /// Whether they were asked about that.
    pub asked: bool,
    /// Rounds in which they said that somebody may reach out.
    pub reach_out: Vec<Reach>,
}

/// A yes to be reached.
#[derive(Debug, Clone, Serialize)]
pub struct Reach {
    /// In which round.
    pub round: String,
    /// The ritual's name.
    pub ritual: String,
    /// When.
    pub at: String,
}

/// An answer to a round, and what it was made from.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The round.
    pub round: String,
    /// The ritual's name.
    pub ritual: String,
    /// The circle.
    pub circle: String,
    /// What was asked.
    pub question: String,
    /// The day of the round, where it was held.
    pub date: String,
    /// Where it stands: given, passed, withdrawn.
    pub state: &'static str,
    /// For convenors and in counts only.
    pub private: bool,
    /// Without their name.
    pub anonymous: bool,
    /// Listed for the circle.
    pub listed: bool,
    /// When it was first given.
    pub given_at: String,
    /// When it last changed.
    pub edited_at: Option<String>,
    /// Its values. One is null when its time of keeping is over.
    pub fields: BTreeMap<String, Value>,
    /// What each value answers, in words; for the page.
    #[serde(skip)]
    pub labels: Vec<(String, String)>,
    /// Each act of giving, as it came.
    pub acts: Vec<Act>,
}

/// One act of giving.
#[derive(Debug, Clone, Serialize)]
pub struct Act {
    /// What it did: give, add, pass, withdraw, gone.
    pub act: &'static str,
    /// Its values.
    pub fields: BTreeMap<String, Value>,
    /// By which account.
    pub account: String,
    /// What it came from.
    pub source: String,
    /// When.
    pub at: String,
    /// When its source was last edited.
    pub edited_at: Option<String>,
}

/// Something said in a thread.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// In the thread of this round.
    pub round: String,
    /// Where.
    pub room: String,
    /// The message's id there.
    pub id: String,
    /// The words, where they are kept.
    pub text: Option<String>,
    /// Whether they are: kept, withheld, gone.
    pub state: &'static str,
    /// The files they came with, by reference.
    pub files: Vec<File>,
    /// When.
    pub at: String,
    /// When it was last edited.
    pub edited_at: Option<String>,
}

/// A file, by reference.
#[derive(Debug, Clone, Serialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: String,
    /// Its size in bytes, where it is known.
    pub size: Option<u64>,
    /// Where it lies.
    pub place: String,
    /// Whether what opens it is kept too. It is not told here: this text may travel in the open.
    pub encrypted: bool,
    /// How it is told of; for the page.
    #[serde(skip)]
    pub words: String,
}

/// A challenge.
#[derive(Debug, Clone, Serialize)]
pub struct Challenge {
    /// The words.
    pub text: String,
    /// Without their name.
    pub anonymous: bool,
    /// Listed for the circle.
    pub listed: bool,
    /// When.
    pub at: String,
}

/// Words with their moment.
#[derive(Debug, Clone, Serialize)]
pub struct Words {
    /// The words.
    pub text: String,
    /// When.
    pub at: String,
}

/// A question that waits.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// What it is about.
    pub field: String,
    /// About which round.
    pub round: Option<String>,
    /// What they wrote that waits for their yes, or what the question needs.
    pub data: String,
    /// When it was asked.
    pub at: String,
}

/// Something that the bot said to them alone.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// What it was for.
    pub purpose: &'static str,
    /// The words.
    pub text: String,
    /// When it was wanted.
    pub at: String,
}

/// Something that they did.
#[derive(Debug, Clone, Serialize)]
pub struct Deed {
    /// The command.
    pub deed: String,
    /// What it was done to.
    pub subject: String,
    /// When.
    pub at: String,
}

/// The page; `say` gives a heading or a word by its key.
#[must_use]
pub fn page(own: &Own, say: &dyn Fn(&str) -> String) -> String {
    let mut page = format!("# {}\n\n{}\n", say("own-title"), own.made_at);
    let accounts = own.accounts.iter().map(|one| format!("{} ({})", one.name, one.account));
    list(&mut page, &say("own-accounts"), accounts);
    let chosen = [("own-zone", &own.zone), ("own-language", &own.language)];
    let chosen = chosen
        .into_iter()
        .filter_map(|(key, value)| value.as_ref().map(|value| format!("{}: {value}", say(key))));
    list(&mut page, &say("own-chosen"), chosen);
    for place in &own.communities {
        community(&mut page, place, say);
    }
    let waits = |one: &Question| format!("{}: {} {}", one.at, one.field, one_line(&one.data));
    list(&mut page, &say("own-questions"), own.questions.iter().map(waits));
    let told = |one: &Told| format!("{}: {}", one.at, one_line(&one.text));
    list(&mut page, &say("own-told"), own.told.iter().map(told));
    let did = |one: &Deed| format!("{}: {} ({})", one.at, one.deed, one.subject);
    list(&mut page, &say("own-deeds"), own.deeds.iter().map(did));
    page
}

fn community(page: &mut String, place: &Place, say: &dyn Fn(&str) -> String) {
    let _ = write!(page, "\n# {}\n", one_line(&place.name));
    let mut facts: Vec<String> = place
        .roles
        .iter()
        .map(|role| match &role.round {
            Some(round) => format!("{} ({round})", say(&format!("role-{}", role.role))),
            None => say(&format!("role-{}", role.role)),
        })
        .collect();
    facts.extend(place.joined_at.as_ref().map(|at| format!("{}: {at}", say("own-joined"))));
    let consent = &place.consent;
    facts.push(say(if consent.nudges { "me-nudges-are-on" } else { "me-nudges-are-off" }));
    facts.push(say(&format!("me-words-{}", consent.words)));
    let reach = |one: &Reach| format!("{}: {}, {}", say("own-reach-out"), one.ritual, one.at);
    facts.extend(consent.reach_out.iter().map(reach));
    list(page, &say("own-place"), facts);
    for answer in &place.answers {
        say_answer(page, answer, say);
    }
    if !place.messages.is_empty() {
        let _ = write!(page, "\n## {}\n", say("own-messages"));
    }
    for message in &place.messages {
        let _ = write!(page, "\n{}, {}\n", message.at, message.room);
        let kept = message.text.as_deref().map(quote);
        page.push_str(&kept.unwrap_or_else(|| format!("\n{}\n", say("own-no-words"))));
        let files = message.files.iter().map(|file| format!("- {}\n", one_line(&file.words)));
        let files: String = files.collect();
        if !files.is_empty() {
            let _ = write!(page, "\n{}\n\n{files}", say("files"));
        }
    }
    let quoted = |page: &mut String, heading: &str, at: &str, text: &str| {
        let _ = write!(page, "\n## {}, {at}\n{}", say(heading), quote(text));
    };
    for one in &place.challenges {
        quoted(page, "own-challenge", &one.at, &one.text);
        let wishes = [(one.anonymous, "own-anonymous"), (one.listed, "own-listed")];
        let wished = wishes.into_iter().filter(|(wished, _)| *wished);
        for (_, key) in wished {
            let _ = write!(page, "\n{}\n", say(key));
        }
    }
    for one in &place.suggestions {
        quoted(page, "own-suggestion", &one.at, &one.text);
    }
}

fn say_answer(page: &mut String, answer: &Answer, say: &dyn Fn(&str) -> String) {
    let _ = write!(page, "\n## {}, {}\n", one_line(&answer.ritual), answer.date);
    let mut marks = vec![say(&format!("own-state-{}", answer.state)), answer.given_at.clone()];
    let wishes = [
        (answer.private, "own-private"),
        (answer.anonymous, "own-anonymous"),
        (answer.listed, "own-listed"),
    ];
    marks.extend(wishes.into_iter().filter(|(wished, _)| *wished).map(|(_, key)| say(key)));
    let _ = write!(page, "\n{}\n", marks.join(", "));
    page.push_str(&quote(&answer.question));
    for (label, words) in &answer.labels {
        let _ = write!(page, "\n{}\n{}", one_line(label), quote(words));
    }
    for (at, words) in overtaken(answer) {
        let _ = write!(page, "\n{} {at}\n{}", say("own-overtaken"), quote(&words));
    }
}

/// What was given once and counts no more, since something later took its place; when.
fn overtaken(answer: &Answer) -> Vec<(&str, String)> {
    let stands = |key: &str, value: &Value| match (answer.fields.get(key), value) {
        (Some(Value::Text(all)), Value::Text(part)) => all.contains(part.as_str()),
        (now, value) => now == Some(value),
    };
    let mut earlier = Vec::new();
    for act in &answer.acts {
        for (key, value) in act.fields.iter().filter(|(key, value)| !stands(key, value)) {
            match value {
                Value::Text(words) if !words.is_empty() => {
                    earlier.push((act.at.as_str(), words.clone()))
                }
                Value::Number(number) => {
                    earlier.push((act.at.as_str(), format!("{key}: {number}")))
                }
                Value::Text(_) | Value::Absent => {}
            }
        }
    }
    earlier
}

fn list(page: &mut String, heading: &str, lines: impl IntoIterator<Item = String>) {
    let lines: String = lines.into_iter().map(|line| format!("- {line}\n")).collect();
    if !lines.is_empty() {
        let _ = write!(page, "\n## {heading}\n\n{lines}");
    }
}

fn quote(words: &str) -> String {
    let lines: String =
        words.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect();
    format!("\n{lines}")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
