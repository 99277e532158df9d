//! The pages that lead to rounds: the community's, and one of each ritual.

use std::collections::BTreeMap;

use crate::domain::community::Community;
use crate::domain::ids::RitualId;
use crate::domain::ritual::{Ritual, RitualState};
use crate::domain::round::Round;
use crate::flow::House;
use crate::knowledge::index::{self, RitualPage};
use crate::knowledge::thread::{self, Link};

use super::write::Folder;

/// The rounds so far, by ritual: only what their links need.
#[derive(Default)]
pub(super) struct Rounds {
    by_ritual: BTreeMap<RitualId, Vec<Listed>>,
}

struct Listed {
    due: (crate::domain::clock::Instant, String),
    file: String,
    words: String,
}

impl Rounds {
    /// Notes a round that was held, and gives the link to the one before it, seen from its page.
    pub(super) fn add(
        &mut self,
        house: &House,
        community: &Community,
        round: &Round,
    ) -> Option<Link> {
        let language = &community.language;
        let date = round.due_at.with_timezone(&round.zone).format("%Y-%m-%d").to_string();
        let state =
            house.words.say(language, &format!("export-state-{}", round.state.as_str()), &[]);
        let args = [("date", date.into()), ("state", state.into())];
        let words = house.words.say(language, "export-round", &args);
        let file = thread::file_name(round);
        let all = self.by_ritual.entry(round.ritual.clone()).or_default();
        let before = all.last().map(|one| one.file.clone());
        all.push(Listed { due: (round.due_at, round.id.to_string()), file, words });
        before.map(|to| Link { words: house.words.say(language, "export-before", &[]), to })
    }

    /// Writes the pages.
    pub(super) fn write(
        mut self,
        house: &House,
        community: &Community,
        rituals: &[(Ritual, String)],
        folder: &mut Folder,
    ) -> anyhow::Result<()> {
        let say = |key: &str| house.words.say(&community.language, key, &[]);
        let mut links = Vec::new();
        for (ritual, circle) in rituals {
            let mut rounds = self.by_ritual.remove(&ritual.id).unwrap_or_default();
            if ritual.state == RitualState::Removed && rounds.is_empty() {
                continue;
            }
            rounds.sort_by(|one, other| other.due.cmp(&one.due));
            let to =
                |one: Listed| Link { words: one.words, to: format!("../threads/{}", one.file) };
            let file = index::ritual_file(&ritual.name, &ritual.id);
            let page = RitualPage {
                id: &ritual.id,
                name: &ritual.name,
                method: &ritual.method,
                circle,
                question: ritual.question.as_deref(),
                state: state(ritual.state).to_owned(),
                rounds: rounds.into_iter().map(to).collect(),
            };
            folder.put(&format!("rituals/{file}"), &index::ritual(&page, &say("export-rounds")))?;
            links.push(Link { words: ritual.name.clone(), to: format!("rituals/{file}") });
        }
        let charter = &community.charter;
        let parts = [
            ("export-domain", &charter.domain),
            ("export-people", &charter.community),
            ("export-practice", &charter.practice),
            ("export-agreement", &charter.agreement),
            ("export-signposts", &charter.signposts),
            ("export-accessibility", &charter.accessibility),
        ];
        let parts = parts.map(|(key, words)| (say(key), words.clone()));
        let rituals = (say("export-rituals"), links);
        folder.put("index.md", &index::community(community, &parts, (&rituals.0, &rituals.1)))
    }
}

/// The word for it, as in the data beside.
fn state(state: RitualState) -> &'static str {
    match state {
        RitualState::Active => "active",
        RitualState::Paused => "paused",
        RitualState::Removed => "removed",
    }
}
