//! The community, its places and rituals, its people.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::daemon::Ending;
use crate::domain::community::{Circle, Language, Room};
use crate::domain::ids::{AccountRef, CircleId, PersonId, RitualId};
use crate::domain::member::{self, Account};
use crate::knowledge::place::{FORMAT, Person, Place};
use crate::ritual::script::{Script, hash, name_in};
use crate::store::{Grant, KeptScript, Tx};

use super::read::Source;

const FILE: &str = "community.json";

/// What rows may refer to.
pub(super) struct Known {
    pub people: BTreeSet<String>,
    pub rituals: BTreeSet<RitualId>,
    pub circles: BTreeSet<CircleId>,
    pub scripts: BTreeMap<String, ()>,
}

/// Reads everything but rounds and what was said in them.
pub(super) async fn read(tx: &mut Tx, source: &Source) -> Result<(Place, Known), Ending> {
    if !source.has(FILE) {
        let why =
            "there is no such file: this export was made by an earlier version, or it was lost";
        return Err(source.broken(FILE, 0, why).into());
    }
    let place: Place = source.json(FILE)?;
    if place.format != FORMAT {
        let why = format!("format {} can't be read, only {FORMAT}", place.format);
        return Err(source.broken(FILE, 1, why).into());
    }
    if !tx.add_community(&place.community()).await? {
        let why = format!("there is a community called {:?} already", place.name);
        return Err(source.broken(FILE, 1, why).into());
    }
    for holiday in &place.holidays {
        tx.add_holiday(&place.id, holiday.day, &holiday.name).await?;
    }
    for topic in &place.topics {
        tx.add_topic(&place.id, topic).await?;
    }
    let known = Known {
        circles: circles(tx, source, &place).await?,
        rituals: rituals(tx, source, &place).await?,
        scripts: scripts(tx, source).await?,
        people: people(tx, source, &place).await?,
    };
    Ok((place, known))
}

async fn circles(
    tx: &mut Tx,
    source: &Source,
    place: &Place,
) -> Result<BTreeSet<CircleId>, Ending> {
    let known: BTreeSet<CircleId> = place.circles.iter().map(|circle| circle.id.clone()).collect();
    for circle in &place.circles {
        let (id, name) = (circle.id.clone(), circle.name.clone());
        if !tx.add_circle(&Circle { id, community: place.id.clone(), name }).await? {
            let why = format!("circles: {:?} is there twice", circle.name);
            return Err(source.broken(FILE, 1, why).into());
        }
    }
    for room in &place.rooms {
        let at =
            room.room.parse().map_err(|fault| source.broken(FILE, 1, format!("rooms: {fault}")))?;
        if !known.contains(&room.circle) {
            let why = format!("rooms: {} is bound to a circle that is not here", room.room);
            return Err(source.broken(FILE, 1, why).into());
        }
        let room = Room {
            at,
            circle: room.circle.clone(),
            community: place.id.clone(),
            label: room.label.clone(),
            encrypted: room.encrypted,
            language: room.language.as_deref().map(Language::from),
            state: room.state,
            bound_at: room.bound_at,
        };
        if !tx.bind_room(&room).await? {
            let why = format!("rooms: {} is bound twice", room.at);
            return Err(source.broken(FILE, 1, why).into());
        }
    }
    for room in &place.rooms {
        if let (Some(cursor), Ok(at)) = (&room.cursor, room.room.parse()) {
            tx.set_cursor(&at, cursor).await?;
        }
    }
    Ok(known)
}

async fn rituals(
    tx: &mut Tx,
    source: &Source,
    place: &Place,
) -> Result<BTreeSet<RitualId>, Ending> {
    let mut known = BTreeSet::new();
    for ritual in &place.rituals {
        let circle = place.circles.iter().any(|circle| circle.id == ritual.circle);
        if !circle || !tx.add_ritual(&ritual.clone().stored(&place.id)).await? {
            let why = format!("rituals: {:?} is there twice, or its circle is not", ritual.name);
            return Err(source.broken(FILE, 1, why).into());
        }
        known.insert(ritual.id.clone());
    }
    Ok(known)
}

/// Method files, by the hash of their text.
async fn scripts(tx: &mut Tx, source: &Source) -> Result<BTreeMap<String, ()>, Ending> {
    let mut known = BTreeMap::new();
    for (file, text) in source.texts("methods")? {
        let name = name_in(&text).unwrap_or_default();
        if let Err(faults) = Script::parse(&name, &text) {
            let fault = faults.first().map(ToString::to_string).unwrap_or_default();
            return Err(source.broken(&file, 1, fault).into());
        }
        let hash = hash(&text);
        tx.keep_script(&KeptScript { hash: hash.clone(), name, source: text }).await?;
        known.insert(hash, ());
    }
    Ok(known)
}

async fn people(tx: &mut Tx, source: &Source, place: &Place) -> Result<BTreeSet<String>, Ending> {
    let mut known = BTreeSet::new();
    let mut rows = source.rows::<Person>("people.jsonl")?;
    while let Some(row) = rows.next()? {
        let id = PersonId::from(row.id.as_str());
        for named in &row.accounts {
            let at: AccountRef = rows.reference("account", &named.account)?;
            let Account { person, .. } = tx.meet(&at, &named.name, &id).await?;
            if person != id {
                let why = format!("{} belongs to another person already", named.account);
                return Err(rows.broken(why).into());
            }
            if let Some(own) = &named.own {
                tx.set_own_person(&at, &own.as_str().into()).await?;
            }
        }
        choose(tx, place, &row, &id).await?;
        if !known.insert(row.id) {
            return Err(rows.broken("this person is there twice").into());
        }
    }
    rows.complete(place.rows.people)?;
    Ok(known)
}

/// What a person chose, where it came along; else nothing is agreed to.
async fn choose(tx: &mut Tx, place: &Place, row: &Person, id: &PersonId) -> Result<(), Ending> {
    let known = tx.person(id).await?;
    let mut person = member::Person { id: id.clone(), zone: None, language: None };
    if let Some(choices) = &row.choices {
        person.zone = choices.zone;
        person.language = choices.language.as_deref().map(Language::from);
    }
    if known.is_none() || row.choices.is_some() {
        tx.save_person(&person).await?;
    }
    let Some(joined) = row.joined_at else { return Ok(()) };
    let mut member = tx.join(&place.id, id, joined).await?;
    if let Some(choices) = &row.choices {
        member.nudges = choices.nudges;
        member.words = choices.words;
        member.asked = choices.asked;
        tx.save_member(&member).await?;
    }
    Ok(())
}

/// Who looks after it, in the order in which they came to it.
pub(super) async fn roles(tx: &mut Tx, source: &Source, place: &Place) -> Result<(), Ending> {
    let mut at = place.created_at;
    for grant in &place.roles {
        let account = |text: &String| {
            let read = text.parse::<AccountRef>();
            read.map_err(|fault| source.broken(FILE, 1, format!("roles: {fault}")))
        };
        let grant = Grant {
            account: account(&grant.account)?,
            role: grant.role,
            round: grant.round.as_deref().map(Into::into),
            lent_by: grant.lent_by.as_ref().map(account).transpose()?,
        };
        tx.put_grant(&place.id, &grant, at).await?;
        at += TimeDelta::milliseconds(1);
    }
    Ok(())
}
