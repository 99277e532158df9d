//! Linked accounts go along with an export: what was joined by one person's yes can be taken apart
//! where it was imported, and a role that was lent goes back.

use std::path::{Path, PathBuf};

use samovar::domain::community::Role;
use samovar::domain::ids::{AccountRef, PersonId};
use samovar::export::{Wish, export};
use samovar::flow::link;
use samovar::import::import;
use samovar::store::By;

use super::{opened, tell};
use crate::support::story::Story;

fn there() -> AccountRef {
    AccountRef::new("matrix", "@ben:x")
}

fn here() -> AccountRef {
    AccountRef::new("practice", "ben")
}

/// Ben looks after the garden by one account, which lends that to his other one.
async fn linked(story: &Story) -> PersonId {
    opened(story).await;
    story.direct("ben", "answer Quinces").await;
    assert!(tell(story, "ana", "role grant --account practice:ben --role convenor").await.ok);
    let mut tx = story.running.house.store.begin().await.unwrap();
    let community = tx.community_named("Garden").await.unwrap().unwrap();
    let own = PersonId::from("other-ben");
    let other = tx.meet(&there(), "Ben there", &own).await.unwrap();
    tx.join(&community.id, &own, story.now()).await.unwrap();
    tx.add_suggestion("s1", &community.id, By::from(&other), "Ask less", story.now())
        .await
        .unwrap();
    let ben = tx.account(&here()).await.unwrap().unwrap();
    link::link(&story.running.house, &mut tx, &ben, &other).await.unwrap();
    tx.lend_roles(&here(), &there(), story.now()).await.unwrap();
    tx.commit().await.unwrap();
    own
}

async fn exported(story: &Story, to: &str) -> PathBuf {
    let out = story.dir().join(to);
    let wish = Wish { out: out.clone(), community: None, with_private: true };
    export(&story.running.house, &wish).await.unwrap();
    out
}

/// A file of an export; of the community's own the roles, since a house that runs reads on.
fn file(out: &Path, name: &str) -> String {
    let text = std::fs::read_to_string(out.join("Garden").join(name)).unwrap();
    text.split_once("\"roles\"").map_or(text.clone(), |(_, roles)| roles.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn linked_accounts_are_taken_apart_where_they_were_imported() {
    let story = Story::begin().await;
    let own = linked(&story).await;
    let out = exported(&story, "out").await;
    let new = Story::begin().await;
    import(&new.running.house, &out).await.unwrap();
    let again = exported(&new, "again").await;
    for name in ["people.jsonl", "suggestions.jsonl", "community.json"] {
        assert_eq!(file(&again, name), file(&out, name), "{name}");
    }

    let mut tx = new.running.house.store.begin().await.unwrap();
    let community = tx.community_named("Garden").await.unwrap().unwrap();
    assert_eq!(tx.role_of(&community.id, &there()).await.unwrap(), Role::Convenor);
    let other = tx.account(&there()).await.unwrap().unwrap();
    let apart = link::unlink(&new.running.house, &mut tx, &other).await.unwrap();
    assert_eq!(apart.len(), 1);
    assert_eq!(tx.account(&there()).await.unwrap().unwrap().person, own);
    assert_eq!(tx.role_of(&community.id, &there()).await.unwrap(), Role::Member, "it was lent");
    assert_eq!(tx.role_of(&community.id, &here()).await.unwrap(), Role::Convenor);
    assert_eq!(tx.suggestions_by(&own).await.unwrap()[0].words, "Ask less");
    tx.commit().await.unwrap();
}

/// What an answer was before something took its place is kept, so it is told.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_overtaken_is_told_too() {
    let story = Story::begin().await;
    opened(&story).await;
    story.direct("ben", "answer Quinces --mood 2").await;
    story.direct("ben", "answer Medlars --mood 4").await;
    let all = tell(&story, "ben", "me export").await;
    let page = all.body.plain();
    for words in ["> Medlars", "Given earlier, and overtaken since", "> Quinces", "> mood: 2"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let acts = all.data["communities"][0]["answers"][0]["acts"].to_string();
    assert!(acts.contains("Quinces") && acts.contains("Medlars"), "{acts}");
}
