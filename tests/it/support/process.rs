//! The built program in a process of its own: a folder, a configuration, and ways to talk to it.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long a process may take to be ready on a busy machine, or to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often it is looked again.
const LOOK: Duration = Duration::from_millis(20);

/// A folder for one install: its configuration, data, logs.
pub struct Install {
    /// The folder, removed with this value.
    pub dir: TempDir,
}

impl Install {
    /// Practice rooms on SQLite, on a free port.
    pub fn new() -> Self {
        Self::with("[web]\nlisten = \"127.0.0.1:0\"\n")
    }

    /// With this configuration.
    pub fn with(config: &str) -> Self {
        let install = Self { dir: TempDir::new().unwrap() };
        fs::create_dir(install.path("config")).unwrap();
        write_private(&install.path("config/samovar.toml"), config);
        install
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The socket of the test clock.
    pub fn socket(&self) -> PathBuf {
        self.path("clock")
    }

    /// Everything that was logged so far.
    pub fn logged(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// The program, about to run in the folder with these arguments.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_samovar"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SAMOVAR_")) {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C").current_dir(self.dir.path()).args(args);
        command
    }

    /// Runs it to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).stdin(Stdio::null()).output().unwrap()
    }

    /// Runs a command as somebody in a practice room, and gives its JSON.
    pub fn exec(&self, by: &str, room: &str, words: &str) -> Value {
        let ran = self.run(&["exec", "--as", by, "--room", room, "--yes", "--json", words]);
        let said = text(&ran.stdout);
        serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{}", text(&ran.stderr)))
    }

    /// Serves with these further arguments, and waits until it is ready.
    pub fn serve(&self, args: &[&str]) -> Served {
        let log = OpenOptions::new().create(true).append(true).open(self.path("log")).unwrap();
        let mut args = args.to_vec();
        args.insert(0, "serve");
        self.served(self.spawn(&args, log))
    }

    fn served(&self, mut child: Child) -> Served {
        let lines = lines_of(&mut child);
        let first = lines.recv_timeout(PATIENCE);
        let Some(url) =
            first.ok().and_then(|line| line.strip_prefix("samovar ready ").map(str::to_owned))
        else {
            let _ = child.kill();
            panic!("not ready:\n{}", self.logged());
        };
        Served { child, url, lines, socket: self.socket() }
    }

    /// Serves as the last thing that a shell does, which can first arrange what is around it.
    pub fn serve_after(&self, shell: &[&str], arrange: &str) -> Served {
        let log = OpenOptions::new().create(true).append(true).open(self.path("log")).unwrap();
        let program = env!("CARGO_BIN_EXE_samovar");
        let mut command = Command::new(shell[0]);
        command.args(&shell[1..]).args(["sh", "-ec", &format!("{arrange}\nexec {program} serve")]);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SAMOVAR_")) {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C").current_dir(self.dir.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        self.served(command.spawn().unwrap())
    }

    /// Serves by the test clock.
    pub fn serve_by_clock(&self, args: &[&str]) -> Served {
        let socket = self.socket();
        let mut all = vec!["--test-clock", socket.to_str().unwrap()];
        all.extend(args);
        self.serve(&all)
    }

    fn spawn(&self, args: &[&str], log: File) -> Child {
        let mut command = self.command(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap()
    }
}

/// A process that serves; it is killed with this value.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub url: String,
    lines: mpsc::Receiver<String>,
    socket: PathBuf,
}

impl Served {
    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Tries something as a persona: what it made, or why it could not be done.
    pub async fn try_act(&self, wish: Value) -> Result<String, String> {
        let address = format!("{}/practice/api/act", self.url);
        let answer = client().post(address).json(&wish).send().await.unwrap();
        let said: Value = answer.json().await.unwrap();
        let word = |key: &str| said[key].as_str().map(str::to_owned);
        word("id").ok_or_else(|| word("error").unwrap_or_else(|| said.to_string()))
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and says how it ended, how long that took, and what else it wrote on
    /// standard output.
    pub fn terminate(mut self) -> (ExitStatus, Duration, Vec<String>) {
        let began = Instant::now();
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let status = self.ended();
        (status, began.elapsed(), self.lines.iter().collect())
    }

    /// Waits for it to end by itself.
    pub fn ended(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "it does not end");
            std::thread::park_timeout(LOOK);
        }
    }

    /// One line to the test clock, and the line it answers.
    pub fn clock(&self, line: &str) -> String {
        let mut stream = UnixStream::connect(&self.socket).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(format!("{line}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }

    /// What a page says, and with which status.
    pub async fn get(&self, path: &str) -> (u16, String) {
        let answer = client().get(format!("{}{path}", self.url)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Does something as a persona in the practice rooms, and gives the id of what it made.
    pub async fn act(&self, wish: Value) -> String {
        let address = format!("{}/practice/api/act", self.url);
        let answer = client().post(address).json(&wish).send().await.unwrap();
        let said: Value = answer.json().await.unwrap();
        said["id"].as_str().unwrap_or_else(|| panic!("{wish}: {said}")).to_owned()
    }

    /// What stands in a practice room.
    pub async fn messages(&self, room: &str) -> Vec<Value> {
        let (status, text) = self.get(&format!("/practice/api/rooms/{room}/messages")).await;
        assert_eq!(status, 200, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Waits until something in a practice room is as wanted.
    pub async fn until(&self, room: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + PATIENCE;
        let mut looks = tokio::time::interval(LOOK);
        loop {
            looks.tick().await;
            let messages = self.messages(room).await;
            if let Some(found) = messages.iter().find(|one| wanted(one)) {
                return found.clone();
            }
            assert!(Instant::now() < until, "not seen: {messages:#?}");
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes a file that nobody else can read.
pub fn write_private(path: &Path, words: &str) {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(true).write(true).mode(0o600).open(path);
    file.unwrap().write_all(words.as_bytes()).unwrap();
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().timeout(PATIENCE).build().unwrap()
}

fn lines_of(child: &mut Child) -> mpsc::Receiver<String> {
    let (to, lines) = mpsc::channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || {
        out.lines().map_while(Result::ok).try_for_each(|line| to.send(line))
    });
    lines
}
