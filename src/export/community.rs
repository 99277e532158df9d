//! One community: its rounds with their answers, messages and posts, its people, itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::community::Community;
use crate::domain::ids::CircleId;
use crate::domain::ritual::Ritual;
use crate::flow::House;
use crate::knowledge::index::{self, ritual_file};
use crate::knowledge::place::{
    Challenge, Circle, FORMAT, Grant, Holiday, Place, ReachOut, Room, Rows, Suggestion,
};
use crate::knowledge::record;
use crate::knowledge::thread::{self, Link};
use crate::store::Reader;

use super::pages::Rounds;
use super::people::People;
use super::round::Held;
use super::sorted::Sorted;
use super::write::Folder;

/// How many rounds or posts are read at once.
const AT_ONCE: usize = 100;

/// The files that only an export with private words has.
const PRIVATE: [&str; 3] = ["challenges.jsonl", "suggestions.jsonl", "reach-outs.jsonl"];

/// Writes a community into its folder.
pub(super) async fn export(
    house: &House,
    reader: &mut Reader,
    community: &Community,
    with_private: bool,
    folder: &mut Folder,
) -> anyhow::Result<()> {
    let mut rows = Rows::default();
    let mut people = People::default();
    let rituals = rituals(reader, community).await?;
    let mut export = Export { house, community, with_private, rituals: &rituals, folder };
    export.rounds(reader, &mut people, &mut rows).await?;
    export.posts(reader, &mut rows).await?;
    let roles = reader.roles(&community.id).await?;
    for grant in &roles {
        if let Some(account) = reader.account(&grant.account).await? {
            people.name(&account.person, &account.at);
        }
    }
    if with_private {
        people.add_members(reader, community).await?;
        export.waiting(reader, &mut rows).await?;
    } else {
        PRIVATE.iter().try_for_each(|name| export.folder.drop(name))?;
    }
    rows.people = people.write(reader, community, with_private, export.folder).await?;
    let roles = roles.into_iter().map(|grant| Grant {
        account: grant.account.to_string(),
        role: grant.role,
        round: grant.round.map(|round| round.to_string()),
        lent_by: grant.lent_by.map(|account| account.to_string()),
    });
    let mut place = place(reader, community, &rituals, with_private).await?;
    (place.roles, place.rows) = (roles.collect(), rows);
    folder.put("community.json", &(serde_json::to_string_pretty(&place)? + "\n"))
}

/// Every ritual, with the name of its circle.
async fn rituals(
    reader: &mut Reader,
    community: &Community,
) -> anyhow::Result<Vec<(Ritual, String)>> {
    let circles: BTreeMap<CircleId, String> = reader
        .circles(&community.id)
        .await?
        .into_iter()
        .map(|circle| (circle.id, circle.name))
        .collect();
    let mut all = reader.all_rituals(&community.id).await?;
    all.sort_by(|one, other| one.id.cmp(&other.id));
    let named = |ritual: Ritual| {
        let circle = circles.get(&ritual.circle).cloned().unwrap_or_default();
        (ritual, circle)
    };
    Ok(all.into_iter().map(named).collect())
}

struct Export<'a> {
    house: &'a House,
    community: &'a Community,
    with_private: bool,
    rituals: &'a [(Ritual, String)],
    folder: &'a mut Folder,
}

impl Export<'_> {
    /// Rounds by their ids, a page of them at a time: rows, threads, the methods they keep.
    async fn rounds(
        &mut self,
        reader: &mut Reader,
        people: &mut People,
        rows: &mut Rows,
    ) -> anyhow::Result<()> {
        let mut rounds = Sorted::new("rounds.jsonl");
        let mut answers = Sorted::new("answers.jsonl");
        let mut messages = Sorted::new("messages.jsonl");
        let (mut listed, mut scripts) = (Rounds::default(), BTreeSet::new());
        let mut last = String::new();
        loop {
            let page = reader.rounds_after(&self.community.id, &last, AT_ONCE).await?;
            let Some(end) = page.last() else { break };
            last = end.id.to_string();
            for round in &page {
                let gone = reader.words_are_over(&round.id).await?;
                rounds.push(self.folder, &record::Round::of(round, gone, self.with_private))?;
                scripts.insert(round.script.clone());
                if round.opened_at.is_none() {
                    continue;
                }
                let held = Held::read(self.house, reader, self.community, round, self.with_private);
                let held = held.await?;
                for row in held.answers(people) {
                    answers.push(self.folder, &row)?;
                }
                for row in held.messages(people) {
                    messages.push(self.folder, &row)?;
                }
                let before = listed.add(self.house, self.community, round);
                self.thread(&held, before)?;
            }
        }
        self.scripts(reader, scripts).await?;
        listed.write(self.house, self.community, self.rituals, self.folder)?;
        rows.rounds = rounds.finish(self.folder)?;
        rows.answers = answers.finish(self.folder)?;
        rows.messages = messages.finish(self.folder)?;
        Ok(())
    }

    fn thread(&mut self, held: &Held<'_>, before: Option<Link>) -> anyhow::Result<()> {
        let round = held.round;
        let ritual = self.rituals.iter().find(|(ritual, _)| ritual.id == round.ritual);
        let (name, circle) = ritual.map_or((round.name.as_str(), ""), |(ritual, circle)| {
            (ritual.name.as_str(), circle.as_str())
        });
        let to = format!("../rituals/{}", ritual_file(name, &round.ritual));
        let link = Link { words: round.name.clone(), to };
        let page = held.page(self.house, circle, link, before);
        self.folder.put(&format!("threads/{}", thread::file_name(round)), &page)
    }

    /// The method files that rounds keep, as they were.
    async fn scripts(
        &mut self,
        reader: &mut Reader,
        hashes: BTreeSet<String>,
    ) -> anyhow::Result<()> {
        for hash in hashes {
            if let Some(script) = reader.script(&hash).await? {
                let short = hash.get(..12).unwrap_or(&hash);
                let name = format!("methods/{}-{short}.toml", thread::safe(&script.name));
                self.folder.put(&name, &script.source)?;
            }
        }
        Ok(())
    }

    async fn posts(&mut self, reader: &mut Reader, rows: &mut Rows) -> anyhow::Result<()> {
        let mut posts = Sorted::new("posts.jsonl");
        let mut last = i64::MIN;
        loop {
            let page = reader.posts_after(&self.community.id, last, AT_ONCE).await?;
            let Some(end) = page.last() else { break };
            last = end.seq;
            for post in &page {
                let parts = reader.parts(&post.id).await?;
                posts.push(self.folder, &record::Post::of(post, &parts))?;
            }
        }
        rows.posts = posts.finish(self.folder)?;
        Ok(())
    }

    /// What waits, and who may be reached: private words.
    async fn waiting(&mut self, reader: &mut Reader, rows: &mut Rows) -> anyhow::Result<()> {
        let [mut challenges, mut suggestions, mut reached] = PRIVATE.map(Sorted::new);
        for one in reader.challenges(&self.community.id).await? {
            let named = !one.wishes.anonymous;
            let row = Challenge {
                id: one.id,
                circle: one.circle,
                person: named.then(|| one.person.to_string()),
                account: named.then(|| one.account.to_string()),
                text: one.words,
                anonymous: one.wishes.anonymous,
                listed: one.wishes.listed,
                shared_at: one.shared_at,
            };
            challenges.push(self.folder, &row)?;
        }
        for one in reader.suggestions(&self.community.id).await? {
            let row = Suggestion {
                id: one.id,
                person: one.person.to_string(),
                account: one.account.map(|account| account.to_string()),
                text: one.words,
                made_at: one.made_at,
            };
            suggestions.push(self.folder, &row)?;
        }
        for one in reader.all_reach_outs(&self.community.id).await? {
            let row = ReachOut {
                round: one.round.to_string(),
                person: one.person.to_string(),
                account: one.account.map(|account| account.to_string()),
                said_at: one.at,
            };
            reached.push(self.folder, &row)?;
        }
        rows.challenges = challenges.finish(self.folder)?;
        rows.suggestions = suggestions.finish(self.folder)?;
        rows.reach_outs = reached.finish(self.folder)?;
        Ok(())
    }
}

async fn place(
    reader: &mut Reader,
    community: &Community,
    rituals: &[(Ritual, String)],
    with_private: bool,
) -> anyhow::Result<Place> {
    let circles = reader.circles(&community.id).await?;
    let mut rooms = Vec::new();
    for room in reader.rooms().await?.into_iter().filter(|one| one.community == community.id) {
        let cursor = reader.cursor(&room.at).await?.and_then(|cursor| cursor.cursor);
        rooms.push(Room {
            room: room.at.to_string(),
            circle: room.circle,
            label: room.label,
            encrypted: room.encrypted,
            language: room.language.map(|language| language.0),
            state: room.state,
            bound_at: room.bound_at,
            cursor,
        });
    }
    rooms.sort_by(|one, other| one.room.cmp(&other.room));
    let mut circles: Vec<Circle> =
        circles.into_iter().map(|circle| Circle { id: circle.id, name: circle.name }).collect();
    circles.sort_by(|one, other| one.id.cmp(&other.id));
    let holidays = reader.holidays(&community.id).await?.into_iter();
    let charter =
        if with_private { community.charter.clone() } else { index::public(&community.charter) };
    Ok(Place {
        format: FORMAT,
        private: with_private,
        id: community.id.clone(),
        name: community.name.clone(),
        zone: community.zone,
        language: community.language.0.clone(),
        keep_days: community.keep_days,
        created_at: community.created_at,
        charter,
        holidays: holidays.map(|(day, name)| Holiday { day, name }).collect(),
        topics: reader.topics(&community.id).await?,
        circles,
        rooms,
        rituals: rituals.iter().map(|(ritual, _)| ritual.into()).collect(),
        roles: Vec::new(),
        rows: Rows::default(),
    })
}
