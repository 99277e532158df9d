//! What can't be read yet, and rooms that were given up for another.

use samovar::store::{Move, Store, Unreadable};

use crate::support::sample::{account, room_ref, seed};
use crate::support::store::{on_both, t};

on_both!(
    something_unreadable_is_noted_once_and_forgotten_when_it_was_read,
    tries_are_put_off_and_brought_forward,
    a_room_is_told_in_a_notice,
    a_forgotten_account_is_not_waited_for,
    a_move_is_noted_once_and_followed,
    the_zone_is_asked_for_once,
);

fn event(remote: &str, seen: i64) -> Unreadable {
    Unreadable {
        room: room_ref("hall"),
        remote: remote.into(),
        account: account("ana"),
        said_at: t(seen - 5),
        seen_at: t(seen),
        tries: 0,
        retry_at: t(seen + 10),
        notice: None,
    }
}

async fn something_unreadable_is_noted_once_and_forgotten_when_it_was_read(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let (one, two) = (event("1", 20), event("2", 10));
    assert!(tx.add_unreadable(&one).await.unwrap());
    assert!(tx.add_unreadable(&two).await.unwrap());
    assert!(!tx.add_unreadable(&event("1", 99)).await.unwrap());
    assert_eq!(tx.unreadable_count().await.unwrap(), 2);
    let hall = room_ref("hall");
    assert_eq!(tx.unreadable_in(&hall).await.unwrap(), [two, one.clone()]);
    assert_eq!(tx.unreadable_in(&room_ref("attic")).await.unwrap(), []);
    assert_eq!(tx.unreadable_rooms().await.unwrap(), [(hall, 2)]);
    let practice = "practice".into();
    assert_eq!(tx.read_unreadable(&practice, &"1".into()).await.unwrap(), Some(one));
    assert_eq!(tx.read_unreadable(&practice, &"1".into()).await.unwrap(), None);
    assert_eq!(tx.unreadable_count().await.unwrap(), 1);
}

async fn tries_are_put_off_and_brought_forward(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let one = event("1", 20);
    tx.add_unreadable(&one).await.unwrap();
    tx.add_unreadable(&event("2", 15)).await.unwrap();
    assert_eq!(tx.unreadable_due(t(24), 9).await.unwrap(), []);
    let due = tx.unreadable_due(t(30), 9).await.unwrap();
    let names: Vec<_> = due.iter().map(|event| event.remote.as_str()).collect();
    assert_eq!(names, ["2", "1"]);
    assert_eq!(tx.unreadable_due(t(30), 1).await.unwrap().len(), 1);
    tx.try_unreadable(&one, t(500)).await.unwrap();
    let tried = Unreadable { tries: 1, retry_at: t(500), ..one.clone() };
    assert_eq!(tx.unreadable_in(&room_ref("hall")).await.unwrap()[1], tried);
    assert_eq!(tx.unreadable_due(t(30), 9).await.unwrap().len(), 1);
    assert_eq!(tx.unreadable_now(&room_ref("attic"), t(31)).await.unwrap(), 0);
    assert_eq!(tx.unreadable_now(&room_ref("hall"), t(31)).await.unwrap(), 1);
    assert_eq!(tx.unreadable_due(t(31), 9).await.unwrap().len(), 2);
}

async fn a_room_is_told_in_a_notice(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let one = event("1", 20);
    tx.add_unreadable(&one).await.unwrap();
    assert_eq!(tx.unreadable_untold(t(19), 9).await.unwrap(), []);
    assert_eq!(tx.unreadable_untold(t(20), 9).await.unwrap(), std::slice::from_ref(&one));
    tx.unreadable_told(&one, "slot").await.unwrap();
    assert_eq!(tx.unreadable_untold(t(20), 9).await.unwrap(), []);
    let told = tx.read_unreadable(&"practice".into(), &"1".into()).await.unwrap().unwrap();
    assert_eq!(told.notice.as_deref(), Some("slot"));
}

async fn a_forgotten_account_is_not_waited_for(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_unreadable(&event("1", 20)).await.unwrap();
    let bos = Unreadable { account: account("bo"), ..event("2", 20) };
    tx.add_unreadable(&bos).await.unwrap();
    tx.erase_account(&account("ana"), "nobody").await.unwrap();
    assert_eq!(tx.unreadable_in(&room_ref("hall")).await.unwrap(), [bos]);
}

async fn a_move_is_noted_once_and_followed(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let (attic, hall, cellar) = (room_ref("attic"), room_ref("hall"), room_ref("cellar"));
    assert_eq!(tx.move_of(&attic).await.unwrap(), None);
    assert!(tx.note_move(&attic, &hall, t(1)).await.unwrap());
    assert!(!tx.note_move(&attic, &hall, t(2)).await.unwrap());
    let moved = Move { from: attic.clone(), to: hall.clone(), followed: false };
    assert_eq!(tx.move_of(&attic).await.unwrap(), Some(moved.clone()));
    assert_eq!(tx.moves_to(&hall).await.unwrap(), []);
    tx.follow_move(&attic).await.unwrap();
    let followed = Move { followed: true, ..moved };
    assert_eq!(tx.moves_to(&hall).await.unwrap(), std::slice::from_ref(&followed));
    assert!(!tx.note_move(&attic, &hall, t(3)).await.unwrap(), "it was followed already");
    assert_eq!(tx.move_of(&attic).await.unwrap(), Some(followed));
    assert!(tx.note_move(&attic, &cellar, t(4)).await.unwrap(), "it goes elsewhere now");
    assert_eq!(tx.moves_to(&hall).await.unwrap(), []);
}

async fn the_zone_is_asked_for_once(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    assert!(tx.ask_zone_once(&"ana".into()).await.unwrap());
    assert!(!tx.ask_zone_once(&"ana".into()).await.unwrap());
    assert!(!tx.ask_zone_once(&"nobody".into()).await.unwrap());
}
