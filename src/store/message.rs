//! What was said in the threads of rounds, written in batches.

use std::sync::LazyLock;

use crate::domain::ids::{AccountRef, PersonId, PlatformName, RemoteId, RoomRef, RoundId};
use crate::domain::message::Message;

use super::error::Result;
use super::row::{Cell, Cells, Shape, json, maybe_clean, maybe_ms, ms, saved};
use super::tx::{Link, Reader, Tx};

/// How many rows one statement of a batch holds. Few sizes, so that each is prepared once; more
/// than a hundred gain nothing on either database.
const BATCHES: [usize; 3] = [100, 10, 1];

/// The inserts of these sizes. Each placeholder with a number costs SQLite a search through all
/// of them, for every value of every batch, so there they have none.
static SQLITE: LazyLock<[String; 3]> =
    LazyLock::new(|| BATCHES.map(|rows| insert(rows, |_| "?".to_owned())));
static POSTGRES: LazyLock<[String; 3]> =
    LazyLock::new(|| BATCHES.map(|rows| insert(rows, |n| format!("${n}"))));

/// The insert of so many rows; nothing but placeholders is put into it.
fn insert(rows: usize, mark: fn(usize) -> String) -> String {
    let row = |row: usize| {
        let marks: Vec<String> = (1..=COLUMNS).map(|n| mark(row * COLUMNS + n)).collect();
        format!("({})", marks.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO messages (platform, remote, room, round, account, person, words, files,
             said_at, edited_at, state)
         VALUES {} ON CONFLICT DO NOTHING",
        rows.join(", ")
    )
}

/// How many values [`insert`] takes for each row.
const COLUMNS: usize = 11;

/// A message's files as they are stored; nothing where there are none, as with most.
fn files(message: &Message) -> Result<Option<String>> {
    (!message.files.is_empty()).then(|| json(&message.files)).transpose()
}

impl Shape for Message {
    const TABLE: &'static str = "messages";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        let platform = row.platform()?;
        Ok(Self {
            room: RoomRef::new(platform.clone(), row.text("room")?),
            remote: row.remote()?,
            round: row.id("round")?,
            account: AccountRef::new(platform, row.text("account")?),
            person: row.id("person")?,
            text: row.maybe_text("words")?,
            files: row.maybe_json("files")?.unwrap_or_default(),
            at: row.instant("said_at")?,
            edited_at: row.maybe_instant("edited_at")?,
            state: row.word("state")?,
        })
    }
}

impl Reader {
    /// A message by its id on its platform.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn message(
        &mut self,
        platform: &PlatformName,
        remote: &RemoteId,
    ) -> Result<Option<Message>> {
        one!(
            self,
            Message,
            "SELECT * FROM messages WHERE platform = $1 AND remote = $2",
            platform.as_str(),
            remote.as_str(),
        )
    }

    /// What was said in a round's threads, in order of time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn messages(&mut self, round: &RoundId) -> Result<Vec<Message>> {
        all!(
            self,
            Message,
            "SELECT * FROM messages WHERE round = $1 ORDER BY said_at, platform, remote",
            round.as_str(),
        )
    }

    /// The messages of a round that were said in a room and still stand.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn messages_in(&mut self, round: &RoundId, room: &RoomRef) -> Result<Vec<RemoteId>> {
        let ids: Vec<String> = run!(self, |conn| sqlx::query_scalar(
            "SELECT remote FROM messages
             WHERE round = $1 AND platform = $2 AND room = $3 AND state <> 'gone'
             ORDER BY said_at, remote"
        )
        .bind(round.as_str())
        .bind(room.platform.as_str())
        .bind(room.id.as_str())
        .fetch_all(conn)
        .await?);
        Ok(ids.into_iter().map(RemoteId).collect())
    }

    /// What one person said in threads of rounds, in order of time.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn messages_by(&mut self, person: &PersonId) -> Result<Vec<Message>> {
        all!(
            self,
            Message,
            "SELECT * FROM messages WHERE person = $1 ORDER BY said_at, platform, remote",
            person.as_str(),
        )
    }
}

impl Tx {
    /// Adds a message; `false` when it is known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_message(&mut self, message: &Message) -> Result<bool> {
        Ok(self.add_messages(std::slice::from_ref(message)).await? == 1)
    }

    /// Adds messages and says how many were new; those that are known stay as they are.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_messages(&mut self, messages: &[Message]) -> Result<u64> {
        let mut rest = messages;
        let mut added = 0;
        let inserts: &'static [String; 3] = match self.link {
            Link::Sqlite(_) => &SQLITE,
            Link::Postgres(_) => &POSTGRES,
        };
        for (size, insert) in BATCHES.iter().zip(inserts) {
            while let Some((batch, later)) = rest.split_at_checked(*size) {
                added += self.add_batch(insert, batch).await?;
                rest = later;
            }
        }
        Ok(added)
    }

    async fn add_batch(&mut self, insert: &'static str, batch: &[Message]) -> Result<u64> {
        let files: Vec<Option<String>> = batch.iter().map(files).collect::<Result<_>>()?;
        run!(self, |conn| {
            let mut query = sqlx::query(insert);
            for (one, files) in batch.iter().zip(files) {
                query = query
                    .bind(one.room.platform.as_str())
                    .bind(one.remote.as_str())
                    .bind(one.room.id.as_str())
                    .bind(one.round.as_str())
                    .bind(one.account.id.as_str())
                    .bind(one.person.as_str())
                    .bind(maybe_clean(one.text.as_deref()))
                    .bind(files)
                    .bind(ms(one.at))
                    .bind(maybe_ms(one.edited_at))
                    .bind(one.state.as_str());
            }
            Ok(query.execute(conn).await?.rows_affected())
        })
    }

    /// Saves what may change in a message: its words and files, when it was edited, whether it stands.
    ///
    /// # Errors
    /// When the database refuses, or there is no such message.
    pub async fn save_message(&mut self, message: &Message) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE messages SET words = $3, edited_at = $4, state = $5, round = $6, files = $7
             WHERE platform = $1 AND remote = $2",
            message.room.platform.as_str(),
            message.remote.as_str(),
            maybe_clean(message.text.as_deref()),
            maybe_ms(message.edited_at),
            message.state.as_str(),
            message.round.as_str(),
            files(message)?,
        );
        saved(rows, "messages", message.remote.as_str())
    }
}
