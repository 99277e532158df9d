//! Slash commands, buttons, forms, menus and completions, through the whole program. In each story
//! Discord finds no rule broken, and whoever asks is answered within three seconds.

use serde_json::{Value, json};

use super::hands::{Hands, form, words};
use super::home::{Home, QUESTION, id, rest, until};
use super::stories::Scene;
use crate::support::discord::Discord;

/// So long Discord lets somebody wait, in seconds.
const PATIENCE: f64 = 3.0;

fn hands<'a>(scene: &'a Scene, who: &'a str) -> Hands<'a> {
    Hands::of(&scene.home.discord, who, "kitchen")
}

/// Everybody was answered in time, and Discord is content.
async fn all_well(discord: &Discord) {
    let asked = discord.rows(json!({"do": "interactions"})).await;
    assert!(!asked.is_empty());
    for one in &asked {
        let seconds = one["seconds"].as_f64().unwrap_or(f64::MAX);
        assert!(one["state"] == "answered" && seconds < PATIENCE, "{one}");
    }
    let refused = discord.rows(json!({"do": "refused"})).await;
    assert!(refused.is_empty(), "{refused:#?}");
    discord.is_content().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_in_by_form_button_mood_command_and_menu() {
    let scene = Scene::set().await;
    let prompt = scene.prompt.clone();
    let opened = hands(&scene, "ben").press(&prompt, "Answer").await;
    let labels: Vec<String> = form(&opened).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["How are you arriving?", "Mood (1–5)"]);
    let thanked =
        hands(&scene, "ben").submit(json!({"text": "Tired, *but* @here", "mood": "4"})).await;
    assert!(thanked.starts_with("Thank you, Ben, your answer is in."), "{thanked}");
    let again = hands(&scene, "ben").press(&prompt, "Answer").await;
    let values: Vec<String> = form(&again).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["Tired, *but* @here", "4"], "what was given stands in the form");

    let passed = words(&hands(&scene, "chloe").press(&prompt, "Pass").await);
    assert_eq!(passed, "You have passed. That is a full answer.");
    words(&hands(&scene, "dev").press(&prompt, "2 – low").await);
    hands(&scene, "dev").told("answer", json!({"text": "Longer sleep"})).await;
    form(&hands(&scene, "emma").slash("answer", json!({"private": true})).await);
    let private = hands(&scene, "emma").submit(json!({"text": "Only for you"})).await;
    assert!(private.ends_with("only the convenors."), "{private}");
    let still = words(&hands(&scene, "emma").press(&prompt, "5 – very good").await);
    assert!(still.ends_with("only the convenors."), "what is private stays so: {still}");
    hands(&scene, "farid").told("checkin", json!({"text": "Said too soon"})).await;
    let back = hands(&scene, "farid").menu(&prompt, "Take my answer back").await;
    assert!(back.starts_with("Your answer is taken back."), "{back}");

    scene
        .home
        .answered(&[
            ("ben", "given", "Tired, *but* @here"),
            ("chloe", "passed", ""),
            ("dev", "given", "Longer sleep"),
            ("emma", "given", "Only for you"),
            ("farid", "withdrawn", ""),
        ])
        .await;
    scene.closes(&[r"> Tired, \*but\* \@here", "> Longer sleep"]).await;
    let summary = &scene.home.posts("kitchen", "what was said").await[0];
    let said = summary["content"].as_str().unwrap();
    assert!(!said.contains("Only for you") && !said.contains("too soon"), "{said}");
    assert_eq!(scene.home.discord.rows(json!({"do": "pings"})).await, [Value::Null; 0]);
    all_well(&scene.home.discord).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_community_is_founded_and_run_by_slash_commands() {
    let home = Home::new();
    let served = home.serve(&[]).await;
    registered(&home.discord).await;
    served.clock(&format!("jump {}", super::home::EVENING));
    let ana = Hands::of(&home.discord, "ana", "kitchen");
    let ben = Hands::of(&home.discord, "ben", "kitchen");
    assert!(
        ben.told("setup", json!({"name": "Mine", "zone": "UTC"}))
            .await
            .contains("manages this room")
    );

    let opened = form(&ana.slash("setup", json!({})).await);
    assert_eq!(opened[0], ("Name of the community".to_owned(), "kitchen".to_owned()));
    let wrong = json!({"name": "Lighter", "zone": "Europe/Pariss", "circle": "everyone"});
    let mend = ana.submit(wrong).await;
    assert!(mend.contains("/setup ") && mend.contains(" zone:Europe/Paris"), "{mend}");
    ana.slash("setup", json!({})).await;
    let done =
        ana.submit(json!({"name": "Lighter", "zone": "Europe/Paris", "circle": "everyone"})).await;
    assert!(done.starts_with("Lighter is set up, and #kitchen is bound"), "{done}");
    assert!(done.contains(":F> (09:00 Europe/Paris)"), "{done}");

    let wish = json!({"name": "Friday word", "method": "one-word", "days": "fri", "at": "16:00"});
    assert!(ana.told("ritual add", wish).await.contains("/ritual preview ritual:Friday word"));
    assert_eq!(
        ana.types("ritual start", "ritual", json!({"ritual": "fri"})).await,
        ["Friday word"]
    );
    ana.told("ritual start", json!({"ritual": "Friday word"})).await;
    rest(&served);
    ben.told("answer", json!({"word": "steady"})).await;
    ben.told("me language", json!({"language": "fr"})).await;
    let french = ben.told("me show", json!({})).await;
    assert!(french.contains("Votre langue"), "{french}");
    let only = ben.told("round close", json!({})).await;
    assert!(only.contains("équipe d’animation"), "{only}");
    assert!(ana.told("round close", json!({})).await.contains("```\n/undo\n```"));
    assert!(ana.told("undo", json!({})).await.contains("is open again"));
    let link = ana.told("curate", json!({})).await;
    assert!(link.contains("/curate/enter/"), "{link}");
    let unheard = ben.told("role grant", json!({"account": "ben", "role": "steward"})).await;
    assert!(unheard.contains("Lighter"), "{unheard}");
    rest(&served);
    all_well(&home.discord).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_longer_than_discord_lets_them_while_the_database_is_busy() {
    let scene = Scene::set().await;
    let path = scene.home.install.path("data/samovar.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let deed = |mut deed: Value, who: &str| {
        deed["as"] = json!(who);
        let discord = &scene.home.discord;
        async move { discord.does(deed).await }
    };
    let press = |button: &str| json!({"do": "press", "message": scene.prompt, "button": button});
    let slash = |command: &str| json!({"do": "slash", "in": "kitchen", "command": command});
    let (form, pass, status, help) = tokio::join!(
        deed(press("Answer"), "ben"),
        deed(press("Pass"), "chloe"),
        deed(slash("status"), "dev"),
        deed(slash("help"), "emma"),
    );
    assert!(words(&form).starts_with("I am slow just now"), "{form}");
    for deferred in [&pass, &status, &help] {
        assert_eq!(
            (&deferred["response"], &deferred["ephemeral"]),
            (&json!("deferred"), &json!(true))
        );
    }
    let offered = hands(&scene, "farid").types("answer", "round", json!({"round": ""})).await;
    assert!(offered.len() <= 1, "reading goes on, or nothing is offered");
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    for (who, said) in [
        ("ben", "I am ready now."),
        ("chloe", "You have passed."),
        ("dev", "How I am"),
        ("emma", "I host this community's rituals"),
    ] {
        until(said, async || hands(&scene, who).aside().await.iter().any(|one| one.contains(said)))
            .await;
    }
    rest(scene.served());
    all_well(&scene.home.discord).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_is_right_after_a_restart_twice_and_when_its_round_is_over() {
    let mut scene = Scene::set().await;
    scene.kill();
    scene.up().await;
    let prompt = scene.prompt.clone();
    form(&hands(&scene, "ben").press(&prompt, "Answer").await);
    hands(&scene, "ben").submit(json!({"text": "After the night"})).await;
    for _ in 0..2 {
        let passed = words(&hands(&scene, "chloe").press(&prompt, "Pass").await);
        assert!(passed.starts_with("You have passed."), "{passed}");
    }
    let discord = &scene.home.discord;
    discord.does(json!({"do": "user", "name": "gala"})).await;
    discord.does(json!({"do": "join", "as": "gala", "guild": "commons"})).await;
    words(&hands(&scene, "gala").press(&prompt, "Pass").await);
    rest(scene.served());

    // The buttons still stand there while Discord is slow to take the closing edit.
    discord
        .does(json!({"do": "fault", "kind": "slow", "method": "PATCH", "seconds": 4,
            "route": "/channels/{channel_id}/messages/{message_id}", "count": 3}))
        .await;
    form(&hands(&scene, "dev").press(&prompt, "Answer").await);
    let _ = scene.served().clock("jump 2031-03-03T15:00:00Z");
    until("the summary is there", async || {
        !scene.home.posts("kitchen", "what was said").await.is_empty()
    })
    .await;
    let late = hands(&scene, "dev").submit(json!({"text": "Too late"})).await;
    assert!(late.starts_with("This round is over."), "{late}");
    for button in ["Answer", "Pass", "3 – in between"] {
        let deed = json!({"do": "press", "as": "emma", "message": prompt, "button": button, "wait": "done"});
        // By now the edit may have taken them away.
        if let Ok(answered) = scene.home.discord.tries(&deed).await {
            assert!(words(&answered).starts_with("This round is over."), "{answered}");
        }
    }
    scene
        .home
        .answered(&[
            ("ben", "given", "After the night"),
            ("chloe", "passed", ""),
            ("gala", "passed", ""),
        ])
        .await;
    rest(scene.served());
    all_well(&scene.home.discord).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_whose_reply_is_lost_is_there_once() {
    let scene = Scene::set().await;
    let discord = &scene.home.discord;
    let lose = |method: &str, route: &str| {
        let fault = json!({"do": "fault", "kind": "lost_reply", "method": method, "route": route});
        async move { discord.does(fault).await }
    };
    lose("POST", "/interactions/{interaction_id}/{interaction_token}/callback").await;
    hands(&scene, "ben").press(&scene.prompt, "Pass").await;
    lose("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original").await;
    hands(&scene, "chloe").press(&scene.prompt, "Pass").await;
    lose("POST", "/interactions/{interaction_id}/{interaction_token}/callback").await;
    form(&hands(&scene, "dev").press(&scene.prompt, "Answer").await);
    for who in ["ben", "chloe"] {
        assert_eq!(hands(&scene, who).aside().await, ["You have passed. That is a full answer."]);
    }
    rest(scene.served());
    scene.closes(&[]).await;
    scene.home.discord.is_content().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_answer_for_one_person_is_seen_by_nobody_else() {
    let scene = Scene::set().await;
    for who in ["ben", "chloe", "dev"] {
        let words = format!("{who} says: {}", "many words, and more of them. ".repeat(45));
        scene.in_thread(who, &words).await;
    }
    rest(scene.served());
    let shown = hands(&scene, "ana").slash("round show", json!({})).await;
    words(&shown);
    until("the last part is there", async || {
        hands(&scene, "ana").aside().await.iter().any(|part| part.contains("\nRound "))
    })
    .await;
    let aside = hands(&scene, "ana").aside().await;
    assert!(aside.len() > 2, "{aside:#?}");
    assert!(aside.concat().contains("dev says: "));
    let ben_sees =
        json!({"do": "messages", "as": "ben", "in": "kitchen", "contains": "Only for convenors"});
    assert_eq!(scene.home.discord.rows(ben_sees).await, [Value::Null; 0]);
    all_well(&scene.home.discord).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_are_registered_once_and_where_they_are_wanted() {
    let mut scene = Scene::set().await;
    registered(&scene.home.discord).await;
    scene.stop();
    scene.up().await;
    let known = "commands are registered platform";
    until("the commands are known", async || scene.home.install.logged().contains(known)).await;
    let puts = json!({"do": "requests", "method": "PUT"});
    assert_eq!(scene.home.discord.rows(puts.clone()).await.len(), 1);
    scene.stop();

    let guild = scene.home.discord.find("guilds", "commons").await;
    let config = scene.home.install.path("config/samovar.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let there = format!("[discord]\ncommand_servers = [\"{guild}\"]\n");
    std::fs::write(&config, text.replace("[discord]\n", &there)).unwrap();
    scene.up().await;
    let look = json!({"do": "commands", "guild": "commons"});
    let wait = json!({"do": "wait", "look": look, "count": 10, "seconds": 30});
    scene.home.discord.rows(wait).await;
    assert_eq!(scene.home.discord.rows(json!({"do": "commands"})).await.len(), 0);
    assert_eq!(scene.home.discord.rows(puts).await.len(), 3);
    hands(&scene, "ana").told("status", json!({})).await;
    all_well(&scene.home.discord).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn completions_offer_only_what_the_person_may_know() {
    let scene = Scene::set().await;
    let discord = &scene.home.discord;
    discord.does(json!({"do": "user", "name": "olaf"})).await;
    let other = json!({"do": "guild", "name": "others", "owner": "olaf", "members": ["ben"],
        "channels": ["attic"], "bot": true});
    discord.does(other).await;
    rest(scene.served());
    scene.in_thread("ben", "Here I am").await;
    rest(scene.served());
    let olaf = Hands::of(discord, "olaf", "attic");
    assert_eq!(olaf.types("ritual start", "ritual", json!({"ritual": ""})).await, [""; 0]);
    let named = json!({"ritual": "", "community": "Lighter"});
    assert_eq!(olaf.types("ritual start", "ritual", named).await, [""; 0]);
    assert_eq!(olaf.types("me zone", "zone", json!({"zone": "new y"})).await, ["America/New_York"]);
    assert_eq!(olaf.types("ritual add", "method", json!({"method": "arri"})).await.len(), 0);
    let there = Hands::of(discord, "ben", "attic");
    assert_eq!(there.types("ritual show", "ritual", json!({"ritual": "t"})).await, ["tea"]);
    let (ana, ben) = (hands(&scene, "ana"), hands(&scene, "ben"));
    assert_eq!(
        ana.types("role grant", "account", json!({"account": "be"})).await,
        ["Ben (Discord)"]
    );
    assert_eq!(ben.types("role grant", "account", json!({"account": "be"})).await, [""; 0]);
    assert_eq!(
        ben.types("answer", "round", json!({"round": ""})).await,
        ["tea, Monday 3 March: open"]
    );
    assert_eq!(
        ben.types("me language", "language", json!({"language": "fran"})).await,
        ["français"]
    );
    let nothing = olaf.told("round show", json!({"community": "Lighter"})).await;
    assert!(nothing.contains("no community called"), "{nothing}");
    all_well(discord).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_rooms_are_not_heard_the_prompt_says_so_and_a_mention_answers() {
    let home = Home::with(&["--privileged", "members"], "");
    let scene = Scene::in_home(home).await;
    let bot = scene.home.discord.fact("bot_id").to_owned();
    let prompt = scene.home.finds("kitchen", QUESTION).await;
    let said = prompt["content"].as_str().unwrap();
    assert!(said.contains("without a mention I cannot read it"), "{said}");
    scene.in_thread("ben", "Nobody hears this").await;
    scene.in_thread("chloe", &format!("<@{bot}> Heard in the thread")).await;
    scene.replies("dev", &format!("<@{bot}> Heard in a reply")).await;
    scene.in_thread("emma", &format!("<@{bot}> answer Heard as a command")).await;
    form(&hands(&scene, "farid").press(&id(&prompt), "Answer").await);
    hands(&scene, "farid").submit(json!({"text": "Heard in a form"})).await;
    scene
        .home
        .answered(&[
            ("chloe", "given", "Heard in the thread"),
            ("dev", "given", "Heard in a reply"),
            ("emma", "given", "Heard as a command"),
            ("farid", "given", "Heard in a form"),
        ])
        .await;
    scene.closes(&["Heard in the thread", "Heard in a reply"]).await;
    all_well(&scene.home.discord).await;
}

/// Waits until the commands are registered.
async fn registered(discord: &Discord) {
    let look = json!({"do": "commands"});
    discord.rows(json!({"do": "wait", "look": look, "count": 16, "seconds": 60})).await;
}
