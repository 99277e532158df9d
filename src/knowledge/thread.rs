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
    /// The circle it was held in.
    pub circle: &'a str,
    /// The page of its ritual, seen from this one, under its name.
    pub ritual: Link,
    /// The page of the round before it, if there was one.
    pub previous: Option<Link>,
}

/// A link to another page of the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub words: String,
    /// Where it leads, seen from the page it is on.
    pub to: String,
}

impl std::fmt::Display for Link {
    /// As Markdown; file names have no character that would need more than this ([`safe`]).
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = one_line(&self.words).replace(['[', ']'], " ");
        write!(f, "[{}]({})", words.trim(), self.to)
    }
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
    /// The files they came with, a line each.
    pub files: Vec<String>,
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
    /// Before the files that words came with.
    pub files: String,
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
        .map(|c| if c.is_whitespace() || c.is_control() || UNSAFE.contains(c) { '-' } else { c })
        .collect();
    if text.is_empty() { "unnamed".to_owned() } else { text }
}

/// What file systems, links and note-taking programs stumble over.
const UNSAFE: &str = "/\\:*?\"<>|#^[]()%`";

/// A topic as a tag: no blanks, no marks, not only digits.
#[must_use]
pub fn tag(topic: &str) -> String {
    let text: String =
        topic.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let text = text.trim_matches('-');
    if text.chars().all(|c| c.is_numeric() || c == '-') {
        format!("t-{text}")
    } else {
        text.to_owned()
    }
}

/// The page.
#[must_use]
pub fn page(thread: &Thread<'_>) -> String {
    let mut page = front_matter(thread);
    let date = thread.round.due_at.with_timezone(&thread.round.zone).format("%Y-%m-%d");
    let _ = write!(page, "\n# {}, {date}\n", one_line(&thread.round.name));
    let links = std::iter::once(&thread.ritual).chain(&thread.previous);
    let links: Vec<String> = links.map(ToString::to_string).collect();
    let _ = write!(page, "\n{}\n", links.join(" · "));
    page.push_str(&quote(&thread.question));
    let headings = &thread.headings;
    section(&mut page, &headings.answers, &headings.files, &thread.answers);
    section(&mut page, &headings.conversation, &headings.files, &thread.conversation);
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
    let tags: Vec<String> = round.topics.iter().map(|topic| text(&tag(topic))).collect();
    let date = round.due_at.with_timezone(&round.zone).format("%Y-%m-%d").to_string();
    let mut lines = vec![
        ("id", text(round.id.as_str())),
        ("date", date),
        ("community", text(thread.community)),
        ("circle", text(thread.circle)),
        ("ritual", text(&round.name)),
        ("method", text(&round.method)),
        ("slot", text(&round.key)),
        ("zone", text(round.zone.name())),
    ];
    lines.extend(round.opened_at.map(|at| ("opened_at", text(&iso(at)))));
    lines.extend(round.closed_at.map(|at| ("closed_at", text(&iso(at)))));
    lines.push(("state", text(round.state.as_str())));
    lines.push(("topics", format!("[{}]", topics.join(", "))));
    lines.push(("tags", format!("[{}]", tags.join(", "))));
    let lines: String = lines.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
    format!("---\n{lines}---\n")
}

fn section(page: &mut String, heading: &str, files: &str, said: &[Said]) {
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
        if !one.files.is_empty() {
            let lines: String =
                one.files.iter().map(|file| format!("- {}\n", one_line(file))).collect();
            let _ = write!(page, "\n{files}\n{}", quote(&lines));
        }
    }
}

/// Words verbatim: whatever they hold stays inside the quote.
pub(super) fn quote(words: &str) -> String {
    let lines: String =
        words.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect();
    if lines.is_empty() { String::new() } else { format!("\n{lines}") }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
