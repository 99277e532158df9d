//! One-time codes. Only their hashes are here.

use crate::domain::clock::Instant;
use crate::domain::ids::AccountRef;

use super::error::Result;
use super::row::{Cell, Cells, Shape, Wrong, clean, maybe_ms, ms, saved};
use super::tx::{Reader, Tx};

/// A one-time code, hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The hash of the code.
    pub hash: String,
    /// What it is for.
    pub purpose: String,
    /// Who asked for it.
    pub issuer: AccountRef,
    /// What the one who redeems it needs.
    pub data: String,
    /// How often it was tried.
    pub tries: u32,
    /// Until when it can be used.
    pub expires_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

impl Shape for Code {
    const TABLE: &'static str = "codes";
    const KEY: &'static str = "purpose";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self {
            hash: row.text("hash")?,
            purpose: row.text("purpose")?,
            issuer: row.text("issuer")?.parse().map_err(|_| Wrong("issuer"))?,
            data: row.text("data")?,
            tries: row.count("tries")?,
            expires_at: row.instant("expires_at")?,
            used_at: row.maybe_instant("used_at")?,
        })
    }
}

impl Reader {
    /// The code with this hash, used, expired or not.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn code(&mut self, hash: &str) -> Result<Option<Code>> {
        one!(self, Code, "SELECT * FROM codes WHERE hash = $1", hash)
    }
}

impl Tx {
    /// Adds a code; `false` when its hash is known.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_code(&mut self, code: &Code) -> Result<bool> {
        let rows = change!(
            self,
            "INSERT INTO codes (hash, purpose, issuer, data, tries, expires_at, used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            code.hash.as_str(),
            code.purpose.as_str(),
            code.issuer.to_string(),
            clean(&code.data).as_ref(),
            i64::from(code.tries),
            ms(code.expires_at),
            maybe_ms(code.used_at),
        );
        Ok(rows == 1)
    }

    /// Saves how often a code was tried, its data and end, and whether it was used.
    ///
    /// # Errors
    /// When the database refuses, or there is no such code.
    pub async fn save_code(&mut self, code: &Code) -> Result<()> {
        let rows = change!(
            self,
            "UPDATE codes SET data = $2, tries = $3, expires_at = $4, used_at = $5
             WHERE hash = $1",
            code.hash.as_str(),
            clean(&code.data).as_ref(),
            i64::from(code.tries),
            ms(code.expires_at),
            maybe_ms(code.used_at),
        );
        saved(rows, "codes", &code.purpose)
    }
}
