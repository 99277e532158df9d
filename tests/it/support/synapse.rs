//! A real homeserver of the test's own, and members of its rooms.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A Synapse that ends with the value.
pub struct Synapse {
    dir: PathBuf,
    options: Vec<String>,
    /// Where it is reached; the same after a restart.
    pub base_url: String,
    python: String,
    passwords: BTreeMap<String, String>,
}

fn script(name: &str) -> Command {
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(name))
}

impl Synapse {
    /// Starts one; `limits` are `real` or `lifted`.
    pub fn start(limits: &str, room_version: &str) -> Self {
        Self::with(&["--limits", limits, "--room-version", room_version])
    }

    /// Starts one with these options of `scripts/synapse`.
    pub fn with(options: &[&str]) -> Self {
        let shm = Path::new("/dev/shm");
        let parent = if shm.is_dir() { shm.to_owned() } else { std::env::temp_dir() };
        let dir = tempfile::Builder::new().prefix("samovar-synapse-").tempdir_in(parent).unwrap();
        let options = [options, &["--users", "admin,samovar,ana,ben,chloe,dev,farid"]].concat();
        let mut synapse = Self {
            dir: dir.keep(),
            options: options.into_iter().map(str::to_owned).collect(),
            base_url: String::new(),
            python: String::new(),
            passwords: BTreeMap::new(),
        };
        synapse.again();
        synapse
    }

    /// Starts it, or starts it again after [`Synapse::stop`], with its data and port.
    pub fn again(&mut self) {
        let mut start = script("synapse");
        start.arg("start").arg(&self.dir).args(&self.options);
        let output = start.stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "scripts/synapse start: {}", output.status);
        let facts: Value = serde_json::from_slice(&output.stdout).unwrap();
        self.base_url = facts["base_url"].as_str().unwrap().to_owned();
        self.python = facts["python"].as_str().unwrap().to_owned();
        for user in facts["users"].as_array().unwrap() {
            let password = user["password"].as_str().unwrap().to_owned();
            self.passwords.insert(user["name"].as_str().unwrap().to_owned(), password);
        }
    }

    /// Stops it; its data stays.
    pub fn stop(&self) {
        let status = script("synapse").arg("stop").arg(&self.dir).status().unwrap();
        assert!(status.success());
    }

    /// The password of a user.
    pub fn password(&self, name: &str) -> &str {
        &self.passwords[name]
    }

    /// A token for a device of a user's that nobody uses yet, by a member's hand: the token, and the
    /// device's id.
    pub fn token(&self, by: &mut Member, name: &str) -> (String, String) {
        let identifier = json!({ "type": "m.id.user", "user": name });
        let login = json!({ "type": "m.login.password", "identifier": identifier,
            "password": self.password(name) });
        let login = json!({ "do": "call", "method": "POST", "path": "/login", "content": login });
        let given = by.does(login);
        let word = |key: &str| given[key].as_str().unwrap_or_else(|| panic!("{given}")).to_owned();
        (word("access_token"), word("device_id"))
    }

    /// A member who is logged in.
    pub fn member(&self, name: &str) -> Member {
        let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/peers/nio_member.py");
        let mut child = Command::new(&self.python)
            .arg(driver)
            .args([&self.base_url, &user_id(name), self.password(name)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut member = Member { child, stdin: Some(stdin), stdout };
        assert_eq!(member.line(), json!({ "ok": user_id(name) }));
        member
    }
}

impl Drop for Synapse {
    fn drop(&mut self) {
        let _ = script("synapse").arg("stop").arg(&self.dir).arg("--purge").status();
    }
}

/// The full id of a user there.
pub fn user_id(name: &str) -> String {
    format!("@{name}:localhost")
}

/// A member of rooms, through a client that nobody here wrote (`tests/it/peers/nio_member.py`).
pub struct Member {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Member {
    /// Does something; the refusal, where the server refuses.
    pub fn tries(&mut self, request: &Value) -> Result<Value, String> {
        let stdin = self.stdin.as_mut().unwrap();
        writeln!(stdin, "{request}").unwrap();
        stdin.flush().unwrap();
        let answer = self.line();
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["ok"].clone()),
        }
    }

    /// Does something that has to work.
    pub fn does(&mut self, request: Value) -> Value {
        self.tries(&request).unwrap_or_else(|error| panic!("{request}: {error}"))
    }

    /// Does something that has an id.
    pub fn id(&mut self, request: Value) -> String {
        self.does(request).as_str().unwrap().to_owned()
    }

    /// All events of a room, oldest first.
    pub fn seen(&mut self, room: &str) -> Vec<Value> {
        let seen = self.does(json!({ "do": "seen", "room": room }));
        seen.as_array().unwrap().clone()
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the member ended: {line:?}"))
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
