//! Holds the directions and invariants of `docs/ARCHITECTURE.md` by reading the source: which
//! folder may use which, which crate belongs where, and the shape of files. What a lint can see
//! is in `Cargo.toml` and `clippy.toml`.

mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use source::Source;

/// Which place may use which others. A place is a folder or a file right under `src`; an adapter
/// is a place of its own. A place that is not listed may use everything (see [`JOINS`]).
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ritual", &["domain"]),
    ("knowledge", &["domain"]),
    ("store", &["domain"]),
    ("platform", &["domain"]),
    ("platform/practice", &["domain", "platform"]),
    ("platform/matrix", &["domain", "platform"]),
    ("platform/discord", &["domain", "platform"]),
    ("config", &["domain"]),
    ("telemetry", &["domain", "config"]),
    ("flow", &["domain", "ritual", "knowledge", "store", "platform", "telemetry", "config"]),
    ("command", &["domain", "ritual", "store", "platform", "flow"]),
    (
        "web",
        &[
            "domain",
            "ritual",
            "store",
            "platform",
            "platform/practice",
            "flow",
            "command",
            "telemetry",
            "config",
        ],
    ),
];

/// The places that join everything, and those that only hand over to them.
const JOINS: &[&str] = &["lib", "main", "backup", "cli", "daemon", "export", "import"];

/// Crates that belong in some places and nowhere else.
const AT_HOME: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("serenity", &["platform/discord"]),
    ("serenity_reqwest", &["platform/discord"]),
    ("tokio_tungstenite", &["platform/discord"]),
    ("flate2", &["platform/discord"]),
    ("matrix_sdk", &["platform/matrix"]),
    ("ruma", &["platform/matrix"]),
    ("axum", &["web"]),
    ("askama", &["web"]),
    ("prometheus", &["telemetry"]),
    ("figment", &["config"]),
    ("fluent_bundle", &["ritual"]),
    ("cron", &["domain"]),
];

/// What the pure places never touch.
const IMPURE: &[&str] =
    &["tokio", "tokio_util", "tokio_stream", "futures_util", "async_trait", "reqwest"];

const PURE: &[&str] = &["domain", "ritual"];

/// Names of platforms, which the flow never says.
const PLATFORMS: &[&str] = &["matrix", "discord", "practice"];

const LONGEST_FILE: usize = 400;

/// The longest function body, in lines, in a file that only joins others.
const LONGEST_JOIN: usize = 30;

#[test]
fn places_use_only_what_they_may() {
    hold(check_edges);
}

#[test]
fn crates_stay_where_they_belong() {
    hold(check_crates);
}

#[test]
fn the_flow_never_names_a_platform() {
    hold(check_flow);
}

#[test]
fn files_that_join_hold_no_logic() {
    hold(check_joins);
}

#[test]
fn no_file_is_too_long() {
    let long = files("src").into_iter().chain(files("tests")).filter_map(|file| {
        let lines = text(&file).lines().count();
        (lines > LONGEST_FILE)
            .then(|| format!("{file}: {lines} lines, split it (at most {LONGEST_FILE})"))
    });
    none(long.collect());
}

#[test]
fn every_folder_says_what_it_is_for() {
    let folders: BTreeSet<String> =
        files("src").iter().filter_map(|f| Some(f.rsplit_once('/')?.0.to_owned())).collect();
    let faults = folders.into_iter().filter(|folder| folder != "src").filter_map(|folder| {
        let file = format!("{folder}/mod.rs");
        let docs = fs::read_to_string(root().join(&file)).unwrap_or_default();
        let lines = docs.lines().take_while(|line| line.starts_with("//!")).count();
        (lines == 0).then(|| {
            format!("{file}: begin with `//!` lines on what the folder is for and never does")
        })
    });
    none(faults.collect());
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(database);
        let entries = fs::read_dir(folder).expect("a folder of migrations");
        entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn tests_wait_for_a_state_and_never_for_a_while() {
    let mut faults = Vec::new();
    for file in files("tests").into_iter().chain(files("src")) {
        let text = text(&file);
        // Without the attribute its modules are kept: what remains is only in tests.
        let all = source::read(&file, &text.replace("#[cfg(test)]", "")).bare_sleeps;
        let whole = file.starts_with("tests/") || file.ends_with("/tests.rs");
        let running = if whole { vec![] } else { source::read(&file, &text).bare_sleeps };
        let guesses = all.into_iter().filter(|line| !running.contains(line));
        faults.extend(guesses.map(|line| format!("{file}:{line}: poll with a deadline instead")));
    }
    none(faults);
}

/// The checks themselves catch what they are for.
#[test]
fn the_checks_catch_violations() {
    type Check = fn(&Source) -> Vec<String>;
    let bad: &[(Check, &str, &str)] = &[
        (check_edges, "src/domain/a.rs", "use crate::{domain::ids, store::{Store, Tx}};"),
        (
            check_edges,
            "src/platform/matrix/a.rs",
            "fn a() { super::super::super::flow::act::give(); }",
        ),
        (check_edges, "src/platform/matrix/a.rs", "use crate::platform::practice::Hub;"),
        (check_edges, "src/platform/mod.rs", "use crate::platform::matrix::Adapter;"),
        (check_crates, "src/flow/a.rs", "fn a(row: &sqlx::sqlite::SqliteRow) {}"),
        (check_crates, "src/command/a.rs", "use serenity;"),
        (check_crates, "src/domain/a.rs", "use std::fmt; use tokio::sync::Mutex;"),
        (check_crates, "src/ritual/a.rs", "let now = chrono::Utc::now();"),
        (check_crates, "src/ritual/a.rs", "let chance = rand::rng();"),
        (check_flow, "src/flow/a.rs", "if name == \"matrix\" {}"),
        (check_flow, "src/flow/a.rs", "fn a() { discord::send() }"),
        (check_joins, "src/flow/mod.rs", &format!("fn a() {{\n{}}}", "1;\n".repeat(31))),
    ];
    for (check, file, text) in bad {
        assert_ne!(check(&source::read(file, text)), Vec::<String>::new(), "{text}");
    }
    let good: &[(Check, &str, &str)] = &[
        (check_edges, "src/domain/a.rs", "// use crate::store::Store;\nuse super::ids::Id;"),
        (check_edges, "src/store/a.rs", "#[cfg(test)]\nmod tests { use crate::flow::House; }"),
        (
            check_crates,
            "src/flow/a.rs",
            "let words = \"sqlx::query\"; let raw = r#\"a \" sqlx::x\"#;",
        ),
        (
            check_crates,
            "src/store/a.rs",
            "fn a<'a>(c: char) -> bool { c == '\"' && sqlx::ok('\\'') }",
        ),
        (check_flow, "src/flow/a.rs", "/* matrix */ let words = \"mathematrix\";"),
    ];
    for (check, file, text) in good {
        assert_eq!(check(&source::read(file, text)), Vec::<String>::new(), "{text}");
    }
    let sleeps = source::read("tests/a.rs", "fn a() { sleep(x); loop { sleep(y) } }").bare_sleeps;
    assert_eq!(sleeps.len(), 1);
}

fn check_edges(source: &Source) -> Vec<String> {
    let from = place_of_file(&source.file);
    let Some((_, allowed)) = EDGES.iter().find(|(place, _)| *place == from) else {
        let known = JOINS.contains(&from.as_str());
        return if known {
            vec![]
        } else {
            vec![format!("{}: {from} is not in the table of edges", source.file)]
        };
    };
    let ours = source.paths.iter().filter(|path| path[0] == "crate");
    let targets: BTreeSet<String> = ours.filter_map(|path| place_of_path(&path[1..])).collect();
    let strange = targets.into_iter().filter(|to| *to != from && !allowed.contains(&to.as_str()));
    strange.map(|to| format!("{}: {from} must not use {to}", source.file)).collect()
}

fn check_crates(source: &Source) -> Vec<String> {
    let place = place_of_file(&source.file);
    let pure = PURE.contains(&place.as_str());
    let mut faults = BTreeSet::new();
    for path in &source.paths {
        let first = path[0].as_str();
        let homes = AT_HOME.iter().find(|(name, _)| *name == first);
        let joins = JOINS.contains(&place.as_str()) && first != "sqlx";
        if homes.is_some_and(|(_, homes)| !homes.contains(&place.as_str())) && !joins {
            faults.insert(format!("{}: {first} does not belong in {place}", source.file));
        }
        if pure && IMPURE.contains(&first) {
            faults.insert(format!("{}: {place} is pure and has no {first}", source.file));
        }
        let ambient = path.ends_with(&["Utc".into(), "now".into()]) || path[..] == ["rand", "rng"];
        if pure && ambient {
            faults.insert(format!("{}: time and chance are parameters in {place}", source.file));
        }
    }
    faults.into_iter().collect()
}

fn check_flow(source: &Source) -> Vec<String> {
    if place_of_file(&source.file) != "flow" {
        return vec![];
    }
    let in_strings =
        source.strings.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let words = in_strings.chain(source.names.iter().flat_map(|name| name.split('_')));
    let named: BTreeSet<String> =
        words.map(str::to_lowercase).filter(|word| PLATFORMS.contains(&word.as_str())).collect();
    named
        .into_iter()
        .map(|name| format!("{}: the flow names a platform: {name}", source.file))
        .collect()
}

fn check_joins(source: &Source) -> Vec<String> {
    if !source.file.ends_with("/mod.rs") && source.file != "src/lib.rs" {
        return vec![];
    }
    let long = source.functions.iter().filter(|(_, lines)| *lines > LONGEST_JOIN);
    long.map(|(name, lines)| {
        format!("{}: {name} has {lines} lines: logic goes to a file of its own", source.file)
    })
    .collect()
}

/// `src/platform/matrix/send.rs` is in `platform/matrix`, `src/platform/mod.rs` in `platform`.
fn place_of_file(file: &str) -> String {
    let inner = file.strip_prefix("src/").unwrap_or(file).trim_end_matches(".rs");
    let parts: Vec<String> =
        inner.split('/').filter(|part| *part != "mod").map(str::to_owned).collect();
    place_of_path(&parts).unwrap_or_else(|| inner.to_owned())
}

/// The place that a path in the crate leads to; `None` for what stands in its root.
fn place_of_path(path: &[String]) -> Option<String> {
    let first = path.first()?;
    let adapter =
        path.get(1).filter(|second| first == "platform" && PLATFORMS.contains(&second.as_str()));
    let known =
        |place: &str| EDGES.iter().any(|(name, _)| *name == place) || JOINS.contains(&place);
    match adapter {
        Some(adapter) => Some(format!("{first}/{adapter}")),
        None => known(first).then(|| first.clone()),
    }
}

fn hold(check: fn(&Source) -> Vec<String>) {
    let sources = files("src").into_iter().map(|file| source::read(&file, &text(&file)));
    none(sources.flat_map(|source| check(&source)).collect());
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).expect("a readable file")
}

/// Every Rust file under `folder`, from the repository's root, sorted.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("a folder") {
        let entry = entry.expect("an entry");
        let inner = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a kind").is_dir() {
            found.extend(files(&inner));
        } else if inner.ends_with(".rs") {
            found.push(inner);
        }
    }
    found.sort();
    found
}
