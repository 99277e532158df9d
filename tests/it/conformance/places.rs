//! Communities, holidays, circles, rooms, cursors.

use chrono::NaiveDate;
use chrono_tz::Tz;
use samovar::domain::community::{Language, RoomState};
use samovar::store::{Cursor, Store, StoreError};

use crate::support::sample::{circle, community, room, room_ref, seed};
use crate::support::store::{on_both, t};

on_both!(
    communities_are_found_by_id_and_by_name_without_case,
    a_community_is_saved_and_never_takes_anothers_name,
    communities_of_a_person_are_those_they_joined,
    holidays_are_listed_in_order,
    circles_have_names_of_their_own_in_each_community,
    a_room_is_bound_once,
    a_room_is_saved_and_unbound,
    a_gap_holds_the_cursor,
    names_lose_what_one_database_refuses,
);

async fn communities_are_found_by_id_and_by_name_without_case(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let mut tea = community("tea");
    tea.name = "Thé Vert".to_owned();
    assert!(tx.add_community(&tea).await.unwrap());
    assert!(tx.add_community(&community("bread")).await.unwrap());
    let mut twin = community("twin");
    twin.name = "THÉ VERT".to_owned();
    assert!(!tx.add_community(&twin).await.unwrap());
    tx.commit().await.unwrap();

    let mut reader = store.read().await.unwrap();
    assert_eq!(reader.community(&"tea".into()).await.unwrap(), Some(tea.clone()));
    assert_eq!(reader.community(&"none".into()).await.unwrap(), None);
    assert_eq!(reader.community_named("thé VERT").await.unwrap(), Some(tea.clone()));
    assert_eq!(reader.communities().await.unwrap(), [community("bread"), tea]);
}

async fn a_community_is_saved_and_never_takes_anothers_name(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.add_community(&community("tea")).await.unwrap();
    let mut tea = community("tea");
    tea.name = "Coffee".to_owned();
    tea.zone = Tz::America__New_York;
    tea.language = Language::from("fr");
    tea.charter.signposts = Some("Ask Bo".to_owned());
    tea.keep_days = 30;
    tx.save_community(&tea).await.unwrap();
    assert_eq!(tx.community(&"tea".into()).await.unwrap(), Some(tea.clone()));
    let missing = tx.save_community(&community("none")).await;
    assert!(matches!(missing, Err(StoreError::Missing { table: "communities", .. })));
    tx.add_community(&community("bread")).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.begin().await.unwrap();
    tea.name = "BREAD".to_owned();
    assert!(matches!(tx.save_community(&tea).await, Err(StoreError::Taken { .. })));
}

async fn communities_of_a_person_are_those_they_joined(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_community(&community("bread")).await.unwrap();
    assert_eq!(tx.communities_of(&"ana".into()).await.unwrap(), []);
    tx.join(&"tea".into(), &"ana".into(), t(1)).await.unwrap();
    assert_eq!(tx.communities_of(&"ana".into()).await.unwrap(), [community("tea")]);
}

async fn holidays_are_listed_in_order(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let tea = "tea".into();
    tx.add_holiday(&tea, day(12, 25), "Christmas").await.unwrap();
    tx.add_holiday(&tea, day(1, 1), "New year").await.unwrap();
    tx.add_holiday(&tea, day(1, 1), "New Year").await.unwrap();
    let expected = [(day(1, 1), "New Year".to_owned()), (day(12, 25), "Christmas".to_owned())];
    assert_eq!(tx.holidays(&tea).await.unwrap(), expected);
    assert!(tx.remove_holiday(&tea, day(1, 1)).await.unwrap());
    assert!(!tx.remove_holiday(&tea, day(1, 1)).await.unwrap());
    assert_eq!(tx.holidays(&tea).await.unwrap(), expected[1..]);
}

async fn circles_have_names_of_their_own_in_each_community(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_community(&community("bread")).await.unwrap();
    let mut twin = circle("other", "tea");
    twin.name = "KITCHEN".to_owned();
    assert!(!tx.add_circle(&twin).await.unwrap());
    twin.community = "bread".into();
    assert!(tx.add_circle(&twin).await.unwrap());
    assert!(tx.add_circle(&circle("attic", "tea")).await.unwrap());

    let kitchen = circle("kitchen", "tea");
    assert_eq!(tx.circle(&"kitchen".into()).await.unwrap(), Some(kitchen.clone()));
    let named = tx.circle_named(&"tea".into(), "Kitchen").await.unwrap();
    assert_eq!(named, Some(kitchen.clone()));
    assert_eq!(tx.circle_named(&"bread".into(), "attic").await.unwrap(), None);
    assert_eq!(tx.circles(&"tea".into()).await.unwrap(), [circle("attic", "tea"), kitchen]);
}

async fn a_room_is_bound_once(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_circle(&circle("attic", "tea")).await.unwrap();
    let mut again = room("hall");
    again.circle = "attic".into();
    assert!(!tx.bind_room(&again).await.unwrap());
    let mut stairs = room("stairs");
    stairs.circle = "attic".into();
    stairs.encrypted = true;
    stairs.language = Some("fr".into());
    stairs.bound_at = t(1);
    assert!(tx.bind_room(&stairs).await.unwrap());

    assert_eq!(tx.room(&room_ref("stairs")).await.unwrap(), Some(stairs.clone()));
    assert_eq!(tx.room(&room_ref("none")).await.unwrap(), None);
    assert_eq!(tx.rooms_of(&"attic".into()).await.unwrap(), std::slice::from_ref(&stairs));
    assert_eq!(tx.rooms().await.unwrap(), [room("hall"), stairs]);
}

async fn a_room_is_saved_and_unbound(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let mut hall = room("hall");
    hall.label = "#entrance".to_owned();
    hall.state = RoomState::Paused;
    hall.encrypted = true;
    tx.save_room(&hall).await.unwrap();
    assert_eq!(tx.room(&hall.at).await.unwrap(), Some(hall.clone()));
    assert!(tx.unbind_room(&hall.at).await.unwrap());
    assert!(!tx.unbind_room(&hall.at).await.unwrap());
    assert!(matches!(tx.save_room(&hall).await, Err(StoreError::Missing { .. })));
}

async fn a_gap_holds_the_cursor(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let hall = room_ref("hall");
    let cursor = |at: &str, gap| Some(Cursor { cursor: Some(at.to_owned()), gap_since: gap });
    assert_eq!(tx.cursor(&hall).await.unwrap(), None);
    tx.set_cursor(&hall, "17").await.unwrap();
    assert_eq!(tx.cursor(&hall).await.unwrap(), cursor("17", None));
    tx.open_gap(&hall, t(5)).await.unwrap();
    tx.open_gap(&hall, t(9)).await.unwrap();
    tx.set_cursor(&hall, "30").await.unwrap();
    assert_eq!(tx.cursor(&hall).await.unwrap(), cursor("17", Some(t(5))));
    tx.open_gap(&room_ref("attic"), t(1)).await.unwrap();
    assert_eq!(tx.gaps().await.unwrap(), [room_ref("attic"), hall.clone()]);
    tx.close_gap(&hall, None).await.unwrap();
    assert_eq!(tx.cursor(&hall).await.unwrap(), cursor("17", None));
    tx.open_gap(&hall, t(11)).await.unwrap();
    tx.close_gap(&hall, Some("29")).await.unwrap();
    assert_eq!(tx.cursor(&hall).await.unwrap(), cursor("29", None));
    tx.close_gap(&room_ref("attic"), None).await.unwrap();
    assert_eq!(tx.gaps().await.unwrap(), []);
}

async fn names_lose_what_one_database_refuses(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let mut tea = community("tea");
    tea.name = "Te\0a".to_owned();
    assert!(tx.add_community(&tea).await.unwrap());
    assert_eq!(tx.community_named("tea").await.unwrap().unwrap().name, "Tea");
}
