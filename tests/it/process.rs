//! The program as a process: its one line, its exit codes, its clock, its end, its silence about
//! secrets.

use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt;
use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::Value;
use sqlx::Connection;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::process::{Install, Served, text, write_private};

const KITCHEN: &str = "practice:kitchen";
const SETUP: &str = "setup --name Garden --zone Europe/Paris --days mon --at 09:00";

/// Ended with this code, and with one line why that says all of this.
fn ended(ran: &Output, code: i32, says: &[&str]) {
    let why = text(&ran.stderr);
    assert_eq!(ran.status.code(), Some(code), "{why}");
    let last = why.lines().last().unwrap_or_default();
    assert!(says.iter().all(|part| last.contains(part)), "{says:?} in {why}");
}

/// Waits until the metrics have this line.
async fn metrics_say(served: &Served, line: &str) {
    let until = Instant::now() + Duration::from_secs(30);
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    loop {
        looks.tick().await;
        let (_, metrics) = served.get("/metrics").await;
        if metrics.lines().any(|one| one == line) {
            return;
        }
        assert!(Instant::now() < until, "not seen: {line} in {metrics}");
    }
}

#[tokio::test]
async fn it_says_when_it_is_ready_and_stops_when_asked() {
    let install = Install::new();
    let served = install.serve(&[]);
    assert_eq!(served.get("/healthz").await, (200, "ok".to_owned()));
    let (status, ready) = served.get("/readyz").await;
    let ready: Value = serde_json::from_str(&ready).unwrap();
    assert_eq!(status, 200, "{ready}");
    assert_eq!(ready, serde_json::json!({"store": "ok", "discord": "off", "matrix": "off"}));
    // The first is set by the house itself; what is counted is brought up to date once a second.
    metrics_say(&served, "samovar_timers_pending 1").await;
    assert!(served.url.starts_with("http://127.0.0.1:"), "{}", served.url);
    let (status, took, further) = served.terminate();
    assert_eq!(status.code(), Some(0), "{}", install.logged());
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(further, Vec::<String>::new(), "standard output carries one line");
}

#[test]
fn wrong_usage_and_configuration_end_with_2() {
    let install = Install::new();
    ended(&install.run(&["brew"]), 2, &[]);
    ended(&install.run(&["serve", "--crash-at", "act.after_commit"]), 2, &["--test-clock"]);
    let unknown = ["serve", "--test-clock", "clock", "--crash-at", "act.before_lunch"];
    ended(&install.run(&unknown), 2, &["act.before_lunch", "deliver.before_send"]);
    ended(&install.run(&["--config", "nowhere.toml"]), 2, &["nowhere.toml", "samovar init"]);
    ended(&install.run(&["exec", "--as", "ana", "help"]), 2, &["--as", "platform:id"]);
    ended(&install.run(&["export", "--out", "out"]), 2, &["no database"]);
    let ran = install.command(&["serve"]).env("SAMOVAR_DATA__DRI", "x").output().unwrap();
    ended(&ran, 2, &["data.dri", "no such key"]);
    let ran = install.command(&[]).env("SAMOVAR_DISCORD__CA_FILE", "x").output().unwrap();
    ended(&ran, 2, &["discord.token_file", "is missing"]);
}

#[test]
fn what_may_not_be_ends_with_3() {
    let install = Install::with("[web]\nlisten = \"0.0.0.0:0\"\n[practice]\nkey_file = \"key\"\n");
    write_private(&install.path("key"), "a-key-for-visitors");
    ended(&install.run(&["serve", "--test-clock", "clock"]), 3, &["test clock", "loopback"]);
    ended(&install.run(&["init"]), 3, &["there already"]);
}

#[test]
fn a_taken_port_ends_with_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let install = Install::with(&format!("[web]\nlisten = \"{address}\"\n"));
    ended(&install.run(&["serve"]), 1, &["web.listen", "in use"]);
    // The lease went back with it.
    drop(taken);
    let (status, ..) = install.serve(&[]).terminate();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn init_writes_a_configuration_that_serves() {
    let install = Install::new();
    std::fs::remove_file(install.path("config/samovar.toml")).unwrap();
    let ran = install.run(&["init"]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    assert!(text(&ran.stdout).contains("config/samovar.toml"));
    let ran = install.run(&["check"]);
    assert!(ran.status.success(), "{}{}", text(&ran.stdout), text(&ran.stderr));
}

#[tokio::test]
async fn a_second_instance_is_refused_and_a_killed_one_replaced_at_once() {
    let install = Install::new();
    let first = install.serve(&[]);
    ended(&install.run(&["serve"]), 3, &["another process serves this database"]);
    ended(&install.run(&["serve"]), 3, &["another process serves this database"]);
    assert_eq!(first.get("/readyz").await.0, 200);
    first.kill();
    let (status, ..) = install.serve(&[]).terminate();
    assert_eq!(status.code(), Some(0));
}

#[tokio::test]
async fn an_instance_that_lost_its_lease_stops_with_a_line_that_says_so() {
    let install = Install::new();
    let mut served = install.serve(&[]);
    let file = install.path("data/samovar.db").display().to_string();
    let mut beside = sqlx::SqliteConnection::connect(&file).await.unwrap();
    let taken = "UPDATE instance SET fence = fence + 1, holder = 'another'";
    sqlx::raw_sql(taken).execute(&mut beside).await.unwrap();
    assert_eq!(served.ended().code(), Some(3), "{}", install.logged());
    let log = install.logged();
    assert!(log.lines().last().unwrap().contains("the lease of this process"), "{log}");
}

#[test]
fn a_method_file_is_checked_line_by_line() {
    let install = Install::new();
    let method = "name = \"rose\"\nversion = 1\ntitle = { en = \"Rose\" }\norigin = \"us\"\n\
                  [[step]]\nid = \"ask\"\nwho = \"all\"\nopen_for = \"24h\"\nvisible = \"circle\"\n\
                  prompt = { en = \"Your rose?\" }\n[[step.field]]\nkey = \"rose\"\nkind = \"text\"\n\
                  label = { en = \"Rose\" }\nrequired = true\nmax = 500\n";
    std::fs::write(install.path("rose.toml"), method).unwrap();
    let ran = install.run(&["check", "--method", "rose.toml"]);
    assert!(ran.status.success(), "{}{}", text(&ran.stdout), text(&ran.stderr));
    std::fs::write(install.path("rose.toml"), method.replace("kind =", "kidn =")).unwrap();
    let ran = install.run(&["check", "--method", "rose.toml"]);
    ended(&ran, 2, &["rose.toml"]);
    let faults = text(&ran.stdout);
    assert!(faults.lines().any(|line| line.starts_with("rose.toml:13: ")), "{faults}");
    assert!(faults.contains("kidn"), "{faults}");
}

#[test]
fn check_says_each_fault_with_its_mend() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let install = Install::with(&format!(
        "[web]\nlisten = \"127.0.0.1:0\"\n[matrix]\nhomeserver = \"http://{address}\"\n\
         user = \"@samovar:localhost\"\npassword_file = \"password\"\n",
    ));
    write_private(&install.path("password"), "canary");
    let ran = install.run(&["check"]);
    ended(&ran, 1, &["one fault"]);
    let said = text(&ran.stdout);
    assert!(said.contains("There is no database yet"), "{said}");
    assert!(said.contains("fault  The homeserver") && said.contains("matrix.homeserver"), "{said}");
    let ran = install.command(&["check"]).env("LC_ALL", "fr_FR.UTF-8").output().unwrap();
    assert!(text(&ran.stdout).contains("injoignable"), "{}", text(&ran.stdout));
}

#[test]
fn the_test_clock_stands_goes_forward_and_survives_a_kill() {
    let install = Install::new();
    let served = install.serve_by_clock(&[]);
    let stands = served.clock("now");
    assert!(stands.starts_with("ok ") && stands.ends_with('Z'), "{stands}");
    assert_eq!(served.clock("now"), stands);
    assert_eq!(served.clock("jump 2030-01-06T08:00:00Z"), "ok 2030-01-06T08:00:00.000Z");
    assert_eq!(served.clock("advance 7d"), "ok 2030-01-13T08:00:00.000Z");
    assert_eq!(served.clock("set 2030-01-13T09:30:00+01:00"), "ok 2030-01-13T08:30:00.000Z");
    assert!(served.clock("set 2030-01-01T00:00:00Z").starts_with("error "));
    assert_eq!(served.clock("settle"), "ok");
    assert_eq!(served.clock("settle 5"), "ok");
    for wrong in ["", "advance", "advance soon", "set tomorrow", "settle x", "rewind 1d"] {
        assert!(served.clock(wrong).starts_with("error "), "{wrong}");
    }
    served.kill();
    let served = install.serve_by_clock(&[]);
    assert_eq!(served.clock("now"), "ok 2030-01-13T08:30:00.000Z");
}

#[tokio::test]
async fn what_exec_does_is_seen_by_the_one_that_serves() {
    let install = Install::new();
    let served = install.serve_by_clock(&[]);
    assert_eq!(served.clock("jump 2030-01-06T08:00:00Z"), "ok 2030-01-06T08:00:00.000Z");
    let said = install.exec("practice:Ana", KITCHEN, SETUP);
    assert_eq!(said["ok"], true, "{said}");
    let next = said["text"].as_str().unwrap();
    assert!(next.contains("Europe/Paris"), "{next}");
    let refused =
        install.run(&["exec", "--as", "practice:ben", "--room", KITCHEN, "ritual list --x"]);
    ended(&refused, 2, &["not understood"]);
    let refused = install.run(&["exec", "--as", "practice:ben", "--room", KITCHEN, "ritual start"]);
    ended(&refused, 3, &["not done"]);
    let said = install.exec("practice:ana", KITCHEN, "ritual start");
    assert_eq!(said["ok"], true, "{said}");
    served.until("kitchen", |one| one["bot"] == true && !one["buttons"].is_null()).await;
    assert_eq!(served.clock("settle"), "ok");
}

#[tokio::test]
async fn a_crash_between_act_and_delivery_loses_nothing_and_says_nothing_twice() {
    let install = Install::new();
    let mut served = install.serve_by_clock(&["--crash-at", "deliver.after_send"]);
    served.clock("jump 2030-01-06T08:00:00Z");
    assert_eq!(install.exec("practice:ana", KITCHEN, SETUP)["ok"], true);
    assert_eq!(install.exec("practice:ana", KITCHEN, "ritual start")["ok"], true);
    assert_eq!(served.ended().signal(), Some(6), "{}", install.logged());
    let served = install.serve_by_clock(&[]);
    assert_eq!(served.clock("settle"), "ok");
    let messages = served.messages("kitchen").await;
    let prompts = messages.iter().filter(|one| one["bot"] == true && has_buttons(one)).count();
    assert_eq!(prompts, 1, "{messages:#?}");
}

fn has_buttons(message: &Value) -> bool {
    message["buttons"].as_array().is_some_and(|buttons| !buttons.is_empty())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_at_any_level_holds_a_secret() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let homeserver = tokio::spawn(refuse_logins(listener));
    let install = Install::with(&format!(
        "[web]\nlisten = \"127.0.0.1:0\"\n[log]\nfilter = \"trace\"\nformat = \"json\"\n\
         [matrix]\nhomeserver = \"http://{address}\"\nuser = \"@samovar:localhost\"\n\
         password_file = \"password\"\n",
    ));
    write_private(&install.path("password"), "canary-Ü\"7/&b=7");
    let ran = install.run(&["serve"]);
    let log = text(&ran.stderr);
    assert_eq!(ran.status.code(), Some(1), "{log}");
    assert!(log.lines().last().unwrap().contains("matrix"), "{log}");
    assert!(log.contains("TRACE") && !log.contains("canary"), "{log}");
    homeserver.abort();
}

/// A homeserver that knows passwords and likes none.
async fn refuse_logins(listener: tokio::net::TcpListener) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::spawn(async move {
            let mut request = vec![0; 8192];
            let mut read = 0;
            while let Ok(more @ 1..) = stream.read(&mut request[read..]).await {
                read += more;
                if !request[..read].starts_with(b"POST") || request[..read].ends_with(b"}") {
                    break;
                }
            }
            let get = request.starts_with(b"GET");
            let versions = r#"{"versions":["v1.11"],"flows":[{"type":"m.login.password"}]}"#;
            let no = r#"{"errcode":"M_FORBIDDEN","error":"Invalid username or password"}"#;
            let (status, body) = if get { ("200 OK", versions) } else { ("403 Forbidden", no) };
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
                 connection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        });
    }
}
