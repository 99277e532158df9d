//! How the program ends where trying again is pointless: with the mend in words.

use std::time::Duration;

use serde_json::json;

use super::home::{EVENING, Home, until};
use super::stories::Scene;
use crate::support::process::text;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_close_that_ends_everything_is_said_with_its_mend() {
    let home = Home::new();
    let codes = [
        (4014, "Message Content Intent"),
        (4011, "more servers than its connections may carry"),
        (4012, "update Samovar"),
        (4004, "Reset Token"),
    ];
    for (code, mend) in codes {
        let refuse = json!({"do": "gateway", "refuse": {"code": code, "count": 1}});
        home.discord.does(refuse).await;
        let mut served = home.install.serve_by_clock(&[]);
        assert_eq!(served.ended().code(), Some(1), "{code}");
        let logged = home.install.logged();
        assert!(logged.contains(mend), "{code}: {logged}");
        assert!(!logged.contains(home.discord.fact("token")), "{logged}");
    }
    // It waited its five seconds each time, though each was another process.
    let identifies = home.discord.rows(json!({"do": "identifies"})).await;
    let at: Vec<f64> = identifies.iter().map(|one| one["at"].as_f64().unwrap()).collect();
    assert_eq!(at.len(), codes.len());
    assert!(at.windows(2).all(|two| two[1] - two[0] >= 5.0), "{at:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_taken_back_ends_it_with_the_mend() {
    let home = Home::new();
    let mut served = home.serve(&[]).await;
    home.discord.does(json!({"do": "portal", "reset_token": true})).await;
    home.discord.does(json!({"do": "cut", "how": "reset"})).await;
    assert_eq!(served.ended().code(), Some(1));
    assert!(home.install.logged().contains("Discord refuses the bot's token"));
    let refused = home.discord.rows(json!({"do": "refused", "least": 3})).await;
    assert!(refused.is_empty(), "it went on asking: {refused:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_at_once_however_the_line_is() {
    let home = Home::new();
    for cut in [None, Some("half_open"), Some("eof"), Some("bare_close")] {
        let served = home.serve(&[]).await;
        if let Some(how) = cut {
            home.discord.does(json!({"do": "gateway", "unavailable": 5})).await;
            home.discord.does(json!({"do": "cut", "how": how})).await;
        }
        let (status, took, _) = served.terminate();
        assert!(status.success() && took < Duration::from_secs(5), "{cut:?}: {took:?}");
        home.discord.does(json!({"do": "calm"})).await;
        home.discord.does(json!({"do": "gateway", "unavailable": 0})).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_rooms_of_this_machine_go_by_a_test_clock() {
    let home = Home::new();
    let path = home.install.path("config/samovar.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    let here = format!("connect_to = \"{}\"", home.discord.fact("rest"));
    std::fs::write(&path, config.replace(&here, "connect_to = \"192.0.2.1:443\"")).unwrap();
    let socket = home.install.socket();
    let ran = home.install.run(&["serve", "--test-clock", socket.to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(3), "{}", text(&ran.stderr));
    assert!(text(&ran.stderr).contains("loopback"), "{}", text(&ran.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateway_is_never_guessed() {
    let home = Home::new();
    let route = json!({"do": "fault", "kind": "status", "status": 503, "route": "/gateway/bot",
        "count": 3});
    home.discord.does(route).await;
    let served = home.install.serve_by_clock(&[]);
    until("connected", async || {
        served.get("/readyz").await.1.contains("\"discord\":\"connected\"")
    })
    .await;
    let asked = json!({"do": "requests", "route": "/gateway/bot"});
    assert_eq!(home.discord.rows(asked).await.len(), 4);
    let metrics = served.get("/metrics").await.1;
    let line = "samovar_http_total{platform=\"discord\",status=\"503\"} 3";
    assert!(metrics.lines().any(|one| one == line), "{metrics}");
    home.discord.is_content().await;
}

/// What stands in Discord's place may have less than Discord: that the address is not there is
/// answered by asking at the other one, and no other fault is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_that_are_not_there_are_gone_without() {
    let home = Home::new();
    for route in ["/gateway/bot", "/oauth2/applications/@me", "/applications/@me"] {
        let lacks = json!({"do": "fault", "kind": "refuse", "status": 404, "code": 0,
            "message": "404: Not Found", "route": route, "count": 9});
        home.discord.does(lacks).await;
    }
    let served = home.serve(&[]).await;
    let asked = async |route: &str| {
        home.discord.rows(json!({"do": "requests", "route": route})).await.len()
    };
    for route in ["/oauth2/applications/@me", "/applications/@me", "/gateway/bot", "/gateway"] {
        assert_eq!(asked(route).await, 1, "{route}");
    }
    served.clock(&format!("jump {EVENING}"));
    home.founds().await;
    let scene = Scene::opens(home, served).await;
    scene.in_thread("ben", "Fewer mails.").await;
    scene.home.answered(&[("ben", "given", "Fewer mails.")]).await;
    let said = text(&scene.home.install.run(&["check"]).stdout);
    assert!(said.contains("The bot can hold rounds in #kitchen"), "{said}");
    let application = scene.home.discord.fact("application_id");
    assert!(said.contains(&format!("client_id={application}")), "{said}");
}
