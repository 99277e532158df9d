//! What an option may become while somebody types it: read-only, and only of what the person may
//! know of anyway. The best comes first; how many are shown is the platform's to say.

use chrono_tz::{TZ_VARIANTS, Tz};

use crate::domain::community::{Community, Language, Role};
use crate::domain::member::Account;
use crate::domain::round::{Round, RoundState};
use crate::flow::House;
use crate::platform::spec::Lookup;
use crate::platform::{Completing, Completion};
use crate::store::Reader;

use super::place::slug;
use super::spec::lookup;

/// More than any platform shows.
const MOST: usize = 50;

/// How many rounds are offered.
const ROUNDS: usize = 25;

/// Who types, and what about.
struct Asking<'a> {
    house: &'a House,
    reader: Reader,
    account: Option<Account>,
    community: Option<Community>,
    language: Language,
}

/// What an option may be completed to.
///
/// # Errors
/// When the database can't be read.
pub async fn complete(house: &House, asked: &Completing) -> anyhow::Result<Vec<Completion>> {
    let path: Vec<&str> =
        asked.words.iter().map(String::as_str).take_while(|word| !word.starts_with("--")).collect();
    let Some(lookup) = lookup(&path.join(" "), &asked.option) else { return Ok(Vec::new()) };
    let mut asking = Asking::of(house, asked).await?;
    let all = asking.all(lookup).await?;
    Ok(narrowed(all, &asked.typed))
}

impl<'a> Asking<'a> {
    async fn of(house: &'a House, asked: &Completing) -> anyhow::Result<Self> {
        let mut reader = house.store.read().await?;
        let account = reader.account(&asked.by).await?;
        let english = Language::from("en");
        let mut asking = Self { house, reader, account, community: None, language: english };
        asking.community = asking.find_community(asked).await?;
        asking.language = asking.own_language().await?;
        Ok(asking)
    }

    /// The community that was named, or this room's, or the person's only one; never one in which
    /// they are not.
    async fn find_community(&mut self, asked: &Completing) -> anyhow::Result<Option<Community>> {
        let here = match &asked.room {
            Some(room) => self.reader.room(room).await?.map(|room| room.community),
            None => None,
        };
        let named = asked.words.iter().find_map(|word| word.strip_prefix("--community="));
        let mine = self.mine().await?;
        if let Some(name) = named {
            let found = self.reader.community_named(name).await?;
            let may = |one: &Community| Some(&one.id) == here.as_ref() || mine.contains(one);
            return Ok(found.filter(may));
        }
        if let Some(here) = here {
            return Ok(self.reader.community(&here).await?);
        }
        let [only] = mine.as_slice() else { return Ok(None) };
        Ok(Some(only.clone()))
    }

    async fn mine(&mut self) -> anyhow::Result<Vec<Community>> {
        let Some(account) = &self.account else { return Ok(Vec::new()) };
        Ok(self.reader.communities_of(&account.person).await?)
    }

    async fn own_language(&mut self) -> anyhow::Result<Language> {
        let own = match &self.account {
            Some(account) => self.reader.person(&account.person).await?,
            None => None,
        };
        let own = own.and_then(|person| person.language);
        let shared = self.community.as_ref().map(|community| community.language.clone());
        Ok(own.or(shared).unwrap_or_else(|| Language::from("en")))
    }

    async fn all(&mut self, lookup: Lookup) -> anyhow::Result<Vec<Completion>> {
        match lookup {
            Lookup::Community => {
                Ok(self.mine().await?.into_iter().map(|one| same(&one.name)).collect())
            }
            Lookup::Method => Ok(self.methods()),
            Lookup::Language => Ok(self.languages()),
            Lookup::Zone => Ok(self.zones().await?),
            Lookup::Circle | Lookup::Ritual | Lookup::Round | Lookup::Topic | Lookup::Account => {
                match self.community.clone() {
                    Some(community) => self.of_community(lookup, &community).await,
                    None => Ok(Vec::new()),
                }
            }
        }
    }

    async fn of_community(
        &mut self,
        lookup: Lookup,
        community: &Community,
    ) -> anyhow::Result<Vec<Completion>> {
        let names = match lookup {
            Lookup::Circle => {
                let circles = self.reader.circles(&community.id).await?;
                circles.into_iter().map(|one| one.name).collect()
            }
            Lookup::Ritual => {
                let rituals = self.reader.rituals(&community.id).await?;
                rituals.into_iter().map(|one| one.name).collect()
            }
            Lookup::Topic => self.reader.topics(&community.id).await?,
            Lookup::Round => return self.rounds(community).await,
            _ => return self.accounts(community).await,
        };
        Ok(names.iter().map(|name| same(name)).collect())
    }

    /// The open rounds, then the last ones that were held, the newest first.
    async fn rounds(&mut self, community: &Community) -> anyhow::Result<Vec<Completion>> {
        let held = self.reader.last_rounds(&community.id, ROUNDS).await?;
        Ok(held.iter().map(|round| self.round(round)).collect())
    }

    fn round(&self, round: &Round) -> Completion {
        let day = round.due_at.with_timezone(&round.zone).date_naive();
        let day = self.house.words.day(&self.language, day);
        let args = [("name", round.name.as_str().into()), ("day", day.into())];
        let open = round.state == RoundState::Open;
        let key = if open { "completion-round-open" } else { "completion-round" };
        let label = self.house.words.say(&self.language, key, &args);
        Completion { value: round.id.to_string(), label }
    }

    /// Who takes part is for those to know who look after the community.
    async fn accounts(&mut self, community: &Community) -> anyhow::Result<Vec<Completion>> {
        let Some(account) = &self.account else { return Ok(Vec::new()) };
        if self.reader.role_of(&community.id, &account.at).await? < Role::Convenor {
            return Ok(Vec::new());
        }
        let accounts = self.reader.accounts_in(&community.id).await?;
        Ok(accounts.iter().map(|one| self.account(one)).collect())
    }

    fn account(&self, account: &Account) -> Completion {
        let platform = format!("platform-{}", account.at.platform);
        let platform = self.house.words.say(&self.language, &platform, &[]);
        let label = format!("{} ({platform})", account.name);
        Completion { value: account.at.to_string(), label }
    }

    fn methods(&self) -> Vec<Completion> {
        let shelf = self.house.methods.shelf();
        let methods = shelf.methods.into_iter().map(|(name, method)| {
            let title = method.script.title.in_language(&self.language);
            Completion { label: format!("{title} ({name})"), value: name }
        });
        methods.collect()
    }

    fn languages(&self) -> Vec<Completion> {
        let words = &self.house.words;
        let languages = words.languages().into_iter().map(|language| Completion {
            label: words.say(&language, "language-own-name", &[]),
            value: language.0,
        });
        languages.collect()
    }

    /// The zones there are; those of this person and community before all others.
    async fn zones(&mut self) -> anyhow::Result<Vec<Completion>> {
        let own = match &self.account {
            Some(account) => self.reader.person(&account.person).await?.and_then(|one| one.zone),
            None => None,
        };
        let near: Vec<Tz> =
            own.into_iter().chain(self.community.as_ref().map(|one| one.zone)).collect();
        let first = near.iter().copied();
        let others = TZ_VARIANTS.iter().copied().filter(|zone| !near.contains(zone));
        Ok(first.chain(others).map(|zone| same(zone.name())).collect())
    }
}

fn same(name: &str) -> Completion {
    Completion { value: name.to_owned(), label: name.to_owned() }
}

/// What fits what was typed: first what begins like it, then what holds it.
fn narrowed(all: Vec<Completion>, typed: &str) -> Vec<Completion> {
    let typed = slug(typed);
    let rank = |one: &Completion| {
        let (label, value) = (slug(&one.label), slug(&one.value));
        let begins = label.starts_with(&typed) || value.starts_with(&typed);
        let holds = label.contains(&typed) || value.contains(&typed);
        (begins || holds).then_some(!begins)
    };
    let mut ranked: Vec<(bool, Completion)> =
        all.into_iter().filter_map(|one| Some((rank(&one)?, one))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, one)| one).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_the_typed_word_comes_first_and_accents_make_no_difference() {
        let all = ["Housing", "Warehouse", "Écoute", "House of tea"].map(same);
        let found = |typed: &str| -> Vec<String> {
            narrowed(all.to_vec(), typed).into_iter().map(|one| one.value).collect()
        };
        assert_eq!(found("hous"), ["Housing", "House of tea", "Warehouse"]);
        assert_eq!(found("ecou"), ["Écoute"]);
        assert_eq!(found("of tea"), ["House of tea"]);
        assert_eq!(found("").len(), 4);
        assert!(found("x").is_empty());
    }
}
