//! Contributions, messages, challenges, suggestions, reach-outs, questions.

use samovar::domain::contribution::{Act, Road, Wishes};
use samovar::domain::file::FileRef;
use samovar::domain::ids::{CommunityId, PersonId, RoundId};
use samovar::domain::message::{Message, MessageState};
use samovar::store::{Challenge, Question, Store, StoreError, Suggestion};

use crate::support::sample::{account, contribution, message, round, seed};
use crate::support::store::{on_both, t};

on_both!(
    a_contribution_is_added_once_per_source,
    a_contribution_is_saved,
    a_source_in_two_rounds_means_the_latest,
    a_message_is_added_once_and_saved,
    a_message_keeps_its_files,
    messages_are_listed_by_round_and_person,
    a_batch_adds_what_is_new,
    challenges_wait_until_they_are_removed,
    suggestions_are_listed_in_order,
    reaching_out_is_noted_once,
    a_question_is_replaced_and_answered,
);

async fn a_contribution_is_added_once_per_source(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.meet(&account("bo"), "Bo", &"bo".into()).await.unwrap();
    let one = contribution("c1", "form:1", 20);
    assert!(tx.add_contribution(&one).await.unwrap());
    assert!(!tx.add_contribution(&contribution("c2", "form:1", 30)).await.unwrap());
    let mut bos = contribution("c3", "form:2", 10);
    bos.person = "bo".into();
    bos.account = account("bo");
    bos.act = Act::Pass;
    assert!(tx.add_contribution(&bos).await.unwrap());
    let first = "first".into();
    assert_eq!(tx.contributions(&first).await.unwrap(), [bos.clone(), one.clone()]);
    let of_ana = tx.contributions_of(&first, &"ana".into()).await.unwrap();
    assert_eq!(of_ana, std::slice::from_ref(&one));
    assert_eq!(tx.contribution_from("form:2").await.unwrap(), Some(bos));
    assert_eq!(tx.contribution_from("form:3").await.unwrap(), None);
}

async fn a_contribution_is_saved(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let mut one = contribution("c1", "form:1", 20);
    tx.add_contribution(&one).await.unwrap();
    one.edited_at = Some(t(25));
    one.road = Road::Thread;
    one.act = Act::Gone;
    one.wishes = Wishes { anonymous: true, listed: true, private: false };
    tx.save_contribution(&one).await.unwrap();
    assert_eq!(tx.contribution_from("form:1").await.unwrap(), Some(one));
    let none = contribution("none", "form:9", 0);
    assert!(matches!(tx.save_contribution(&none).await, Err(StoreError::Missing { .. })));
}

async fn a_source_in_two_rounds_means_the_latest(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_round(&round("second", 10), "{}").await.unwrap();
    tx.add_contribution(&contribution("c1", "form:1", 5)).await.unwrap();
    let mut later = contribution("c2", "form:1", 15);
    later.round = "second".into();
    assert!(tx.add_contribution(&later).await.unwrap());
    assert_eq!(tx.contribution_from("form:1").await.unwrap(), Some(later));
}

async fn a_message_is_added_once_and_saved(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let mut one = message("1", 10);
    assert!(tx.add_message(&one).await.unwrap());
    assert!(!tx.add_message(&Message { text: None, ..one.clone() }).await.unwrap());
    let practice = "practice".into();
    assert_eq!(tx.message(&practice, &one.remote).await.unwrap(), Some(one.clone()));
    assert_eq!(tx.message(&"matrix".into(), &one.remote).await.unwrap(), None);
    one.text = None;
    one.edited_at = Some(t(11));
    one.state = MessageState::Gone;
    tx.save_message(&one).await.unwrap();
    assert_eq!(tx.message(&practice, &one.remote).await.unwrap(), Some(one));
    let none = message("none", 0);
    assert!(matches!(tx.save_message(&none).await, Err(StoreError::Missing { .. })));
}

async fn a_message_keeps_its_files(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let plain = FileRef::new("Plan.pdf", "application/pdf", Some(1_200_000), "mxc://s/1");
    let sealed = FileRef::new("", "audio/ogg", None, "mxc://s/2").with_key("{\"k\":1}");
    let mut one = Message { files: vec![plain.clone(), sealed], ..message("1", 10) };
    tx.add_messages(&[one.clone(), message("2", 11)]).await.unwrap();
    let with_files = tx.messages_with_files(&"first".into()).await.unwrap();
    assert_eq!(with_files, [one.clone()]);
    one.files = vec![plain];
    tx.save_message(&one).await.unwrap();
    assert_eq!(tx.message(&"practice".into(), &one.remote).await.unwrap(), Some(one.clone()));
    tx.save_message(&one.wordless(MessageState::Gone)).await.unwrap();
    assert_eq!(tx.messages_with_files(&"first".into()).await.unwrap(), []);
}

async fn messages_are_listed_by_round_and_person(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_round(&round("second", 10), "{}").await.unwrap();
    tx.meet(&account("bo"), "Bo", &"bo".into()).await.unwrap();
    let (late, early) = (message("1", 10), message("2", 5));
    let mut bos = message("3", 7);
    bos.person = "bo".into();
    bos.account = account("bo");
    let mut next = message("4", 8);
    next.round = "second".into();
    tx.add_messages(&[late.clone(), early.clone(), bos.clone(), next.clone()]).await.unwrap();
    let first = tx.messages(&"first".into()).await.unwrap();
    assert_eq!(first, [early.clone(), bos, late.clone()]);
    assert_eq!(tx.messages_by(&"ana".into()).await.unwrap(), [early, next, late]);
}

async fn a_batch_adds_what_is_new(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    assert_eq!(tx.add_messages(&[]).await.unwrap(), 0);
    let some: Vec<Message> = (0..37).map(|n| message(&n.to_string(), n)).collect();
    assert_eq!(tx.add_messages(&some).await.unwrap(), 37);
    let mut more: Vec<Message> = (0..256).map(|n| message(&n.to_string(), n)).collect();
    more.push(message("255", 255));
    assert_eq!(tx.add_messages(&more).await.unwrap(), 256 - 37);
    more.pop();
    assert_eq!(tx.messages(&"first".into()).await.unwrap(), more);
}

async fn challenges_wait_until_they_are_removed(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let one = Challenge {
        id: "h1".into(),
        community: "tea".into(),
        circle: "kitchen".into(),
        person: "ana".into(),
        account: account("ana"),
        words: "Bitter".into(),
        wishes: Wishes { anonymous: true, ..Wishes::default() },
        shared_at: t(9),
    };
    let other = Challenge { id: "h2".into(), shared_at: t(3), ..one.clone() };
    assert!(tx.add_challenge(&one).await.unwrap());
    assert!(!tx.add_challenge(&one).await.unwrap());
    assert!(tx.add_challenge(&other).await.unwrap());
    assert_eq!(tx.challenges(&"tea".into()).await.unwrap(), [other.clone(), one]);
    assert!(tx.remove_challenge("h1").await.unwrap());
    assert!(!tx.remove_challenge("h1").await.unwrap());
    assert_eq!(tx.challenges(&"tea".into()).await.unwrap(), [other]);
}

async fn suggestions_are_listed_in_order(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let (tea, ana): (CommunityId, PersonId) = ("tea".into(), "ana".into());
    tx.add_suggestion("s1", &tea, (&ana).into(), "Later", t(9)).await.unwrap();
    tx.add_suggestion("s2", &tea, (&ana).into(), "Earlier", t(3)).await.unwrap();
    tx.add_suggestion("s2", &tea, (&ana).into(), "Twice", t(3)).await.unwrap();
    let suggestion = |id: &str, words: &str, at| Suggestion {
        id: id.into(),
        community: "tea".into(),
        person: "ana".into(),
        account: None,
        words: words.into(),
        made_at: t(at),
    };
    let expected = [suggestion("s2", "Earlier", 3), suggestion("s1", "Later", 9)];
    assert_eq!(tx.suggestions(&tea).await.unwrap(), expected);
}

async fn reaching_out_is_noted_once(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let (first, ana): (RoundId, PersonId) = ("first".into(), "ana".into());
    assert_eq!(tx.reach_outs(&first).await.unwrap(), []);
    tx.may_reach_out(&first, (&ana).into(), t(1)).await.unwrap();
    tx.may_reach_out(&first, (&ana).into(), t(2)).await.unwrap();
    assert_eq!(tx.reach_outs(&first).await.unwrap(), [ana]);
}

async fn a_question_is_replaced_and_answered(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let ana = account("ana");
    let one = Question {
        account: ana.clone(),
        round: Some("first".into()),
        field: "mood".into(),
        data: "{}".into(),
        asked_at: t(1),
    };
    assert_eq!(tx.question(&ana).await.unwrap(), None);
    tx.ask(&one).await.unwrap();
    assert_eq!(tx.question(&ana).await.unwrap(), Some(one.clone()));
    let other = Question { round: None, field: "share".into(), asked_at: t(2), ..one };
    tx.ask(&other).await.unwrap();
    assert_eq!(tx.question(&ana).await.unwrap(), Some(other));
    tx.answered(&ana).await.unwrap();
    assert_eq!(tx.question(&ana).await.unwrap(), None);
    tx.answered(&ana).await.unwrap();
}
