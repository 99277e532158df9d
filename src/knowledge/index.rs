//! The pages that lead to threads: one of the community, one of each ritual.

use std::fmt::Write;

use super::thread::{Link, one_line, quote, safe};
use crate::domain::community::{Charter, Community};
use crate::domain::ids::RitualId;

/// A ritual's page.
#[derive(Debug, Clone)]
pub struct RitualPage<'a> {
    /// Its id.
    pub id: &'a RitualId,
    /// Its name.
    pub name: &'a str,
    /// The method's name.
    pub method: &'a str,
    /// Where it runs.
    pub circle: &'a str,
    /// The convenor's own question.
    pub question: Option<&'a str>,
    /// Whether it runs: active, paused, removed.
    pub state: String,
    /// Its rounds, the newest first.
    pub rounds: Vec<Link>,
}

/// A ritual's file: `NAME-ID.md`.
#[must_use]
pub fn ritual_file(name: &str, id: &RitualId) -> String {
    format!("{}-{id}.md", safe(name))
}

/// A ritual's page; `rounds` is the heading over them.
#[must_use]
pub fn ritual(ritual: &RitualPage<'_>, rounds: &str) -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let mut page = format!(
        "---\nid: {}\nritual: {}\nmethod: {}\ncircle: {}\nstate: {}\n---\n\n# {}\n",
        text(ritual.id.as_str()),
        text(ritual.name),
        text(ritual.method),
        text(ritual.circle),
        text(&ritual.state),
        one_line(ritual.name),
    );
    page.push_str(&quote(ritual.question.unwrap_or_default()));
    list(&mut page, rounds, &ritual.rounds);
    page
}

/// The community's page: its charter under the headings given, its rituals.
#[must_use]
pub fn community(
    community: &Community,
    charter: &[(String, Option<String>)],
    rituals: (&str, &[Link]),
) -> String {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let mut page = format!(
        "---\nid: {}\ncommunity: {}\nzone: {}\nlanguage: {}\n---\n\n# {}\n",
        text(community.id.as_str()),
        text(&community.name),
        text(community.zone.name()),
        text(community.language.as_str()),
        one_line(&community.name),
    );
    for (heading, words) in charter {
        if let Some(words) = words {
            let _ = write!(page, "\n## {}\n{}", one_line(heading), quote(words));
        }
    }
    list(&mut page, rituals.0, rituals.1);
    page
}

/// A charter without the words that convenors listen for.
#[must_use]
pub fn public(charter: &Charter) -> Charter {
    Charter { care_words: Vec::new(), ..charter.clone() }
}

fn list(page: &mut String, heading: &str, links: &[Link]) {
    if links.is_empty() {
        return;
    }
    let _ = write!(page, "\n## {}\n\n", one_line(heading));
    for link in links {
        let _ = writeln!(page, "- {link}");
    }
}
