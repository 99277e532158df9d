//! A year of a weekly ritual in five zones, with the clock moved by hand: each round at the right
//! time on the wall, and each once.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Duration, NaiveDateTime, TimeZone as _, Weekday};
use samovar::domain::post::Purpose;
use samovar::domain::round::{Round, RoundState};

use crate::support::story::Story;

const ZONES: [&str; 5] =
    ["Europe/Brussels", "America/Toronto", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"];

#[tokio::test(flavor = "multi_thread")]
async fn a_year_in_five_zones() {
    let story = Story::begin_at("2026-01-05T00:00:00Z").await;
    story.command("ana", "kitchen", "community create --name Year --zone UTC").await;
    story.command("ana", "kitchen", "circle create --name Everyone").await;
    story.command("ana", "kitchen", "circle bind --circle Everyone").await;
    for (number, zone) in ZONES.iter().enumerate() {
        let add = format!(
            "ritual add --name r{number} --method one-word --ask \"Week {number}?\" --days wed \
             --at 02:30 --zone {zone} --open-for 6h"
        );
        story.command("ana", "kitchen", &add).await;
    }
    story.advance(Duration::days(364)).await;

    let mut reader = story.running.house.store.read().await.unwrap();
    let community = reader.community_named("Year").await.unwrap().unwrap();
    let rounds = reader.rounds(&community.id).await.unwrap();
    assert_eq!(rounds.len(), 5 * 52);
    let keys: BTreeSet<_> = rounds.iter().map(|round| (&round.ritual, &round.key)).collect();
    assert_eq!(keys.len(), rounds.len());
    for round in &rounds {
        on_time(round);
        let posts = reader.posts_of(&round.id).await.unwrap();
        let count = |purpose| posts.iter().filter(|post| post.purpose == purpose).count();
        assert_eq!((count(Purpose::Prompt), count(Purpose::Summary)), (1, 1), "{round:?}");
    }
    assert_eq!(story.posts("kitchen", "Week 0?").len(), 52);
    assert_eq!(story.posts("kitchen", "what was said").len(), 5 * 52);
}

/// Wednesday at half past two on the wall of its zone, opened at that very moment.
fn on_time(round: &Round) {
    assert_eq!(round.state, RoundState::Closed);
    let local = NaiveDateTime::parse_from_str(&round.key, "%Y-%m-%dT%H:%M").unwrap();
    assert_eq!(local.weekday(), Weekday::Wed);
    assert_eq!(local.format("%H:%M").to_string(), "02:30");
    let due = round.zone.from_local_datetime(&local).earliest().unwrap();
    assert_eq!((round.due_at, round.opened_at), (due.to_utc(), Some(due.to_utc())), "{round:?}");
}
