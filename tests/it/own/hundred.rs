//! A hundred members who are forgotten: no byte of their words is left, on either database, and
//! nothing brings them back: neither history that is read again nor an earlier copy.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use samovar::domain::clock::Instant;
use samovar::domain::file::FileRef;
use samovar::domain::ids::{AccountRef, RemoteId, RoomRef};
use samovar::platform::{Author, Incoming, Said};

use super::{copied, opened, put_back, tell};
use crate::support::store::{Place, postgres_place};
use crate::support::story::Story;

const MEMBERS: usize = 100;

/// On PostgreSQL fewer show the same: what differs there is the database.
const SOME: usize = 30;

/// In everything that they say.
const MARK: &str = "Quincewords";

fn member(n: usize) -> String {
    format!("member{n:03}")
}

/// A message in the thread, as a platform tells it.
fn said(n: usize, root: &str, id: &str, at: Instant, past: bool) -> Incoming {
    let account = AccountRef::new("practice", member(n));
    Incoming::Said(Said {
        room: RoomRef::new("practice", "kitchen"),
        direct: false,
        id: RemoteId(format!("x{n}-{id}")),
        by: Author { account, name: format!("Nomen{n}"), bot: false, ours: false },
        text: format!("{MARK} {id} {n} é 🍵"),
        files: vec![FileRef::new(&format!("{MARK}-{id}-{n}.pdf"), "application/pdf", Some(9), "0")],
        at,
        thread: Some(RemoteId::from(root)),
        reply_to: None,
        addressed: None,
        key: None,
        cursor: None,
        past,
    })
}

async fn happens(story: &Story, events: Vec<Incoming>) {
    let inbox = story.running.flow.inbox();
    for some in events.chunks(40) {
        for event in some {
            inbox.send(event.clone()).await.unwrap();
        }
        story.settle().await;
    }
}

/// Everybody's answer and a word beside it, in the thread.
fn history(members: usize, root: &str, at: Instant, past: bool) -> Vec<Incoming> {
    let all = 0..members;
    let words = |n| ["answer", "talk"].map(|id| said(n, root, id, at, past));
    all.flat_map(words).collect()
}

/// A round with a hundred answers, and all else that members can give.
async fn lived(story: &Story, members: usize) -> (String, Instant) {
    let prompt = opened(story).await;
    for n in 0..members {
        tell_quick(story, n, "me consent --words yes").await;
        if n % 3 == 0 {
            tell_quick(story, n, &format!("ritual suggest {MARK} suggestion {n}")).await;
        }
        if n % 4 == 0 {
            let words = format!("challenge share {MARK} challenge {n} --anonymous");
            tell_quick(story, n, &words).await;
        }
    }
    let at = story.now();
    happens(story, history(members, &prompt, at, false)).await;
    tell_quick(story, 1, &format!("answer {MARK} private --private --mood 1")).await;
    story.submit("ben", "kitchen", &prompt, &[("text", "Ben stays")]).await;
    (prompt, at)
}

async fn tell_quick(story: &Story, n: usize, words: &str) {
    let wish = samovar::command::exec::Exec {
        account: AccountRef::new("practice", member(n)),
        room: Some(RoomRef::new("practice", "kitchen")),
        community: None,
        yes: true,
        words: words.to_owned(),
    };
    let answered = samovar::command::exec::exec(&story.running.house, wish).await.unwrap();
    assert!(answered.ok, "{words}: {answered:?}");
}

/// What the bot says in the rooms and to convenors.
fn shown(story: &Story) -> String {
    let mut all = story.room("kitchen");
    all.extend(story.private("ana"));
    all.into_iter().filter(|seen| seen.bot).map(|seen| seen.text).collect()
}

/// No file under the folder has the mark or a name in it; the practice rooms' own history is the
/// platform's.
fn no_byte(dir: &Path, also: &[&str]) {
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("practice") && !path.ends_with("earlier") {
                no_byte(&path, also);
            }
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for words in [MARK, "Nomen", "member0"].iter().chain(also) {
            let found = bytes.windows(words.len()).any(|part| part == words.as_bytes());
            assert!(!found, "{words} in {}", path.display());
        }
    }
}

/// Whether a file of this folder has these words in it.
fn holds(dir: &Path, words: &str) -> bool {
    fs::read_dir(dir).unwrap().map(Result::unwrap).any(|entry| {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        bytes.windows(words.len()).any(|part| part == words.as_bytes())
    })
}

async fn forget_all(story: &Story, members: usize) {
    for n in 0..members {
        tell_quick(story, n, "me forget").await;
    }
    story.settle().await;
}

async fn exported(story: &Story, to: &str) {
    let wish =
        samovar::export::Wish { out: story.dir().join(to), community: None, with_private: true };
    samovar::export::export(&story.running.house, &wish).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_a_hundred_members_is_left() {
    let story = Story::begin().await;
    let (prompt, at) = lived(&story, MEMBERS).await;
    story.advance(TimeDelta::hours(24)).await;
    assert_eq!(shown(&story).matches(&format!("{MARK} answer")).count(), MEMBERS - 1);
    let earlier = story.dir().join("earlier");
    fs::create_dir(&earlier).unwrap();
    let copy = earlier.join("samovar.db");
    copied(story.dir(), &copy).await;
    assert!(fs::read(&copy).unwrap().windows(MARK.len()).any(|part| part == MARK.as_bytes()));

    forget_all(&story, MEMBERS).await;
    assert!(!shown(&story).contains(MARK), "{}", shown(&story));
    assert!(shown(&story).contains("Ben stays"));
    exported(&story, "exported").await;
    no_byte(story.dir(), &[]);

    // Its history is read again, whole.
    happens(&story, history(MEMBERS, &prompt, at, true)).await;
    exported(&story, "exported").await;
    no_byte(story.dir(), &[]);

    // The earlier copy is put back.
    let story = story
        .restart_after(async |dir: &Path| {
            put_back(dir, &copy);
        })
        .await;
    happens(&story, history(MEMBERS, &prompt, at, true)).await;
    story.advance(TimeDelta::hours(2)).await;
    assert!(!shown(&story).contains(MARK), "{}", shown(&story));
    assert!(shown(&story).contains("Ben stays"));
    exported(&story, "exported").await;
    no_byte(story.dir(), &[]);
    let all = tell(&story, &member(7), "me export").await;
    assert_eq!(all.data["communities"], serde_json::json!([]), "they begin anew");
}

/// Every row of every table, as text.
async fn rows(place: &Place) -> String {
    let tables = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'";
    let mut all = String::new();
    for table in place.texts(tables).await {
        all.extend(place.texts(&format!("SELECT CAST({table} AS TEXT) FROM {table}")).await);
    }
    all
}

fn gone(rows: &str) -> bool {
    [MARK, "Nomen", "member0"].iter().all(|words| !rows.contains(words))
}

/// The files of this database, as the server has them after a checkpoint.
async fn server_files(place: &Place) -> PathBuf {
    place.execute("CHECKPOINT").await;
    let of = "SELECT current_setting('data_directory') || '/base/' || oid
         FROM pg_database WHERE datname = current_database()";
    PathBuf::from(place.texts(of).await.remove(0))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_members_is_left_on_postgres() {
    let place = postgres_place().await;
    let story = Story::begin_on(Some(place.address()), "2026-11-02T08:00:00Z").await;
    let (prompt, at) = lived(&story, SOME).await;
    story.advance(TimeDelta::hours(24)).await;
    assert!(rows(&place).await.contains(MARK));
    // The server looks through the tables now and then, for its planner.
    place.execute("ANALYZE").await;
    let samples = "SELECT concat_ws(' ', most_common_vals, histogram_bounds) FROM pg_stats
         WHERE schemaname = 'public'";
    assert!(gone(&place.texts(samples).await.concat()), "it keeps samples of their words");
    let files = server_files(&place).await;
    assert!(holds(&files, MARK) && holds(&files, "Nomen"), "what is searched can be found");
    // As compose.yaml has it: segments of the log go once nothing needs them any more.
    place.execute("ALTER SYSTEM SET wal_recycle = off").await;
    place.execute("SELECT pg_reload_conf()").await;
    forget_all(&story, SOME).await;
    server_files(&place).await;
    no_byte(&files, &[]);
    let log = files.parent().and_then(Path::parent).unwrap().join("pg_wal");
    no_byte(&log, &[]);
    assert!(gone(&rows(&place).await));
    assert!(!shown(&story).contains(MARK));
    happens(&story, history(SOME, &prompt, at, true)).await;
    assert!(gone(&rows(&place).await));
    exported(&story, "exported").await;
    no_byte(story.dir(), &[]);
}
