//! Where a visitor is: as whom, in which room, and what they are about to write.

use serde::Deserialize;

use crate::platform::practice::cast::{self, PERSONAS, Persona, ROOMS};

/// The address's own words.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// As whom.
    #[serde(rename = "as")]
    pub by: Option<String>,
    /// In which room; `direct` is one's own.
    pub room: Option<String>,
    /// Replying to this message.
    pub reply: Option<String>,
    /// Writing in the thread under this message.
    pub thread: Option<String>,
    /// Changing this message.
    pub edit: Option<String>,
    /// What stands in the composer already.
    pub fill: Option<String>,
    /// All messages, however old.
    pub all: Option<String>,
    /// Another language.
    pub lang: Option<String>,
}

/// As whom, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub me: &'static Persona,
    /// `kitchen`, `workshop` or `direct`.
    pub room: &'static str,
}

impl Spot {
    /// What is not known is the first there is.
    pub(super) fn of(by: Option<&str>, room: Option<&str>) -> Self {
        let me = by.and_then(cast::persona).unwrap_or(&PERSONAS[0]);
        let asked = room.unwrap_or_default();
        let direct = asked.starts_with("direct");
        let found = cast::room(asked).unwrap_or(&ROOMS[0]).id;
        Self { me, room: if direct { "direct" } else { found } }
    }

    /// The address of this spot.
    pub(super) fn address(&self) -> String {
        address(self.me.id, self.room)
    }

    /// As if it had been asked for.
    pub(super) fn asked(&self) -> Asked {
        let (by, room) = (Some(self.me.id.to_owned()), Some(self.room.to_owned()));
        Asked { by, room, ..Asked::default() }
    }

    /// The room as the history names it.
    pub(super) fn place(&self) -> String {
        if self.is_direct() { cast::direct_of(self.me.id) } else { self.room.to_owned() }
    }

    /// Whether it is one's own direct room.
    pub(super) fn is_direct(&self) -> bool {
        self.room == "direct"
    }
}

/// The address of a room, seen by somebody.
pub(super) fn address(by: &str, room: &str) -> String {
    format!("/practice?as={by}&room={room}")
}

/// The same with more to say.
pub(super) fn address_with(spot: Spot, name: &str, value: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("as", spot.me.id).append_pair("room", spot.room).append_pair(name, value);
    format!("/practice?{}", query.finish())
}
