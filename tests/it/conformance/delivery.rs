//! The outbox: posts, parts, lanes.

use samovar::domain::body::Body;
use samovar::domain::community::RoomState;
use samovar::domain::ids::AccountRef;
use samovar::domain::post::{
    Act, Action, Attempt, Fallback, PartState, Post, PostState, Purpose, Target,
};
use samovar::store::{Store, StoreError, Tx};

use crate::support::sample::{account, part, post, remotes, room, room_ref, seed};
use crate::support::store::{Place, on_both, t};

on_both!(
    a_slot_has_one_post,
    a_post_is_saved_whole,
    posts_are_listed_by_round_and_community,
    parts_are_saved_with_their_edits,
    a_post_is_found_by_its_message_and_by_an_edit,
    a_round_is_found_by_its_messages,
    a_lane_goes_in_order,
    a_first_row_that_waits_blocks_its_lane_alone,
    rows_that_are_over_block_nothing,
    a_row_that_follows_another_is_passed_over,
    a_paused_room_gives_no_lane,
    what_is_pending_is_counted_by_platform,
);

async fn add(tx: &mut Tx, posts: &[&Post]) {
    for post in posts {
        assert!(tx.add_post(post).await.unwrap());
    }
}

async fn lanes(tx: &mut Tx) -> Vec<String> {
    tx.lanes_due(t(100)).await.unwrap()
}

/// The id of the first undone row of a practice room.
async fn first_of(tx: &mut Tx, room: &str) -> Option<String> {
    let post = tx.oldest_undone(&format!("room:practice:{room}")).await.unwrap();
    post.map(|post| post.id.to_string())
}

async fn a_slot_has_one_post(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.next_seq().await.unwrap(), 1);
    let one = post("p1", 1, "hall");
    add(&mut tx, &[&one]).await;
    let mut twin = post("p2", 2, "hall");
    twin.slot.clone_from(&one.slot);
    assert!(!tx.add_post(&twin).await.unwrap());
    assert_eq!(tx.post(&one.id).await.unwrap(), Some(one.clone()));
    assert_eq!(tx.post(&twin.id).await.unwrap(), None);
    assert_eq!(tx.post_in(&one.slot).await.unwrap(), Some(one));
    assert_eq!(tx.post_in("none").await.unwrap(), None);
    assert_eq!(tx.next_seq().await.unwrap(), 2);
}

async fn a_post_is_saved_whole(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let mut one = post("p1", 1, "hall");
    add(&mut tx, &[&one]).await;
    let direct = Target::Direct(AccountRef::new("matrix", "@ana:example.org"));
    one.target = direct.clone();
    one.round = Some("first".into());
    one.community = Some("tea".into());
    one.purpose = Purpose::Nudge;
    one.generation = 1;
    one.body = None;
    one.wanted = 3;
    one.posted = 2;
    one.after = Some("p0".into());
    one.thread_of = Some("p0".into());
    one.fallback = Some(Fallback { room: room_ref("hall"), body: Body::text("See your messages") });
    one.state = PostState::Unsure;
    one.reason = Some("no history".to_owned());
    one.retry_at = t(5);
    one.tries = 4;
    one.lease_until = t(6);
    one.attempt = Some(Attempt {
        last: true,
        version: 3,
        generation: 1,
        part: 0,
        act: Act {
            key: "k".to_owned(),
            mark: "m".to_owned(),
            action: Action::Edit("17".into()),
            target: direct,
            thread: Some("16".into()),
            reply_to: None,
            text: "Hello".to_owned(),
        },
        at: t(7),
        device: "D".to_owned(),
    });
    tx.save_post(&one).await.unwrap();
    assert_eq!(tx.post(&one.id).await.unwrap(), Some(one));
    let none = post("none", 9, "hall");
    assert!(matches!(tx.save_post(&none).await, Err(StoreError::Missing { .. })));
}

async fn posts_are_listed_by_round_and_community(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let mut late = post("p2", 2, "hall");
    let mut early = post("p1", 1, "hall");
    (late.round, late.community) = (Some("first".into()), Some("tea".into()));
    (early.round, early.community) = (Some("first".into()), Some("tea".into()));
    let mut notice = post("p3", 3, "hall");
    notice.community = Some("tea".into());
    add(&mut tx, &[&late, &early, &notice, &post("p4", 4, "hall")]).await;
    let of_round = tx.posts_of(&"first".into()).await.unwrap();
    assert_eq!(of_round, [early.clone(), late.clone()]);
    assert_eq!(tx.posts_all(&"tea".into()).await.unwrap(), [early, late, notice]);
}

async fn parts_are_saved_with_their_edits(store: Store) {
    let mut tx = store.begin().await.unwrap();
    add(&mut tx, &[&post("p1", 1, "hall")]).await;
    let (mut first, second) = (part("p1", 0, "10"), part("p1", 1, "11"));
    let mut again = part("p1", 0, "30");
    again.generation = 1;
    for one in [&again, &second, &first] {
        tx.save_part(one).await.unwrap();
    }
    let p1 = "p1".into();
    assert_eq!(tx.parts(&p1).await.unwrap(), [first.clone(), second.clone(), again.clone()]);
    first.edits = remotes(&["20", "21"]);
    tx.save_part(&first).await.unwrap();
    first.edits = remotes(&["20", "21", "5"]);
    first.rendered = "The kettle whistles".to_owned();
    first.state = PartState::Removed;
    tx.save_part(&first).await.unwrap();
    assert_eq!(tx.parts(&p1).await.unwrap(), [first.clone(), second.clone(), again.clone()]);
    first.edits = remotes(&["5"]);
    tx.save_part(&first).await.unwrap();
    assert_eq!(tx.parts(&p1).await.unwrap(), [first, second, again]);
    assert_eq!(tx.parts(&"none".into()).await.unwrap(), []);
}

async fn a_post_is_found_by_its_message_and_by_an_edit(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let one = post("p1", 1, "hall");
    add(&mut tx, &[&one, &post("p2", 2, "hall")]).await;
    tx.save_part(&part("p1", 0, "10")).await.unwrap();
    tx.save_part(&part("p2", 0, "12")).await.unwrap();
    let mut second = part("p1", 1, "11");
    second.edits = remotes(&["20"]);
    tx.save_part(&second).await.unwrap();
    let practice = "practice".into();
    let found = tx.post_of_message(&practice, &"11".into()).await.unwrap();
    assert_eq!(found, Some((one.clone(), second.clone())));
    let found = tx.post_of_message(&practice, &"20".into()).await.unwrap();
    assert_eq!(found, Some((one, second)));
    assert_eq!(tx.post_of_message(&practice, &"99".into()).await.unwrap(), None);
    assert_eq!(tx.post_of_message(&"matrix".into(), &"11".into()).await.unwrap(), None);
}

async fn a_round_is_found_by_its_messages(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let mut of_none = post("p2", 2, "hall");
    of_none.round = None;
    add(&mut tx, &[&post("p1", 1, "hall"), &of_none]).await;
    tx.save_part(&part("p1", 0, "10")).await.unwrap();
    tx.save_part(&part("p2", 0, "12")).await.unwrap();
    let practice = "practice".into();
    let found = tx.round_of_message(&practice, &"10".into()).await.unwrap();
    assert_eq!(found.map(|round| round.id), post("p1", 1, "hall").round);
    assert_eq!(tx.round_of_message(&practice, &"12".into()).await.unwrap(), None);
    assert_eq!(tx.round_of_message(&"matrix".into(), &"10".into()).await.unwrap(), None);
}

async fn a_lane_goes_in_order(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(lanes(&mut tx).await, [""; 0]);
    assert_eq!(tx.next_retry().await.unwrap(), None);
    let mut whisper = post("p4", 4, "hall");
    whisper.target = Target::Direct(account("ana"));
    let (mut first, second, attic) =
        (post("p1", 1, "hall"), post("p2", 2, "hall"), post("p3", 3, "attic"));
    add(&mut tx, &[&second, &attic, &first, &whisper]).await;
    let all = ["room:practice:hall", "room:practice:attic", "direct:practice:ana"];
    assert_eq!(lanes(&mut tx).await, all);
    assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p1"));
    first.posted = 1;
    tx.save_post(&first).await.unwrap();
    assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p2"));
    // More is wanted of what was posted: it goes first again.
    first.wanted = 2;
    tx.save_post(&first).await.unwrap();
    assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p1"));
    assert_eq!(first_of(&mut tx, "none").await, None);
}

async fn a_first_row_that_waits_blocks_its_lane_alone(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let mut retried = post("p1", 1, "hall");
    retried.retry_at = t(101);
    let mut claimed = post("p3", 3, "attic");
    (claimed.lease_until, claimed.retry_at) = (t(150), t(90));
    add(&mut tx, &[&retried, &post("p2", 2, "hall"), &claimed, &post("p4", 4, "attic")]).await;
    assert_eq!(lanes(&mut tx).await, [""; 0]);
    assert_eq!(tx.next_retry().await.unwrap(), Some(t(101)));
    assert_eq!(tx.lanes_due(t(101)).await.unwrap(), ["room:practice:hall"]);
    let both = ["room:practice:hall", "room:practice:attic"];
    assert_eq!(tx.lanes_due(t(150)).await.unwrap(), both);
    assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p1"));
    add(&mut tx, &[&post("p5", 5, "stairs")]).await;
    assert_eq!(lanes(&mut tx).await, ["room:practice:stairs"]);
    assert_eq!(tx.next_retry().await.unwrap(), Some(t(0)));
}

async fn rows_that_are_over_block_nothing(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let over = [PostState::Dead, PostState::Unsure, PostState::Gone, PostState::Dropped];
    for (seq, state) in (1..).zip(over) {
        let mut one = post(&format!("p{seq}"), seq, "hall");
        (one.state, one.retry_at, one.lease_until) = (state, t(999), t(999));
        add(&mut tx, &[&one]).await;
    }
    assert_eq!(lanes(&mut tx).await, [""; 0]);
    assert_eq!(tx.next_retry().await.unwrap(), None);
    add(&mut tx, &[&post("p9", 9, "hall")]).await;
    assert_eq!(lanes(&mut tx).await, ["room:practice:hall"]);
    assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p9"));
}

async fn a_row_that_follows_another_is_passed_over(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let mut prompt = post("p1", 1, "attic");
    prompt.retry_at = t(999);
    let mut follower = post("p2", 2, "hall");
    follower.after = Some(prompt.id.clone());
    add(&mut tx, &[&prompt, &follower]).await;
    assert_eq!(lanes(&mut tx).await, [""; 0]);
    assert_eq!(first_of(&mut tx, "hall").await, None);
    assert_eq!(tx.next_retry().await.unwrap(), Some(t(999)));
    add(&mut tx, &[&post("p3", 3, "hall")]).await;
    assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p3"));
    assert_eq!(lanes(&mut tx).await, ["room:practice:hall"]);
    // It is there: its first version was posted, or it never will be.
    (prompt.posted, prompt.wanted) = (1, 2);
    tx.save_post(&prompt).await.unwrap();
    assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p2"));
    (prompt.posted, prompt.state) = (0, PostState::Dead);
    tx.save_post(&prompt).await.unwrap();
    assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p2"));
}

async fn a_paused_room_gives_no_lane(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let mut hall = room("hall");
    hall.state = RoomState::Paused;
    tx.save_room(&hall).await.unwrap();
    let mut whisper = post("p3", 3, "hall");
    whisper.target = Target::Direct(account("hall"));
    add(&mut tx, &[&post("p1", 1, "hall"), &post("p2", 2, "attic"), &whisper]).await;
    assert_eq!(lanes(&mut tx).await, ["room:practice:attic", "direct:practice:hall"]);
    assert_eq!(first_of(&mut tx, "hall").await, None);
    assert_eq!(tx.pending().await.unwrap(), [("practice".into(), 2)]);
    hall.state = RoomState::Open;
    tx.save_room(&hall).await.unwrap();
    assert_eq!(lanes(&mut tx).await.first().map(String::as_str), Some("room:practice:hall"));
}

async fn what_is_pending_is_counted_by_platform(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.pending().await.unwrap(), []);
    let mut elsewhere = post("p1", 1, "hall");
    elsewhere.target = Target::Direct(AccountRef::new("matrix", "@ana:example.org"));
    let mut done = post("p2", 2, "hall");
    done.posted = 1;
    add(&mut tx, &[&elsewhere, &done, &post("p3", 3, "hall"), &post("p4", 4, "hall")]).await;
    assert_eq!(tx.pending().await.unwrap(), [("matrix".into(), 1), ("practice".into(), 2)]);
}

mod quick {
    use crate::support::store::{postgres, sqlite};

    #[tokio::test]
    async fn lanes_stay_quick_on_sqlite() {
        super::lanes_stay_quick_beside_many_posted_rows(sqlite().await).await;
    }

    #[tokio::test]
    async fn lanes_stay_quick_on_postgres() {
        super::lanes_stay_quick_beside_many_posted_rows(postgres().await).await;
    }
}

const MANY_POSTED: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO posts (id, slot, seq, lane, platform, target, purpose, generation, wanted, posted,
        state, retry_at, tries, lease_until, created_at)
    SELECT 'b' || i, 's' || i, i, 'room:practice:hall', 'practice', '{}', 'notice', 0, 1, 1,
        'live', 0, 0, 0, 0 FROM n;
    ANALYZE;";

/// A hundred thousand posted rows, and looking for what is due a hundred times.
async fn lanes_stay_quick_beside_many_posted_rows((place, store): (Place, Store)) {
    place.execute(MANY_POSTED).await;
    let mut tx = store.begin().await.unwrap();
    add(&mut tx, &[&post("p1", 200_000, "hall"), &post("p2", 200_001, "hall")]).await;
    let begun = std::time::Instant::now();
    for _ in 0..100 {
        assert_eq!(lanes(&mut tx).await, ["room:practice:hall"]);
        assert_eq!(first_of(&mut tx, "hall").await.as_deref(), Some("p1"));
        assert_eq!(tx.next_seq().await.unwrap(), 200_002);
        assert_eq!(tx.next_retry().await.unwrap(), Some(t(0)));
        assert_eq!(tx.pending().await.unwrap(), [("practice".into(), 2)]);
    }
    // Without the index each look reads every row, and this takes a minute and more.
    assert!(begun.elapsed().as_secs() < 10, "took {:?}", begun.elapsed());
}
