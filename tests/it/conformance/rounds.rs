//! Scripts, rituals, rounds.

use samovar::domain::ritual::{Late, RitualState};
use samovar::domain::round::{Moods, RoundState};
use samovar::domain::schedule::When;
use samovar::store::{KeptScript, Store, StoreError};

use crate::support::sample::{circle, community, ritual, round, seed};
use crate::support::store::{on_both, t};

on_both!(
    a_script_is_kept_once,
    rituals_are_found_by_name_until_they_are_removed,
    a_ritual_is_saved,
    a_round_is_added_once_under_its_key,
    open_rounds_are_found_by_circle_and_community,
    rounds_are_listed_newest_first_for_a_ritual_and_in_order_for_a_community,
    the_last_rounds_are_the_open_ones_and_the_newest_that_were_held,
    a_round_is_saved_and_keeps_its_facts,
);

async fn a_script_is_kept_once(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let script =
        KeptScript { hash: "abc".into(), name: "check-in".into(), source: "steps = []".into() };
    assert_eq!(tx.script("abc").await.unwrap(), None);
    tx.keep_script(&script).await.unwrap();
    tx.keep_script(&KeptScript { source: "other".into(), ..script.clone() }).await.unwrap();
    assert_eq!(tx.script("abc").await.unwrap(), Some(script));
}

async fn rituals_are_found_by_name_until_they_are_removed(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let tea = "tea".into();
    let mut weekly = ritual("weekly");
    assert_eq!(tx.ritual(&weekly.id).await.unwrap(), Some(weekly.clone()));
    assert_eq!(tx.ritual_named(&tea, "WEEKLY").await.unwrap(), Some(weekly.clone()));
    let mut twin = ritual("another");
    twin.name = "Weekly".to_owned();
    assert!(!tx.add_ritual(&twin).await.unwrap());
    let mut daily = ritual("daily");
    daily.state = RitualState::Paused;
    assert!(tx.add_ritual(&daily).await.unwrap());
    assert_eq!(tx.rituals(&tea).await.unwrap(), [daily.clone(), weekly.clone()]);
    assert_eq!(tx.active_rituals().await.unwrap(), std::slice::from_ref(&weekly));

    weekly.state = RitualState::Removed;
    tx.save_ritual(&weekly).await.unwrap();
    assert_eq!(tx.ritual_named(&tea, "weekly").await.unwrap(), None);
    assert_eq!(tx.rituals(&tea).await.unwrap(), [daily]);
    assert_eq!(tx.active_rituals().await.unwrap(), []);
    assert_eq!(tx.ritual(&weekly.id).await.unwrap(), Some(weekly.clone()));
    assert!(tx.add_ritual(&twin).await.unwrap());
    tx.commit().await.unwrap();

    let mut tx = store.begin().await.unwrap();
    weekly.state = RitualState::Active;
    assert!(matches!(tx.save_ritual(&weekly).await, Err(StoreError::Taken { .. })));
}

async fn a_ritual_is_saved(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_circle(&circle("attic", "tea")).await.unwrap();
    let mut weekly = ritual("weekly");
    weekly.name = "Fortnightly".to_owned();
    weekly.circle = "attic".into();
    weekly.method = "one-word".to_owned();
    weekly.question = Some("One word?".to_owned());
    weekly.schedule.when = When::Cron("0 9 * * 1".to_owned());
    weekly.schedule.every = 2;
    weekly.schedule.anchor = chrono::NaiveDate::from_ymd_opt(2026, 11, 2);
    weekly.open_for = None;
    weekly.late = Late::Always;
    weekly.grace = std::time::Duration::from_secs(60);
    weekly.state = RitualState::Paused;
    tx.save_ritual(&weekly).await.unwrap();
    assert_eq!(tx.ritual(&weekly.id).await.unwrap(), Some(weekly));
    let none = ritual("none");
    assert!(matches!(tx.save_ritual(&none).await, Err(StoreError::Missing { .. })));
}

async fn a_round_is_added_once_under_its_key(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let first = round("first", 0);
    let mut twin = round("twin", 0);
    twin.key = "first".to_owned();
    assert!(!tx.add_round(&twin, "{}").await.unwrap());
    assert_eq!(tx.round(&first.id).await.unwrap(), Some(first.clone()));
    assert_eq!(tx.round(&twin.id).await.unwrap(), None);
    assert_eq!(tx.round_of_key(&"weekly".into(), "first").await.unwrap(), Some(first));
    assert_eq!(tx.round_of_key(&"weekly".into(), "none").await.unwrap(), None);
    assert_eq!(tx.round_of_key(&"none".into(), "first").await.unwrap(), None);
}

async fn open_rounds_are_found_by_circle_and_community(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_community(&community("bread")).await.unwrap();
    tx.add_circle(&circle("oven", "bread")).await.unwrap();
    tx.add_circle(&circle("attic", "tea")).await.unwrap();
    let mut upstairs = round("upstairs", -5);
    upstairs.circle = "attic".into();
    let mut baking = round("baking", -9);
    (baking.circle, baking.community) = ("oven".into(), "bread".into());
    let mut over = round("over", -20);
    over.state = RoundState::Closed;
    for one in [&upstairs, &baking, &over] {
        assert!(tx.add_round(one, "{}").await.unwrap());
    }
    let first = round("first", 0);
    assert_eq!(tx.open_rounds(&"kitchen".into()).await.unwrap(), std::slice::from_ref(&first));
    let of_tea = tx.open_rounds_of(&"tea".into()).await.unwrap();
    assert_eq!(of_tea, [upstairs.clone(), first.clone()]);
    assert_eq!(tx.all_open_rounds().await.unwrap(), [baking, upstairs, first]);
}

async fn rounds_are_listed_newest_first_for_a_ritual_and_in_order_for_a_community(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let (first, second, third) = (round("first", 0), round("second", 10), round("third", 20));
    tx.add_round(&third, "{}").await.unwrap();
    tx.add_round(&second, "{}").await.unwrap();
    let latest = tx.rounds_of(&"weekly".into(), 2).await.unwrap();
    assert_eq!(latest, [third.clone(), second.clone()]);
    assert_eq!(tx.rounds(&"tea".into()).await.unwrap(), [first, second, third]);
    assert_eq!(tx.rounds(&"none".into()).await.unwrap(), []);
}

async fn the_last_rounds_are_the_open_ones_and_the_newest_that_were_held(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let (mut older, mut newer, mut ahead) =
        (round("older", 5), round("newer", 9), round("ahead", 30));
    (older.state, newer.state) = (RoundState::Closed, RoundState::Closed);
    ahead.opened_at = None;
    for one in [&older, &newer, &ahead] {
        tx.add_round(one, "{}").await.unwrap();
    }
    let tea = "tea".into();
    let first = round("first", 0);
    assert_eq!(tx.last_rounds(&tea, 9).await.unwrap(), [first.clone(), newer.clone(), older]);
    assert_eq!(tx.last_rounds(&tea, 2).await.unwrap(), [first, newer]);
}

async fn a_round_is_saved_and_keeps_its_facts(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let mut second = round("second", 10);
    second.opened_at = None;
    assert!(tx.add_round(&second, r#"{"members":3}"#).await.unwrap());
    second.opened_at = Some(t(11));
    second.closes_at = t(12);
    second.closed_at = Some(t(13));
    second.state = RoundState::Closed;
    second.step = 1;
    second.closings = 2;
    second.moods = Some(Moods([0, 1, 2, 3, 4]));
    second.topics = vec!["water".to_owned()];
    second.note = Some("Boil it".to_owned());
    second.question = Some("Why?".to_owned());
    tx.save_round(&second).await.unwrap();
    assert_eq!(tx.round(&second.id).await.unwrap(), Some(second.clone()));
    assert_eq!(tx.facts(&second.id).await.unwrap(), r#"{"members":3}"#);
    assert!(matches!(tx.facts(&"none".into()).await, Err(StoreError::Missing { .. })));
    let none = round("none", 0);
    assert!(matches!(tx.save_round(&none).await, Err(StoreError::Missing { .. })));
}
