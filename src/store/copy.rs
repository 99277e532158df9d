//! All rows of a PostgreSQL database, out to files and in from them, by its own COPY: no program
//! beside this one, whose version would have to fit the server's, and one snapshot for all tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use futures_util::TryStreamExt as _;
use sqlx::PgConnection;

use super::backup::private_file;
use super::error::{Result, StoreError};
use super::tx::{Link, Reader};

/// The folder of the tables' files in a backup.
const FOLDER: &str = "tables";

/// How much is read from a file at a time.
const CHUNK: usize = 64 * 1024;

/// Every column that holds a value of its own, by table and place; the steps of the schema are in
/// the manifest.
const COLUMNS: &str = "
    SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT)
    FROM information_schema.columns c
    JOIN pg_tables t ON t.schemaname = c.table_schema AND t.tablename = c.table_name
    WHERE c.table_schema = current_schema() AND c.is_generated = 'NEVER'
        AND c.table_name <> '_sqlx_migrations'
    ORDER BY c.table_name, c.ordinal_position";

/// Which table refers to which other.
const REFERENCES: &str = "
    SELECT CAST(a.relname AS TEXT), CAST(b.relname AS TEXT) FROM pg_constraint k
    JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
    JOIN pg_namespace n ON n.oid = k.connamespace
    WHERE k.contype = 'f' AND n.nspname = current_schema() AND a.oid <> b.oid";

/// Writes every table into a file of its own, and says which columns are in it.
pub(super) async fn out(
    reader: &mut Reader,
    folder: &Path,
) -> Result<BTreeMap<String, Vec<String>>> {
    let Link::Postgres(tx) = &mut reader.link else { return Ok(BTreeMap::new()) };
    let folder = folder.join(FOLDER);
    super::open::make_folder(&folder)?;
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in
        sqlx::query_as::<_, (String, String)>(COLUMNS).fetch_all(&mut **tx).await?
    {
        tables.entry(table).or_default().push(column);
    }
    for (table, columns) in &tables {
        let path = file_of(&folder, table);
        let mut file = private_file(&path).map_err(|fault| StoreError::file(&path, fault))?;
        let sql = format!("COPY {} TO STDOUT", named(table, columns));
        let mut rows = tx.copy_out_raw(&sql).await?;
        while let Some(bytes) = rows.try_next().await? {
            file.write_all(&bytes).map_err(|fault| StoreError::file(&path, fault))?;
        }
        file.sync_all().map_err(|fault| StoreError::file(&path, fault))?;
    }
    Ok(tables)
}

/// Reads every table's file in, those first that others refer to.
pub(super) async fn into(
    connection: &mut PgConnection,
    folder: &Path,
    tables: &BTreeMap<String, Vec<String>>,
) -> Result<()> {
    let folder = folder.join(FOLDER);
    let references: Vec<(String, String)> =
        sqlx::query_as(REFERENCES).fetch_all(&mut *connection).await?;
    for table in in_order(tables.keys().cloned().collect(), &references) {
        let Some(columns) = tables.get(&table) else { continue };
        let path = file_of(&folder, &table);
        let mut file = File::open(&path).map_err(|fault| StoreError::file(&path, fault))?;
        let sql = format!("COPY {} FROM STDIN", named(&table, columns));
        let mut rows = connection.copy_in_raw(&sql).await?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = file.read(&mut chunk).map_err(|fault| StoreError::file(&path, fault))?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            rows.send(bytes).await?;
        }
        rows.finish().await?;
    }
    Ok(())
}

fn file_of(folder: &Path, table: &str) -> PathBuf {
    folder.join(format!("{table}.copy"))
}

/// A table with its columns, as SQL names them.
fn named(table: &str, columns: &[String]) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    format!("{} ({})", quoted(table), columns.join(", "))
}

/// The tables so that each comes after those it refers to; a circle of references would be cut
/// anywhere, and the database would say so.
fn in_order(tables: BTreeSet<String>, references: &[(String, String)]) -> Vec<String> {
    let mut left = tables;
    let mut order = Vec::new();
    while let Some(next) = next_of(&left, references) {
        left.remove(&next);
        order.push(next);
    }
    order
}

fn next_of(left: &BTreeSet<String>, references: &[(String, String)]) -> Option<String> {
    let waits = |table: &String| references.iter().any(|(a, b)| a == table && left.contains(b));
    left.iter().find(|table| !waits(table)).or_else(|| left.first()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_after_those_it_refers_to() {
        let text = |word: &str| word.to_owned();
        let tables = ["answers", "people", "rounds"].map(text).into_iter().collect();
        let references =
            [("answers", "rounds"), ("rounds", "people")].map(|(a, b)| (text(a), text(b)));
        assert_eq!(in_order(tables, &references), ["people", "rounds", "answers"]);
    }
}
