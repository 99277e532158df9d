//! What a giver is told in private: thanks, who sees it, and, on a low mood or a word on the
//! convenors' list, where a person can be found.

use crate::domain::body::{Block, Body, Button, Press, Span};
use crate::domain::community::{Community, Language};
use crate::domain::contribution::{Answer, Contribution, Standing, Value, fold};
use crate::domain::ids::{PersonId, RoundId};
use crate::domain::member::{Account, Standing as Yes};
use crate::domain::message::MessageState;
use crate::domain::round::Round;
use crate::ritual::telling;
use crate::store::{Question, Reader, Tx};

use super::{House, facts};

/// A mood this low, or lower, is not met with silence.
const LOW: i64 = 2;

/// The words for someone who just gave something, and whether they are said unasked.
pub async fn reply(
    house: &House,
    tx: &mut Tx,
    round: &Round,
    account: &Account,
    contributions: &[Contribution],
    first: bool,
) -> anyhow::Result<(Body, bool)> {
    let community = facts::community_of(tx, round).await?;
    let language = language_of(tx, &account.person, &community).await?;
    let Some(answer) = fold(contributions) else { return Ok((Body::default(), false)) };
    let facts = facts::load(house, tx, round).await?;
    let mut body =
        Body::text(telling::thanks(&house.words, &language, round, &facts, &answer, first));
    let low = is_low(&answer, &community);
    let question = if low {
        Some(signposts(house, &language, &community, round, &mut body))
    } else {
        about_words(house, tx, &language, &community, account, &mut body).await?
    };
    if let Some(question) = question {
        question.put(house, tx, &language, account, &mut body).await?;
    }
    Ok((body, low))
}

/// The language for a person's private words: their own, else the community's.
pub async fn language_of(
    reader: &mut Reader,
    person: &PersonId,
    community: &Community,
) -> anyhow::Result<Language> {
    let person = reader.person(person).await?;
    Ok(person.and_then(|person| person.language).unwrap_or_else(|| community.language.clone()))
}

fn is_low(answer: &Answer, community: &Community) -> bool {
    if answer.standing != Standing::Given {
        return false;
    }
    answer.fields.values().any(|value| match value {
        Value::Absent => false,
        Value::Number(mood) => *mood <= LOW,
        Value::Text(text) => {
            let words = text.to_lowercase();
            community.charter.care_words.iter().any(|word| words.contains(word.as_str()))
        }
    })
}

/// A question that is answered by yes or no: by button, or by that word where there are none.
struct YesOrNo {
    /// What it is about: `reach` or `keep`.
    field: &'static str,
    /// The round, for `reach`.
    round: Option<RoundId>,
    /// What the button ids carry, and what a typed answer is about.
    subject: String,
}

impl YesOrNo {
    async fn put(
        self,
        house: &House,
        tx: &mut Tx,
        language: &Language,
        account: &Account,
        body: &mut Body,
    ) -> anyhow::Result<()> {
        let platform = house.platforms.get(&account.at.platform);
        if platform.is_some_and(|platform| platform.abilities().buttons) {
            for (answer, label) in [("yes", "button-yes"), ("no", "button-no")] {
                body.buttons.push(Button {
                    id: format!("{}:{}:{answer}", self.field, self.subject),
                    label: house.words.say(language, label, &[]),
                    press: Press::Act,
                });
            }
            return Ok(());
        }
        body.blocks.push(line(house.words.say(language, "reply-yes-or-no", &[])));
        tx.ask(&Question {
            account: account.at.clone(),
            round: self.round,
            field: self.field.to_owned(),
            data: self.subject,
            asked_at: house.now(),
        })
        .await?;
        Ok(())
    }
}

fn line(text: String) -> Block {
    Block::Text(vec![Span::Plain(text)])
}

fn signposts(
    house: &House,
    language: &Language,
    community: &Community,
    round: &Round,
    body: &mut Body,
) -> YesOrNo {
    let found = match &community.charter.signposts {
        Some(signposts) => house.words.say(
            language,
            "low-mood-signposts",
            &[("signposts", signposts.as_str().into())],
        ),
        None => house.words.say(language, "low-mood-no-signposts", &[]),
    };
    body.blocks.push(line(found));
    body.blocks.push(line(house.words.say(language, "low-mood-reach-out-question", &[])));
    YesOrNo { field: "reach", round: Some(round.id.clone()), subject: round.id.to_string() }
}

/// Asked once, within the next private reply to a person whose other words in threads were heard.
async fn about_words(
    house: &House,
    tx: &mut Tx,
    language: &Language,
    community: &Community,
    account: &Account,
    body: &mut Body,
) -> anyhow::Result<Option<YesOrNo>> {
    let Some(mut member) = tx.member(&community.id, &account.person).await? else {
        return Ok(None);
    };
    if member.asked || member.words != Yes::Ask {
        return Ok(None);
    }
    let heard = tx.messages_by(&account.person).await?;
    if !heard.iter().any(|message| message.state == MessageState::Withheld) {
        return Ok(None);
    }
    member.asked = true;
    tx.save_member(&member).await?;
    let community_name = [("community", community.name.as_str().into())];
    body.blocks.push(line(house.words.say(language, "keep-words-question", &community_name)));
    Ok(Some(YesOrNo { field: "keep", round: None, subject: community.id.to_string() }))
}
