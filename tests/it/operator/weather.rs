//! Bad weather: members go on answering in a practice room while something is wrong with the
//! database, through the real program. In the end what is stored is what was acknowledged.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::process::{Install, Served, text};

/// How long a state may take to come.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often it is looked.
const LOOK: Duration = Duration::from_millis(100);
/// The personas that answer.
const MEMBERS: [&str; 3] = ["ben", "chloe", "dev"];

/// How long a fault lasts at least: `scripts/weather` makes it a minute and more.
pub fn lasts() -> Duration {
    let seconds = std::env::var("SAMOVAR_FAULT_SECONDS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(3))
}

/// A round that is open, and all that was said in its thread.
pub struct Talk<'a> {
    install: &'a Install,
    served: &'a Served,
    prompt: String,
    said: usize,
    /// What the program said yes to.
    pub acknowledged: BTreeSet<String>,
    /// What it said no to, in words.
    pub refused: Vec<String>,
    /// The fault has to last until it said no.
    pub until_refused: bool,
}

impl<'a> Talk<'a> {
    /// Founds a community and opens a round.
    pub async fn begin(install: &'a Install, served: &'a Served) -> Self {
        let say = |words: &'static str| {
            served.act(json!({"as": "ana", "room": "kitchen", "kind": "message", "text": words}))
        };
        say("!cop setup --name Garden --zone Europe/Paris --days mon --at 09:00").await;
        say("!cop ritual start").await;
        let prompt = served.until("kitchen", |one| {
            one["bot"] == true && one["buttons"].as_array().is_some_and(|all| !all.is_empty())
        });
        let prompt = prompt.await["id"].as_str().unwrap().to_owned();
        let mut talk = Self {
            install,
            served,
            prompt,
            said: 0,
            acknowledged: BTreeSet::new(),
            refused: Vec::new(),
            until_refused: false,
        };
        talk.say().await;
        talk
    }

    /// Somebody says the next thing in the thread.
    pub async fn say(&mut self) {
        self.said += 1;
        let by = MEMBERS[self.said % MEMBERS.len()];
        let words = format!("thing {} on my mind {}", self.said, "and more ".repeat(40));
        let wish = json!({"as": by, "room": "kitchen", "kind": "message", "to": self.prompt,
            "thread": true, "reply": false, "text": words});
        match self.served.try_act(wish).await {
            Ok(id) => drop(self.acknowledged.insert(id)),
            Err(why) => self.refused.push(why),
        }
    }

    /// They go on talking until `/readyz` is as wanted, and a while longer.
    pub async fn until_ready_is(&mut self, status: u16, longer: Duration) -> Value {
        let until = Instant::now() + PATIENCE + lasts();
        let mut looks = tokio::time::interval(LOOK);
        let mut since: Option<Instant> = None;
        loop {
            looks.tick().await;
            self.say().await;
            let (found, ready) = self.served.get("/readyz").await;
            if found == status {
                let first = *since.get_or_insert_with(Instant::now);
                let refused = !self.until_refused || !self.refused.is_empty();
                if first.elapsed() >= longer && (status == 200 || refused) {
                    return serde_json::from_str(&ready).unwrap();
                }
            }
            assert!(Instant::now() < until, "not {status} but {found}: {ready}");
        }
    }

    /// Waits until what is stored is what was acknowledged. `export` says what is stored.
    pub async fn all_is_stored(&self, export: impl Fn(&Install) -> std::process::Output) {
        let until = Instant::now() + PATIENCE + lasts();
        let mut looks = tokio::time::interval(Duration::from_millis(500));
        loop {
            looks.tick().await;
            let ran = export(self.install);
            assert!(ran.status.success(), "{}", text(&ran.stderr));
            let stored = self.stored();
            if stored == self.acknowledged {
                return;
            }
            let lost: Vec<_> = self.acknowledged.difference(&stored).collect();
            let more: Vec<_> = stored.difference(&self.acknowledged).collect();
            assert!(more.is_empty(), "stored and never acknowledged: {more:?}");
            assert!(Instant::now() < until, "lost: {lost:?}\n{}", self.install.logged());
        }
    }

    fn stored(&self) -> BTreeSet<String> {
        let file = self.install.path("out/garden/messages.jsonl");
        let file =
            if file.exists() { file } else { self.install.path("out/Garden/messages.jsonl") };
        let lines = std::fs::read_to_string(file).unwrap();
        let row = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
        lines.lines().map(|line| row(line)["remote_id"].as_str().unwrap().to_owned()).collect()
    }
}

/// Exports beside the program that serves.
pub fn export(install: &Install) -> std::process::Output {
    install.run(&["export", "--out", "out"])
}

/// How often a line of the log says this.
pub fn told(install: &Install, words: &str) -> usize {
    install.logged().lines().filter(|line| line.contains(words)).count()
}

/// A whole story: a fault begins and ends while people talk. The state is said in words, once in
/// the log, and it ends by itself.
pub async fn ride_out(
    talk: &mut Talk<'_>,
    why: &str,
    begin: impl AsyncFnOnce(),
    end: impl AsyncFnOnce(),
) {
    begin().await;
    let ready = talk.until_ready_is(503, lasts()).await;
    assert_eq!(ready["store"], "down", "{ready}");
    let reason = ready["reason"].as_str().unwrap_or_default();
    assert!(reason.contains(why), "{reason:?} should say {why:?}");
    end().await;
    talk.until_ready_is(200, Duration::ZERO).await;
    assert_eq!(told(talk.install, "the database can't be written to"), 1, "said once");
    assert_eq!(told(talk.install, "can be written to again"), 1, "said once");
    let errors: Vec<String> = talk.install.logged().lines().map(str::to_owned).collect();
    let errors: Vec<_> = errors.iter().filter(|line| line.contains("ERROR")).collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    for refusal in &talk.refused {
        assert!(refusal.contains("could not be written"), "not in plain words: {refusal}");
    }
}
