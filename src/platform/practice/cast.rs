//! Who and what there is in practice rooms: two rooms, six personas, the bot.

use crate::domain::ids::{AccountRef, PlatformName, RoomRef};

/// The platform's name in references.
pub const PLATFORM: &str = "practice";

/// The bot's own account.
pub const BOT: &str = "samovar";

/// The name under which people see the bot.
pub const BOT_NAME: &str = "Samovar";

/// A room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PracticeRoom {
    /// Its id in references: `practice:kitchen`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
}

/// Someone to try things as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Persona {
    /// The account's id in references: `practice:ana`.
    pub id: &'static str,
    /// What people call them.
    pub name: &'static str,
    /// Whether they may manage the rooms.
    pub convenor: bool,
}

/// The rooms, in the order in which they are shown.
pub const ROOMS: [PracticeRoom; 2] = [
    PracticeRoom { id: "kitchen", name: "Kitchen table" },
    PracticeRoom { id: "workshop", name: "Workshop" },
];

/// The personas: six, so that a number about people can pass its floor of five.
pub const PERSONAS: [Persona; 6] = [
    Persona { id: "ana", name: "Ana", convenor: true },
    Persona { id: "ben", name: "Ben", convenor: false },
    Persona { id: "chloe", name: "Chloe", convenor: false },
    Persona { id: "dev", name: "Dev", convenor: false },
    Persona { id: "emma", name: "Emma", convenor: false },
    Persona { id: "farid", name: "Farid", convenor: false },
];

/// The persona of that id or name, whatever the case.
#[must_use]
pub fn persona(name: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|one| one.id.eq_ignore_ascii_case(name.trim()))
}

/// The room of that id or name, whatever the case.
#[must_use]
pub fn room(name: &str) -> Option<&'static PracticeRoom> {
    let name = name.trim();
    ROOMS
        .iter()
        .find(|one| one.id.eq_ignore_ascii_case(name) || one.name.eq_ignore_ascii_case(name))
}

/// The room in which a persona and the bot are alone.
#[must_use]
pub fn direct_of(persona: &str) -> String {
    format!("direct:{persona}")
}

/// Whose direct room this is, if it is one.
#[must_use]
pub fn owner_of(place: &str) -> Option<&'static Persona> {
    place.strip_prefix("direct:").and_then(persona)
}

/// What people call a room, a direct one included; `None` where there is none.
#[must_use]
pub fn label_of(place: &str) -> Option<&'static str> {
    let room = ROOMS.iter().find(|one| one.id == place).map(|one| one.name);
    room.or_else(|| owner_of(place).map(|one| one.name))
}

/// Every room there is, direct ones included.
pub fn places() -> impl Iterator<Item = String> {
    let rooms = ROOMS.iter().map(|room| room.id.to_owned());
    rooms.chain(PERSONAS.iter().map(|one| direct_of(one.id)))
}

/// What people call an account.
#[must_use]
pub fn name_of(account: &str) -> &str {
    match persona(account) {
        Some(persona) => persona.name,
        None if account == BOT => BOT_NAME,
        None => account,
    }
}

/// The platform's name, as a reference holds it.
#[must_use]
pub fn platform() -> PlatformName {
    PlatformName::from(PLATFORM)
}

/// A room as a reference.
#[must_use]
pub fn room_ref(place: &str) -> RoomRef {
    RoomRef::new(platform(), place)
}

/// An account as a reference.
#[must_use]
pub fn account_ref(account: &str) -> AccountRef {
    AccountRef::new(platform(), account)
}
