//! `samovar check` on Discord: each thing that is missing, with its mend.

use serde_json::json;

use super::home::Home;
use super::stories::Scene;
use crate::support::process::text;

fn checked(home: &Home) -> String {
    text(&home.install.run(&["check"]).stdout)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_names_what_lacks_and_prints_the_invite() {
    let scene = Scene::set().await;
    let discord = &scene.home.discord;
    let said = checked(&scene.home);
    assert!(said.contains("The bot can hold rounds in #kitchen"), "{said}");
    assert!(said.contains("permissions="), "{said}");
    let deny = ["READ_MESSAGE_HISTORY", "CREATE_PUBLIC_THREADS"];
    discord.does(json!({"do": "permit", "in": "kitchen", "for": "samovar", "deny": deny})).await;
    let said = checked(&scene.home);
    let line = |part: &str| said.lines().find(|line| line.contains(part)).unwrap_or_default();
    assert!(line("Read Message History").starts_with("fault"), "{said}");
    assert!(line("Create Public Threads").starts_with("note"), "{said}");
    discord.does(json!({"do": "kick", "who": "bot"})).await;
    let said = checked(&scene.home);
    assert!(said.contains("The bot is not let into #kitchen"), "{said}");
    let violations = discord.rows(json!({"do": "violations"})).await;
    assert!(violations.is_empty(), "{violations:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_says_how_the_bot_hears() {
    let home = Home::with(&["--privileged", ""], "");
    let said = checked(&home);
    assert!(said.contains("is not shown what members write"), "{said}");
    let asks = Home::with(&["--privileged", ""], "message_content = true\n");
    let said = checked(&asks);
    assert!(said.contains("Switch on Message Content Intent"), "{said}");
    asks.discord.does(json!({"do": "portal", "reset_token": true})).await;
    assert!(checked(&asks).contains("Discord refuses the bot's token"), "{said}");
}
