//! Real Chromium, driven through chromedriver on a free port with a profile of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A window's size, and whether it is a phone's.
#[derive(Clone, Copy)]
pub struct Screen {
    pub name: &'static str,
    width: u32,
    height: u32,
    phone: bool,
}

pub const PHONE: Screen = Screen { name: "phone", width: 390, height: 844, phone: true };
pub const DESKTOP: Screen = Screen { name: "desktop", width: 1280, height: 800, phone: false };

/// A browser and its driver; both end with it.
pub struct Browser {
    pub client: Client,
    port: u16,
    screen: Screen,
    driver: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    pub async fn start(screen: Screen) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let (driver, port) = driver().await;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(profile.path(), screen))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        Self { client, port, screen, driver, _profile: profile }
    }

    pub async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// The first element that a CSS selector finds, as soon as there is one.
    pub async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match found {
            Ok(found) => found,
            Err(why) => panic!("no {css} ({why}) in:\n{}", self.text().await),
        }
    }

    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap_or_else(|why| panic!("{css}: {why}"));
    }

    /// What a script of ours answers on the page.
    pub async fn ask(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// What stands on the page.
    pub async fn text(&self) -> String {
        self.ask("return document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a script of ours answers with yes.
    pub async fn until(&self, what: &str, script: &str) {
        let start = Instant::now();
        let mut tick = tokio::time::interval(Duration::from_millis(40));
        while self.ask(script).await != json!(true) {
            let text = self.text().await;
            assert!(start.elapsed() < PATIENCE, "no sign of {what} in:\n{text}");
            tick.tick().await;
        }
    }

    /// Waits until the page says something.
    pub async fn sees(&self, words: &str) {
        let words_json = json!(words);
        self.until(words, &format!("return document.body.innerText.includes({words_json})")).await;
    }

    pub async fn keys(&self, css: &str, keys: &str) {
        self.find(css).await.send_keys(keys).await.unwrap();
    }

    /// What has the focus, as a short description.
    pub async fn focus(&self) -> String {
        let script = "const one = document.activeElement; \
                      return one.id || one.name || one.textContent.trim().slice(0, 40)";
        self.ask(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Asks axe whether the page has barriers: none is fine, whatever its weight. Its script is the
    /// one that `SAMOVAR_AXE` names, else the one that `scripts/test peers` installs.
    pub async fn accessible(&self, what: &str) {
        let axe = axe();
        let axe = std::fs::read_to_string(&axe)
            .unwrap_or_else(|why| panic!("{axe:?}: {why}; scripts/test peers installs axe"));
        self.client.execute(&format!("{axe}; window.axe = axe;"), Vec::new()).await.unwrap();
        let run = "const done = arguments[arguments.length - 1]; \
                   axe.run().then((all) => done(all.violations.map((one) => \
                     `${one.impact} ${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`)));";
        let found = self.client.execute_async(run, Vec::new()).await.unwrap();
        assert_eq!(found, json!([]), "barriers on {what}");
    }

    /// Takes a picture into the folder for pictures.
    pub async fn picture(&self, name: &str) {
        self.picture_of("practice", name).await;
    }

    /// The same of another page.
    pub async fn picture_of(&self, page: &str, name: &str) {
        let folder = pictures();
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{page}-{name}-{}.png", self.screen.name));
        std::fs::write(file, self.client.screenshot().await.unwrap()).unwrap();
    }

    /// What the console said since it was asked last: errors, and what the policy kept out.
    pub async fn console(&self) -> Vec<Value> {
        let session = self.client.session_id().await.unwrap().unwrap();
        let address = format!("http://127.0.0.1:{}/session/{session}/se/log", self.port);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let asked = client.post(address).json(&json!({ "type": "browser" }));
        let said: Value = asked.send().await.unwrap().json().await.unwrap();
        let lines = said["value"].as_array().unwrap_or_else(|| panic!("{said}")).clone();
        lines.into_iter().filter(|line| line["level"] == "SEVERE").collect()
    }

    /// Every address that the page asked for anything.
    pub async fn asked_for(&self) -> Vec<String> {
        let script = "return performance.getEntries().map((one) => one.name)";
        let names = self.ask(script).await;
        let names = names.as_array().unwrap().iter().filter_map(Value::as_str);
        names.filter(|name| name.contains("//")).map(str::to_owned).collect()
    }

    pub async fn close(mut self) {
        let _ = self.client.clone().close().await;
        let _ = self.driver.kill().await;
    }
}

fn axe() -> PathBuf {
    if let Some(given) = std::env::var_os("SAMOVAR_AXE") {
        return given.into();
    }
    npm_peers().join("axe-core/axe.min.js")
}

/// What `scripts/test peers` installs from npm.
pub fn npm_peers() -> PathBuf {
    if let Some(given) = std::env::var_os("SAMOVAR_NPM") {
        return given.into();
    }
    let peers = std::env::var_os("SAMOVAR_PEERS").map(PathBuf::from).unwrap_or_else(|| {
        let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        cache.unwrap_or_else(|| home.join(".cache")).join("samovar/peers")
    });
    peers.join("npm/node_modules")
}

fn pictures() -> PathBuf {
    let given = std::env::var_os("SAMOVAR_SHOTS").map(PathBuf::from);
    given.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("shots"))
}

/// A driver on a port that it chose itself. Drivers that start at the same moment can choose the
/// same port; who loses ends at once and is started again.
async fn driver() -> (Child, u16) {
    for _ in 0..10 {
        if let Some(driver) = try_driver().await {
            return driver;
        }
    }
    panic!("chromedriver did not say its port");
}

async fn try_driver() -> Option<(Child, u16)> {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver is installed");
    let mut lines = BufReader::new(driver.stdout.take()?).lines();
    while let Some(line) = lines.next_line().await.ok()? {
        let Some((_, port)) = line.split_once("started successfully on port ") else { continue };
        let port = port.trim_end_matches('.').parse().ok()?;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        return Some((driver, port));
    }
    None
}

fn capabilities(profile: &Path, screen: Screen) -> Map<String, Value> {
    let (width, height) = (screen.width, screen.height);
    let args = json!([
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en",
        "--force-prefers-reduced-motion",
        format!("--user-data-dir={}", profile.display()),
    ]);
    let metrics = json!({
        "width": width, "height": height, "pixelRatio": if screen.phone { 2.0 } else { 1.0 },
        "touch": screen.phone, "mobile": screen.phone,
    });
    let options = json!({ "args": args, "mobileEmulation": { "deviceMetrics": metrics } });
    let log = json!({ "browser": "ALL" });
    let all = json!({
        "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": log,
    });
    all.as_object().cloned().unwrap_or_default()
}
