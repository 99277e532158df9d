//! Reads a method file: the method and its steps.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::time::Duration;

use toml::de::{DeTable, DeValue};

use crate::domain::schedule::parse_span;

use super::fault::{Fault, Faults, Reason};
use super::table::{Entry, Table};
use super::{AuthorMay, Field, Script, Step, Visible, Who, field};

const SCRIPT_KEYS: [&str; 5] = ["name", "version", "title", "origin", "step"];
const STEP_KEYS: [&str; 8] =
    ["id", "who", "open_for", "visible", "prompt", "hint", "author_may", "field"];
const VISIBLE: [(&str, Visible); 3] =
    [("circle", Visible::Circle), ("convenors", Visible::Convenors), ("counts", Visible::Counts)];
const NAME_MAX: usize = 32;
const TITLE_MAX: usize = 45;
const ORIGIN_MAX: usize = 500;
const PROMPT_MAX: usize = 1500;
const HINT_MAX: usize = 300;
/// Forms hold five fields on every platform.
const FIELDS_MAX: usize = 5;
/// From five minutes to sixty days.
const OPEN_FOR: RangeInclusive<Duration> = Duration::from_mins(5)..=Duration::from_hours(60 * 24);

/// What a method may have only once.
#[derive(Default)]
pub(super) struct Seen {
    ids: BTreeSet<String>,
    pub(super) keys: BTreeSet<String>,
    pub(super) mood: bool,
}

/// Reads a whole file.
pub(super) fn script(file: &str, source: &str) -> Result<Script, Vec<Fault>> {
    let mut faults = Faults::new(file, source);
    let (document, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        unreadable(&errors, source, &mut faults);
        return Err(faults.sorted());
    }
    let table = Table::open(document.get_ref(), 0, &SCRIPT_KEYS, &mut faults);
    match method(&table, &mut faults) {
        Some(script) if faults.is_empty() => Ok(script),
        _ => Err(faults.sorted()),
    }
}

/// The name in a source that may have faults.
pub(super) fn name_in(source: &str) -> Option<String> {
    let (document, _) = DeTable::parse_recoverable(source);
    let (_, value) = document.get_ref().iter().find(|(key, _)| key.get_ref() == "name")?;
    match value.get_ref() {
        DeValue::String(name) if !name.trim().is_empty() => Some(name.trim().to_owned()),
        _ => None,
    }
}

/// What is not TOML at all, one fault a line: a slip makes the reader stumble more than once.
fn unreadable(errors: &[toml::de::Error], source: &str, faults: &mut Faults<'_>) {
    let mut lines = BTreeSet::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        // A slip at the end of a line is found at the next line's beginning.
        let at = source.get(..span.start).map_or(0, |before| before.trim_end().len());
        let at = if span.start >= source.len() { at } else { span.start };
        if lines.insert(faults.line(at)) {
            let reason = match error.message() {
                "duplicate key" => Reason::of("method-twice"),
                detail => Reason::of("method-unreadable").with("detail", detail),
            };
            faults.add(at, key_of_line(source, at), reason);
        }
    }
}

/// The key of the line a byte is in, as far as it reads as one.
fn key_of_line(source: &str, at: usize) -> &str {
    let begin = source.get(..at).and_then(|text| text.rfind('\n')).map_or(0, |end| end + 1);
    let line = source.get(begin..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let key = line.split(['=', ' ', '{', '"']).find(|word| !word.is_empty()).unwrap_or_default();
    if key.is_empty() { "?" } else { key.trim() }
}

fn method(table: &Table<'_>, faults: &mut Faults<'_>) -> Option<Script> {
    let name = table.need("name", faults).and_then(|entry| name(&entry, faults));
    let version = table.need("version", faults).and_then(|entry| entry.number(1, u32::MAX, faults));
    let title = table.need("title", faults).and_then(|entry| entry.texts(TITLE_MAX, faults));
    let origin = table.get("origin").map(|entry| entry.words(ORIGIN_MAX, faults));
    let steps = steps(table, faults);
    Some(Script {
        name: name?,
        version: version?,
        title: title?,
        origin: origin.flatten(),
        steps: steps?,
    })
}

/// Lower-case words with dashes between them.
fn name(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<String> {
    let text = entry.text(faults)?;
    let good = text.len() <= NAME_MAX
        && text.split('-').all(|word| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
        && text.starts_with(|first: char| first.is_ascii_lowercase());
    if !good {
        entry.fault(faults, Reason::of("method-bad-name").with("key", entry.key).with("got", text));
    }
    good.then(|| text.to_owned())
}

fn steps(table: &Table<'_>, faults: &mut Faults<'_>) -> Option<Vec<Step>> {
    let tables = table.need("step", faults)?.tables("step", faults);
    let mut seen = Seen::default();
    let steps: Vec<Option<Step>> = tables
        .iter()
        .map(|(entries, at)| {
            let table = Table::open(entries, *at, &STEP_KEYS, faults);
            step(&table, &mut seen, faults)
        })
        .collect();
    steps.into_iter().collect::<Option<Vec<Step>>>().filter(|steps| !steps.is_empty())
}

fn step(table: &Table<'_>, seen: &mut Seen, faults: &mut Faults<'_>) -> Option<Step> {
    let id = table.need("id", faults).and_then(|entry| {
        let id = name(&entry, faults)?;
        unique(&entry, &mut seen.ids, &id, "method-id-twice", faults).then_some(id)
    });
    let who = table.get("who").map_or(Some(Who::All), |entry| who(&entry, faults));
    let open_for = table.need("open_for", faults).and_then(|entry| span(&entry, faults));
    let visible = table.need("visible", faults).and_then(|entry| entry.one_of(&VISIBLE, faults));
    let prompt = table.need("prompt", faults).and_then(|entry| entry.texts(PROMPT_MAX, faults));
    let hint = table.get("hint").map(|entry| entry.texts(HINT_MAX, faults));
    let author_may = author_may(table, visible, faults);
    let fields = fields(table, author_may.any(), seen, faults);
    Some(Step {
        id: id?,
        who: who?,
        open_for: open_for?,
        visible: visible?,
        prompt: prompt?,
        hint: hint.flatten(),
        author_may,
        fields: fields?,
    })
}

/// Notes `name` as used; false, and a fault, when it was before.
pub(super) fn unique(
    entry: &Entry<'_>,
    used: &mut BTreeSet<String>,
    name: &str,
    reason: &'static str,
    faults: &mut Faults<'_>,
) -> bool {
    let new = used.insert(name.to_owned());
    if !new {
        entry.fault(faults, Reason::of(reason).with("got", name));
    }
    new
}

fn who(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<Who> {
    let text = entry.text(faults)?;
    if text == "all" {
        return Some(Who::All);
    }
    entry.fault(faults, Reason::of("method-who").with("got", text));
    None
}

/// A span such as `30m`, `24h` or `7d`, from five minutes to sixty days.
fn span(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<Duration> {
    let text = entry.text(faults)?.trim();
    let span = parse_span(text).ok().filter(|span| OPEN_FOR.contains(span));
    if span.is_none() {
        entry.fault(faults, Reason::of("method-span").with("got", text));
    }
    span
}

fn author_may(table: &Table<'_>, visible: Option<Visible>, faults: &mut Faults<'_>) -> AuthorMay {
    let mut may = AuthorMay::default();
    let Some(entry) = table.get("author_may") else { return may };
    for one in entry.list(faults).unwrap_or_default() {
        match one.one_of(&[("anonymous", true), ("list", false)], faults) {
            Some(true) => may.be_anonymous = true,
            Some(false) if visible == Some(Visible::Circle) => {
                one.fault(faults, Reason::of("method-nothing-to-list"));
            }
            Some(false) => may.list = true,
            None => {}
        }
    }
    may
}

fn fields(
    table: &Table<'_>,
    sharing: bool,
    seen: &mut Seen,
    faults: &mut Faults<'_>,
) -> Option<Vec<Field>> {
    let entry = table.need("field", faults)?;
    let tables = entry.tables("step.field", faults);
    let most = if sharing { FIELDS_MAX - 1 } else { FIELDS_MAX };
    if tables.len() > most {
        let key = if sharing { "method-fields-sharing" } else { "method-fields" };
        let reason = Reason::of(key).with("most", most).with("got", tables.len());
        faults.add(tables.get(most).map_or(table.at(), |(_, at)| *at), entry.key, reason);
    }
    let fields: Vec<Option<Field>> =
        tables.iter().map(|(entries, at)| field::read(entries, *at, seen, faults)).collect();
    fields.into_iter().collect::<Option<Vec<Field>>>().filter(|fields| !fields.is_empty())
}
