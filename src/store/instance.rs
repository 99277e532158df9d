//! Who serves this database: a fenced lease. And small facts about the install, by name.
//!
//! A lease is three things at once. A lock file in the data folder, which the operating system
//! frees when its holder dies, so a process that was killed is replaced at once. A row with an end
//! in real time, which keeps a second machine away from a shared PostgreSQL. A fence, a number
//! that grows with each holder: every transaction of a serving process compares it under the
//! write lock, and the end with its own clock, so that a holder that slept past its lease is
//! refused before it writes. If nobody took its place it may renew the lease and go on.

use std::fs::{File, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use crate::domain::clock::{Clock, Instant, instant};

use super::error::{Result, StoreError};
use super::row::{Cell, Cells, Shape, clean, ms, span};
use super::tx::{Fence, Reader, Store, Tx};

/// The right to serve a database for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Who holds it: the same after a restart in the same place, another elsewhere.
    pub holder: String,
    /// Grows with each holder.
    pub fence: i64,
    /// Until when, in real time, unless it is renewed.
    pub until: Instant,
}

impl Shape for Lease {
    const TABLE: &'static str = "instance";
    const KEY: &'static str = "name";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            holder: row.text("holder")?,
            fence: row.int("fence")?,
            until: row.instant("until")?,
        })
    }
}

impl Store {
    /// Who this process is to the lease: the host and the data folder.
    #[must_use]
    pub fn holder(&self) -> String {
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let dir = self.data_dir.canonicalize().unwrap_or_else(|_| self.data_dir.clone());
        format!("{}:{}", host.trim(), dir.display())
    }

    /// Takes the lease for `holder` ([`Store::holder`]) until `now + ttl` and bumps the fence.
    /// The holder of a live lease that died gets it back at once: it alone can have the lock file.
    ///
    /// # Errors
    /// [`StoreError::Held`] while another process has it.
    pub async fn take_lease(&self, holder: &str, now: Instant, ttl: Duration) -> Result<Lease> {
        self.take_seat(holder)?;
        let mut tx = self.begin_unfenced().await?;
        let before = tx.lease().await?;
        if let Some(other) = before.as_ref().filter(|one| one.until > now && one.holder != holder) {
            return Err(StoreError::Held { by: other.holder.clone() });
        }
        let fence = before.map_or(1, |one| one.fence.saturating_add(1));
        let lease = Lease { holder: holder.to_owned(), fence, until: now + ttl };
        tx.write_lease(&lease).await?;
        tx.commit().await?;
        Ok(lease)
    }

    /// This store with every later transaction checked against the lease; `real` is real time.
    #[must_use]
    pub fn fenced(&self, fence: i64, real: Arc<dyn Clock>) -> Self {
        Self { fence: Some(Fence { number: fence, real }), ..self.clone() }
    }

    /// Makes the lease last until `now + ttl`. One that ran out is renewed as well while nobody
    /// else took it: the fence says so, and nothing was written meanwhile. So a database that was
    /// away for longer than a lease needs no restart.
    ///
    /// # Errors
    /// [`StoreError::Fenced`] when it was taken or given back: the process has to stop.
    pub async fn renew_lease(&self, fence: i64, now: Instant, ttl: Duration) -> Result<Instant> {
        let mut tx = self.begin_unfenced().await?;
        match tx.lease().await? {
            Some(lease) if lease.fence == fence && lease.until > instant(0) => {}
            _ => return Err(StoreError::Fenced),
        }
        change!(
            tx,
            "UPDATE instance SET until = $1 WHERE name = 'house'",
            ms(now).saturating_add(span(ttl))
        );
        tx.commit().await?;
        Ok(now + ttl)
    }

    /// Gives the lease back, so that the next process needn't wait. Nothing happens if it was
    /// already taken by another.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn release_lease(&self, fence: i64) -> Result<()> {
        let mut tx = self.begin_unfenced().await?;
        change!(tx, "UPDATE instance SET until = 0 WHERE name = 'house' AND fence = $1", fence);
        tx.commit().await?;
        *self.seat.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    /// Locks the data folder for this process, or says that another has it.
    pub(super) fn take_seat(&self, holder: &str) -> Result<()> {
        let mut seat = self.seat.lock().unwrap_or_else(PoisonError::into_inner);
        if seat.is_none() {
            *seat = Some(lock(&self.data_dir.join("serve.lock"), holder)?);
        }
        Ok(())
    }
}

fn lock(path: &Path, holder: &str) -> Result<File> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|fault| StoreError::file(path, fault))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Held { by: holder.to_owned() }),
        Err(TryLockError::Error(fault)) => Err(StoreError::file(path, fault)),
    }
}

impl Reader {
    /// The lease as it was last written, live or over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn lease(&mut self) -> Result<Option<Lease>> {
        one!(self, Lease, "SELECT name, holder, fence, until FROM instance WHERE name = 'house'")
    }

    /// A small fact about this install.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn setting(&mut self, name: &str) -> Result<Option<String>> {
        Ok(run!(self, |conn| sqlx::query_scalar("SELECT value FROM settings WHERE name = $1")
            .bind(name)
            .fetch_optional(conn)
            .await?))
    }
}

impl Tx {
    /// Sets a small fact about this install.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_setting(&mut self, name: &str, value: &str) -> Result<()> {
        change!(
            self,
            "INSERT INTO settings (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            clean(value).as_ref(),
        );
        Ok(())
    }

    pub(super) async fn check_fence(&mut self, fence: i64, now: Instant) -> Result<()> {
        match self.lease().await? {
            Some(lease) if lease.fence == fence && now < lease.until => Ok(()),
            Some(lease) if lease.fence == fence && lease.until > instant(0) => {
                Err(StoreError::Lapsed)
            }
            _ => Err(StoreError::Fenced),
        }
    }

    async fn write_lease(&mut self, lease: &Lease) -> Result<()> {
        change!(
            self,
            "INSERT INTO instance (name, holder, fence, until) VALUES ('house', $1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET
                 holder = excluded.holder, fence = excluded.fence, until = excluded.until",
            lease.holder.as_str(),
            lease.fence,
            ms(lease.until),
        );
        Ok(())
    }
}
