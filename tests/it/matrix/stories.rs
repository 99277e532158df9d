//! Stories on a real homeserver, through the whole program, with the stored answers counted: the
//! server away, the bot away, a timeline too long for one answer of the server, a kill right after.

use super::home::{rest, until};
use super::scene::Scene;
use crate::support::process::Served;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_away_or_the_bot_away_each_answer_is_stored_once() {
    let mut scene = Scene::set().await;
    let (room, prompt) = (scene.room.clone(), scene.prompt.clone());
    let [ana, ben, chloe, dev] = &mut scene.people;

    // Said, and the server goes at once; said the moment it is back.
    let first = ana.replies(&room, &prompt, "Fewer meetings.");
    scene.home.synapse.stop();
    scene.home.synapse.again();
    ben.in_thread(&room, &prompt, "A day by the sea.");
    scene
        .home
        .answered(&[("ana", "given", "Fewer meetings."), ("ben", "given", "A day by the sea.")])
        .await;

    // The bot is stopped while members speak, and then the server while the bot is back.
    let (ended, _, _) = scene.served.take().unwrap().terminate();
    assert!(ended.success());
    ana.edits(&room, &first, "Shorter meetings.");
    chloe.replies(&room, &prompt, "Longer sleep.");
    let regretted = dev.replies(&room, &prompt, "Less of Ben.");
    dev.deletes(&room, &regretted);
    scene.home.synapse.stop();
    scene.served = Some(scene.home.install.serve_by_clock(&[]));
    scene.home.synapse.again();
    scene.home.connected(scene.served.as_ref().unwrap()).await;
    dev.says(&room, "!cop answer More tea.");
    scene
        .home
        .answered(&[
            ("ana", "given", "Shorter meetings."),
            ("ben", "given", "A day by the sea."),
            ("chloe", "given", "Longer sleep."),
            ("dev", "given", "More tea."),
        ])
        .await;
    scene.closes(&["Shorter meetings.", "A day by the sea.", "Longer sleep.", "More tea."]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_more_than_the_server_shows_at_once_is_read_whole() {
    let mut scene = Scene::set().await;
    let (room, prompt) = (scene.room.clone(), scene.prompt.clone());
    let [ana, ben, chloe, dev] = &mut scene.people;
    let before = ana.replies(&room, &prompt, "Fewer meetings.");
    let regretted = ben.in_thread(&room, &prompt, "A day without Ana.");
    scene
        .home
        .answered(&[("ana", "given", "Fewer meetings."), ("ben", "given", "A day without Ana.")])
        .await;
    scene.served.take().unwrap().kill();

    ana.edits(&room, &before, "Shorter meetings.");
    let early = chloe.in_thread(&room, &prompt, "Sleep.");
    for n in 0..55 {
        chloe.in_thread(&room, &prompt, &format!("and another thing, {n}"));
        dev.says(&room, &format!("by the way, {n}"));
    }
    chloe.edits(&room, &early, "Longer sleep.");
    ben.deletes(&room, &regretted);
    dev.replies(&room, &prompt, "More tea.");

    scene.up().await;
    scene
        .home
        .answered(&[
            ("ana", "given", "Shorter meetings."),
            ("ben", "withdrawn", ""),
            ("chloe", "given", "Longer sleep."),
            ("dev", "given", "More tea."),
        ])
        .await;
    scene.closes(&["Shorter meetings.", "Longer sleep.", "More tea."]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_a_crash_right_after_a_sync_loses_no_answer() {
    let mut scene = Scene::set().await;
    let (room, prompt) = (scene.room.clone(), scene.prompt.clone());
    scene.served.take().unwrap().kill();

    // Synced and taken in, but not stored; stored, and not yet carried out.
    for (point, who, command, said) in [
        ("gather.before_commit", 0, "", "Fewer meetings."),
        ("gather.after_commit", 1, "!cop answer ", "A day by the sea."),
        ("act.before_commit", 2, "!cop answer ", "Longer sleep."),
    ] {
        let mut served = brink(&mut scene, point).await;
        let person = &mut scene.people[who];
        match command {
            "" => person.replies(&room, &prompt, said),
            command => person.says(&room, &format!("{command}{said}")),
        };
        assert!(!served.ended().success(), "{point}");
    }
    // A kill the moment after it was said.
    let served = scene.home.serve(&[]).await;
    scene.people[3].replies(&room, &prompt, "More tea.");
    served.kill();

    scene.up().await;
    scene
        .home
        .answered(&[
            ("ana", "given", "Fewer meetings."),
            ("ben", "given", "A day by the sea."),
            ("chloe", "given", "Longer sleep."),
            ("dev", "given", "More tea."),
        ])
        .await;
    scene.closes(&["Fewer meetings.", "A day by the sea.", "Longer sleep.", "More tea."]).await;
}

/// The program at rest, about to die at the next passing of a point by somebody's words.
async fn brink(scene: &mut Scene, point: &str) -> Served {
    let calm = scene.home.serve(&[]).await;
    let last = passings(&calm, point) + 4;
    calm.kill();
    let served = scene.home.serve(&["--crash-at", &format!("{point}:{last}")]).await;
    let kind = if point.starts_with("gather") { "a word beside" } else { "!cop status" };
    while passings(&served, point) + 1 < last {
        let before = passings(&served, point);
        scene.people[0].says(&scene.room, kind);
        until("it was heard", async || passings(&served, point) > before).await;
        rest(&served);
    }
    served
}

fn passings(served: &Served, point: &str) -> u64 {
    let all = served.clock("passings");
    let count = all.split(' ').find_map(|one| one.strip_prefix(point)?.strip_prefix('='));
    count.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{all}"))
}
