//! Communities and their holidays.

use chrono::NaiveDate;

use crate::domain::community::{Community, Language};
use crate::domain::ids::{CommunityId, PersonId};

use super::error::Result;
use super::row::{Cell, Cells, Shape, Wrong, clean, fold, json, ms, saved};
use super::tx::{Reader, Tx};

impl Shape for Community {
    const TABLE: &'static str = "communities";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            id: row.id("id")?,
            name: row.text("name")?,
            zone: row.zone("zone")?,
            language: Language(row.text("language")?),
            charter: row.json("charter")?,
            keep_days: row.count("keep_days")?,
            created_at: row.instant("created_at")?,
        })
    }
}

/// A holiday, as it is read.
struct Holiday(NaiveDate, String);

impl Shape for Holiday {
    const TABLE: &'static str = "holidays";
    const KEY: &'static str = "community";

    fn read(row: &impl Cells) -> Cell<Self> {
        let day = row.text("day")?.parse().map_err(|_| Wrong("day"))?;
        Ok(Self(day, row.text("label")?))
    }
}

impl Reader {
    /// A community by its id.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn community(&mut self, id: &CommunityId) -> Result<Option<Community>> {
        one!(self, Community, "SELECT * FROM communities WHERE id = $1", id.as_str())
    }

    /// A community by its name, without case.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn community_named(&mut self, name: &str) -> Result<Option<Community>> {
        one!(self, Community, "SELECT * FROM communities WHERE folded_name = $1", fold(name))
    }

    /// All communities, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn communities(&mut self) -> Result<Vec<Community>> {
        all!(self, Community, "SELECT * FROM communities ORDER BY folded_name")
    }

    /// The communities in which a person is a member, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn communities_of(&mut self, person: &PersonId) -> Result<Vec<Community>> {
        all!(
            self,
            Community,
            "SELECT c.* FROM communities c JOIN members m ON m.community = c.id
             WHERE m.person = $1 ORDER BY c.folded_name",
            person.as_str(),
        )
    }

    /// A community's holidays, in order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn holidays(&mut self, id: &CommunityId) -> Result<Vec<(NaiveDate, String)>> {
        let days = all!(
            self,
            Holiday,
            "SELECT community, day, label FROM holidays WHERE community = $1 ORDER BY day",
            id.as_str(),
        )?;
        Ok(days.into_iter().map(|Holiday(day, label)| (day, label)).collect())
    }
}

impl Tx {
    /// Adds a community; `false` when its name is taken.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_community(&mut self, community: &Community) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO communities
                 (id, name, folded_name, zone, language, charter, keep_days, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            community.id.as_str(),
            clean(&community.name).as_ref(),
            fold(&community.name),
            community.zone.name(),
            community.language.as_str(),
            json(&community.charter)?,
            i64::from(community.keep_days),
            ms(community.created_at),
        );
        Ok(rows == 1)
    }

    /// Saves everything about a community but its id and when it was created.
    ///
    /// # Errors
    /// [`Taken`](super::StoreError::Taken) when another has the name.
    pub async fn save_community(&mut self, community: &Community) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE communities SET name = $2, folded_name = $3, zone = $4, language = $5,
                 charter = $6, keep_days = $7 WHERE id = $1",
            community.id.as_str(),
            clean(&community.name).as_ref(),
            fold(&community.name),
            community.zone.name(),
            community.language.as_str(),
            json(&community.charter)?,
            i64::from(community.keep_days),
        );
        saved(rows, "communities", community.id.as_str())
    }

    /// Adds a holiday, or gives it another label.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_holiday(
        &mut self,
        id: &CommunityId,
        day: NaiveDate,
        label: &str,
    ) -> Result<()> {
        change!(
            self,
            "INSERT INTO holidays (community, day, label) VALUES ($1, $2, $3)
             ON CONFLICT (community, day) DO UPDATE SET label = excluded.label",
            id.as_str(),
            day.to_string(),
            clean(label).as_ref(),
        );
        Ok(())
    }

    /// Removes a holiday; `false` when there was none that day.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_holiday(&mut self, id: &CommunityId, day: NaiveDate) -> Result<bool> {
        let rows = change!(
            self,
            "DELETE FROM holidays WHERE community = $1 AND day = $2",
            id.as_str(),
            day.to_string(),
        );
        Ok(rows == 1)
    }
}
