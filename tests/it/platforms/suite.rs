//! What the house relies on.

use std::sync::Arc;

use samovar::domain::body::Body;
use samovar::domain::clock::Clock as _;
use samovar::domain::ids::{RemoteId, RoomRef};
use samovar::flow::clock::RealClock;
use samovar::platform::{Act, Action, Incoming, Platform, ReadBack, Refusal, Said, Target};

use super::ears::{Ears, past};
use super::stage::Stage;

/// All of it, on one stage.
pub async fn holds(mut stage: impl Stage) {
    let (platform, room) = (stage.platform(), stage.room());
    let mut ears = Ears::open(Arc::clone(&platform), &room).await;
    let cursor = words_arrive_once_and_as_they_were_meant(&mut stage, &mut ears).await;
    let prompt = an_act_is_done_once(&mut stage, &platform).await;
    threads_name_their_prompt(&mut stage, &mut ears, &prompt).await;
    an_act_changes_what_stands(&mut stage, &platform, &prompt).await;
    history_tells_what_was_missed(&mut stage, &platform, &cursor).await;
    what_can_t_be_done_is_refused(&platform).await;
    ears.close().await;
}

async fn words_arrive_once_and_as_they_were_meant(
    stage: &mut impl Stage,
    ears: &mut Ears,
) -> String {
    let hello = stage.says("ben", "Good morning", None).await;
    let said = ears.said(&hello).await;
    assert_eq!((&said.room, said.text.as_str()), (&stage.room(), "Good morning"));
    assert_eq!((said.thread.as_ref(), said.reply_to.as_ref()), (None, None));
    assert!(!said.direct && !said.past && !said.by.ours && !said.by.bot);
    stage.edits("ben", &hello, "Good evening").await;
    let edited = |one: &Incoming| match one {
        Incoming::Edited(edit) if edit.id == hello => Some((edit.text.clone(), edit.by.clone())),
        _ => None,
    };
    let (text, by) = ears.until("the edit", edited).await;
    assert_eq!((text.as_str(), by.account), ("Good evening", said.by.account));
    let regretted = stage.says("chloe", "Said too soon", None).await;
    ears.said(&regretted).await;
    stage.deletes("chloe", &regretted).await;
    let removed = |one: &Incoming| matches!(one, Incoming::Removed(it) if it.id == regretted);
    ears.until("the removal", |one| removed(one).then_some(())).await;
    said.cursor.expect("a message in a room says how far its history was read")
}

fn act(platform: &Arc<dyn Platform>, room: &RoomRef, key: &str, text: &str) -> Act {
    let body = Body { thread: Some("The thread".into()), ..Body::text(text) };
    let mark = "0123456789ABCDEFGHJKMNPQRS.1";
    Act {
        key: format!("{key:-<22}"),
        mark: format!("{mark}.0"),
        action: Action::Send,
        target: Target::Room(room.clone()),
        thread: None,
        reply_to: None,
        text: platform.render(&body, mark).remove(0),
    }
}

fn count(standing: &[String], words: &str) -> usize {
    standing.iter().filter(|text| text.contains(words)).count()
}

/// Again with the same key is the same message; what was done is found again.
async fn an_act_is_done_once(stage: &mut impl Stage, platform: &Arc<dyn Platform>) -> RemoteId {
    let (room, since) = (stage.room(), RealClock.now());
    let never = act(platform, &room, "never", "Nobody said this");
    let send = act(platform, &room, "send", "How are you?");
    let absent = platform.read_back(&never, since).await;
    assert_eq!(absent, ReadBack::Absent, "before anything was said");
    let made = platform.make(&send).await.unwrap();
    assert_eq!(platform.make(&send).await.unwrap().remote, made.remote);
    assert_eq!(count(&stage.standing().await, "How are you?"), 1);
    match platform.read_back(&send, since).await {
        ReadBack::Found(found) => assert_eq!(found.remote, made.remote),
        other => panic!("{other:?}"),
    }
    made.remote
}

async fn threads_name_their_prompt(stage: &mut impl Stage, ears: &mut Ears, prompt: &RemoteId) {
    let answer = stage.says("ben", "Well, thank you", Some(prompt)).await;
    let said = ears.said(&answer).await;
    assert_eq!((said.thread.as_ref(), said.text.as_str()), (Some(prompt), "Well, thank you"));
}

async fn an_act_changes_what_stands(
    stage: &mut impl Stage,
    platform: &Arc<dyn Platform>,
    prompt: &RemoteId,
) {
    let room = stage.room();
    let edit = Act {
        action: Action::Edit(prompt.clone()),
        ..act(platform, &room, "edit", "How were you?")
    };
    assert_eq!(platform.make(&edit).await.unwrap().remote, *prompt);
    let standing = stage.standing().await;
    assert_eq!((count(&standing, "How were you?"), count(&standing, "How are you?")), (1, 0));
    let second = platform.make(&act(platform, &room, "second", "A second post")).await.unwrap();
    let remove = Act {
        action: Action::Remove(second.remote.clone()),
        text: String::new(),
        ..act(platform, &room, "remove", "")
    };
    platform.make(&remove).await.unwrap();
    let standing = stage.standing().await;
    assert_eq!((count(&standing, "A second post"), count(&standing, "How were you?")), (0, 1));
    let again = Act { key: format!("{:-<22}", "again"), ..remove };
    let gone = platform.make(&again).await;
    assert!(matches!(gone, Ok(_) | Err(Refusal::Gone(_))), "taken away already: {gone:?}");
}

/// What was said while nobody listened is told as past, in order, and the gap is closed.
async fn history_tells_what_was_missed(
    stage: &mut impl Stage,
    platform: &Arc<dyn Platform>,
    cursor: &str,
) {
    let missed = [stage.says("ben", "One", None).await, stage.says("chloe", "Two", None).await];
    let told = past(platform, &stage.room(), Some(cursor)).await;
    let ids = |said: &Said| (said.past && !said.by.ours).then(|| said.id.clone());
    let said: Vec<RemoteId> = told
        .iter()
        .filter_map(|one| if let Incoming::Said(said) = one { ids(said) } else { None })
        .filter(|id| missed.contains(id))
        .collect();
    assert_eq!(said, missed);
    let texts: Vec<&str> = told
        .iter()
        .filter_map(|one| if let Incoming::Said(said) = one { Some(&*said.text) } else { None })
        .collect();
    assert!(!texts.contains(&"Said too soon"), "what is gone is not told again: {texts:?}");
    let closed = told.iter().filter(|one| matches!(one, Incoming::Filled { .. })).count();
    assert_eq!(closed, 1, "{told:#?}");
    assert!(matches!(told.last(), Some(Incoming::Filled { .. })), "it is told last");
}

async fn what_can_t_be_done_is_refused(platform: &Arc<dyn Platform>) {
    let nowhere = RoomRef::new(platform.name().as_str(), "1");
    let refused = platform.make(&act(platform, &nowhere, "nowhere", "Hello?")).await;
    let for_good =
        matches!(refused, Err(Refusal::NotAllowed(_) | Refusal::Gone(_) | Refusal::Never(_)));
    assert!(for_good, "{refused:?}");
    assert!(platform.look(&nowhere).await.is_err());
}
