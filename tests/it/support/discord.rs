//! A fake Discord of the test's own (`tests/fake_discord`), and what people and the world do there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// A Discord that ends with the value.
pub struct Discord {
    dir: PathBuf,
    options: Vec<String>,
    /// What it says of itself: where it is, the bot's token, ids by name.
    pub facts: Value,
}

fn script() -> Command {
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/discord"))
}

impl Discord {
    /// Starts one with these options of `scripts/discord`.
    pub fn with(options: &[&str]) -> Self {
        let shm = Path::new("/dev/shm");
        let parent = if shm.is_dir() { shm.to_owned() } else { std::env::temp_dir() };
        let dir = tempfile::Builder::new().prefix("samovar-discord-").tempdir_in(parent).unwrap();
        let options = options.iter().map(|&option| option.to_owned()).collect();
        let mut discord = Self { dir: dir.keep(), options, facts: Value::Null };
        discord.again();
        discord
    }

    /// Starts it, or starts it again after [`Discord::stop`], with its world and ports.
    pub fn again(&mut self) {
        let mut start = script();
        start.arg("start").arg(&self.dir).args(&self.options);
        let output = start.stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "scripts/discord start: {}", output.status);
        self.facts = serde_json::from_slice(&output.stdout).unwrap();
    }

    /// Stops it; its world stays.
    pub fn stop(&self) {
        let status = script().arg("stop").arg(&self.dir).status().unwrap();
        assert!(status.success());
    }

    /// One of its facts.
    pub fn fact(&self, key: &str) -> &str {
        self.facts[key].as_str().unwrap_or_else(|| panic!("no {key} in {}", self.facts))
    }

    /// The configuration of a bot that speaks to it, with these further lines of its section.
    pub fn section(&self, more: &str) -> String {
        format!(
            "[discord]\ntoken = \"{}\"\nconnect_to = \"{}\"\nca_file = \"{}\"\n{more}",
            self.fact("token"),
            self.fact("rest"),
            self.fact("ca_file")
        )
    }

    /// Does something there; the refusal, where it is refused.
    pub async fn tries(&self, deed: &Value) -> Result<Value, String> {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(90)).build().unwrap();
        let said = client.post(self.fact("control")).json(deed).send().await.unwrap();
        let said: Value = said.json().await.unwrap();
        match said.get("ok") {
            Some(ok) => Ok(ok.clone()),
            None => Err(said["error"].as_str().unwrap_or_default().to_owned()),
        }
    }

    /// Does something that has to work.
    pub async fn does(&self, deed: Value) -> Value {
        self.tries(&deed).await.unwrap_or_else(|error| panic!("{deed}: {error}"))
    }

    /// Does something that has an id.
    pub async fn id(&self, deed: Value) -> String {
        let made = self.does(deed).await;
        made.as_str().unwrap_or_else(|| panic!("no id: {made}")).to_owned()
    }

    /// Rows of a look.
    pub async fn rows(&self, look: Value) -> Vec<Value> {
        self.does(look).await.as_array().unwrap().clone()
    }

    /// Waits until a look has rows, and gives them.
    pub async fn waits(&self, look: Value) -> Vec<Value> {
        let wait = json!({"do": "wait", "look": look, "seconds": 60});
        self.rows(wait).await
    }

    /// The id of something in the world: `users`, `channels`, `guilds`, `roles`.
    pub async fn find(&self, kind: &str, name: &str) -> String {
        let world = self.does(json!({ "do": "world" })).await;
        let all = &world[kind];
        let found = all.get(name).or_else(|| {
            all.as_object()?
                .iter()
                .find(|(key, _)| key.ends_with(&format!("/{name}")))
                .map(|it| it.1)
        });
        let found = found.unwrap_or_else(|| panic!("no {name} among {all}"));
        found.as_str().or_else(|| found["id"].as_str()).unwrap().to_owned()
    }

    /// No documented rule was broken, nothing was refused that the bot could have known, and it was
    /// never told to slow down by itself.
    pub async fn is_content(&self) {
        let violations = self.rows(json!({ "do": "violations" })).await;
        assert!(violations.is_empty(), "violations: {violations:#?}");
        let limited = self.rows(json!({ "do": "limited", "provoked": true })).await;
        assert!(limited.is_empty(), "too fast: {limited:#?}");
    }
}

impl Drop for Discord {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.facts["log"].as_str().unwrap_or_default();
            let log = std::fs::read_to_string(log).unwrap_or_default();
            println!("the fake Discord: {log}");
        }
        let _ = script().arg("stop").arg(&self.dir).arg("--purge").status();
    }
}
