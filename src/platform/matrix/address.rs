//! Whether a message speaks to the bot: by the prefix, or by a mention it begins with.

use serde_json::Value;

/// By which names the bot is called.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// `!cop`.
    pub prefix: String,
    /// Its full user id.
    pub user: String,
    /// The name that the room shows.
    pub shown: Option<String>,
}

impl Names {
    /// The words after the prefix or the mention; `None` where it speaks to nobody or to others.
    pub(super) fn addressed(&self, text: &str, content: &Value) -> Option<String> {
        let text = text.trim_start();
        self.after_prefix(text).or_else(|| self.after_mention(text, content)).map(str::to_owned)
    }

    fn after_prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        let rest = without_start(text, &self.prefix)?;
        (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
    }

    /// A mention counts where the message begins with it: "ask samovar" is said to others.
    fn after_mention<'t>(&self, text: &'t str, content: &Value) -> Option<&'t str> {
        let told = self.is_told(content);
        let local = self.user.trim_start_matches('@').split(':').next().unwrap_or_default();
        let spoken = [Some(self.user.as_str()), self.shown.as_deref(), Some(local)];
        spoken.into_iter().flatten().filter(|name| !name.is_empty()).find_map(|name| {
            let rest = without_start(text.trim_start_matches('@'), name.trim_start_matches('@'))?;
            let named = name == self.user;
            ends_name(rest, told || named).then(|| rest.trim_start_matches([':', ',']).trim())
        })
    }

    /// Whether the message says by its own fields that it mentions the bot.
    fn is_told(&self, content: &Value) -> bool {
        let by_field = content["m.mentions"]["user_ids"]
            .as_array()
            .is_some_and(|ids| ids.iter().any(|id| id.as_str() == Some(&self.user)));
        let pill = content["formatted_body"].as_str().is_some_and(|html| {
            let plain = html.trim_start().trim_start_matches("<p>").replace("%40", "@");
            plain
                .replace("%3A", ":")
                .starts_with(&format!("<a href=\"https://matrix.to/#/{}\"", self.user))
        });
        by_field || pill
    }
}

/// What follows a name. Without a mention in the fields only "name:" is an address: names are
/// ordinary words.
fn ends_name(rest: &str, told: bool) -> bool {
    rest.starts_with([':', ','])
        || (told && (rest.is_empty() || rest.starts_with(char::is_whitespace)))
}

/// The text without its beginning, whatever the case of the letters.
fn without_start<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for wanted in start.chars() {
        let found = rest.next()?;
        if !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names() -> Names {
        Names {
            prefix: "!cop".into(),
            user: "@samovar:example.org".into(),
            shown: Some("Tea Pot".into()),
        }
    }

    fn heard(text: &str, content: Value) -> Option<String> {
        names().addressed(text, &content)
    }

    #[test]
    fn the_prefix_is_a_word_of_its_own() {
        assert_eq!(heard("!cop help", json!({})).as_deref(), Some("help"));
        assert_eq!(heard(" !COP  help me ", json!({})).as_deref(), Some("help me"));
        assert_eq!(heard("!cop", json!({})).as_deref(), Some(""));
        assert_eq!(heard("!copper", json!({})), None);
        assert_eq!(heard("say !cop help", json!({})), None);
    }

    #[test]
    fn a_mention_counts_at_the_beginning() {
        let told = json!({"m.mentions": {"user_ids": ["@samovar:example.org"]}});
        assert_eq!(heard("Tea Pot: help", told.clone()).as_deref(), Some("help"));
        assert_eq!(heard("Tea Pot help", told.clone()).as_deref(), Some("help"));
        assert_eq!(heard("@samovar:example.org: help", told.clone()).as_deref(), Some("help"));
        assert_eq!(heard("@Samovar help", told.clone()).as_deref(), Some("help"));
        assert_eq!(heard("ask Tea Pot for help", told), None);
    }

    #[test]
    fn old_clients_mention_by_name_or_pill() {
        assert_eq!(heard("tea pot: help", json!({})).as_deref(), Some("help"));
        assert_eq!(heard("samovar, help", json!({})).as_deref(), Some("help"));
        assert_eq!(heard("samovar help", json!({})), None);
        let html = "<a href=\"https://matrix.to/#/@samovar:example.org\">Tea Pot</a> help";
        let pill = json!({"formatted_body": html});
        assert_eq!(heard("Tea Pot help", pill).as_deref(), Some("help"));
    }
}
