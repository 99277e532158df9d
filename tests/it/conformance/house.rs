//! Settings, timers, events seen, codes, undos, the audit, and the lease.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use samovar::domain::clock::{Clock, Instant};
use samovar::store::{Code, Deed, Lease, Store, StoreError, Timer, Undo};

use crate::support::sample::{account, community, seed};
use crate::support::store::{on_both, t};

on_both!(
    a_setting_is_replaced,
    timers_come_due_oldest_first,
    timers_are_cleared,
    an_event_is_seen_once,
    a_code_is_added_once_and_saved,
    undos_are_listed_newest_first_until_they_are_removed,
    deeds_are_listed_newest_first,
    a_lease_is_renewed_released_and_taken_with_a_higher_fence,
    a_fenced_store_writes_while_its_lease_lives,
    a_holder_past_its_lease_renews_it_before_it_writes,
    a_holder_whose_lease_was_taken_is_fenced,
    the_database_answers_until_it_is_closed,
);

/// A clock that stands where it is set.
struct Hand(Mutex<Instant>);

impl Hand {
    fn at(ms: i64) -> Arc<Self> {
        Arc::new(Self(Mutex::new(t(ms))))
    }

    fn set(&self, ms: i64) {
        *self.0.lock().unwrap() = t(ms);
    }
}

impl Clock for Hand {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

const TTL: Duration = Duration::from_millis(100);

async fn a_setting_is_replaced(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.setting("epoch").await.unwrap(), None);
    tx.set_setting("epoch", "1").await.unwrap();
    tx.set_setting("epoch", "2").await.unwrap();
    assert_eq!(tx.setting("epoch").await.unwrap().as_deref(), Some("2"));
}

async fn timers_come_due_oldest_first(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.next_due().await.unwrap(), None);
    assert_eq!(tx.timers().await.unwrap(), 0);
    tx.set_timer("r1", "close", t(50)).await.unwrap();
    tx.set_timer("r1", "nudge", t(90)).await.unwrap();
    tx.set_timer("r2", "close", t(10)).await.unwrap();
    tx.set_timer("r1", "close", t(20)).await.unwrap();
    let timer = |owner: &str, name: &str, due| Timer {
        owner: owner.into(),
        name: name.into(),
        due_at: t(due),
    };
    let due = [timer("r2", "close", 10), timer("r1", "close", 20)];
    assert_eq!(tx.due_timers(t(20), 9).await.unwrap(), due);
    assert_eq!(tx.due_timers(t(20), 1).await.unwrap(), due[..1]);
    assert_eq!(tx.due_timers(t(9), 9).await.unwrap(), []);
    assert_eq!(tx.next_due().await.unwrap(), Some(t(10)));
    assert_eq!(tx.timers().await.unwrap(), 3);
}

async fn timers_are_cleared(store: Store) {
    let mut tx = store.begin().await.unwrap();
    for (owner, name) in [("r1", "close"), ("r1", "nudge"), ("r2", "close")] {
        tx.set_timer(owner, name, t(1)).await.unwrap();
    }
    tx.clear_timer("r2", "close").await.unwrap();
    tx.clear_timer("r2", "close").await.unwrap();
    assert_eq!(tx.timers().await.unwrap(), 2);
    tx.clear_timers("r1").await.unwrap();
    assert_eq!(tx.timers().await.unwrap(), 0);
}

async fn an_event_is_seen_once(store: Store) {
    let practice = "practice".into();
    let mut tx = store.begin().await.unwrap();
    assert!(tx.first_sight(&practice, "e1", t(1)).await.unwrap());
    assert!(!tx.first_sight(&practice, "e1", t(2)).await.unwrap());
    assert!(tx.first_sight(&"matrix".into(), "e1", t(2)).await.unwrap());
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    assert!(tx.first_sight(&practice, "e1", t(3)).await.unwrap());
}

async fn a_code_is_added_once_and_saved(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let mut code = Code {
        hash: "h".into(),
        purpose: "link".into(),
        issuer: account("ana"),
        data: "{}".into(),
        tries: 0,
        expires_at: t(600_000),
        used_at: None,
    };
    assert_eq!(tx.code("h").await.unwrap(), None);
    assert!(tx.add_code(&code).await.unwrap());
    assert!(!tx.add_code(&code).await.unwrap());
    code.tries = 2;
    code.data = "[]".into();
    code.used_at = Some(t(5));
    tx.save_code(&code).await.unwrap();
    assert_eq!(tx.code("h").await.unwrap(), Some(code.clone()));
    code.hash = "none".into();
    assert!(matches!(tx.save_code(&code).await, Err(StoreError::Missing { .. })));
}

async fn undos_are_listed_newest_first_until_they_are_removed(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let undo = |id: &str, at| Undo {
        id: id.into(),
        community: "tea".into(),
        kind: "close".into(),
        subject: "first".into(),
        done_at: t(at),
    };
    for one in [undo("u1", 10), undo("u2", 30), undo("u3", 20), undo("u2", 99)] {
        tx.add_undo(&one).await.unwrap();
    }
    let tea = "tea".into();
    let since = tx.undos_since(&tea, t(20)).await.unwrap();
    assert_eq!(since, [undo("u2", 30), undo("u3", 20)]);
    tx.remove_undo("u2").await.unwrap();
    assert_eq!(tx.undos_since(&tea, t(0)).await.unwrap(), [undo("u3", 20), undo("u1", 10)]);
    assert_eq!(tx.undos_since(&"none".into(), t(0)).await.unwrap(), []);
}

async fn deeds_are_listed_newest_first(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.add_community(&community("tea")).await.unwrap();
    let tea = "tea".into();
    tx.note_deed("d1", Some(&tea), "practice:ana", "round close", "first", t(1)).await.unwrap();
    tx.note_deed("d2", Some(&tea), "practice:bo", "role grant", "ana", t(2)).await.unwrap();
    tx.note_deed("d2", Some(&tea), "practice:bo", "twice", "ana", t(2)).await.unwrap();
    tx.note_deed("d3", None, "operator", "migrate", "", t(3)).await.unwrap();
    let deeds = tx.deeds(&tea, 9).await.unwrap();
    let latest = Deed {
        id: "d2".into(),
        community: Some("tea".into()),
        actor: "practice:bo".into(),
        deed: "role grant".into(),
        subject: "ana".into(),
        at: t(2),
    };
    assert_eq!((deeds.len(), &deeds[0]), (2, &latest));
    assert_eq!(tx.deeds(&tea, 1).await.unwrap(), [latest]);
}

async fn a_lease_is_renewed_released_and_taken_with_a_higher_fence(store: Store) {
    let lease = store.take_lease("a", t(0), TTL).await.unwrap();
    assert_eq!(lease, Lease { holder: "a".into(), fence: 1, until: t(100) });
    let other = store.take_lease("b", t(99), TTL).await;
    assert!(matches!(other, Err(StoreError::Held { by }) if by == "a"));
    assert_eq!(store.renew_lease(1, t(90), TTL).await.unwrap(), t(190));
    let other = store.take_lease("b", t(101), TTL).await;
    assert!(matches!(other, Err(StoreError::Held { .. })));
    store.release_lease(1).await.unwrap();
    assert!(matches!(store.renew_lease(1, t(102), TTL).await, Err(StoreError::Fenced)));
    let lease = store.take_lease("b", t(103), TTL).await.unwrap();
    assert_eq!((lease.holder.as_str(), lease.fence), ("b", 2));
    // The one who was replaced takes nothing away by giving back what it no longer has.
    store.release_lease(1).await.unwrap();
    assert_eq!(store.read().await.unwrap().lease().await.unwrap(), Some(lease));
    // The same place after a crash needn't wait: only one process can have its lock file.
    assert_eq!(store.take_lease("b", t(104), TTL).await.unwrap().fence, 3);
    assert_eq!(store.take_lease("c", t(204), TTL).await.unwrap().fence, 4);
}

async fn a_fenced_store_writes_while_its_lease_lives(store: Store) {
    let real = Hand::at(0);
    let lease = store.take_lease("a", t(0), TTL).await.unwrap();
    let serving = store.fenced(lease.fence, real.clone());
    let mut tx = serving.begin().await.unwrap();
    tx.set_setting("who", "a").await.unwrap();
    tx.commit().await.unwrap();
    real.set(99);
    drop(serving.begin().await.unwrap());
    serving.renew_lease(lease.fence, t(99), TTL).await.unwrap();
    real.set(150);
    drop(serving.begin().await.unwrap());
    // `exec` writes beside it without a fence.
    drop(store.begin().await.unwrap());
}

async fn a_holder_past_its_lease_renews_it_before_it_writes(store: Store) {
    let real = Hand::at(0);
    let lease = store.take_lease("a", t(0), TTL).await.unwrap();
    let serving = store.fenced(lease.fence, real.clone());
    real.set(100);
    assert!(matches!(serving.begin().await, Err(StoreError::Lapsed)));
    drop(serving.read().await.unwrap());
    // Nobody took its place: it may go on.
    serving.renew_lease(lease.fence, t(100), TTL).await.unwrap();
    drop(serving.begin().await.unwrap());
}

async fn a_holder_whose_lease_was_taken_is_fenced(store: Store) {
    let real = Hand::at(0);
    let lease = store.take_lease("a", t(0), TTL).await.unwrap();
    let serving = store.fenced(lease.fence, real.clone());
    store.take_lease("b", t(100), TTL).await.unwrap();
    // Its own clock stood still meanwhile; the fence tells all the same.
    assert!(matches!(serving.begin().await, Err(StoreError::Fenced)));
    let late = serving.renew_lease(lease.fence, t(50), TTL).await;
    assert!(matches!(late, Err(StoreError::Fenced)));
}

async fn the_database_answers_until_it_is_closed(store: Store) {
    store.ping().await.unwrap();
    store.close().await;
    assert!(store.ping().await.is_err());
}
