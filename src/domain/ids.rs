//! Names of things: our own ids, and the references by which platforms know rooms and accounts.
//!
//! Our ids are ULIDs made from a clock and a random source that the caller passes in, or, of what
//! has a natural key, from that key (rounds, posts); a reference
//! is opaque except to the adapter that made it (Matrix room ids of version 12 hold no colon).

use std::fmt;
use std::str::FromStr;

use rand::RngCore;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::clock::Instant;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new id: `now` orders it, `chance` makes it unique.
            #[must_use]
            pub fn make(now: Instant, chance: &mut dyn RngCore) -> Self {
                Self(ulid_text(now, chance))
            }

            /// The id of what has this natural key: the same whenever and wherever it is made, so
            /// that a house restored from a backup knows again what an earlier life made of it.
            #[must_use]
            pub fn of_key(key: &str) -> Self {
                Self(key_text(stringify!($name), key))
            }

            /// The id as it is stored and shown.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}

id! {
    /// One community of practice.
    CommunityId,
    /// A place of a community, with rooms on any platform bound to it.
    CircleId,
    /// A person; holds one account per platform.
    PersonId,
    /// A method with a schedule and a circle.
    RitualId,
    /// One run of a ritual on every platform at once.
    RoundId,
    /// One thing a member gave to a round.
    ContributionId,
    /// A row of the outbox: what should stand in a room, or be said once to somebody.
    PostId,
}

fn ulid_text(now: Instant, chance: &mut dyn RngCore) -> String {
    let random = (u128::from(chance.next_u64()) << 64) | u128::from(chance.next_u64());
    let ms = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    ulid::Ulid::from_parts(ms, random).to_string()
}

fn key_text(kind: &str, key: &str) -> String {
    let hash = Sha256::digest(format!("{kind}|{key}").as_bytes());
    let bytes = hash.first_chunk::<16>().copied().unwrap_or_default();
    ulid::Ulid::from_bytes(bytes).to_string()
}

/// The name of a platform as it stands in references: `practice`, `matrix`, `discord`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlatformName(String);

impl PlatformName {
    /// The name as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PlatformName {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for PlatformName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A reference that does not read as `platform:id`.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not written as platform:id")]
pub struct BadReference(String);

macro_rules! reference {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name {
            /// Which platform knows it.
            pub platform: PlatformName,
            /// The platform's own id, opaque to everyone else.
            pub id: String,
        }

        impl $name {
            /// A reference from its two parts.
            #[must_use]
            pub fn new(platform: impl Into<PlatformName>, id: impl Into<String>) -> Self {
                Self { platform: platform.into(), id: id.into() }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}:{}", self.platform, self.id)
            }
        }

        impl FromStr for $name {
            type Err = BadReference;

            /// Reads `platform:id`, and the long forms `platform:user:id`, `platform:room:id`.
            fn from_str(text: &str) -> Result<Self, BadReference> {
                let (platform, id) =
                    text.split_once(':').ok_or_else(|| BadReference(text.to_owned()))?;
                let id = id.strip_prefix("user:").or(id.strip_prefix("room:")).unwrap_or(id);
                if platform.is_empty() || id.is_empty() {
                    return Err(BadReference(text.to_owned()));
                }
                Ok(Self::new(platform, id))
            }
        }
    )* };
}

reference! {
    /// Someone's account on a platform.
    AccountRef,
    /// A room of a platform: a Discord channel, a Matrix room, a practice room.
    RoomRef,
}

/// A message's id on its platform; unique within that platform.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RemoteId(pub String);

impl RemoteId {
    /// The id as the platform writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for RemoteId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for RemoteId {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_as_they_are_written() {
        let short: AccountRef = "matrix:@ana:example.org".parse().unwrap();
        let long: AccountRef = "matrix:user:@ana:example.org".parse().unwrap();
        assert_eq!(short, long);
        assert_eq!(short.to_string(), "matrix:@ana:example.org");
        let room: RoomRef = "matrix:!v12withoutserver".parse().unwrap();
        assert_eq!(room.id, "!v12withoutserver");
        assert!("ana".parse::<AccountRef>().is_err());
        assert!("matrix:".parse::<AccountRef>().is_err());
    }
}
