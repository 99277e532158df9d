//! What is kept of a person, forgetting them, and how long things are kept.

use samovar::domain::community::Role;
use samovar::domain::contribution::{Act, Wishes};
use samovar::domain::erasure::{Erasure, account_hash};
use samovar::domain::ids::{CommunityId, PersonId};
use samovar::domain::message::MessageState;
use samovar::domain::post::Target;
use samovar::domain::ritual::RitualState;
use samovar::domain::round::RoundState;
use samovar::store::{Ages, Challenge, Code, Question, Store, Tx, Undo};

use crate::support::sample::{account, contribution, message, part, post, ritual, round, seed};
use crate::support::store::{on_both, t};

on_both!(
    everything_of_a_person_is_found,
    a_forgotten_person_has_no_rows,
    a_tombstone_is_kept_and_listed_outside,
    rounds_and_posts_are_paged,
    words_end_with_their_time,
    what_nobody_needs_is_pruned,
    the_files_are_written_anew,
    a_timer_is_looked_up,
);

/// Ana gave something of every kind.
async fn given(tx: &mut Tx) {
    seed(tx).await;
    let (tea, ana): (CommunityId, PersonId) = ("tea".into(), "ana".into());
    tx.join(&tea, &ana, t(1)).await.unwrap();
    tx.add_contribution(&contribution("c1", "message:practice:1", 20)).await.unwrap();
    tx.add_message(&message("2", 30)).await.unwrap();
    let challenge = Challenge {
        id: "h1".into(),
        community: "tea".into(),
        circle: "kitchen".into(),
        person: "ana".into(),
        account: account("ana"),
        words: "Bitter".into(),
        wishes: Wishes::default(),
        shared_at: t(9),
    };
    tx.add_challenge(&challenge).await.unwrap();
    tx.add_suggestion("s1", &tea, (&ana).into(), "Later", t(9)).await.unwrap();
    tx.may_reach_out(&"first".into(), (&ana).into(), t(5)).await.unwrap();
    tx.grant(&tea, &account("ana"), Role::Convenor, None, t(2)).await.unwrap();
    tx.note_deed("d1", Some(&tea), "practice:ana", "round note", "first", t(3)).await.unwrap();
    let subject = "convenor practice:ana";
    tx.note_deed("d2", Some(&tea), "practice:bo", "role grant", subject, t(4)).await.unwrap();
    let question = Question {
        account: account("ana"),
        round: None,
        field: "share".into(),
        data: "Words".into(),
        asked_at: t(6),
    };
    tx.ask(&question).await.unwrap();
    let code = Code {
        hash: "h".into(),
        purpose: "own".into(),
        issuer: account("ana"),
        data: "{}".into(),
        tries: 0,
        expires_at: t(100),
        used_at: None,
    };
    tx.add_code(&code).await.unwrap();
    let mut direct = post("p1", 1, "hall");
    direct.target = Target::Direct(account("ana"));
    tx.add_post(&direct).await.unwrap();
    tx.save_part(&part("p1", 0, "7")).await.unwrap();
    let mut told = post("p2", 2, "hall");
    told.slot = "say:suggest:s1:direct:practice:bo".into();
    tx.add_post(&told).await.unwrap();
}

async fn everything_of_a_person_is_found(store: Store) {
    let mut tx = store.begin().await.unwrap();
    given(&mut tx).await;
    let (ana, at) = ("ana".into(), account("ana"));
    assert_eq!(tx.contributions_by(&ana).await.unwrap().len(), 1);
    assert_eq!(tx.challenges_by(&ana).await.unwrap()[0].words, "Bitter");
    assert_eq!(tx.suggestions_by(&ana).await.unwrap()[0].words, "Later");
    assert_eq!(tx.reach_outs_by(&ana).await.unwrap(), [("first".into(), t(5))]);
    let all = tx.all_reach_outs(&"tea".into()).await.unwrap();
    let told: Vec<_> = all.iter().map(|one| (one.round.as_str(), one.person.as_str())).collect();
    assert_eq!((told, all[0].at), (vec![("first", "ana")], t(5)));
    let held = tx.roles_held(&at).await.unwrap();
    assert_eq!((held[0].0.as_str(), held[0].1.role), ("tea", Role::Convenor));
    assert_eq!(tx.deeds_of(&at).await.unwrap()[0].deed, "round note");
    assert_eq!(tx.posts_to(&at).await.unwrap()[0].id.as_str(), "p1");
    assert_eq!(tx.posts_to(&account("bo")).await.unwrap(), []);
    assert_eq!(tx.shots("say:suggest:s1:").await.unwrap()[0].id.as_str(), "p2");
    assert_eq!(tx.shots("say:suggest:s_:").await.unwrap(), []);
    assert_eq!(tx.all_accounts().await.unwrap(), [at]);
    tx.may_not_reach_out(&"first".into(), &ana).await.unwrap();
    assert_eq!(tx.reach_outs_by(&ana).await.unwrap(), []);
}

async fn a_forgotten_person_has_no_rows(store: Store) {
    let mut tx = store.begin().await.unwrap();
    given(&mut tx).await;
    let (ana, at) = ("ana".into(), account("ana"));
    tx.erase_person(&ana).await.unwrap();
    tx.erase_account(&at, "forgotten").await.unwrap();
    assert_eq!(tx.contributions_by(&ana).await.unwrap(), []);
    assert_eq!(tx.messages_by(&ana).await.unwrap(), []);
    assert_eq!(tx.challenges_by(&ana).await.unwrap(), []);
    assert_eq!(tx.suggestions_by(&ana).await.unwrap(), []);
    assert_eq!(tx.reach_outs_by(&ana).await.unwrap(), []);
    assert_eq!(tx.member(&"tea".into(), &ana).await.unwrap(), None);
    assert_eq!(tx.account(&at).await.unwrap(), None);
    assert_eq!(tx.roles_held(&at).await.unwrap(), []);
    assert_eq!(tx.question(&at).await.unwrap(), None);
    assert_eq!(tx.code("h").await.unwrap(), None);
    assert_eq!(tx.posts_to(&at).await.unwrap(), []);
    let deeds = tx.deeds(&"tea".into(), 9).await.unwrap();
    let told: Vec<_> =
        deeds.iter().map(|deed| format!("{} {}", deed.actor, deed.subject)).collect();
    assert_eq!(told, ["practice:bo convenor forgotten", "forgotten first"]);
    // They can come back, as somebody new.
    assert_eq!(tx.meet(&at, "Ana", &"anew".into()).await.unwrap().person, "anew".into());
}

async fn a_tombstone_is_kept_and_listed_outside(store: Store) {
    let at = account("ana");
    let stone = Erasure::of(&at, t(50), ["7"]);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.newest_erasure().await.unwrap(), None);
    tx.note_erasure(&stone).await.unwrap();
    tx.note_erasure(&Erasure::of(&at, t(40), ["8"])).await.unwrap();
    assert_eq!(tx.newest_erasure().await.unwrap(), Some(t(50)));
    let kept = tx.erasure(&account_hash(&at)).await.unwrap().unwrap();
    assert_eq!((kept.at, kept.events.len()), (t(50), 2));
    assert!(tx.first_sight(&"practice".into(), "9", t(45)).await.unwrap());
    assert_eq!(tx.seen_since(&"practice".into(), t(45)).await.unwrap(), ["9"]);
    assert!(tx.seen_since(&"practice".into(), t(46)).await.unwrap().is_empty());
    tx.commit().await.unwrap();

    assert_eq!(store.listed_erasures().unwrap(), []);
    store.list_erasures().await.unwrap();
    store.list_erasures().await.unwrap();
    let text = std::fs::read_to_string(store.erasures_file()).unwrap();
    assert_eq!(text.lines().count(), 1, "what is listed is not listed again: {text}");
    assert!(!text.contains("ana"), "{text}");
    // A line that a crash cut short is passed over, and the next one stands on its own.
    std::fs::write(store.erasures_file(), format!("{text}{{\"acc")).unwrap();
    assert_eq!(store.listed_erasures().unwrap(), [kept]);
    let mut tx = store.begin().await.unwrap();
    tx.note_erasure(&Erasure::of(&account("bo"), t(60), [])).await.unwrap();
    tx.commit().await.unwrap();
    store.list_erasures().await.unwrap();
    assert_eq!(store.listed_erasures().unwrap().len(), 2);
    std::fs::write(store.erasures_file(), "{\"acc\n").unwrap();
    assert!(store.listed_erasures().is_err(), "a broken line is not passed over");
    std::fs::remove_file(store.erasures_file()).unwrap();
    store.list_erasures().await.unwrap();
    assert_eq!(store.listed_erasures().unwrap().len(), 2);
}

async fn rounds_and_posts_are_paged(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    for id in ["b", "c", "a"] {
        tx.add_round(&round(id, 10), "{}").await.unwrap();
    }
    let tea = "tea".into();
    let ids = |rounds: Vec<samovar::domain::round::Round>| {
        rounds.into_iter().map(|round| round.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(tx.rounds_after(&tea, "", 2).await.unwrap()), ["a", "b"]);
    assert_eq!(ids(tx.rounds_after(&tea, "b", 2).await.unwrap()), ["c", "first"]);
    assert_eq!(ids(tx.rounds_after(&tea, "first", 2).await.unwrap()), [""; 0]);
    for seq in 1..=3 {
        let mut post = post(&format!("p{seq}"), seq, "hall");
        post.community = Some("tea".into());
        tx.add_post(&post).await.unwrap();
    }
    let page = tx.posts_after(&tea, 1, 9).await.unwrap();
    assert_eq!(page.iter().map(|post| post.seq).collect::<Vec<_>>(), [2, 3]);
    let mut gone = ritual("gone");
    gone.state = RitualState::Removed;
    tx.add_ritual(&gone).await.unwrap();
    assert_eq!(tx.all_rituals(&tea).await.unwrap().len(), 2);
}

async fn words_end_with_their_time(store: Store) {
    let mut tx = store.begin().await.unwrap();
    given(&mut tx).await;
    let (tea, first) = ("tea".into(), "first".into());
    assert_eq!(tx.oldest_words(&tea).await.unwrap(), None, "open rounds have time");
    let mut closed = tx.round(&first).await.unwrap().unwrap();
    closed.state = RoundState::Closed;
    tx.save_round(&closed).await.unwrap();
    assert_eq!(tx.oldest_words(&tea).await.unwrap(), Some(closed.closes_at));
    let just_before = closed.closes_at - chrono::TimeDelta::milliseconds(1);
    assert_eq!(tx.rounds_past(&tea, just_before, 9).await.unwrap(), []);
    assert_eq!(tx.rounds_past(&tea, closed.closes_at, 9).await.unwrap(), [closed.clone()]);
    assert!(!tx.words_are_over(&first).await.unwrap());
    tx.words_over(&first, t(99)).await.unwrap();
    assert!(tx.words_are_over(&first).await.unwrap());
    assert_eq!(tx.oldest_words(&tea).await.unwrap(), None);
    let said = tx.messages(&first).await.unwrap();
    assert_eq!((said[0].state, said[0].text.as_deref()), (MessageState::Gone, None));
    // What is said later in its thread has its own time.
    tx.add_message(&message("later", 500)).await.unwrap();
    assert_eq!(tx.stragglers_over(&tea, t(8)).await.unwrap(), 0);
    assert_eq!(tx.stragglers_over(&tea, t(500)).await.unwrap(), 3);
    assert_eq!(tx.challenges(&tea).await.unwrap(), []);
    assert_eq!(tx.suggestions(&tea).await.unwrap(), []);
}

async fn what_nobody_needs_is_pruned(store: Store) {
    let mut tx = store.begin().await.unwrap();
    given(&mut tx).await;
    tx.first_sight(&"practice".into(), "old", t(10)).await.unwrap();
    let undo = Undo {
        id: "u".into(),
        community: "tea".into(),
        kind: "close".into(),
        subject: "first".into(),
        done_at: t(10),
    };
    tx.add_undo(&undo).await.unwrap();
    let mut said = post("p3", 3, "hall");
    (said.slot, said.posted) = ("say:late:1:room".into(), 1);
    tx.add_post(&said).await.unwrap();
    tx.save_part(&part("p3", 0, "8")).await.unwrap();
    let ages = |at| Ages {
        seen: at,
        codes: at,
        undos: at,
        questions: at,
        audit: at,
        unreadable: at,
        shots: at,
    };
    assert_eq!(tx.prune(&ages(t(-1))).await.unwrap(), 0);
    // Seen, code, undo, question, two deeds, the notice and its part.
    assert_eq!(tx.prune(&ages(t(1000))).await.unwrap(), 8);
    assert!(tx.first_sight(&"practice".into(), "old", t(10)).await.unwrap());
    assert!(tx.post_in("say:suggest:s1:direct:practice:bo").await.unwrap().is_some());
    assert_eq!(tx.contributions(&"first".into()).await.unwrap().len(), 1);
}

async fn the_files_are_written_anew(store: Store) {
    let mut tx = store.begin().await.unwrap();
    given(&mut tx).await;
    tx.commit().await.unwrap();
    assert!(store.rewrite().await.unwrap());
    assert!(store.empty_log().await.unwrap());
    assert!(store.size().await.unwrap() > 4096);
    let mut reader = store.read().await.unwrap();
    let act = reader.contributions(&"first".into()).await.unwrap().remove(0).act;
    assert!(matches!(act, Act::Give(_)));
    // Somebody who reads holds the log; it is emptied later.
    let mut tx = store.begin().await.unwrap();
    tx.set_setting("one", "more").await.unwrap();
    tx.commit().await.unwrap();
    let emptied = store.empty_log().await.unwrap();
    let sqlite = store.clock().await.unwrap().is_none();
    assert_eq!(emptied, !sqlite, "only SQLite has a log of ours");
    // On PostgreSQL whoever reads a table keeps it from being written anew: that is done later.
    assert_eq!(store.rewrite().await.unwrap(), sqlite);
    drop(reader);
    assert!(store.empty_log().await.unwrap());
}

async fn a_timer_is_looked_up(store: Store) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.timer("keeping", "prune").await.unwrap(), None);
    tx.set_timer("keeping", "prune", t(7)).await.unwrap();
    assert_eq!(tx.timer("keeping", "prune").await.unwrap(), Some(t(7)));
}
