//! A bare serenity program, for `scripts/bench` to put beside ours on the same fake Discord: it
//! hears what our intents hear, keeps nothing, and answers `!ping`. Where Discord is comes from
//! the environment: `DISCORD_TOKEN`, `DISCORD_ADDRESS`, `DISCORD_CA`. Says `seen N` for every
//! thousand messages.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use async_trait::async_trait;
use serenity::all::{
    ClientBuilder, Context, EventHandler, GatewayIntents, HttpBuilder, Message, Ratelimiter, Ready,
};
use serenity_reqwest::Certificate;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let set = |name: &str| std::env::var(name).with_context(|| format!("no {name}"));
    // As `cargo test --benches` starts it, nobody is there to speak to.
    let Ok(token) = set("DISCORD_TOKEN") else { return Ok(()) };
    let authority = Certificate::from_pem(&std::fs::read(set("DISCORD_CA")?)?)?;
    let client = serenity_reqwest::Client::builder()
        .use_rustls_tls()
        .no_proxy()
        .resolve("discord.com", set("DISCORD_ADDRESS")?.parse()?)
        .tls_built_in_root_certs(false)
        .add_root_certificate(authority)
        .build()?;
    let limiter = Ratelimiter::new(client.clone(), format!("Bot {token}"));
    let http = HttpBuilder::new(&token).client(client).ratelimiter(limiter).build();
    let intents = GatewayIntents::GUILDS
        | GatewayIntents::GUILD_MESSAGES
        | GatewayIntents::DIRECT_MESSAGES
        | GatewayIntents::MESSAGE_CONTENT;
    let handler = Bare(AtomicU64::new(0));
    let mut client = ClientBuilder::new_with_http(http, intents).event_handler(handler).await?;
    client.start().await.context("the bare program ended")
}

struct Bare(AtomicU64);

#[async_trait]
impl EventHandler for Bare {
    async fn ready(&self, _: Context, _: Ready) {
        say("ready");
    }

    async fn message(&self, context: Context, message: Message) {
        let seen = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        if seen.is_multiple_of(1_000) {
            say(&format!("seen {seen}"));
        }
        if message.content == "!ping"
            && let Err(error) = message.channel_id.say(&context.http, "pong").await
        {
            say(&format!("error {error}"));
        }
    }
}

#[expect(clippy::print_stdout, reason = "this is how it tells what it has seen")]
fn say(words: &str) {
    println!("{words}");
}
