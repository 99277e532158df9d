//! What a command is about: the community, circle, ritual or round that was named, that is here, or
//! that is the only one. Where it is not clear, the reply lists the complete commands.

use crate::domain::body::Block;
use crate::domain::community::{Circle, Community};
use crate::domain::ids::RoundId;
use crate::domain::ritual::Ritual;
use crate::domain::round::{Round, RoundState};
use crate::ritual::fold::fold;

use super::ctx::Ctx;
use super::near::closest;
use super::reply::Trouble;
use super::tokens::quoted;
use super::verb::times;

/// A name as it is compared: no case, no accents, words joined by dashes.
#[must_use]
pub fn slug(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

impl Ctx<'_> {
    /// The community, or trouble that says how to name it.
    ///
    /// # Errors
    /// When it is not clear which, or there is none.
    pub async fn community(&mut self) -> Result<Community, Trouble> {
        if let Some(community) = &self.community {
            return Ok(community.clone());
        }
        let mine = self.tx.communities_of(&self.account.person).await?;
        if mine.is_empty() {
            let code = if self.room.is_some() { "no-community-here" } else { "no-community" };
            return Err(self.no_but(code, &[], "help setup"));
        }
        let lines: Vec<String> =
            mine.iter().map(|one| format!("… --community {}", quoted(&one.name))).collect();
        Err(self.which("which-community", &[], &lines))
    }

    /// The circle that is named, or of this room, or the only one.
    ///
    /// # Errors
    /// When it is not clear which, or there is none.
    pub async fn circle(&mut self, name: Option<&str>) -> Result<Circle, Trouble> {
        let community = self.community().await?;
        let circles = self.tx.circles(&community.id).await?;
        if let Some(name) = name {
            let found = circles.iter().find(|circle| slug(&circle.name) == slug(name));
            return found.cloned().ok_or_else(|| {
                let names: Vec<String> = circles.iter().map(|one| one.name.clone()).collect();
                self.unknown("no-such-circle", name, &names)
            });
        }
        let here = self.bound.as_ref().filter(|room| room.community == community.id);
        if let Some(room) = here {
            let circle = circles.iter().find(|circle| circle.id == room.circle);
            if let Some(circle) = circle {
                return Ok(circle.clone());
            }
        }
        match circles.as_slice() {
            [] => Err(self.no_but("no-circle", &[], "circle create --name \"…\"")),
            [only] => Ok(only.clone()),
            several => {
                let lines: Vec<String> =
                    several.iter().map(|one| format!("… --circle {}", quoted(&one.name))).collect();
                Err(self.which("which-circle", &[], &lines))
            }
        }
    }

    /// The ritual that is named, or the only one.
    ///
    /// # Errors
    /// When it is not clear which, or there is none.
    pub async fn ritual(&mut self, name: Option<&str>, verb: &str) -> Result<Ritual, Trouble> {
        let community = self.community().await?;
        let rituals = self.tx.rituals(&community.id).await?;
        if let Some(name) = name {
            let found = rituals.iter().find(|one| slug(&one.name) == slug(name));
            return found.cloned().ok_or_else(|| {
                let names: Vec<String> = rituals.iter().map(|one| one.name.clone()).collect();
                self.unknown("no-such-ritual", name, &names)
            });
        }
        match rituals.as_slice() {
            [] => Err(self.no_but("no-ritual", &[], "help ritual add")),
            [only] => Ok(only.clone()),
            several => {
                let line = |one: &Ritual| format!("{verb} --ritual {}", quoted(&one.name));
                let lines: Vec<String> = several.iter().map(line).collect();
                Err(self.which("which-ritual", &[], &lines))
            }
        }
    }

    /// Trouble about a name that nothing has, with the nearest.
    fn unknown(&self, code: &'static str, name: &str, names: &[String]) -> Trouble {
        let near = closest(names.iter().map(String::as_str), name);
        let listed = self.voice.words.list(&self.voice.language, names);
        let mut body = self.voice.body(code, &[("name", name.into())]);
        if let Some(near) = near {
            body = body.and(self.say("perhaps-name", &[("name", near.into())]));
        } else if !names.is_empty() {
            body = body.and(self.say("there-are", &[("names", listed.into())]));
        }
        Trouble::Say { code, body }
    }

    /// The open round that is named, that this was said in, or that is the only one here.
    ///
    /// # Errors
    /// When it is not clear which, or none is open.
    pub async fn open_round(&mut self, name: Option<&str>, verb: &str) -> Result<Round, Trouble> {
        let open = self.rounds_here().await?;
        if let Some(name) = name {
            return self.named_round(name, open, true).await;
        }
        if let Some(round) = self.round_nearby().await?.filter(|one| one.state == RoundState::Open)
        {
            return Ok(round);
        }
        self.only(open, verb).await
    }

    /// As [`Ctx::open_round`], but where none is open the newest one that was.
    ///
    /// # Errors
    /// When it is not clear which, or there never was one.
    pub async fn any_round(&mut self, name: Option<&str>, verb: &str) -> Result<Round, Trouble> {
        let open = self.rounds_here().await?;
        if let Some(name) = name {
            return self.named_round(name, open, false).await;
        }
        if let Some(round) = self.round_nearby().await? {
            return Ok(round);
        }
        if !open.is_empty() {
            return self.only(open, verb).await;
        }
        let community = self.community().await?;
        let newest = self.newest(&community, None).await?;
        newest.ok_or_else(|| self.no("no-round-yet", &[]))
    }

    /// The only one of these, or trouble that lists them.
    pub(super) async fn only(&self, open: Vec<Round>, verb: &str) -> Result<Round, Trouble> {
        match open.as_slice() {
            [] => Err(self.no("no-open-round", &[])),
            [only] => Ok(only.clone()),
            several => {
                let same =
                    |one: &Round| several.iter().filter(|two| two.name == one.name).count() > 1;
                let call =
                    |one: &Round| if same(one) { one.id.to_string() } else { one.name.clone() };
                let line = |one: &Round| {
                    let due = times::at(self, one.due_at, one.zone);
                    self.voice.entry(&format!("{verb} --round {}", quoted(&call(one))), &due)
                };
                let mut body = self.voice.body("which-open-round", &[]);
                body.blocks.push(Block::List(several.iter().map(line).collect()));
                Err(Trouble::Say { code: "which-open-round", body })
            }
        }
    }

    /// The open rounds that can be meant here: of this room's circle, of the community, or of all
    /// communities of the person in a direct message.
    pub async fn rounds_here(&mut self) -> Result<Vec<Round>, Trouble> {
        if let (Some(room), Some(community)) = (&self.bound, &self.community)
            && room.community == community.id
        {
            return Ok(self.tx.open_rounds(&room.circle.clone()).await?);
        }
        if let Some(community) = &self.community {
            return Ok(self.tx.open_rounds_of(&community.id.clone()).await?);
        }
        let mine = self.tx.communities_of(&self.account.person).await?;
        if mine.is_empty() {
            self.community().await?;
        }
        let mut rounds = Vec::new();
        for community in mine {
            rounds.extend(self.tx.open_rounds_of(&community.id).await?);
        }
        Ok(rounds)
    }

    /// The round in whose thread, or in reply to whose post, this was said.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn round_nearby(&mut self) -> Result<Option<Round>, Trouble> {
        let Some(room) = &self.room else { return Ok(None) };
        let platform = room.platform.clone();
        for message in self.near.clone() {
            let found = self.tx.post_of_message(&platform, &message).await?;
            let id = found.and_then(|(post, _)| post.round);
            if let Some(id) = id {
                return Ok(self.tx.round(&id).await?);
            }
        }
        Ok(None)
    }

    /// A round by its id, or by its ritual's name: the open one first, else the newest.
    async fn named_round(
        &mut self,
        name: &str,
        open: Vec<Round>,
        must_be_open: bool,
    ) -> Result<Round, Trouble> {
        if let Some(round) = self.round_of_id(name).await? {
            return if must_be_open && round.state != RoundState::Open {
                Err(self.no("round-over", &[]))
            } else {
                Ok(round)
            };
        }
        let same: Vec<Round> =
            open.iter().filter(|one| slug(&one.name) == slug(name)).cloned().collect();
        if let Some(round) = same.last() {
            return Ok(round.clone());
        }
        if !must_be_open {
            let community = self.community().await?;
            if let Some(round) = self.newest(&community, Some(name)).await? {
                return Ok(round);
            }
        }
        let names: Vec<String> = open.into_iter().map(|one| one.name).collect();
        Err(self.unknown("no-such-round", name, &names))
    }

    /// A round by its id, if it belongs to a community the person may see.
    async fn round_of_id(&mut self, id: &str) -> Result<Option<Round>, Trouble> {
        let found = self.tx.round(&RoundId::from(id.trim().to_uppercase().as_str())).await?;
        let Some(round) = found else { return Ok(None) };
        let here = self.community.as_ref().is_some_and(|one| one.id == round.community);
        let mine = self.tx.member(&round.community, &self.account.person).await?.is_some();
        Ok((here || mine).then_some(round))
    }

    /// The newest round that was held in a community, of a ritual or of any.
    async fn newest(
        &mut self,
        community: &Community,
        name: Option<&str>,
    ) -> Result<Option<Round>, Trouble> {
        let rounds = self.tx.rounds(&community.id).await?;
        let held = rounds.into_iter().filter(|one| {
            one.opened_at.is_some() && name.is_none_or(|name| slug(&one.name) == slug(name))
        });
        Ok(held.max_by_key(|one| (one.opened_at, one.id.clone())))
    }
}
