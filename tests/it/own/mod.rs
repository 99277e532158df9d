//! Members own their words: they have them, change every yes, and take all of it away.

mod carried;
mod forget;
mod hundred;
mod mine;

use std::fs;
use std::path::Path;

use samovar::command::exec::{Answered, Exec, exec};
use samovar::domain::ids::AccountRef;

use crate::support::story::Story;

pub const SETUP: &str = "setup --name Garden --zone Europe/Paris --ritual Monday --days mon \
                         --at 09:00";

/// A community with a weekly check-in, at the opening of its first round; the prompt's id.
pub async fn opened(story: &Story) -> String {
    story.command("ana", "kitchen", SETUP).await;
    story.go_to("2026-11-09T08:00:00Z").await;
    story.post("kitchen", "How are you arriving today?").id
}

/// A command in somebody's name, as an operator gives it.
pub async fn tell(story: &Story, account: &str, words: &str) -> Answered {
    let wish = Exec {
        account: AccountRef::new("practice", account),
        room: None,
        community: Some("Garden".to_owned()),
        yes: false,
        words: words.to_owned(),
    };
    let answered = exec(&story.running.house, wish).await.unwrap();
    story.settle().await;
    answered
}

/// A copy of the house's database, as a backup makes it.
pub async fn copied(dir: &Path, to: &Path) {
    use sqlx::Connection;
    let address = format!("sqlite://{}", dir.join("samovar.db").display());
    let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
    sqlx::query("VACUUM INTO $1").bind(to.to_str()).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Puts a copy in the place of the database.
pub fn put_back(dir: &Path, copy: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(dir.join(format!("samovar.db{end}")));
    }
    fs::copy(copy, dir.join("samovar.db")).unwrap();
}
