//! The convenors' list and thread pages over a full store, by real requests, while 500 messages a
//! second come in; after each page its bare query, the best SQL for the same rows, on a connection
//! of its own. Prints `NAME P50 P99` in milliseconds; `scripts/bench` judges how they stand to each
//! other.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use async_trait::async_trait;
use chrono::{NaiveTime, TimeDelta, Weekday};
use rand::SeedableRng;
use rand::rngs::SmallRng;
use samovar::command::session;
use samovar::domain::clock::{Clock, Instant, instant};
use samovar::domain::community::{Charter, Circle, Community, Language, Role, Room, RoomState};
use samovar::domain::contribution::{Act, Contribution, Fields, Road, Value, Wishes};
use samovar::domain::ids::{AccountRef, PersonId, RoomRef, RoundId};
use samovar::domain::message::{Message, MessageState};
use samovar::domain::ritual::{Late, Ritual, RitualState};
use samovar::domain::round::{Curation, Round, RoundState};
use samovar::domain::schedule::Schedule;
use samovar::flow::gaps::Gaps;
use samovar::flow::reading::Readings;
use samovar::flow::{Access, Chance, CrashPoints, House, Methods, Platforms};
use samovar::ritual::script::hash;
use samovar::ritual::words::Words;
use samovar::store::{KeptScript, Options, Store, Tx};
use samovar::telemetry::Meters;
use samovar::web::{Download, Health, Link, Mine, Readiness, Site, Web, router};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tokio_util::sync::CancellationToken;

const IN_A_THREAD: usize = 50;
const ANSWERS: usize = 5;
const PEOPLE: usize = 100;
const TOPICS: usize = 20;
/// Messages that come in meanwhile, each second.
const INGEST: usize = 500;
/// How many of them at once.
const BATCH: usize = 10;
/// The hour of the first round; each is a quarter of an hour later.
const BEGIN: i64 = 1_600_000_000_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let numbers: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let messages = numbers.first().copied().unwrap_or(1_000_000);
    let asks = numbers.get(1).copied().unwrap_or(400);
    let folder = tempfile::tempdir()?;
    let rounds = messages / IN_A_THREAD;
    let house = Arc::new(house(folder.path(), rounds).await?);
    fill(&house, rounds).await?;
    let stop = CancellationToken::new();
    let ingest = tokio::spawn(ingest(Arc::clone(&house), rounds, stop.clone()));
    let times = pages(&house, folder.path(), (rounds, asks), &stop).await?;
    stop.cancel();
    let rate = ingest.await??;
    for (name, times) in times {
        report(name, times);
    }
    tell(&format!("ingest {rate:.0} {rate:.0}"));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "figures are what a bench is for")]
fn tell(line: &str) {
    println!("{line}");
}

fn report(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| {
        times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).copied()
    };
    tell(&format!("{name} {:.3} {:.3}", at(50).unwrap_or(0.0), at(99).unwrap_or(0.0)));
}

/// Asks each page so many times and takes the time to its last byte; then the bare query, so that
/// both meet the same ingest and the same cache.
async fn pages(
    house: &Arc<House>,
    folder: &std::path::Path,
    (rounds, asks): (usize, usize),
    stop: &CancellationToken,
) -> anyhow::Result<BTreeMap<&'static str, Vec<f64>>> {
    let mut tx = house.store.begin().await?;
    let held = session::begin(house, &mut tx, &account(0), &"c".into()).await?;
    tx.commit().await?;
    let web = Web {
        practice: None,
        key: None,
        time: None,
        health: Arc::new(Well),
        metrics: Arc::new(String::new),
        mine: Arc::new(Well),
        words: house.words.clone(),
        house: Arc::clone(house),
        site: Site::default(),
        stop: stop.clone(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(samovar::web::serve(listener, router(web), stop.clone()));
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build()?;
    let mut bare = Bare::open(folder).await?;
    let mut times: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    let mut note = |name, watch: Stopwatch| {
        times.entry(name).or_default().push(watch.elapsed().as_secs_f64() * 1000.0);
    };
    for n in 0..asks {
        let some = n * 7919 % rounds;
        for (name, path) in [
            ("list", list_path(n, some)),
            ("thread", format!("/curate/threads/{}", round_id(some))),
        ] {
            let watch = Stopwatch::now();
            let asked = client.get(format!("{url}{path}"));
            let answer = asked.header("cookie", format!("samovar_session={held}")).send().await?;
            anyhow::ensure!(answer.status().is_success(), "{path}: {}", answer.status());
            let bytes = answer.bytes().await?.len();
            note(name, watch);
            anyhow::ensure!(bytes < 100_000, "{path}: {bytes} bytes");
        }
        let watch = Stopwatch::now();
        bare.list(some).await?;
        note("bare-list", watch);
        let watch = Stopwatch::now();
        bare.thread(some).await?;
        note("bare-thread", watch);
    }
    Ok(times)
}

/// Every kind of list in turn: states, circles, rituals, topics, months, and deep pages.
fn list_path(n: usize, some: usize) -> String {
    let deep = format!("before={}.{}", due(some).timestamp_millis(), round_id(some));
    match n % 8 {
        0 => "/curate".to_owned(),
        1 => format!("/curate?state=all&{deep}"),
        2 => format!("/curate?circle=k{}&{deep}", some % 3),
        3 => format!("/curate?ritual=r{}&state=curated", some % 5),
        4 => format!("/curate?topic=topic%20{}&{deep}", some % TOPICS),
        5 => format!("/curate?topic=topic%20{}&state=archived", some % TOPICS),
        6 => "/curate?state=all&month=2020-11".to_owned(),
        _ => "/curate?state=archived".to_owned(),
    }
}

/// The same rows by SQL alone.
struct Bare(SqliteConnection);

impl Bare {
    async fn open(folder: &std::path::Path) -> anyhow::Result<Self> {
        let options =
            SqliteConnectOptions::new().filename(folder.join("samovar.db")).read_only(true);
        Ok(Self(SqliteConnection::connect_with(&options).await?))
    }

    async fn list(&mut self, some: usize) -> anyhow::Result<()> {
        let rows = sqlx::query(
            "SELECT r.*,
                 (SELECT COUNT(DISTINCT c.person) FROM contributions c WHERE c.round = r.id),
                 (SELECT COUNT(*) FROM messages m WHERE m.round = r.id)
             FROM rounds r WHERE r.community = 'c' AND (r.due_at, r.id) < (?, ?)
             ORDER BY r.due_at DESC, r.id DESC LIMIT 31",
        );
        let (at, id) = (due(some).timestamp_millis(), round_id(some));
        rows.bind(at).bind(id.as_str()).fetch_all(&mut self.0).await?;
        Ok(())
    }

    async fn thread(&mut self, some: usize) -> anyhow::Result<()> {
        let id = round_id(some);
        for query in [
            "SELECT * FROM rounds WHERE id = ?",
            "SELECT * FROM contributions WHERE round = ? ORDER BY given_at, id",
            "SELECT m.*, a.name FROM messages m
             LEFT JOIN accounts a ON a.platform = m.platform AND a.remote = m.account
             WHERE m.round = ? ORDER BY m.said_at LIMIT 101",
        ] {
            sqlx::query(query).bind(id.as_str()).fetch_all(&mut self.0).await?;
        }
        Ok(())
    }
}

/// Messages come in until the stop; gives how many a second did.
async fn ingest(house: Arc<House>, rounds: usize, stop: CancellationToken) -> anyhow::Result<f64> {
    let mut tick = tokio::time::interval(Duration::from_secs(1) / u32::try_from(INGEST / BATCH)?);
    let watch = Stopwatch::now();
    let mut count = 0_usize;
    while !stop.is_cancelled() {
        tick.tick().await;
        let batch: Vec<Message> =
            (0..BATCH).map(|n| message(rounds - 1 - n % 4, 1_000 + count + n, "n")).collect();
        let mut tx = house.store.begin().await?;
        tx.add_messages(&batch).await?;
        tx.commit().await?;
        count += BATCH;
    }
    Ok(f64::from(u32::try_from(count)?) / watch.elapsed().as_secs_f64())
}

struct Well;

#[async_trait]
impl Health for Well {
    async fn readiness(&self) -> Readiness {
        Readiness { store: true, discord: Link::Off, matrix: Link::Off, reason: None }
    }
}

#[async_trait]
impl Mine for Well {
    async fn stands(&self, _: &str) -> anyhow::Result<bool> {
        Ok(false)
    }

    async fn fetch(&self, _: &str) -> anyhow::Result<Option<Download>> {
        Ok(None)
    }
}

struct Still(Instant);

impl Clock for Still {
    fn now(&self) -> Instant {
        self.0
    }
}

async fn house(folder: &std::path::Path, rounds: usize) -> anyhow::Result<House> {
    let clock = Arc::new(Still(due(rounds)));
    let store = Store::open(&Options::in_folder(folder)).await?;
    store.migrate("bench", clock.now()).await?;
    Ok(House {
        store,
        clock: clock.clone(),
        real: clock,
        chance: Chance::new(Box::new(SmallRng::seed_from_u64(7))),
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

fn due(n: usize) -> Instant {
    instant(BEGIN) + TimeDelta::minutes(15 * i64::try_from(n).unwrap_or(0))
}

fn round_id(n: usize) -> RoundId {
    RoundId::from(format!("R{n:07}"))
}

fn account(who: usize) -> AccountRef {
    AccountRef::new("practice", format!("person{who}"))
}

fn person(who: usize) -> PersonId {
    PersonId::from(format!("p{who}"))
}

/// The community and all that was said in it.
async fn fill(house: &House, rounds: usize) -> anyhow::Result<()> {
    let mut tx = house.store.begin().await?;
    let script = found(house, &mut tx).await?;
    tx.commit().await?;
    for some in (0..rounds).collect::<Vec<_>>().chunks(200) {
        let mut tx = house.store.begin().await?;
        for n in some {
            tx.add_round(&round(*n, &script), "{}").await?;
            for who in 0..ANSWERS {
                tx.add_contribution(&contribution(*n, who)).await?;
            }
            let said: Vec<Message> = (0..IN_A_THREAD).map(|m| message(*n, m, "m")).collect();
            tx.add_messages(&said).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Everything but rounds; gives the hash of their method.
async fn found(house: &House, tx: &mut Tx) -> anyhow::Result<String> {
    let now = instant(BEGIN);
    tx.add_community(&Community {
        id: "c".into(),
        name: "Bench".to_owned(),
        zone: chrono_tz::Europe::Paris,
        language: Language::from("en"),
        charter: Charter::default(),
        keep_days: 365,
        created_at: now,
    })
    .await?;
    for n in 0..3 {
        let (id, name) = (format!("k{n}").into(), format!("circle {n}"));
        tx.add_circle(&Circle { id, community: "c".into(), name }).await?;
        tx.bind_room(&Room {
            at: RoomRef::new("practice", format!("room{n}")),
            circle: format!("k{n}").into(),
            community: "c".into(),
            label: format!("Room {n}"),
            encrypted: false,
            language: None,
            state: RoomState::Open,
            bound_at: now,
        })
        .await?;
    }
    for n in 0..5 {
        tx.add_ritual(&ritual(n)).await?;
    }
    for who in 0..PEOPLE {
        tx.meet(&account(who), &format!("Person {who}"), &person(who)).await?;
        tx.join(&"c".into(), &person(who), now).await?;
    }
    tx.grant(&"c".into(), &account(0), Role::Steward, None, now).await?;
    let method = house.methods.get("check-in")?;
    let script = hash(&method.source);
    let (name, source) = ("check-in".to_owned(), method.source.clone());
    tx.keep_script(&KeptScript { hash: script.clone(), name, source }).await?;
    Ok(script)
}

fn ritual(n: usize) -> Ritual {
    Ritual {
        id: format!("r{n}").into(),
        community: "c".into(),
        circle: format!("k{}", n % 3).into(),
        name: format!("ritual-{n}"),
        method: "check-in".to_owned(),
        question: None,
        schedule: Schedule::days(vec![Weekday::Mon], NaiveTime::MIN, chrono_tz::UTC),
        open_for: None,
        late: Late::Once,
        grace: Duration::from_secs(7200),
        state: RitualState::Active,
    }
}

fn round(n: usize, script: &str) -> Round {
    let at = due(n);
    Round {
        id: round_id(n),
        ritual: format!("r{}", n % 5).into(),
        community: "c".into(),
        circle: format!("k{}", n % 3).into(),
        key: format!("by:{n}"),
        name: format!("ritual-{}", n % 5),
        method: "check-in".to_owned(),
        script: script.to_owned(),
        question: None,
        zone: chrono_tz::Europe::Paris,
        due_at: at,
        opened_at: Some(at),
        closes_at: at + TimeDelta::hours(24),
        closed_at: Some(at + TimeDelta::hours(24)),
        state: RoundState::Closed,
        step: 0,
        closings: 1,
        seed: 7,
        moods: None,
        topics: vec![format!("topic {}", n % TOPICS), format!("topic {}", n / 7 % TOPICS)],
        note: n.is_multiple_of(3).then(|| "What helped was to write it down together.".to_owned()),
        curation: Curation::ALL.get(n % 2).copied().unwrap_or_default(),
    }
}

fn contribution(n: usize, who: usize) -> Contribution {
    let words = Value::Text("Yes, and what helped us was to write down what we stop.".to_owned());
    Contribution {
        id: format!("C{n:07}-{who}").into(),
        round: round_id(n),
        person: person((n + who) % PEOPLE),
        account: account((n + who) % PEOPLE),
        at: due(n) + TimeDelta::minutes(i64::try_from(who).unwrap_or(0)),
        edited_at: None,
        source: format!("form:{n}:{who}"),
        road: Road::Form,
        act: Act::Give(Fields::from([("text".to_owned(), words)])),
        wishes: Wishes::default(),
    }
}

fn message(n: usize, m: usize, mark: &str) -> Message {
    let who = (n * 31 + m) % PEOPLE;
    Message {
        room: RoomRef::new("practice", format!("room{}", n % 3)),
        remote: format!("{mark}{n}-{m}").into(),
        round: round_id(n),
        account: account(who),
        person: person(who),
        text: Some("And what helped us was to write down what we would stop doing.".to_owned()),
        files: Vec::new(),
        at: due(n) + TimeDelta::seconds(10 * i64::try_from(m).unwrap_or(0)),
        edited_at: None,
        state: MessageState::Kept,
    }
}
