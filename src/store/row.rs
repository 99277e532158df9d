//! From rows to domain values and back: one reading of a column for both databases.

use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

use chrono_tz::Tz;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::domain::clock::{self, Instant};
use crate::domain::ids::{AccountRef, PlatformName, RemoteId, RoomRef};

use super::error::{Result, StoreError};

/// The column that doesn't read as it should.
pub(super) struct Wrong(pub(super) &'static str);

/// What is read from one column.
pub(super) type Cell<T> = std::result::Result<T, Wrong>;

/// A row of either database.
pub(super) trait Cells {
    fn text(&self, column: &'static str) -> Cell<String>;
    fn maybe_text(&self, column: &'static str) -> Cell<Option<String>>;
    fn int(&self, column: &'static str) -> Cell<i64>;
    fn maybe_int(&self, column: &'static str) -> Cell<Option<i64>>;
    fn flag(&self, column: &'static str) -> Cell<bool>;

    /// One of our own ids.
    fn id<T: From<String>>(&self, column: &'static str) -> Cell<T> {
        self.text(column).map(T::from)
    }

    fn maybe_id<T: From<String>>(&self, column: &'static str) -> Cell<Option<T>> {
        Ok(self.maybe_text(column)?.map(T::from))
    }

    fn instant(&self, column: &'static str) -> Cell<Instant> {
        self.int(column).map(clock::instant)
    }

    fn maybe_instant(&self, column: &'static str) -> Cell<Option<Instant>> {
        Ok(self.maybe_int(column)?.map(clock::instant))
    }

    fn count(&self, column: &'static str) -> Cell<u32> {
        u32::try_from(self.int(column)?).map_err(|_| Wrong(column))
    }

    /// A reference that is stored as it is written.
    fn maybe_parsed<T: FromStr>(&self, column: &'static str) -> Cell<Option<T>> {
        let text = self.maybe_text(column)?;
        text.map(|text| text.parse().map_err(|_| Wrong(column))).transpose()
    }

    /// The account in the columns `platform` and `remote`, where there is one.
    fn maybe_account(&self) -> Cell<Option<AccountRef>> {
        let (platform, remote) = (self.maybe_text("platform")?, self.maybe_text("remote")?);
        let both = platform.zip(remote);
        Ok(both.map(|(platform, remote)| AccountRef::new(platform.as_str(), remote)))
    }

    /// A span, stored in milliseconds.
    fn span(&self, column: &'static str) -> Cell<Duration> {
        u64::try_from(self.int(column)?).map(Duration::from_millis).map_err(|_| Wrong(column))
    }

    fn maybe_span(&self, column: &'static str) -> Cell<Option<Duration>> {
        match self.maybe_int(column)? {
            Some(_) => self.span(column).map(Some),
            None => Ok(None),
        }
    }

    fn zone(&self, column: &'static str) -> Cell<Tz> {
        self.text(column)?.parse().map_err(|_| Wrong(column))
    }

    /// An enum that is stored as its word.
    fn word<T: for<'de> Deserialize<'de>>(&self, column: &'static str) -> Cell<T> {
        let text = self.text(column)?;
        T::deserialize(StrDeserializer::<WordError>::new(&text)).map_err(|_| Wrong(column))
    }

    fn json<T: DeserializeOwned>(&self, column: &'static str) -> Cell<T> {
        serde_json::from_str(&self.text(column)?).map_err(|_| Wrong(column))
    }

    fn maybe_json<T: DeserializeOwned>(&self, column: &'static str) -> Cell<Option<T>> {
        match self.maybe_text(column)? {
            Some(text) => serde_json::from_str(&text).map(Some).map_err(|_| Wrong(column)),
            None => Ok(None),
        }
    }

    fn platform(&self) -> Cell<PlatformName> {
        Ok(PlatformName::from(self.text("platform")?.as_str()))
    }

    fn remote(&self) -> Cell<RemoteId> {
        self.id("remote")
    }

    /// The account in the columns `platform` and `remote`.
    fn account(&self) -> Cell<AccountRef> {
        Ok(AccountRef::new(self.platform()?, self.text("remote")?))
    }

    /// The room in the columns `platform` and `remote`.
    fn room(&self) -> Cell<RoomRef> {
        Ok(RoomRef::new(self.platform()?, self.text("remote")?))
    }
}

macro_rules! cells {
    ($($row:ty),*) => { $(
        impl Cells for $row {
            fn text(&self, column: &'static str) -> Cell<String> {
                self.try_get(column).map_err(|_| Wrong(column))
            }
            fn maybe_text(&self, column: &'static str) -> Cell<Option<String>> {
                self.try_get(column).map_err(|_| Wrong(column))
            }
            fn int(&self, column: &'static str) -> Cell<i64> {
                self.try_get(column).map_err(|_| Wrong(column))
            }
            fn maybe_int(&self, column: &'static str) -> Cell<Option<i64>> {
                self.try_get(column).map_err(|_| Wrong(column))
            }
            fn flag(&self, column: &'static str) -> Cell<bool> {
                self.try_get(column).map_err(|_| Wrong(column))
            }
        }
    )* };
}
cells!(SqliteRow, PgRow);

/// A value that is read from one row.
pub(super) trait Shape: Sized {
    /// The table, for errors.
    const TABLE: &'static str;
    /// The column that names the row, for errors; never one that holds words.
    const KEY: &'static str;
    fn read(row: &impl Cells) -> Cell<Self>;
}

/// Reads a row; an unreadable one is named by table, column and id, never by its content.
pub(super) fn read<S: Shape>(row: &impl Cells) -> Result<S> {
    S::read(row).map_err(|Wrong(column)| StoreError::Inconsistent {
        table: S::TABLE,
        column,
        row: row.text(S::KEY).unwrap_or_else(|_| "?".to_owned()),
    })
}

pub(super) fn ms(at: Instant) -> i64 {
    at.timestamp_millis()
}

pub(super) fn maybe_ms(at: Option<Instant>) -> Option<i64> {
    at.map(ms)
}

pub(super) fn span(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

pub(super) fn maybe_json<T: Serialize>(value: Option<&T>) -> Result<Option<String>> {
    value.map(json).transpose()
}

/// An enum as its word: its JSON without the quotes.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String> {
    Ok(json(value)?.trim_matches('"').to_owned())
}

/// Text that both databases can hold: PostgreSQL refuses NUL, so neither keeps it.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

pub(super) fn maybe_clean(text: Option<&str>) -> Option<String> {
    text.map(|text| clean(text).into_owned())
}

/// A name as it is compared: without case.
pub(super) fn fold(name: &str) -> String {
    clean(name).to_lowercase()
}

/// A limit as SQL takes it.
pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Exactly one row was there to be saved.
pub(super) fn saved(rows: u64, table: &'static str, row: &str) -> Result<()> {
    if rows == 0 {
        return Err(StoreError::Missing { table, row: row.to_owned() });
    }
    Ok(())
}
