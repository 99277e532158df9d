//! What is kept of one person, gathered for that person alone.

use std::collections::BTreeMap;

use crate::domain::body::Body;
use crate::domain::clock::iso;
use crate::domain::community::{Community, Language};
use crate::domain::contribution::{Act, Contribution, Fields, Standing, Value, fold};
use crate::domain::file::FileRef;
use crate::domain::ids::{CommunityId, PersonId, RoundId};
use crate::domain::member::Account;
use crate::domain::message::Message;
use crate::knowledge::own::{self, Own, Place};
use crate::ritual::script::Script;
use crate::ritual::telling;
use crate::store::{Grant, Reader};

use super::{House, facts};

/// Everything that is kept of a person; headings and labels in `language`.
///
/// # Errors
/// When the database fails.
pub async fn gather(
    house: &House,
    reader: &mut Reader,
    person: &PersonId,
    language: &Language,
) -> anyhow::Result<Own> {
    let known = reader.person(person).await?;
    let accounts = reader.accounts_of(person).await?;
    let mut own = Own {
        made_at: iso(house.now()),
        zone: known.as_ref().and_then(|one| one.zone).map(|zone| zone.name().to_owned()),
        language: known.and_then(|one| one.language).map(|language| language.0),
        accounts: accounts.iter().map(account).collect(),
        ..Own::default()
    };
    let mut roles: BTreeMap<CommunityId, Vec<Grant>> = BTreeMap::new();
    for account in &accounts {
        for (community, grant) in reader.roles_held(&account.at).await? {
            roles.entry(community).or_default().push(grant);
        }
        aside(reader, account, &mut own).await?;
    }
    let mut given: BTreeMap<RoundId, Vec<Contribution>> = BTreeMap::new();
    for one in reader.contributions_by(person).await? {
        given.entry(one.round.clone()).or_default().push(one);
    }
    for community in communities(reader, person, &roles).await? {
        let held = roles.remove(&community.id).unwrap_or_default();
        let place = place(house, reader, person, &community, held, &given, language).await?;
        own.communities.push(place);
    }
    Ok(own)
}

fn account(account: &Account) -> own::Account {
    own::Account { account: account.at.to_string(), name: account.name.clone() }
}

/// The communities in which they take part or hold a role.
async fn communities(
    reader: &mut Reader,
    person: &PersonId,
    roles: &BTreeMap<CommunityId, Vec<Grant>>,
) -> anyhow::Result<Vec<Community>> {
    let mut all = reader.communities_of(person).await?;
    for id in roles.keys() {
        if !all.iter().any(|one| one.id == *id) {
            all.extend(reader.community(id).await?);
        }
    }
    Ok(all)
}

/// What belongs to an account and no community.
async fn aside(reader: &mut Reader, account: &Account, own: &mut Own) -> anyhow::Result<()> {
    if let Some(asked) = reader.question(&account.at).await? {
        own.questions.push(own::Question {
            field: asked.field,
            round: asked.round.map(|round| round.to_string()),
            data: asked.data,
            at: iso(asked.asked_at),
        });
    }
    for post in reader.posts_to(&account.at).await? {
        let text = post.body.as_ref().map(Body::plain).unwrap_or_default();
        own.told.push(own::Told { purpose: post.purpose.as_str(), text, at: iso(post.created_at) });
    }
    for deed in reader.deeds_of(&account.at).await? {
        own.deeds.push(own::Deed { deed: deed.deed, subject: deed.subject, at: iso(deed.at) });
    }
    Ok(())
}

async fn place(
    house: &House,
    reader: &mut Reader,
    person: &PersonId,
    community: &Community,
    held: Vec<Grant>,
    given: &BTreeMap<RoundId, Vec<Contribution>>,
    language: &Language,
) -> anyhow::Result<Place> {
    let member = reader.member(&community.id, person).await?;
    let role = |grant: Grant| own::Role {
        role: grant.role.as_str(),
        account: grant.account.to_string(),
        round: grant.round.map(|round| round.to_string()),
    };
    let mut place = Place {
        id: community.id.to_string(),
        name: community.name.clone(),
        joined_at: member.as_ref().map(|member| iso(member.joined_at)),
        roles: held.into_iter().map(role).collect(),
        ..Place::default()
    };
    place.consent.words = "ask".to_owned();
    if let Some(member) = member {
        place.consent.nudges = member.nudges;
        place.consent.words = member.words.as_str().to_owned();
        place.consent.asked = member.asked;
    }
    place.consent.reach_out = reached(reader, person, &community.id).await?;
    for contributions in given.values() {
        let answer = answer(house, reader, community, contributions, language).await?;
        place.answers.extend(answer);
    }
    place
        .answers
        .sort_by(|one, other| (&one.given_at, &one.round).cmp(&(&other.given_at, &other.round)));
    for message in reader.messages_by(person).await? {
        let round = reader.round(&message.round).await?;
        if round.is_some_and(|round| round.community == community.id) {
            place.messages.push(said(house, message, language));
        }
    }
    waiting(reader, person, &community.id, &mut place).await?;
    Ok(place)
}

/// In which rounds of a community somebody may reach out to this person.
///
/// # Errors
/// When the database fails.
pub async fn reached(
    reader: &mut Reader,
    person: &PersonId,
    community: &CommunityId,
) -> anyhow::Result<Vec<own::Reach>> {
    let mut reached = Vec::new();
    for (id, at) in reader.reach_outs_by(person).await? {
        let round = reader.round(&id).await?.filter(|round| round.community == *community);
        reached.extend(round.map(|round| own::Reach {
            round: id.to_string(),
            ritual: round.name,
            at: iso(at),
        }));
    }
    Ok(reached)
}

async fn waiting(
    reader: &mut Reader,
    person: &PersonId,
    community: &CommunityId,
    place: &mut Place,
) -> anyhow::Result<()> {
    let challenges = reader.challenges_by(person).await?;
    for one in challenges.into_iter().filter(|one| one.community == *community) {
        place.challenges.push(own::Challenge {
            text: one.words,
            anonymous: one.wishes.anonymous,
            listed: one.wishes.listed,
            at: iso(one.shared_at),
        });
    }
    let suggestions = reader.suggestions_by(person).await?;
    for one in suggestions.into_iter().filter(|one| one.community == *community) {
        place.suggestions.push(own::Words { text: one.words, at: iso(one.made_at) });
    }
    Ok(())
}

fn said(house: &House, message: Message, language: &Language) -> own::Message {
    let file = |file: FileRef| own::File {
        words: house.words.file(language, &file),
        name: file.name,
        kind: file.kind,
        size: file.size,
        place: file.place,
        encrypted: file.key.is_some(),
    };
    own::Message {
        round: message.round.to_string(),
        room: message.room.to_string(),
        id: message.remote.to_string(),
        text: message.text,
        state: message.state.as_str(),
        files: message.files.into_iter().map(file).collect(),
        at: iso(message.at),
        edited_at: message.edited_at.map(iso),
    }
}

/// One answer of theirs, if its round is of this community.
async fn answer(
    house: &House,
    reader: &mut Reader,
    community: &Community,
    contributions: &[Contribution],
    language: &Language,
) -> anyhow::Result<Option<own::Answer>> {
    let Some(first) = contributions.first() else { return Ok(None) };
    let Some(round) = reader.round(&first.round).await? else { return Ok(None) };
    let Some(answer) = fold(contributions).filter(|_| round.community == community.id) else {
        return Ok(None);
    };
    let circle = reader.circle(&round.circle).await?;
    // A kept method that can't be read any more costs the labels, not the words.
    let script = facts::script_of(house, reader, &round).await.ok();
    let script = script.as_deref();
    let question = script.map(|script| telling::question(&round, script, 0, language));
    Ok(Some(own::Answer {
        round: round.id.to_string(),
        ritual: round.name.clone(),
        circle: circle.map(|circle| circle.name).unwrap_or_default(),
        question: question.unwrap_or_default(),
        date: round.due_at.with_timezone(&round.zone).format("%Y-%m-%d").to_string(),
        state: standing(answer.standing),
        private: answer.wishes.private,
        anonymous: answer.wishes.anonymous,
        listed: answer.wishes.listed,
        given_at: iso(answer.given_at),
        edited_at: answer.edited_at.map(iso),
        labels: labelled(&answer.fields, script, language),
        fields: answer.fields,
        acts: contributions.iter().map(act).collect(),
    }))
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Given => "given",
        Standing::Passed => "passed",
        Standing::Withdrawn => "withdrawn",
    }
}

/// Values as they read, under what was asked; those whose time is over are left out.
fn labelled(
    fields: &Fields,
    script: Option<&Script>,
    language: &Language,
) -> Vec<(String, String)> {
    let field = |key: &str| script?.fields().find(|field| field.key == key);
    let there = fields.iter().filter(|(_, value)| **value != Value::Absent);
    let read = |(key, value): (&String, &Value)| match (field(key), value) {
        (Some(field), value) => {
            (field.label.in_language(language).to_owned(), field.show(value, language))
        }
        (None, Value::Text(text)) => (key.clone(), text.clone()),
        (None, Value::Number(number)) => (key.clone(), number.to_string()),
        (None, Value::Absent) => (key.clone(), String::new()),
    };
    there.map(read).collect()
}

fn act(one: &Contribution) -> own::Act {
    let (act, fields) = match &one.act {
        Act::Give(fields) => ("give", fields.clone()),
        Act::Add(fields) => ("add", fields.clone()),
        Act::Pass => ("pass", Fields::new()),
        Act::Withdraw => ("withdraw", Fields::new()),
        Act::Gone => ("gone", Fields::new()),
    };
    own::Act {
        act,
        fields,
        account: one.account.to_string(),
        source: one.source.clone(),
        at: iso(one.at),
        edited_at: one.edited_at.map(iso),
    }
}

/// The page of what is kept of a person.
#[must_use]
pub fn page(house: &House, own: &Own, language: &Language) -> String {
    own::page(own, &|key| house.words.say(language, key, &[]))
}
