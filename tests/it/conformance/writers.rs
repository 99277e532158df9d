//! What holds while several write and read at once.

use std::collections::BTreeSet;
use std::time::Duration;

use samovar::domain::ids::PostId;
use samovar::store::Store;

use crate::support::sample::{message, post, seed};
use crate::support::store::{Place, on_both, postgres, sqlite, t};

on_both!(
    workers_never_claim_the_same_row_and_keep_order,
    a_reader_keeps_its_snapshot_while_another_writes,
    what_is_not_committed_is_not_there,
    writers_wait_for_each_other,
);

/// Claims the first row of some lane that is due and marks it posted, as delivery does.
async fn claim(store: &Store) -> Option<(String, PostId, i64)> {
    let mut tx = store.begin().await.unwrap();
    let lane = tx.lanes_due(t(0)).await.unwrap().into_iter().next()?;
    let mut post = tx.oldest_undone(&lane).await.unwrap().expect("a lane that is due has a row");
    assert!(post.retry_at <= t(0) && post.lease_until <= t(0));
    post.lease_until = t(1000);
    tx.save_post(&post).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.begin().await.unwrap();
    let again = tx.oldest_undone(&lane).await.unwrap();
    assert_eq!(again.map(|one| one.id), Some(post.id.clone()), "a claimed row blocks its lane");
    post.posted = post.wanted;
    post.lease_until = t(0);
    tx.save_post(&post).await.unwrap();
    tx.commit().await.unwrap();
    Some((lane, post.id, post.seq))
}

async fn workers_never_claim_the_same_row_and_keep_order(store: Store) {
    let mut tx = store.begin().await.unwrap();
    for seq in 1..=60 {
        assert!(
            tx.add_post(&post(&format!("p{seq}"), seq, &format!("r{}", seq % 5))).await.unwrap()
        );
    }
    tx.commit().await.unwrap();
    let workers: Vec<_> = (0..8).map(|_| tokio::spawn(work(store.clone()))).collect();
    let mut all = Vec::new();
    for worker in workers {
        let mine = worker.await.unwrap();
        for lane in mine.iter().map(|(lane, ..)| lane).collect::<BTreeSet<_>>() {
            let order: Vec<_> = mine.iter().filter(|one| one.0 == *lane).map(|one| one.2).collect();
            assert!(order.is_sorted());
        }
        all.extend(mine.into_iter().map(|(_, id, _)| id));
    }
    assert_eq!((all.len(), all.into_iter().collect::<BTreeSet<_>>().len()), (60, 60));
}

/// Works until nothing is undone; a lane that another claimed isn't due meanwhile.
async fn work(store: Store) -> Vec<(String, PostId, i64)> {
    let mut mine = Vec::new();
    loop {
        if let Some(one) = claim(&store).await {
            mine.push(one);
        } else if store.read().await.unwrap().pending().await.unwrap().is_empty() {
            return mine;
        }
        tokio::task::yield_now().await;
    }
}

async fn a_reader_keeps_its_snapshot_while_another_writes(store: Store) {
    let mut reader = store.read().await.unwrap();
    assert_eq!(reader.timers().await.unwrap(), 0);
    let mut tx = store.begin().await.unwrap();
    tx.set_timer("r1", "close", t(1)).await.unwrap();
    assert_eq!(tx.timers().await.unwrap(), 1);
    assert_eq!(store.read().await.unwrap().timers().await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(reader.timers().await.unwrap(), 0);
    assert_eq!(store.read().await.unwrap().timers().await.unwrap(), 1);
}

async fn what_is_not_committed_is_not_there(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    drop(tx);
    assert_eq!(store.read().await.unwrap().communities().await.unwrap(), []);
}

async fn writers_wait_for_each_other(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.set_setting("count", "0").await.unwrap();
    tx.commit().await.unwrap();
    let writers: Vec<_> = (0..20).map(|_| tokio::spawn(count_one(store.clone()))).collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let count = store.read().await.unwrap().setting("count").await.unwrap();
    assert_eq!(count.as_deref(), Some("20"));
}

async fn count_one(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let count: u32 = tx.setting("count").await.unwrap().unwrap().parse().unwrap();
    tokio::task::yield_now().await;
    tx.set_setting("count", &(count + 1).to_string()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Two processes: each has a store of its own on one database.
async fn two_stores_share_one_writer(one: Store, other: Store) {
    let mut tx = one.begin().await.unwrap();
    tx.set_setting("count", "0").await.unwrap();
    tx.commit().await.unwrap();
    let writers: Vec<_> = (0..20)
        .map(|n| tokio::spawn(count_one(if n % 2 == 0 { one.clone() } else { other.clone() })))
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let count = one.read().await.unwrap().setting("count").await.unwrap();
    assert_eq!(count.as_deref(), Some("20"));
    assert!(tokio::time::timeout(Duration::from_secs(5), other.ping()).await.is_ok());
}

#[tokio::test]
async fn two_stores_share_one_writer_on_sqlite() {
    let (place, store) = sqlite().await;
    let other = Store::attach(&place.options).await.unwrap();
    two_stores_share_one_writer(store, other).await;
}

#[tokio::test]
async fn two_stores_share_one_writer_on_postgres() {
    let (place, store) = postgres().await;
    let other = Store::attach(&place.options).await.unwrap();
    two_stores_share_one_writer(store, other).await;
}

/// An unreadable row is named, and its content isn't.
async fn an_unreadable_row_is_named((place, store): (Place, Store)) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_message(&message("17", 1)).await.unwrap();
    tx.commit().await.unwrap();
    place.execute("UPDATE messages SET state = 'a secret'").await;
    let fault = store.read().await.unwrap().messages(&"first".into()).await.unwrap_err();
    assert_eq!(fault.to_string(), "messages.state of row 17 does not read as it should");
    assert!(!format!("{fault:?}").contains("secret"));
}

#[tokio::test]
async fn an_unreadable_row_is_named_on_sqlite() {
    an_unreadable_row_is_named(sqlite().await).await;
}

#[tokio::test]
async fn an_unreadable_row_is_named_on_postgres() {
    an_unreadable_row_is_named(postgres().await).await;
}
