//! Method files by the hash of their text; a round keeps the one it began with.

use super::error::Result;
use super::row::{Cell, Cells, Shape};
use super::tx::{Reader, Tx};

/// A method file that some round began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptScript {
    /// The hash of its text.
    pub hash: String,
    /// The method's name.
    pub name: String,
    /// Its text.
    pub source: String,
}

impl Shape for KeptScript {
    const TABLE: &'static str = "scripts";
    const KEY: &'static str = "hash";

    fn read(row: &impl Cells) -> Cell<Self> {
        Ok(Self { hash: row.text("hash")?, name: row.text("name")?, source: row.text("source")? })
    }
}

impl Reader {
    /// The method file with this hash.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn script(&mut self, hash: &str) -> Result<Option<KeptScript>> {
        one!(self, KeptScript, "SELECT * FROM scripts WHERE hash = $1", hash)
    }
}

impl Tx {
    /// Keeps a method file; nothing happens when it is kept already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_script(&mut self, script: &KeptScript) -> Result<()> {
        change!(
            self,
            "INSERT INTO scripts (hash, name, source) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            script.hash.as_str(),
            script.name.as_str(),
            script.source.as_str(),
        );
        Ok(())
    }
}
