//! `[data]`: where everything that Samovar keeps lives.

use std::path::PathBuf;

section! {
    /// Where everything that Samovar keeps lives.
    Data at "data", always true {
        /// The folder for the database, files, backups and the Matrix store.
        dir: PathBuf = PathBuf::from("data") => r#""data""#,
        /// How many backups of each kind (asked for, before a migration) stay under data.dir.
        keep_backups: usize = 5 => "5",
    }
}
