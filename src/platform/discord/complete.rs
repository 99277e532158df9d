//! Completions of what somebody is typing: asked of the clerk beside everything else, and cut off
//! before Discord stops waiting.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::InteractionId;
use tokio::time::{Instant, timeout};

use super::adapter::Discord;
use super::callback::{Ask, ask};
use super::interaction::Interaction;
use super::read::account;
use super::render::short;
use super::room_ref;
use crate::platform::{Clerk, Completing, Completion};

/// So long the clerk may think.
const THINKS: Duration = Duration::from_millis(1_500);

/// So long the answer may take in all.
const WHOLE: Duration = Duration::from_millis(2_500);

/// So many are shown.
const SHOWN: usize = 25;

/// The longest name and value of one.
const LONGEST: usize = 100;

/// Discord's number of a response with choices.
const CHOICES: u8 = 8;

/// Begins to answer.
pub(super) fn begin(discord: &Discord, asked: &Interaction) {
    let Some(clerk) = discord.exchanges.clerk().cloned() else { return };
    let (Some(typing), Some((person, _))) = (asked.typing(), asked.by()) else { return };
    let completing = Completing {
        by: account(person.id),
        room: asked.place().map(|(room, _)| room_ref(room)),
        words: typing.words,
        option: typing.option,
        typed: typing.typed,
    };
    let (http, id, token) = (Arc::clone(&discord.rest.plain), asked.id, asked.token.clone());
    tokio::spawn(async move {
        let until = Instant::now() + WHOLE;
        let data = choices(&found(clerk, completing).await);
        answer(&http, id, &token, &data, until).await;
    });
}

async fn found(clerk: Arc<dyn Clerk>, asked: Completing) -> Vec<Completion> {
    timeout(THINKS, clerk.complete(asked)).await.unwrap_or_default()
}

async fn answer(
    http: &serenity::http::Http,
    id: InteractionId,
    token: &str,
    data: &Value,
    until: Instant,
) {
    let route = Route::InteractionResponse { interaction_id: id, token };
    let asked = Ask { method: LightMethod::Post, route, body: data, again: true, first: true };
    if let Err(missed) = ask(http, asked, until).await {
        tracing::debug!(?missed, "a completion came too late");
    }
}

/// What is shown, as the response that shows it.
fn choices(found: &[Completion]) -> Value {
    // A value that does not fit can't be chosen: it would name something else when cut.
    let fits = |one: &&Completion| {
        !one.value.is_empty() && one.value.chars().map(char::len_utf16).sum::<usize>() <= LONGEST
    };
    let shown = found.iter().filter(fits).take(SHOWN).map(|one| {
        let name = short(&one.label, LONGEST);
        json!({ "name": if name.is_empty() { &one.value } else { &name }, "value": one.value })
    });
    json!({ "type": CHOICES, "data": { "choices": shown.collect::<Vec<Value>>() } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_shown_than_fits() {
        let one =
            |label: &str, value: &str| Completion { label: label.into(), value: value.into() };
        let mut found =
            vec![one("long", &"x".repeat(101)), one("", "a"), one(&"y ".repeat(80), "b")];
        found.extend((0..40).map(|n| one(&format!("Ritual {n}"), &n.to_string())));
        let data = choices(&found);
        let shown = data["data"]["choices"].as_array().unwrap();
        assert_eq!(shown.len(), SHOWN);
        assert_eq!(shown[0], json!({"name": "a", "value": "a"}));
        let name = shown[1]["name"].as_str().unwrap();
        assert!(name.ends_with("y…") && name.chars().count() <= LONGEST, "{name}");
    }
}
