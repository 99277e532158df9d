//! Forgetting a person: their rows go, a tombstone stays, here and in a file outside the database,
//! so that neither history that is read again nor an earlier copy brings anything back.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::domain::clock::{self, Instant};
use crate::domain::erasure::Erasure;
use crate::domain::ids::{AccountRef, PersonId, PlatformName};

use super::error::{Result, StoreError};
use super::row::{Cell, Cells, Shape, json, ms};
use super::tx::{Reader, Store, Tx};

/// The list of erasures beside the database, in the data folder.
const FILE: &str = "erasures.jsonl";

impl Shape for Erasure {
    const TABLE: &'static str = "erasures";
    const KEY: &'static str = "account";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            account: row.text("account")?,
            at: row.instant("erased_at")?,
            events: row.json("events")?,
        })
    }
}

/// An account's reference, as it is read.
struct Known(AccountRef);

impl Shape for Known {
    const TABLE: &'static str = "accounts";
    const KEY: &'static str = "remote";

    fn read(row: &impl Cells) -> Cell<Self> {
        row.account().map(Self)
    }
}

impl Store {
    /// The file in which erasures are listed outside the database. It belongs beside a backup, not
    /// into it.
    #[must_use]
    pub fn erasures_file(&self) -> PathBuf {
        self.data_dir.join(FILE)
    }

    /// The erasures that the file lists, the latest of each account. A last line that was cut off
    /// by a crash is passed over: its row is in the database and is listed again.
    ///
    /// # Errors
    /// When the file is there and can't be read, or holds a line that is no erasure.
    pub fn listed_erasures(&self) -> Result<Vec<Erasure>> {
        Self::erasures_in(&self.erasures_file())
    }

    /// The same of a list that lies elsewhere.
    ///
    /// # Errors
    /// When the file is there and can't be read, or holds a line that is no erasure.
    pub fn erasures_in(path: &Path) -> Result<Vec<Erasure>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(fault) => return Err(StoreError::file(path, fault)),
        };
        let mut listed: BTreeMap<String, Erasure> = BTreeMap::new();
        for line in text.split_inclusive('\n').filter(|line| !line.trim().is_empty()) {
            match serde_json::from_str::<Erasure>(line) {
                Ok(one) => {
                    let before = listed.remove(&one.account);
                    listed.insert(one.account.clone(), one.after(before));
                }
                Err(_) if !line.ends_with('\n') => {}
                Err(fault) => return Err(StoreError::file(path, fault.into())),
            }
        }
        Ok(listed.into_values().collect())
    }

    /// Takes over a list that was kept elsewhere, where there is none yet.
    ///
    /// # Errors
    /// When there is one here already, or it can't be written.
    pub fn take_erasures(&self, from: &[Erasure]) -> Result<()> {
        let path = self.erasures_file();
        if path.exists() {
            return Err(StoreError::Unfit(format!("{} is there already", path.display())));
        }
        self.append_erasures(from)
    }

    /// Lists in the file what the database knows and the file does not.
    ///
    /// # Errors
    /// When the database can't be read or the file can't be written.
    pub async fn list_erasures(&self) -> Result<()> {
        let known = self.read().await?.erasures().await?;
        let listed = self.listed_erasures()?;
        let missing: Vec<Erasure> = known.into_iter().filter(|one| !listed.contains(one)).collect();
        if missing.is_empty() { Ok(()) } else { self.append_erasures(&missing) }
    }

    fn append_erasures(&self, all: &[Erasure]) -> Result<()> {
        let path = self.erasures_file();
        let fault = |fault| StoreError::file(&path, fault);
        let mut lines = String::new();
        for one in all {
            lines.push_str(&json(one)?);
            lines.push('\n');
        }
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(fault)?;
        // A line that a crash cut off is in the database, and goes before the next one is written.
        let text = fs::read(&path).map_err(fault)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if whole < text.len() {
            file.set_len(whole as u64).map_err(fault)?;
        }
        file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)
    }
}

impl Reader {
    /// The tombstone of the account with this hash.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn erasure(&mut self, account: &str) -> Result<Option<Erasure>> {
        one!(self, Erasure, "SELECT * FROM erasures WHERE account = $1", account)
    }

    /// All tombstones, the oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn erasures(&mut self) -> Result<Vec<Erasure>> {
        all!(self, Erasure, "SELECT * FROM erasures ORDER BY erased_at, account")
    }

    /// When somebody was forgotten last.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn newest_erasure(&mut self) -> Result<Option<Instant>> {
        Ok(value!(self, Option<i64>, "SELECT MAX(erased_at) FROM erasures").map(clock::instant))
    }

    /// Every account that was ever met and is not forgotten.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn all_accounts(&mut self) -> Result<Vec<AccountRef>> {
        let known = all!(self, Known, "SELECT platform, remote FROM accounts")?;
        Ok(known.into_iter().map(|Known(at)| at).collect())
    }

    /// The ids of events of a platform that were acted on at or after an instant.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn seen_since(
        &mut self,
        platform: &PlatformName,
        at: Instant,
    ) -> Result<Vec<String>> {
        Ok(run!(self, |conn| sqlx::query_scalar(
            "SELECT remote FROM seen WHERE platform = $1 AND seen_at >= $2"
        )
        .bind(platform.as_str())
        .bind(ms(at))
        .fetch_all(conn)
        .await?))
    }
}

impl Tx {
    /// Sets an account's tombstone, together with one it may have.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_erasure(&mut self, erasure: &Erasure) -> Result<()> {
        let before = self.erasure(&erasure.account).await?;
        let erasure = erasure.clone().after(before);
        change!(
            self,
            "INSERT INTO erasures (account, erased_at, events) VALUES ($1, $2, $3)
             ON CONFLICT (account) DO UPDATE SET erased_at = excluded.erased_at,
                 events = excluded.events",
            erasure.account.as_str(),
            ms(erasure.at),
            json(&erasure.events)?,
        );
        Ok(())
    }

    /// Removes every row that a person gave or that is about them: contributions, messages,
    /// challenges, suggestions, yeses, memberships. Their id stays, with nothing attached to it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn erase_person(&mut self, person: &PersonId) -> Result<()> {
        for sql in [
            "DELETE FROM contributions WHERE person = $1",
            "DELETE FROM messages WHERE person = $1",
            "DELETE FROM challenges WHERE person = $1",
            "DELETE FROM suggestions WHERE person = $1",
            "DELETE FROM reach_outs WHERE person = $1",
            "DELETE FROM members WHERE person = $1",
            "UPDATE people SET zone = NULL, language = NULL, asked_zone = FALSE WHERE id = $1",
        ] {
            change!(self, sql, person.as_str());
        }
        Ok(())
    }

    /// Removes an account: its name, roles, open question, codes, and what the bot said to it
    /// alone. Deeds stay without a name, since they are the community's.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn erase_account(&mut self, account: &AccountRef, unnamed: &str) -> Result<()> {
        let (platform, remote) = (account.platform.as_str(), account.id.as_str());
        for sql in [
            "DELETE FROM sessions WHERE platform = $1 AND remote = $2",
            "DELETE FROM questions WHERE platform = $1 AND remote = $2",
            "DELETE FROM unreadable WHERE platform = $1 AND account = $2",
            "DELETE FROM roles WHERE platform = $1 AND remote = $2",
            "DELETE FROM accounts WHERE platform = $1 AND remote = $2",
        ] {
            change!(self, sql, platform, remote);
        }
        let name = account.to_string();
        let by = serde_json::to_string(account)?;
        change!(
            self,
            "DELETE FROM codes WHERE issuer = $1 OR data LIKE '%' || $2 || '%'",
            name.as_str(),
            by.as_str(),
        );
        change!(self, "UPDATE audit SET actor = $2 WHERE actor = $1", name.as_str(), unnamed);
        change!(
            self,
            "UPDATE audit SET subject = REPLACE(subject, $1, $2)
             WHERE subject = $1 OR subject LIKE '% ' || $1",
            name.as_str(),
            unnamed,
        );
        self.forget_directs(account).await
    }

    /// What the bot said to an account alone, parts and edits first.
    async fn forget_directs(&mut self, account: &AccountRef) -> Result<()> {
        let target = json(&crate::domain::post::Target::Direct(account.clone()))?;
        for sql in [
            "DELETE FROM post_edits WHERE post IN (SELECT id FROM posts WHERE target = $1)",
            "DELETE FROM post_parts WHERE post IN (SELECT id FROM posts WHERE target = $1)",
            "DELETE FROM posts WHERE target = $1",
        ] {
            change!(self, sql, target.as_str());
        }
        Ok(())
    }
}
