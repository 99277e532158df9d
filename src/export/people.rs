//! Who is named in an export, and by which accounts. Nobody is listed who is named nowhere in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::community::Community;
use crate::domain::ids::{AccountRef, PersonId};
use crate::knowledge::place::{Account, Choices, Person};
use crate::store::Reader;

use super::sorted::Sorted;
use super::write::Folder;

/// The people named so far.
#[derive(Default)]
pub(super) struct People(BTreeMap<PersonId, BTreeSet<AccountRef>>);

impl People {
    /// Somebody is named by an account.
    pub(super) fn name(&mut self, person: &PersonId, account: &AccountRef) {
        self.0.entry(person.clone()).or_default().insert(account.clone());
    }

    /// Everybody who takes part, by every account: only where private things may leave.
    pub(super) async fn add_members(
        &mut self,
        reader: &mut Reader,
        community: &Community,
    ) -> anyhow::Result<()> {
        for member in reader.members(&community.id).await? {
            for account in reader.accounts_of(&member.person).await? {
                self.name(&member.person, &account.at);
            }
        }
        Ok(())
    }

    /// Writes them down.
    pub(super) async fn write(
        self,
        reader: &mut Reader,
        community: &Community,
        with_private: bool,
        folder: &mut Folder,
    ) -> anyhow::Result<u64> {
        let mut rows = Sorted::new("people.jsonl");
        for (id, named) in self.0 {
            let mut accounts = Vec::new();
            for at in named {
                if let Some(known) = reader.account(&at).await? {
                    let own = reader.own_person(&at).await?.map(|own| own.to_string());
                    accounts.push(Account { account: at.to_string(), name: known.name, own });
                }
            }
            accounts.sort();
            let member = reader.member(&community.id, &id).await?;
            let person = reader.person(&id).await?.filter(|_| with_private);
            let choices = person.map(|person| Choices {
                zone: person.zone,
                language: person.language.map(|language| language.0),
                nudges: member.as_ref().is_some_and(|member| member.nudges),
                words: member
                    .as_ref()
                    .map_or(crate::domain::member::Standing::Ask, |one| one.words),
                asked: member.as_ref().is_some_and(|member| member.asked),
            });
            let joined_at = member.map(|member| member.joined_at);
            rows.push(folder, &Person { id: id.to_string(), accounts, joined_at, choices })?;
        }
        rows.finish(folder)
    }
}
