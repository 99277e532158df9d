//! A Matrix web client that nobody here wrote (hydrogen-view-sdk), on a page of its own
//! (`tests/it/peers/web`): bundled, served on loopback, and looked at in the browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::browser::{Browser, DESKTOP, npm_peers};

/// Somebody's rooms in a browser.
pub struct WebClient {
    pub browser: Browser,
    server: JoinHandle<()>,
    _files: TempDir,
}

impl WebClient {
    /// Signs somebody in.
    pub async fn login(homeserver: &str, user: &str, password: &str) -> Self {
        let files = bundled();
        let (address, server) = serve(files.path().to_owned()).await;
        let browser = Browser::start(DESKTOP).await;
        browser.open(&format!("{address}/index.html")).await;
        let client = Self { browser, server, _files: files };
        client.calls("show", &[homeserver, user, password]).await;
        client
    }

    /// Shows a room.
    pub async fn enters(&self, room: &str) {
        self.calls("enter", &[room]).await;
    }

    async fn calls(&self, name: &str, given: &[&str]) {
        let script = format!(
            "const [given, done] = arguments; window.{name}(...given)\
             .then(() => done('done'), (why) => done(String(why)))"
        );
        let given: Vec<Value> = given.iter().map(|word| json!(word)).collect();
        let came = self.browser.client.execute_async(&script, vec![json!(given)]).await.unwrap();
        assert_eq!(came, json!("done"), "{name}");
    }

    pub async fn close(self) {
        self.server.abort();
        self.browser.close().await;
    }
}

fn bundled() -> TempDir {
    let (files, peers) = (TempDir::new().unwrap(), npm_peers());
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/peers/web");
    let bundle = Command::new(peers.join(".bin/esbuild"))
        .arg(page.join("page.js"))
        .args(["--bundle", "--format=iife", "--log-level=warning"])
        .args(["crypto", "path", "fs"].map(|node| format!("--external:{node}")))
        .arg(format!("--outfile={}", files.path().join("page.js").display()))
        .env("NODE_PATH", &peers)
        .status();
    assert!(bundle.expect("scripts/test peers installs esbuild").success());
    let copy = |from: PathBuf| {
        fs::copy(&from, files.path().join(from.file_name().unwrap())).unwrap();
    };
    copy(page.join("index.html"));
    copy(peers.join("hydrogen-view-sdk/lib-build/sw.js"));
    for name in ["olm.js", "olm_legacy.js", "olm.wasm"] {
        copy(peers.join("@matrix-org/olm").join(name));
    }
    fs::create_dir(files.path().join("assets")).unwrap();
    for asset in fs::read_dir(peers.join("hydrogen-view-sdk/asset-build/assets")).unwrap() {
        let asset = asset.unwrap();
        fs::copy(asset.path(), files.path().join("assets").join(asset.file_name())).unwrap();
    }
    files
}

async fn serve(folder: PathBuf) -> (String, JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = move |uri: Uri| std::future::ready(file(&folder, uri.path()));
    let pages = Router::new().fallback(answer);
    (address, tokio::spawn(async move { axum::serve(listener, pages).await.unwrap() }))
}

fn file(folder: &Path, path: &str) -> Response {
    let kind = match path.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    match fs::read(folder.join(path.trim_start_matches('/'))) {
        Ok(bytes) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
