//! A new life after a restore: which rooms are held until they are read back, and what is void.

use std::time::Duration;

use samovar::store::{Code, Epoch, Store};

use crate::support::sample::{account, post, room, room_ref, seed};
use crate::support::store::{on_both, t};

on_both!(
    a_house_that_was_never_restored_has_no_epoch,
    a_new_life_holds_its_rooms_until_they_are_read_back,
    a_new_life_ends_leases_and_codes,
    only_some_databases_have_a_clock_of_their_own,
);

const TTL: Duration = Duration::from_secs(60);

fn epoch() -> Epoch {
    Epoch { at: t(50), since: t(10), by_clock: t(40) }
}

async fn a_house_that_was_never_restored_has_no_epoch(store: Store) {
    let mut reader = store.read().await.unwrap();
    assert_eq!(reader.epoch().await.unwrap(), None);
    assert!(reader.unread_rooms().await.unwrap().is_empty());
    assert_eq!(reader.read_upto(&room_ref("hall")).await.unwrap(), 0);
}

async fn a_new_life_holds_its_rooms_until_they_are_read_back(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    assert!(tx.bind_room(&room("attic")).await.unwrap());
    tx.set_cursor(&room_ref("hall"), "7").await.unwrap();
    assert!(tx.add_post(&post("p1", 1, "hall")).await.unwrap());
    tx.begin_epoch(&epoch()).await.unwrap();
    assert_eq!(tx.epoch().await.unwrap(), Some(epoch()));
    let unread = tx.unread_rooms().await.unwrap();
    assert!(unread.contains(&room_ref("hall")) && unread.contains(&room_ref("attic")));
    assert_eq!(tx.gaps().await.unwrap(), unread);
    let cursor = tx.cursor(&room_ref("hall")).await.unwrap().unwrap();
    assert_eq!((cursor.cursor.as_deref(), cursor.gap_since), (Some("7"), Some(t(10))));
    assert!(tx.lanes_due(t(100)).await.unwrap().is_empty());
    assert!(tx.oldest_undone("room:practice:hall").await.unwrap().is_none());
    tx.close_gap(&room_ref("hall"), Some("9")).await.unwrap();
    assert_eq!(tx.lanes_due(t(100)).await.unwrap(), ["room:practice:hall"]);
    assert_eq!(tx.read_upto(&room_ref("hall")).await.unwrap(), 1);
    assert!(!tx.unread_rooms().await.unwrap().contains(&room_ref("hall")));
    // A later gap is an ordinary one.
    assert!(tx.add_post(&post("p2", 2, "hall")).await.unwrap());
    tx.open_gap(&room_ref("hall"), t(60)).await.unwrap();
    assert_eq!(tx.lanes_due(t(100)).await.unwrap(), ["room:practice:hall"]);
    tx.close_gap(&room_ref("hall"), None).await.unwrap();
    assert_eq!(tx.read_upto(&room_ref("hall")).await.unwrap(), 1);
}

async fn a_new_life_ends_leases_and_codes(store: Store) {
    store.take_lease("the house that was copied", t(0), TTL).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let code = Code {
        hash: "hash".to_owned(),
        purpose: "link".to_owned(),
        issuer: account("ana"),
        data: "{}".to_owned(),
        tries: 0,
        expires_at: t(1000),
        used_at: None,
    };
    assert!(tx.add_code(&code).await.unwrap());
    tx.begin_epoch(&epoch()).await.unwrap();
    assert!(tx.code("hash").await.unwrap().is_none_or(|code| code.expires_at < t(0)));
    tx.commit().await.unwrap();
    assert_eq!(store.take_lease("another", t(1), TTL).await.unwrap().fence, 2);
}

async fn only_some_databases_have_a_clock_of_their_own(store: Store) {
    let theirs = store.clock().await.unwrap();
    assert!(theirs.is_none_or(|theirs| theirs > t(0)));
}
