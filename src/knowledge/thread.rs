//! A round as a Markdown page: front matter, question, answers, conversation, note.

use std::fmt::Write;

use crate::domain::clock::iso;
use crate::domain::round::Round;

/// What a page is made from; everything in it may leave.
#[derive(Debug, Clone)]
pub struct Thread<'a> {
    /// The round.
    pub round: &'a Round,
    /// The community's name.
    pub community: &'a str,
    /// What was asked.
    pub question: String,
    /// The answers that may be read, in the order in which they were given.
    pub answers: Vec<Said>,
    /// What was said about them, in order.
    pub conversation: Vec<Said>,
    /// The headings, in the community's language.
    pub headings: Headings,
}

/// Somebody's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who, as others know them.
    pub by: String,
    /// When, by the wall clock there.
    pub at: String,
    /// What, a paragraph each; a label stands before those that need one.
    pub words: Vec<(Option<String>, String)>,
}

/// Headings of a page.
#[derive(Debug, Clone)]
pub struct Headings {
    /// Over the answers.
    pub answers: String,
    /// Over the conversation.
    pub conversation: String,
    /// Over the convenors' note.
    pub note: String,
}

/// The file's name: `DATE-RITUAL-ROUND.md`, the date being the one of its slot there.
#[must_use]
pub fn file_name(round: &Round) -> String {
    let date = round.due_at.with_timezone(&round.zone).format("%Y-%m-%d");
    format!("{date}-{}-{}.md", safe(&round.name), round.id)
}

/// A name as a file's: no separators, no leading dot, no blanks.
#[must_use]
pub fn safe(name: &str) -> String {
    let text: String = name
        .trim()
        .trim_start_matches('.')
        .chars()
        .map(|c| if c.is_whitespace() || c.is_control() || "/\\:".contains(c) { '-' } else { c })
        .collect();
    if text.is_empty() { "unnamed".to_owned() } else { text }
}

/// The page.
#[must_use]
pub fn page(thread: &Thread<'_>) -> String {
    let mut page = front_matter(thread);
    let date = thread.round.due_at.with_timezone(&thread.round.zone).format("%Y-%m-%d");
    let _ = write!(page, "\n# {}, {date}\n", one_line(&thread.round.name));
    page.push_str(&quote(&thread.question));
    section(&mut page, &thread.headings.answers, &thread.answers);
    section(&mut page, &thread.headings.conversation, &thread.conversation);
    if let Some(note) = &thread.round.note {
        let _ = write!(page, "\n## {}\n{}", thread.headings.note, quote(note));
    }
    page
}

/// Values are JSON texts, which YAML reads as they are, whatever they hold.
fn front_matter(thread: &Thread<'_>) -> String {
    let round = thread.round;
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let topics: Vec<String> = round.topics.iter().map(|topic| text(topic)).collect();
    let mut lines = vec![
        ("id", text(round.id.as_str())),
        ("community", text(thread.community)),
        ("ritual", text(&round.name)),
        ("method", text(&round.method)),
        ("slot", text(&round.key)),
        ("zone", text(round.zone.name())),
    ];
    lines.extend(round.opened_at.map(|at| ("opened_at", text(&iso(at)))));
    lines.extend(round.closed_at.map(|at| ("closed_at", text(&iso(at)))));
    lines.push(("state", text(round.state.as_str())));
    lines.push(("topics", format!("[{}]", topics.join(", "))));
    let lines: String = lines.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
    format!("---\n{lines}---\n")
}

fn section(page: &mut String, heading: &str, said: &[Said]) {
    if said.is_empty() {
        return;
    }
    let _ = write!(page, "\n## {heading}\n");
    for one in said {
        let _ = write!(page, "\n**{}**, {}\n", one_line(&one.by), one.at);
        for (label, words) in &one.words {
            if let Some(label) = label {
                let _ = write!(page, "\n{}\n", one_line(label));
            }
            page.push_str(&quote(words));
        }
    }
}

/// Words verbatim: whatever they hold stays inside the quote.
fn quote(words: &str) -> String {
    let lines: String =
        words.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect();
    if lines.is_empty() { String::new() } else { format!("\n{lines}") }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
