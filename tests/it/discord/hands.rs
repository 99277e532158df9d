//! What members pick, press, fill in and type on Discord's own surface.

use serde_json::{Value, json};

use crate::support::discord::Discord;

/// One person's hands.
pub struct Hands<'a> {
    discord: &'a Discord,
    who: &'a str,
    room: &'a str,
}

impl<'a> Hands<'a> {
    /// Somebody in a room.
    pub fn of(discord: &'a Discord, who: &'a str, room: &'a str) -> Self {
        Self { discord, who, room }
    }

    async fn deed(&self, mut deed: Value) -> Value {
        deed["as"] = json!(self.who);
        let answered = self.discord.does(deed.clone()).await;
        assert_eq!(answered["state"], "answered", "{deed}: {answered}");
        answered
    }

    /// Gives a slash command, and what is answered in the end.
    pub async fn slash(&self, command: &str, options: Value) -> Value {
        let deed = json!({"do": "slash", "in": self.room, "command": command,
            "options": options, "wait": "done"});
        self.deed(deed).await
    }

    /// The words that answer a slash command; only this person sees them.
    pub async fn told(&self, command: &str, options: Value) -> String {
        words(&self.slash(command, options).await)
    }

    /// Presses a button, and what is answered in the end.
    pub async fn press(&self, message: &str, button: &str) -> Value {
        self.deed(json!({"do": "press", "message": message, "button": button, "wait": "done"}))
            .await
    }

    /// Sends the form that is open, and the words that answer it.
    pub async fn submit(&self, fields: Value) -> String {
        words(&self.deed(json!({"do": "submit", "fields": fields, "wait": "done"})).await)
    }

    /// Picks a command in the menu of a message, and the words that answer it.
    pub async fn menu(&self, message: &str, command: &str) -> String {
        let deed = json!({"do": "menu", "message": message, "command": command, "wait": "done"});
        words(&self.deed(deed).await)
    }

    /// Types into an option, and what is offered: what each says.
    pub async fn types(&self, command: &str, option: &str, options: Value) -> Vec<String> {
        let deed = json!({"do": "complete", "in": self.room, "command": command,
            "focused": option, "options": options});
        let offered = self.deed(deed).await;
        let choices = offered["choices"].as_array().unwrap();
        choices.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    }

    /// What this person sees of the bot's in the room that others don't.
    pub async fn aside(&self) -> Vec<String> {
        let look = json!({"do": "messages", "as": self.who, "in": self.room, "ephemeral": true});
        let rows = self.discord.rows(look).await;
        rows.iter().map(|row| row["content"].as_str().unwrap().to_owned()).collect()
    }
}

/// The words of an answer that only one person sees.
pub fn words(answered: &Value) -> String {
    assert_eq!(answered["ephemeral"], true, "{answered}");
    answered["text"].as_str().unwrap_or_else(|| panic!("no words: {answered}")).to_owned()
}

/// The fields of the form that answered: what each asks, and what stands in it.
pub fn form(answered: &Value) -> Vec<(String, String)> {
    assert_eq!(answered["response"], "modal", "{answered}");
    let rows = answered["modal"]["components"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let field = |row: &Value| {
        let input = &row["components"][0];
        (text(&input["label"]), text(&input["value"]))
    };
    rows.iter().map(field).collect()
}
