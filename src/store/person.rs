//! People, the accounts they hold, and their place in each community.

use chrono_tz::Tz;

use crate::domain::clock::Instant;
use crate::domain::community::Language;
use crate::domain::ids::{AccountRef, CommunityId, PersonId};
use crate::domain::member::{Account, Member, Person, Standing};

use super::error::{Result, StoreError};
use super::row::{Cell, Cells, Shape, Wrong, clean, ms, saved};
use super::tx::{Reader, Tx};

impl Shape for Account {
    const TABLE: &'static str = "accounts";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self { at: row.account()?, person: row.id("person")?, name: row.text("name")? })
    }
}

impl Shape for Person {
    const TABLE: &'static str = "people";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        let zone = row.maybe_text("zone")?.map(|text| text.parse()).transpose();
        Ok(Self {
            id: row.id("id")?,
            zone: zone.map_err(|_| Wrong("zone"))?,
            language: row.maybe_text("language")?.map(|text| text.as_str().into()),
        })
    }
}

impl Shape for Member {
    const TABLE: &'static str = "members";
    const KEY: &'static str = "person";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            community: row.id("community")?,
            person: row.id("person")?,
            nudges: row.flag("nudges")?,
            words: row.word("words")?,
            asked: row.flag("asked")?,
            joined_at: row.instant("joined_at")?,
        })
    }
}

impl Reader {
    /// An account, if it was ever met.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn account(&mut self, at: &AccountRef) -> Result<Option<Account>> {
        one!(
            self,
            Account,
            "SELECT * FROM accounts WHERE platform = $1 AND remote = $2",
            at.platform.as_str(),
            at.id.as_str(),
        )
    }

    /// The accounts that a person holds.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn accounts_of(&mut self, person: &PersonId) -> Result<Vec<Account>> {
        all!(
            self,
            Account,
            "SELECT * FROM accounts WHERE person = $1 ORDER BY platform, remote",
            person.as_str(),
        )
    }

    /// The accounts of a community's members, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn accounts_in(&mut self, community: &CommunityId) -> Result<Vec<Account>> {
        all!(
            self,
            Account,
            "SELECT a.* FROM accounts a JOIN members m ON m.person = a.person
             WHERE m.community = $1 ORDER BY a.name, a.platform, a.remote",
            community.as_str(),
        )
    }

    /// A person by their id.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn person(&mut self, id: &PersonId) -> Result<Option<Person>> {
        one!(self, Person, "SELECT * FROM people WHERE id = $1", id.as_str())
    }

    /// A person's place in a community, if they ever took part.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn member(
        &mut self,
        community: &CommunityId,
        person: &PersonId,
    ) -> Result<Option<Member>> {
        one!(
            self,
            Member,
            "SELECT * FROM members WHERE community = $1 AND person = $2",
            community.as_str(),
            person.as_str(),
        )
    }

    /// A community's members, those who came first first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn members(&mut self, community: &CommunityId) -> Result<Vec<Member>> {
        all!(
            self,
            Member,
            "SELECT * FROM members WHERE community = $1 ORDER BY joined_at, person",
            community.as_str(),
        )
    }
}

impl Tx {
    /// The account, with the name it has now; at first sight it is held by the person `new`, who
    /// is made with it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn meet(&mut self, at: &AccountRef, name: &str, new: &PersonId) -> Result<Account> {
        let name = clean(name);
        if let Some(mut known) = self.account(at).await? {
            if known.name != name {
                known.name = name.into_owned();
                self.rename(&known).await?;
            }
            return Ok(known);
        }
        change!(self, "INSERT INTO people (id) VALUES ($1) ON CONFLICT DO NOTHING", new.as_str(),);
        change!(
            self,
            "INSERT INTO accounts (platform, remote, person, name) VALUES ($1, $2, $3, $4)",
            at.platform.as_str(),
            at.id.as_str(),
            new.as_str(),
            name.as_ref(),
        );
        Ok(Account { at: at.clone(), person: new.clone(), name: name.into_owned() })
    }

    async fn rename(&mut self, account: &Account) -> Result<()> {
        change!(
            self,
            "UPDATE accounts SET name = $3 WHERE platform = $1 AND remote = $2",
            account.at.platform.as_str(),
            account.at.id.as_str(),
            account.name.as_str(),
        );
        Ok(())
    }

    /// Saves what a person chose for themselves; a person who isn't there is added.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_person(&mut self, person: &Person) -> Result<()> {
        change!(
            self,
            "INSERT INTO people (id, zone, language) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET zone = excluded.zone, language = excluded.language",
            person.id.as_str(),
            person.zone.map(Tz::name),
            person.language.as_ref().map(Language::as_str),
        );
        Ok(())
    }

    /// Whether a person is asked for the first time to go by the zone of a profile; from now on they
    /// were asked, if this is committed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn ask_zone_once(&mut self, person: &PersonId) -> Result<bool> {
        let rows = change!(
            self,
            "UPDATE people SET asked_zone = TRUE WHERE id = $1 AND NOT asked_zone",
            person.as_str(),
        );
        Ok(rows == 1)
    }

    /// The person's place in the community; made, with nothing agreed to, if there was none.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn join(
        &mut self,
        community: &CommunityId,
        person: &PersonId,
        at: Instant,
    ) -> Result<Member> {
        change!(
            self,
            "INSERT INTO members (community, person, nudges, words, asked, joined_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            community.as_str(),
            person.as_str(),
            false,
            Standing::Ask.as_str(),
            false,
            ms(at),
        );
        self.member(community, person)
            .await?
            .ok_or_else(|| StoreError::Missing { table: "members", row: person.to_string() })
    }

    /// Saves what a member chose in a community.
    ///
    /// # Errors
    /// When the database refuses, or there is no such member.
    pub async fn save_member(&mut self, member: &Member) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE members SET nudges = $3, words = $4, asked = $5
             WHERE community = $1 AND person = $2",
            member.community.as_str(),
            member.person.as_str(),
            member.nudges,
            member.words.as_str(),
            member.asked,
        );
        saved(rows, "members", member.person.as_str())
    }
}
