//! The way in and out: the link, the session, and how both end.

use chrono::TimeDelta;
use reqwest::StatusCode;

use super::visitor::{Visitor, founded, link};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_opened_as_often_as_one_likes_and_used_once() {
    let (story, _) = founded().await;
    let link = link(&story, "ana").await;
    let mut ana = Visitor::new(&story.running.url);
    for _ in 0..7 {
        let door = ana.get(&link).await;
        assert_eq!(door.status, StatusCode::OK);
        assert!(door.set_cookie.is_none() && door.text.contains("Sign in"));
    }
    let entered = ana.enter(&link).await;
    assert_eq!(entered.location.as_deref(), Some("/curate"));
    let cookie = entered.set_cookie.unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "this page is not served by https");
    assert!(ana.get("/curate").await.text.contains("monday"));

    let again = ana.get(&link).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.text.contains("This link was used already"), "{}", again.text);
    assert!(again.text.contains("Say “curate” to the bot"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_gives_its_link_to_convenors_alone_and_says_where_it_leads() {
    let (story, _) = founded().await;
    let told = story.direct("ana", "curate").await.join("\n");
    assert!(
        told.contains("the page of Garden") && told.contains("only be reached on the computer")
    );
    let refused = story.direct("ben", "curate").await.join("\n");
    assert!(refused.contains("convenor") && !refused.contains("http"), "{refused}");
    // In a room nobody else reads it.
    let before = story.room("kitchen").len();
    story.command("ana", "kitchen", "curate").await;
    let seen = story.room("kitchen").into_iter().skip(before);
    assert!(seen.into_iter().all(|one| !one.text.contains("/curate/enter/")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_runs_out_after_ten_minutes_and_after_five_wrong_tries() {
    let (story, _) = founded().await;
    let old = link(&story, "ana").await;
    story.advance(TimeDelta::minutes(10)).await;
    let ana = Visitor::new(&story.running.url);
    let over = ana.get(&old).await;
    assert_eq!(over.status, StatusCode::GONE);
    assert!(over.text.contains("This link has run out"));

    let fresh = link(&story, "ana").await;
    let code = fresh.rsplit('/').next().unwrap();
    let wrong = format!("{}{}", &code[..6], "0".repeat(26));
    for _ in 0..5 {
        let refused = ana.post("/curate/enter", &[("code", &wrong)]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
    let spent = ana.post("/curate/enter", &[("code", code)]).await;
    assert_eq!(spent.status, StatusCode::GONE);
    let nonsense = ana.post("/curate/enter", &[("code", "é")]).await;
    assert_eq!(nonsense.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_unused_and_at_its_end_and_by_leaving() {
    let (story, _) = founded().await;
    let ana = Visitor::signed_in(&story, "ana").await;
    story.advance(TimeDelta::minutes(29)).await;
    assert_eq!(ana.get("/curate").await.status, StatusCode::OK);
    story.advance(TimeDelta::minutes(29)).await;
    assert_eq!(ana.get("/curate").await.status, StatusCode::OK, "each visit counts");
    story.advance(TimeDelta::minutes(30)).await;
    let out = ana.get("/curate").await;
    assert_eq!(out.status, StatusCode::UNAUTHORIZED);
    assert!(out.text.contains("You are not signed in"));

    let ana = Visitor::signed_in(&story, "ana").await;
    for _ in 0..35 {
        story.advance(TimeDelta::minutes(20)).await;
        assert_eq!(ana.get("/curate").await.status, StatusCode::OK);
    }
    story.advance(TimeDelta::minutes(20)).await;
    assert_eq!(ana.get("/curate").await.status, StatusCode::UNAUTHORIZED, "after twelve hours");

    let ana = Visitor::signed_in(&story, "ana").await;
    let left = ana.form("/curate/leave", &[]).await;
    assert_eq!(left.status, StatusCode::OK);
    assert!(left.set_cookie.unwrap().contains("Max-Age=0"));
    assert_eq!(ana.get("/curate").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_rotates_the_session() {
    let (story, _) = founded().await;
    let mut ana = Visitor::signed_in(&story, "ana").await;
    let before = ana.cookie.clone();
    ana.enter(&link(&story, "ana").await).await;
    assert_ne!(ana.cookie, before);
    let old = Visitor { cookie: before, ..Visitor::new(&story.running.url) };
    assert_eq!(old.get("/curate").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ana.get("/curate").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_is_taken_away_ends_everything_at_once() {
    let (story, garden) = founded().await;
    story.command("ana", "kitchen", "role grant --account practice:ben --role convenor").await;
    let ben = Visitor::signed_in(&story, "ben").await;
    let unused = link(&story, "ben").await;
    assert_eq!(ben.get("/curate").await.status, StatusCode::OK);
    story.command("ana", "kitchen", "role revoke --account practice:ben --role convenor").await;
    assert_eq!(ben.get("/curate").await.status, StatusCode::UNAUTHORIZED);
    let mut later = Visitor::new(&story.running.url);
    let refused = later.enter(&unused).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text.contains("does not look after this community now"));
    // The session is gone for good, not only while the role is.
    story.command("ana", "kitchen", "role grant --account practice:ben --role convenor").await;
    assert_eq!(ben.get("/curate").await.status, StatusCode::UNAUTHORIZED);
    let mut reader = story.running.house.store.read().await.unwrap();
    let deeds = reader.deeds(&garden, 50).await.unwrap();
    assert!(deeds.iter().any(|deed| deed.deed == "page enter" && deed.actor == "practice:ben"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_code_or_a_session_is_kept_but_hashes() {
    let (story, garden) = founded().await;
    let link = link(&story, "ana").await;
    let mut ana = Visitor::new(&story.running.url);
    ana.enter(&link).await;
    let house = &story.running.house;
    let mut reader = house.store.read().await.unwrap();
    let held = ana.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
    assert_eq!(reader.session(&held).await.unwrap(), None);
    let code = link.rsplit('/').next().unwrap();
    assert_eq!(reader.code(code).await.unwrap(), None);
    drop((reader, garden));
    let data = story.data_dir();
    for file in ["samovar.db", "samovar.db-wal"] {
        let bytes = std::fs::read(data.join(file)).unwrap_or_default();
        for secret in [held.as_str(), &code[6..]] {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{file}");
        }
    }
}
