//! Messages of practice threads through the gather step, beside raw SQLite writing the same rows:
//! same columns and indexes, same settings, same batches, same machine, same minute. Prints
//! `raw N`, `store N` and `flow N`, rows a second; `scripts/bench` compares them.

use std::sync::Arc;
use std::time::Instant as Stopwatch;

use async_trait::async_trait;
use chrono::{NaiveTime, TimeDelta, Weekday};
use rand::SeedableRng;
use samovar::domain::clock::{Clock, Instant, instant};
use samovar::domain::community::{Charter, Circle, Community, Language, Room, RoomState};
use samovar::domain::ids::{AccountRef, CircleId, CommunityId, PersonId, RitualId, RoomRef};
use samovar::domain::member::Standing;
use samovar::domain::message::{Message, MessageState};
use samovar::domain::post::{Part, PartState};
use samovar::domain::ritual::{Late, Ritual, RitualState};
use samovar::domain::round::Round;
use samovar::domain::schedule::Schedule;
use samovar::flow::due::{self, Opening};
use samovar::flow::event::{Desk, Request};
use samovar::flow::gaps::Gaps;
use samovar::flow::reading::Readings;
use samovar::flow::{Access, Chance, CrashPoints, House, Methods, Platforms, gather};
use samovar::platform::{Author, Incoming, Response, Said};
use samovar::ritual::words::Words;
use samovar::store::{Options, Store};
use samovar::telemetry::Meters;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

// As practice rooms have them: a few threads, six personas.
const THREADS: usize = 4;
const PEOPLE: usize = 6;
const BATCH: usize = gather::BATCH;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let count = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let house = house(folder.path()).await?;
    let rounds = rounds(&house).await?;
    let said: Vec<Said> = (0..count).map(|n| said(n, &rounds)).collect();
    let rows = rows(&house, &rounds, &said).await?;

    report("raw", count, raw(folder.path(), &rows).await?);
    report("store", count, store(&house, &rows).await?);
    report("flow", count, flow(&house, &said).await?);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "figures are what a bench is for")]
fn report(name: &str, count: usize, seconds: f64) {
    println!("{name} {:.0}", f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / seconds);
}

/// Hand-written multi-row inserts into a table of the same shape.
async fn raw(folder: &std::path::Path, rows: &[Message]) -> anyhow::Result<f64> {
    let options = SqliteConnectOptions::new().foreign_keys(false);
    let mut from =
        SqliteConnection::connect_with(&options.clone().filename(folder.join("samovar.db")))
            .await?;
    let shape =
        sqlx::query("SELECT sql FROM sqlite_master WHERE tbl_name = 'messages' AND sql <> ''");
    let shape: Vec<String> =
        shape.fetch_all(&mut from).await?.iter().map(|row| row.get(0)).collect();
    let to = options
        .filename(folder.join("raw.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-16000");
    let mut to = SqliteConnection::connect_with(&to).await?;
    for sql in shape {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut to).await?;
    }
    let insert = format!(
        "INSERT INTO messages VALUES {}",
        vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"; BATCH].join(", ")
    );
    let watch = Stopwatch::now();
    for batch in rows.chunks_exact(BATCH) {
        let mut tx = to.begin_with("BEGIN IMMEDIATE").await?;
        let mut query = sqlx::query(AssertSqlSafe(insert.as_str()));
        for row in batch {
            query = query
                .bind(row.room.platform.as_str())
                .bind(row.remote.as_str())
                .bind(row.room.id.as_str())
                .bind(row.round.as_str())
                .bind(row.account.id.as_str())
                .bind(row.person.as_str())
                .bind(row.text.as_deref())
                .bind(row.at.timestamp_millis())
                .bind(None::<i64>)
                .bind(row.state.as_str());
        }
        query.execute(&mut *tx).await?;
        tx.commit().await?;
    }
    Ok(watch.elapsed().as_secs_f64())
}

/// The same rows through the store alone.
async fn store(house: &House, rows: &[Message]) -> anyhow::Result<f64> {
    let watch = Stopwatch::now();
    for batch in rows.chunks_exact(BATCH) {
        let mut tx = house.store.begin().await?;
        let batch: Vec<Message> = batch.iter().map(beside).collect();
        tx.add_messages(&batch).await?;
        tx.commit().await?;
    }
    Ok(watch.elapsed().as_secs_f64())
}

/// The same row under another id, so that the flow's own are new.
fn beside(row: &Message) -> Message {
    Message { remote: format!("s{}", row.remote).into(), ..row.clone() }
}

/// The same messages as a platform brings them, through the gather step.
async fn flow(house: &House, said: &[Said]) -> anyhow::Result<f64> {
    let desk: Arc<dyn Desk> = Arc::new(NoDesk);
    let watch = Stopwatch::now();
    for batch in said.chunks(BATCH) {
        let events: Vec<Incoming> = batch.iter().cloned().map(Incoming::Said).collect();
        gather::batch(house, &desk, &events).await?;
    }
    let took = watch.elapsed().as_secs_f64();
    let mut reader = house.store.read().await?;
    let last = said.last().map(|one| (one.room.platform.clone(), one.id.clone()));
    if let Some((platform, id)) = last {
        anyhow::ensure!(
            reader.message(&platform, &id).await?.is_some(),
            "the last message is missing"
        );
    }
    Ok(took)
}

struct NoDesk;

#[async_trait]
impl Desk for NoDesk {
    fn is_command(&self, _: &str) -> bool {
        false
    }

    async fn take(&self, _: &House, _: Request) -> anyhow::Result<Option<Response>> {
        Ok(None)
    }
}

struct Still(Instant);

impl Clock for Still {
    fn now(&self) -> Instant {
        self.0
    }
}

async fn house(folder: &std::path::Path) -> anyhow::Result<House> {
    let clock = Arc::new(Still(instant(1_900_000_000_000)));
    let store = Store::open(&Options::in_folder(folder)).await?;
    store.migrate("bench", clock.now()).await?;
    Ok(House {
        store,
        clock: clock.clone(),
        real: clock,
        chance: Chance::new(Box::new(rand::rngs::SmallRng::seed_from_u64(7))),
        platforms: Platforms::default(),
        words: Words::shipped()?,
        methods: Methods::new(None),
        wake: Arc::default(),
        crash: CrashPoints::none(),
        meters: Arc::new(Meters::new()?),
        wellbeing: Arc::default(),
        epoch: None,
        prefix: "!cop".to_owned(),
        access: Access::default(),
        gaps: Gaps::default(),
        readings: Readings::default(),
    })
}

fn room() -> RoomRef {
    RoomRef::new("practice", "kitchen")
}

/// A community with an open round for each thread, each prompt standing, and members who answered
/// in each and said yes to their words being kept: what follows is conversation.
async fn rounds(house: &House) -> anyhow::Result<Vec<Round>> {
    let now = house.now();
    let (community, circle) = (CommunityId::from("c"), CircleId::from("k"));
    let mut tx = house.store.begin().await?;
    tx.add_community(&Community {
        id: community.clone(),
        name: "Bench".to_owned(),
        zone: chrono_tz::UTC,
        language: Language::from("en"),
        charter: Charter::default(),
        keep_days: 365,
        created_at: now,
    })
    .await?;
    tx.add_circle(&Circle {
        id: circle.clone(),
        community: community.clone(),
        name: "all".to_owned(),
    })
    .await?;
    tx.bind_room(&Room {
        at: room(),
        circle: circle.clone(),
        community: community.clone(),
        label: "Kitchen".to_owned(),
        encrypted: false,
        language: None,
        state: RoomState::Open,
        bound_at: now,
    })
    .await?;
    for who in 0..PEOPLE {
        let new = PersonId::from(format!("p{who}"));
        let account = tx.meet(&account(who), &format!("Person {who}"), &new).await?;
        let member = tx.join(&community, &account.person, now).await?;
        let yes = samovar::domain::member::Member { words: Standing::Yes, ..member };
        tx.save_member(&yes).await?;
    }
    let mut rounds = Vec::new();
    for n in 0..THREADS {
        rounds.push(open(house, &mut tx, n, &community, &circle).await?);
    }
    tx.commit().await?;
    answer(house, &rounds).await?;
    Ok(rounds)
}

async fn open(
    house: &House,
    tx: &mut samovar::store::Tx,
    n: usize,
    community: &CommunityId,
    circle: &CircleId,
) -> anyhow::Result<Round> {
    let ritual = Ritual {
        id: RitualId::from(format!("r{n}")),
        community: community.clone(),
        circle: circle.clone(),
        name: format!("ritual-{n}"),
        method: "check-in".to_owned(),
        question: None,
        schedule: Schedule::days(vec![Weekday::Mon], NaiveTime::MIN, chrono_tz::UTC),
        open_for: None,
        late: Late::Once,
        grace: std::time::Duration::from_secs(7200),
        state: RitualState::Active,
    };
    tx.add_ritual(&ritual).await?;
    let opening = Opening { key: format!("by:{n}"), due_at: house.now(), closes_at: None };
    let round = due::open(house, tx, &ritual, opening).await?;
    for mut post in tx.posts_of(&round.id).await? {
        tx.save_part(&Part {
            post: post.id.clone(),
            generation: post.generation,
            part: 0,
            platform: room().platform,
            remote: format!("root{n}").into(),
            rendered: String::new(),
            edits: Vec::new(),
            state: PartState::Standing,
        })
        .await?;
        post.posted = post.wanted;
        tx.save_post(&post).await?;
    }
    Ok(round)
}

/// Everybody's first words in each thread: their answers.
async fn answer(house: &House, rounds: &[Round]) -> anyhow::Result<()> {
    let desk: Arc<dyn Desk> = Arc::new(NoDesk);
    for thread in 0..rounds.len() {
        let first = (0..PEOPLE)
            .map(|who| Incoming::Said(words(format!("a{thread}-{who}"), thread, who, 0)));
        let first: Vec<Incoming> = first.collect();
        gather::batch(house, &desk, &first).await?;
    }
    Ok(())
}

fn account(who: usize) -> AccountRef {
    AccountRef::new("practice", format!("person{who}"))
}

fn said(n: usize, rounds: &[Round]) -> Said {
    words(format!("m{n}"), n % rounds.len(), n * 7 % PEOPLE, i64::try_from(n).unwrap_or(0) + 1)
}

fn words(id: String, thread: usize, who: usize, after: i64) -> Said {
    Said {
        room: room(),
        direct: false,
        text: format!("{id}: yes, and what helped us was to write down what we would stop doing."),
        by: Author {
            account: account(who),
            name: format!("Person {who}"),
            bot: false,
            ours: false,
        },
        files: Vec::new(),
        at: instant(1_900_000_000_000) + TimeDelta::milliseconds(after),
        thread: Some(format!("root{thread}").into()),
        reply_to: None,
        addressed: None,
        key: None,
        cursor: Some(id.clone()),
        past: false,
        id: id.into(),
    }
}

async fn rows(house: &House, rounds: &[Round], said: &[Said]) -> anyhow::Result<Vec<Message>> {
    let mut reader = house.store.read().await?;
    let mut people = Vec::new();
    for who in 0..PEOPLE {
        let known = reader.account(&account(who)).await?;
        people.push(known.map(|account| account.person));
    }
    let row = |(n, one): (usize, &Said)| {
        Some(Message {
            room: one.room.clone(),
            remote: one.id.clone(),
            round: rounds[n % rounds.len()].id.clone(),
            account: one.by.account.clone(),
            person: people[n * 7 % PEOPLE].clone()?,
            text: Some(one.text.clone()),
            files: Vec::new(),
            at: one.at,
            edited_at: None,
            state: MessageState::Kept,
        })
    };
    Ok(said.iter().enumerate().filter_map(row).collect())
}
