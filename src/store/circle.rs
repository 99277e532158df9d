//! Circles, and the rooms that are bound to them.

use crate::domain::community::{Circle, Language, Room};
use crate::domain::ids::{CircleId, CommunityId, RoomRef};

use super::error::Result;
use super::row::{Cell, Cells, Shape, clean, fold, ms, saved, word};
use super::tx::{Reader, Tx};

impl Shape for Circle {
    const TABLE: &'static str = "circles";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self { id: row.id("id")?, community: row.id("community")?, name: row.text("name")? })
    }
}

impl Shape for Room {
    const TABLE: &'static str = "rooms";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            at: row.room()?,
            circle: row.id("circle")?,
            community: row.id("community")?,
            label: row.text("label")?,
            encrypted: row.flag("encrypted")?,
            language: row.maybe_text("language")?.map(|text| text.as_str().into()),
            state: row.word("state")?,
            bound_at: row.instant("bound_at")?,
        })
    }
}

impl Reader {
    /// A circle by its id.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn circle(&mut self, id: &CircleId) -> Result<Option<Circle>> {
        one!(self, Circle, "SELECT * FROM circles WHERE id = $1", id.as_str())
    }

    /// A community's circle by its name, without case.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn circle_named(
        &mut self,
        community: &CommunityId,
        name: &str,
    ) -> Result<Option<Circle>> {
        one!(
            self,
            Circle,
            "SELECT * FROM circles WHERE community = $1 AND folded_name = $2",
            community.as_str(),
            fold(name),
        )
    }

    /// A community's circles, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn circles(&mut self, community: &CommunityId) -> Result<Vec<Circle>> {
        all!(
            self,
            Circle,
            "SELECT * FROM circles WHERE community = $1 ORDER BY folded_name",
            community.as_str(),
        )
    }

    /// A bound room.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn room(&mut self, at: &RoomRef) -> Result<Option<Room>> {
        one!(
            self,
            Room,
            "SELECT * FROM rooms WHERE platform = $1 AND remote = $2",
            at.platform.as_str(),
            at.id.as_str(),
        )
    }

    /// The rooms of a circle, in the order in which they were bound.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rooms_of(&mut self, circle: &CircleId) -> Result<Vec<Room>> {
        all!(
            self,
            Room,
            "SELECT * FROM rooms WHERE circle = $1 ORDER BY bound_at, platform, remote",
            circle.as_str(),
        )
    }

    /// Every bound room, in the order in which they were bound.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rooms(&mut self) -> Result<Vec<Room>> {
        all!(self, Room, "SELECT * FROM rooms ORDER BY bound_at, platform, remote")
    }

    /// Where every bound room is.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn bound_rooms(&mut self) -> Result<Vec<RoomRef>> {
        let rooms: Vec<(String, String)> = run!(self, |conn| sqlx::query_as(
            "SELECT platform, remote FROM rooms ORDER BY platform, remote"
        )
        .fetch_all(conn)
        .await?);
        Ok(rooms.into_iter().map(|(platform, id)| RoomRef::new(platform.as_str(), id)).collect())
    }
}

impl Tx {
    /// Adds a circle; `false` when its name is taken in the community.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_circle(&mut self, circle: &Circle) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO circles (id, community, name, folded_name) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
            circle.id.as_str(),
            circle.community.as_str(),
            clean(&circle.name).as_ref(),
            fold(&circle.name),
        );
        Ok(rows == 1)
    }

    /// Binds a room; `false` when it is already bound, here or elsewhere.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn bind_room(&mut self, room: &Room) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO rooms (platform, remote, circle, community, label, encrypted, language,
                 state, bound_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            room.at.platform.as_str(),
            room.at.id.as_str(),
            room.circle.as_str(),
            room.community.as_str(),
            clean(&room.label).as_ref(),
            room.encrypted,
            room.language.as_ref().map(Language::as_str),
            word(&room.state)?,
            ms(room.bound_at),
        );
        Ok(rows == 1)
    }

    /// Saves everything about a bound room but when it was bound.
    ///
    /// # Errors
    /// When the database refuses, or the room isn't bound.
    pub async fn save_room(&mut self, room: &Room) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE rooms SET circle = $3, community = $4, label = $5, encrypted = $6,
                 language = $7, state = $8 WHERE platform = $1 AND remote = $2",
            room.at.platform.as_str(),
            room.at.id.as_str(),
            room.circle.as_str(),
            room.community.as_str(),
            clean(&room.label).as_ref(),
            room.encrypted,
            room.language.as_ref().map(Language::as_str),
            word(&room.state)?,
        );
        saved(rows, "rooms", &room.at.id)
    }

    /// Unbinds a room; `false` when it wasn't bound. What was stored of it stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn unbind_room(&mut self, at: &RoomRef) -> Result<bool> {
        let rows = change!(
            self,
            "DELETE FROM rooms WHERE platform = $1 AND remote = $2",
            at.platform.as_str(),
            at.id.as_str(),
        );
        Ok(rows == 1)
    }
}
