//! Threads as the convenors' page lists and shows them: by key, never by offset, each list a walk
//! along one index (`migrations/…_sessions.sql` has them).
//!
//! Conditions that must not choose the index stand behind an `OR`; an empty text is no condition.

use crate::domain::clock::{self, Instant};
use crate::domain::ids::{CircleId, CommunityId, PlatformName, RemoteId, RitualId, RoundId};
use crate::domain::member::Account;
use crate::domain::message::Message;
use crate::domain::round::{Curation, Round};

use super::error::Result;
use super::row::{Cell, Cells, Shape, limit, maybe_ms, ms};
use super::tx::Reader;

/// Which threads of a community are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The community.
    pub community: CommunityId,
    /// Of this circle only.
    pub circle: Option<CircleId>,
    /// Of this ritual only.
    pub ritual: Option<RitualId>,
    /// With this topic only.
    pub topic: Option<String>,
    /// This far only.
    pub curation: Option<Curation>,
    /// Due at or after this.
    pub from: Option<Instant>,
    /// Due before this.
    pub to: Option<Instant>,
    /// Older than this one.
    pub before: Option<(Instant, RoundId)>,
    /// At most so many.
    pub most: usize,
}

/// A thread in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The round it is of.
    pub round: Round,
    /// How many people took part in it.
    pub people: u32,
    /// How many messages it has.
    pub messages: u32,
}

impl Shape for Listed {
    const TABLE: &'static str = "rounds";
    const KEY: &'static str = "id";

    fn read(row: &impl Cells) -> Cell<Self> {
        let (people, messages) = (row.count("people")?, row.count("messages")?);
        Ok(Self { round: Round::read(row)?, people, messages })
    }
}

/// A message with the name its author goes by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The message.
    pub message: Message,
    /// The name, where the account is known.
    pub name: Option<String>,
}

impl Shape for Spoken {
    const TABLE: &'static str = "messages";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self { message: Message::read(row)?, name: row.maybe_text("name")? })
    }
}

/// The place of a message in its thread.
pub type Place = (Instant, PlatformName, RemoteId);

/// One list's SQL: where it walks, and by what it is led.
macro_rules! listed {
    ($from:literal, $lead:literal, $at:literal, $id:literal) => {
        concat!(
            "SELECT r.*,
                 (SELECT COUNT(DISTINCT c.person) FROM contributions c
                  WHERE c.round = r.id) AS people,
                 (SELECT COUNT(*) FROM messages m WHERE m.round = r.id) AS messages
             FROM ",
            $from,
            " WHERE ",
            $lead,
            "
                 AND r.opened_at IS NOT NULL
                 AND ($1 = '' OR r.community = $1) AND ($2 = '' OR r.circle = $2)
                 AND ($3 = '' OR r.ritual = $3) AND ($4 = '' OR r.curation = $4)
                 AND ",
            $at,
            " >= $5 AND ",
            $at,
            " < $6
                 AND (",
            $at,
            ", ",
            $id,
            ") < ($7, $8)
             ORDER BY ",
            $at,
            " DESC, ",
            $id,
            " DESC LIMIT $9"
        )
    };
    ($lead:literal) => {
        listed!("rounds r", $lead, "r.due_at", "r.id")
    };
}

/// Runs a list with what is wanted of it.
macro_rules! walk {
    ($reader:expr, $wanted:expr, $sql:expr $(, $more:expr)?) => {{
        let (at, id) = key($wanted.before.as_ref());
        all!(
            $reader,
            Listed,
            $sql,
            $wanted.community.as_str(),
            $wanted.circle.as_ref().map_or("", CircleId::as_str),
            $wanted.ritual.as_ref().map_or("", RitualId::as_str),
            $wanted.curation.map_or("", Curation::as_str),
            maybe_ms($wanted.from).unwrap_or(i64::MIN),
            maybe_ms($wanted.to).unwrap_or(i64::MAX),
            at,
            id,
            limit($wanted.most),
            $($more,)?
        )
    }};
}

/// Where a list goes on; the first page begins after everything.
fn key(before: Option<&(Instant, RoundId)>) -> (i64, &str) {
    before.map_or((i64::MAX, ""), |(at, id)| (ms(*at), id.as_str()))
}

impl Reader {
    /// The threads that are wanted, the newest first. Slots that were skipped are no threads.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn threads(&mut self, wanted: &Wanted) -> Result<Vec<Listed>> {
        if let Some(topic) = &wanted.topic {
            return self.threads_about(wanted, topic).await;
        }
        match (wanted.ritual.is_some(), wanted.circle.is_some(), wanted.curation.is_some()) {
            (true, _, true) => {
                walk!(self, wanted, listed!("r.ritual = $3 AND r.curation = $4"))
            }
            (true, _, false) => walk!(self, wanted, listed!("r.ritual = $3")),
            (_, true, true) => {
                walk!(self, wanted, listed!("r.circle = $2 AND r.curation = $4"))
            }
            (_, true, false) => walk!(self, wanted, listed!("r.circle = $2")),
            (_, _, true) => {
                walk!(self, wanted, listed!("r.community = $1 AND r.curation = $4"))
            }
            (_, _, false) => walk!(self, wanted, listed!("r.community = $1")),
        }
    }

    async fn threads_about(&mut self, wanted: &Wanted, topic: &str) -> Result<Vec<Listed>> {
        walk!(
            self,
            wanted,
            listed!(
                "round_topics t JOIN rounds r ON r.id = t.round",
                "t.community = $1 AND t.topic = $10",
                "t.due_at",
                "t.round"
            ),
            topic
        )
    }

    /// When a community's oldest thread was due.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn first_thread(&mut self, community: &CommunityId) -> Result<Option<Instant>> {
        let oldest = value!(
            self,
            Option<i64>,
            "SELECT MIN(due_at) FROM rounds WHERE community = $1",
            community.as_str(),
        );
        Ok(oldest.map(clock::instant))
    }

    /// The rounds of a community that were due from one instant until before another, in order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn rounds_between(
        &mut self,
        community: &CommunityId,
        from: Instant,
        to: Instant,
    ) -> Result<Vec<Round>> {
        all!(
            self,
            Round,
            "SELECT * FROM rounds WHERE community = $1 AND due_at >= $2 AND due_at < $3
             ORDER BY due_at, id",
            community.as_str(),
            ms(from),
            ms(to),
        )
    }

    /// What was said in a round's threads after a place, in order of time, at most so many.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn spoken(
        &mut self,
        round: &RoundId,
        after: Option<&Place>,
        most: usize,
    ) -> Result<Vec<Spoken>> {
        let (at, platform, remote) = after.map_or((i64::MIN, "", ""), |(at, platform, remote)| {
            (ms(*at), platform.as_str(), remote.as_str())
        });
        all!(
            self,
            Spoken,
            "SELECT m.*, a.name FROM messages m
             LEFT JOIN accounts a ON a.platform = m.platform AND a.remote = m.account
             WHERE m.round = $1 AND m.said_at >= $2
                 AND (m.said_at, m.platform, m.remote) > ($2, $3, $4)
             ORDER BY m.said_at, m.platform, m.remote LIMIT $5",
            round.as_str(),
            at,
            platform,
            remote,
            limit(most),
        )
    }

    /// The messages of a round's threads that came with files, in order of time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn messages_with_files(&mut self, round: &RoundId) -> Result<Vec<Message>> {
        all!(
            self,
            Message,
            "SELECT * FROM messages WHERE round = $1 AND files IS NOT NULL
             ORDER BY said_at, platform, remote",
            round.as_str(),
        )
    }

    /// The accounts with which something was given to a round.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn givers(&mut self, round: &RoundId) -> Result<Vec<Account>> {
        all!(
            self,
            Account,
            "SELECT DISTINCT a.* FROM contributions c
             JOIN accounts a ON a.platform = c.platform AND a.remote = c.remote
             WHERE c.round = $1 ORDER BY a.platform, a.remote",
            round.as_str(),
        )
    }
}
