//! Sessions, topics, and threads as the convenors' page lists and shows them.

use samovar::domain::clock::Instant;
use samovar::domain::ids::RoundId;
use samovar::domain::message::Message;
use samovar::domain::round::{Curation, Round, RoundState};
use samovar::store::{Session, Store, Tx, Wanted};

use crate::support::sample::{
    account, circle, community, contribution, message, ritual, round, seed,
};
use crate::support::store::{on_both, t};

on_both!(
    a_session_is_added_seen_and_ended,
    sessions_that_are_over_are_dropped,
    topics_become_the_vocabulary_and_are_found_by,
    threads_are_listed_by_every_condition,
    threads_are_paged_by_key,
    a_listed_thread_says_how_many_took_part,
    messages_are_paged_in_order_with_the_names_of_today,
    rounds_are_found_between_two_instants,
);

fn session(hash: &str, at: i64) -> Session {
    Session {
        hash: hash.to_owned(),
        account: account("ana"),
        community: "tea".into(),
        began_at: t(at),
        seen_at: t(at),
    }
}

async fn a_session_is_added_seen_and_ended(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let one = session("one", 0);
    assert!(tx.add_session(&one).await.unwrap());
    assert!(!tx.add_session(&session("one", 9)).await.unwrap());
    assert_eq!(tx.session("one").await.unwrap(), Some(one.clone()));
    tx.see_session("one", t(60)).await.unwrap();
    tx.see_session("none", t(60)).await.unwrap();
    let seen = Session { seen_at: t(60), ..one };
    assert_eq!(tx.session("one").await.unwrap(), Some(seen));
    assert!(tx.end_session("one").await.unwrap());
    assert!(!tx.end_session("one").await.unwrap());
    tx.add_session(&session("two", 0)).await.unwrap();
    tx.add_session(&session("three", 0)).await.unwrap();
    assert_eq!(tx.end_sessions_of(&account("ben")).await.unwrap(), 0);
    assert_eq!(tx.end_sessions_of(&account("ana")).await.unwrap(), 2);
    assert_eq!(tx.session("two").await.unwrap(), None);
}

async fn sessions_that_are_over_are_dropped(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    for (hash, began, seen) in [("old", 0, 95), ("idle", 50, 50), ("well", 50, 95)] {
        tx.add_session(&session(hash, began)).await.unwrap();
        tx.see_session(hash, t(seen)).await.unwrap();
    }
    assert_eq!(tx.end_sessions_before(t(10), t(60)).await.unwrap(), 2);
    assert!(tx.session("well").await.unwrap().is_some());
}

fn about(id: &str, due: i64, topics: &[&str]) -> Round {
    Round {
        topics: topics.iter().map(ToString::to_string).collect(),
        state: RoundState::Closed,
        ..round(id, due)
    }
}

fn wanted() -> Wanted {
    Wanted {
        community: "tea".into(),
        circle: None,
        ritual: None,
        topic: None,
        curation: None,
        from: None,
        to: None,
        before: None,
        most: 9,
    }
}

async fn found(tx: &mut Tx, wanted: Wanted) -> Vec<String> {
    let listed = tx.threads(&wanted).await.unwrap();
    listed.into_iter().map(|one| one.round.id.to_string()).collect()
}

async fn topics_become_the_vocabulary_and_are_found_by(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let tea = "tea".into();
    assert!(tx.add_round(&about("second", 10, &["sleep", "Housing"]), "{}").await.unwrap());
    assert_eq!(tx.topics(&tea).await.unwrap(), ["Housing", "sleep"]);
    assert!(tx.add_topic(&tea, "écoute").await.unwrap());
    assert!(!tx.add_topic(&tea, "sleep").await.unwrap());
    let by = |topic: &str| Wanted { topic: Some(topic.to_owned()), ..wanted() };
    assert_eq!(found(&mut tx, by("sleep")).await, ["second"]);
    let mut second = about("second", 10, &["Housing", "work"]);
    second.note = Some("x".to_owned());
    tx.save_round(&second).await.unwrap();
    assert_eq!(found(&mut tx, by("sleep")).await, Vec::<String>::new());
    assert_eq!(found(&mut tx, by("work")).await, ["second"]);
    assert_eq!(tx.topics(&tea).await.unwrap(), ["Housing", "sleep", "work", "écoute"]);
    assert!(!tx.drop_topic(&tea, "work").await.unwrap(), "a round has it");
    assert!(tx.drop_topic(&tea, "sleep").await.unwrap());
    assert!(!tx.drop_topic(&tea, "sleep").await.unwrap());
    assert_eq!(tx.topics(&tea).await.unwrap(), ["Housing", "work", "écoute"]);
    assert_eq!(tx.topics(&"none".into()).await.unwrap(), Vec::<String>::new());
    let elsewhere = Wanted { community: "none".into(), ..by("work") };
    assert_eq!(found(&mut tx, elsewhere).await, Vec::<String>::new());
}

async fn threads_are_listed_by_every_condition(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_community(&community("bread")).await.unwrap();
    tx.add_circle(&circle("oven", "bread")).await.unwrap();
    tx.add_circle(&circle("attic", "tea")).await.unwrap();
    tx.add_ritual(&ritual("daily")).await.unwrap();
    let up = Round { circle: "attic".into(), ..about("up", 10, &["sleep"]) };
    let kept = Round { curation: Curation::Curated, ..about("kept", 20, &["sleep"]) };
    let daily = Round { ritual: "daily".into(), ..about("day", 30, &[]) };
    let skipped = Round { opened_at: None, state: RoundState::Skipped, ..round("skipped", 40) };
    let baked = Round { community: "bread".into(), circle: "oven".into(), ..round("baked", 50) };
    for one in [&up, &kept, &daily, &skipped, &baked] {
        assert!(tx.add_round(one, "{}").await.unwrap());
    }
    let all = found(&mut tx, wanted()).await;
    assert_eq!(all, ["day", "kept", "up", "first"]);
    let curated = Wanted { curation: Some(Curation::Curated), ..wanted() };
    assert_eq!(found(&mut tx, curated.clone()).await, ["kept"]);
    let attic = Wanted { circle: Some("attic".into()), ..wanted() };
    assert_eq!(found(&mut tx, attic.clone()).await, ["up"]);
    let kitchen = Wanted { circle: Some("kitchen".into()), ..curated.clone() };
    assert_eq!(found(&mut tx, kitchen).await, ["kept"]);
    let of_daily = Wanted { ritual: Some("daily".into()), ..wanted() };
    assert_eq!(found(&mut tx, of_daily.clone()).await, ["day"]);
    assert_eq!(
        found(&mut tx, Wanted { ritual: Some("daily".into()), ..curated.clone() }).await,
        Vec::<String>::new()
    );
    assert_eq!(found(&mut tx, Wanted { topic: Some("sleep".into()), ..attic }).await, ["up"]);
    assert_eq!(found(&mut tx, Wanted { topic: Some("sleep".into()), ..curated }).await, ["kept"]);
    let month = Wanted { from: Some(t(10)), to: Some(t(30)), ..wanted() };
    assert_eq!(found(&mut tx, month).await, ["kept", "up"]);
    // Another community's ids open nothing.
    let theirs = Wanted { circle: Some("oven".into()), ..wanted() };
    assert_eq!(found(&mut tx, theirs).await, Vec::<String>::new());
    assert_eq!(tx.first_thread(&"tea".into()).await.unwrap(), Some(t(0)));
    assert_eq!(tx.first_thread(&"none".into()).await.unwrap(), None);
}

async fn threads_are_paged_by_key(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    for (id, due) in [("b", 10), ("c", 10), ("d", 20)] {
        tx.add_round(&about(id, due, &["x"]), "{}").await.unwrap();
    }
    for topic in [None, Some("x".to_owned())] {
        let page = |before: Option<(Instant, RoundId)>| Wanted {
            topic: topic.clone(),
            before,
            most: 2,
            ..wanted()
        };
        assert_eq!(found(&mut tx, page(None)).await, ["d", "c"]);
        let rest = found(&mut tx, page(Some((t(10), "c".into())))).await;
        assert_eq!(rest.first().map(String::as_str), Some("b"));
        assert_eq!(found(&mut tx, page(Some((t(0), "first".into())))).await, Vec::<String>::new());
    }
}

async fn a_listed_thread_says_how_many_took_part(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.add_contribution(&contribution("c1", "form:1", 1)).await.unwrap();
    tx.add_contribution(&contribution("c2", "form:2", 2)).await.unwrap();
    tx.add_messages(&[message("17", 3), message("18", 4)]).await.unwrap();
    let listed = tx.threads(&wanted()).await.unwrap().remove(0);
    assert_eq!((listed.people, listed.messages), (1, 2));
    assert_eq!(listed.round, round("first", 0));
    let givers = tx.givers(&"first".into()).await.unwrap();
    assert_eq!(givers.len(), 1);
    assert_eq!(givers[0].name, "Ana");
    assert!(tx.givers(&"none".into()).await.unwrap().is_empty());
}

async fn messages_are_paged_in_order_with_the_names_of_today(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let stranger = Message { account: account("zoe"), ..message("20", 6) };
    tx.add_messages(&[message("18", 5), message("17", 5), message("19", 4), stranger])
        .await
        .unwrap();
    tx.meet(&account("ana"), "Anna", &"ana".into()).await.unwrap();
    let round = "first".into();
    let first = tx.spoken(&round, None, 2).await.unwrap();
    let ids = |page: &[samovar::store::Spoken]| -> Vec<String> {
        page.iter().map(|one| one.message.remote.to_string()).collect()
    };
    assert_eq!(ids(&first), ["19", "17"]);
    assert_eq!(first[0].name.as_deref(), Some("Anna"));
    let last = (t(5), "practice".into(), "17".into());
    let rest = tx.spoken(&round, Some(&last), 9).await.unwrap();
    assert_eq!(ids(&rest), ["18", "20"]);
    assert_eq!(rest[1].name, None);
}

async fn rounds_are_found_between_two_instants(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let second = round("second", 10);
    tx.add_round(&second, "{}").await.unwrap();
    let tea = "tea".into();
    assert_eq!(tx.rounds_between(&tea, t(0), t(10)).await.unwrap(), [round("first", 0)]);
    assert_eq!(tx.rounds_between(&tea, t(1), t(11)).await.unwrap(), [second]);
}
