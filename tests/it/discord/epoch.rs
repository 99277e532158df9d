//! A restore on another machine: what the earlier life said since the backup is not said again.

use serde_json::{Value, json};

use super::home::{QUESTION, rest, until};
use super::stories::Scene;
use crate::support::process::{Install, text};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prompt_and_summary_are_not_said_again_after_a_restore() {
    let mut scene = Scene::set().await;
    scene.in_thread("ben", "Fewer meetings.").await;
    scene.home.answered(&[("ben", "given", "Fewer meetings.")]).await;
    let copy = scene.home.install.path("copy").display().to_string();
    scene.home.runs(&["backup", "--out", &copy]);
    scene.in_thread("chloe", "Longer sleep.").await;
    scene.closes(&["Fewer meetings.", "Longer sleep."]).await;
    let said = scene.home.posts("kitchen", "").await;
    scene.kill();

    let config = std::fs::read_to_string(scene.home.install.path("config/samovar.toml")).unwrap();
    let new = Install::with(&config);
    let ran = new.run(&["restore", &copy]);
    assert!(ran.status.success(), "{}{}", text(&ran.stdout), text(&ran.stderr));
    // Another machine knows nothing of when the bot identified last; people take longer than this.
    until("five seconds have passed", async || {
        let last = scene.home.discord.rows(json!({"do": "identifies"})).await;
        let now = scene.home.discord.does(json!({"do": "time"})).await;
        let at = |value: &Value, key: &str| value[key].as_f64().unwrap();
        at(&now, "real") - at(last.last().unwrap(), "at") > 5.5
    })
    .await;
    let old = std::mem::replace(&mut scene.home.install, new);
    scene.up().await;
    scene.closes(&["Fewer meetings.", "Longer sleep."]).await;
    rest(scene.served());
    assert_eq!(scene.home.posts("kitchen", "").await.len(), said.len());
    assert_eq!(scene.home.posts("kitchen", QUESTION).await.len(), 1);
    drop(old);
}
