//! Rounds, and answers as the acts that add up to them.

use crate::daemon::Ending;
use crate::domain::contribution::{Act, Contribution, Fields, Road, Standing, Wishes};
use crate::domain::ids::{AccountRef, ContributionId, PersonId};
use crate::domain::member;
use crate::domain::round::Round;
use crate::flow::House;
use crate::knowledge::place::Place;
use crate::knowledge::record::{self, IMPORTED};
use crate::store::Tx;

use super::community::Known;
use super::read::{Rows, Source};

/// The platform of those who gave something without their name; no platform has it.
const UNNAMED: &str = "unnamed";

/// Reads rounds; says how many.
pub(super) async fn rounds(
    house: &House,
    tx: &mut Tx,
    source: &Source,
    place: &Place,
    known: &Known,
) -> Result<u64, Ending> {
    let mut rows = source.rows::<record::Round>("rounds.jsonl")?;
    while let Some(row) = rows.next()? {
        if !known.rituals.contains(&row.ritual_id) || !known.circles.contains(&row.circle) {
            return Err(rows.broken("its ritual or its circle is not in community.json").into());
        }
        if row.opened_at.is_some() && !known.scripts.contains_key(&row.script) {
            return Err(rows.broken("the method file it keeps is not in methods/").into());
        }
        let (id, gone) = (row.id.clone(), row.words_gone);
        if !tx.add_round(&stored(row, place), "{}").await? {
            return Err(rows.broken("there is a round of this id or slot already").into());
        }
        if gone {
            tx.words_over(&id, house.now()).await?;
        }
    }
    Ok(rows.complete(place.rows.rounds)?)
}

fn stored(row: record::Round, place: &Place) -> Round {
    Round {
        id: row.id,
        ritual: row.ritual_id,
        community: place.id.clone(),
        circle: row.circle,
        key: row.slot,
        name: row.ritual,
        method: row.method,
        script: row.script,
        question: row.question,
        zone: row.zone,
        due_at: row.due_at,
        opened_at: row.opened_at,
        closes_at: row.closes_at,
        closed_at: row.closed_at,
        state: row.state,
        step: row.step,
        closings: row.closings,
        seed: row.seed,
        moods: row.moods,
        topics: row.topics,
        note: row.note,
        curation: row.curation,
    }
}

/// Reads answers; says how many.
pub(super) async fn answers(
    tx: &mut Tx,
    source: &Source,
    place: &Place,
    known: &Known,
) -> Result<u64, Ending> {
    let mut rows = source.rows::<record::Answer>("answers.jsonl")?;
    while let Some(row) = rows.next()? {
        let round = tx.round(&row.round).await?;
        if round.is_none_or(|round| round.community != place.id) {
            return Err(rows.broken("its round is not in rounds.jsonl").into());
        }
        let (person, account) = author(tx, &rows, &row, known).await?;
        for act in acts(&row, &person, &account) {
            if !tx.add_contribution(&act).await? {
                let why = format!("{} is there twice in its round", act.source);
                return Err(rows.broken(why).into());
            }
        }
    }
    Ok(rows.complete(place.rows.answers)?)
}

/// Whose it is; who gave it without a name stays somebody of their own.
async fn author(
    tx: &mut Tx,
    rows: &Rows<'_, record::Answer>,
    row: &record::Answer,
    known: &Known,
) -> Result<(PersonId, AccountRef), Ending> {
    match (&row.person, &row.account) {
        (Some(person), Some(account)) if !row.anonymous => {
            if !known.people.contains(person) {
                return Err(rows.broken("its person is not in people.jsonl").into());
            }
            Ok((person.as_str().into(), rows.reference("account", account)?))
        }
        (None, None) if row.anonymous => Ok(unnamed(tx, &row.id).await?),
        _ => Err(rows.broken("an answer has a person and an account, or is anonymous").into()),
    }
}

/// Somebody without a name, who is known by what they gave and by nothing else.
pub(super) async fn unnamed(tx: &mut Tx, id: &str) -> Result<(PersonId, AccountRef), Ending> {
    let person = PersonId::from(format!("{UNNAMED}-{id}"));
    tx.save_person(&member::Person { id: person.clone(), zone: None, language: None }).await?;
    Ok((person, AccountRef::new(UNNAMED, id)))
}

/// The acts of giving that add up to this answer, and those that count no more.
fn acts(row: &record::Answer, person: &PersonId, account: &AccountRef) -> Vec<Contribution> {
    let wishes = Wishes { private: row.private, anonymous: row.anonymous, listed: row.listed };
    let fields: Fields = row.fields.clone();
    let first = match row.state {
        Standing::Given => Act::Give(fields),
        Standing::Passed => Act::Pass,
        Standing::Withdrawn => Act::Withdraw,
    };
    let made = format!("{IMPORTED}{}", row.id);
    let mut sources = row.sources.iter();
    let act = |id: String, source: String, act: Act| Contribution {
        id: ContributionId::from(id),
        round: row.round.clone(),
        person: person.clone(),
        account: account.clone(),
        at: row.given_at,
        edited_at: None,
        source,
        road: Road::Command,
        act,
        wishes,
    };
    let source = sources.next().cloned().unwrap_or(made);
    let mut acts =
        vec![Contribution { edited_at: row.edited_at, ..act(row.id.clone(), source, first) }];
    for (at, source) in sources.enumerate() {
        let id = format!("{}-{at:04}", row.id);
        acts.push(act(id, source.clone(), Act::Give(Fields::new())));
    }
    for (at, source) in row.gone.iter().enumerate() {
        let id = format!("{}-gone-{at:04}", row.id);
        acts.push(act(id, source.clone(), Act::Gone));
    }
    acts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::instant;
    use crate::domain::contribution::{Value, fold};

    fn row(state: Standing, edited: Option<i64>) -> record::Answer {
        let given = state == Standing::Given;
        let text = |words: &str| words.to_owned();
        record::Answer {
            id: text("01A"),
            round: "01R".into(),
            person: Some(text("ana")),
            account: Some(text("practice:ana")),
            fields: if given {
                Fields::from([
                    (text("text"), Value::Text(text("Soup"))),
                    (text("mood"), Value::Absent),
                ])
            } else {
                Fields::new()
            },
            private: given,
            state,
            given_at: instant(1000),
            edited_at: edited.map(instant),
            sources: if given {
                vec![text("message:p:1"), text("message:p:2")]
            } else {
                Vec::new()
            },
            anonymous: false,
            listed: given,
            gone: vec![text("message:p:3")],
        }
    }

    #[test]
    fn acts_add_up_to_the_answer_they_were() {
        for (state, edited) in [
            (Standing::Given, Some(2000)),
            (Standing::Given, None),
            (Standing::Passed, None),
            (Standing::Passed, Some(2000)),
            (Standing::Withdrawn, Some(2000)),
            (Standing::Withdrawn, None),
        ] {
            let row = row(state, edited);
            let acts = acts(&row, &"ana".into(), &AccountRef::new("practice", "ana"));
            let answer = fold(&acts).unwrap();
            let first = acts.iter().map(|one| one.id.clone()).min().unwrap();
            let live: Vec<_> = answer.sources.clone();
            let gone = acts.iter().map(|one| one.source.clone());
            let gone = gone.filter(|one| !live.contains(one)).collect();
            let again = record::Answer::of(&first, &row.round, &answer, gone, |_| true);
            assert_eq!(again, row, "{state:?} {edited:?}");
        }
    }
}
