//! Words that are said to the bot: what follows a mention of it. Pure.

use serenity::model::id::UserId;

/// The words after a mention of the bot at the beginning of a message; `None` where there is none.
/// With it, members without slash commands give every command.
#[must_use]
pub(super) fn addressed(content: &str, own: UserId) -> Option<String> {
    let (id, rest) = content.trim_start().strip_prefix("<@")?.split_once('>')?;
    let id: u64 = id.strip_prefix('!').unwrap_or(id).parse().ok()?;
    let rest = rest.trim_start().trim_start_matches([',', ':']).trim();
    (id == own.get()).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_at_the_beginning_addresses_the_bot() {
        for (content, want) in [
            ("<@7> ritual list", Some("ritual list")),
            ("  <@!7>, help", Some("help")),
            ("<@7>: answer\nI am fine", Some("answer\nI am fine")),
            ("<@&7> status", None),
            ("<@7>", Some("")),
            ("hello <@7>", None),
            ("<@9> ritual list", None),
            ("<#7> x", None),
            ("<@7 x", None),
            ("ritual list", None),
        ] {
            assert_eq!(addressed(content, UserId::new(7)).as_deref(), want, "{content}");
        }
    }
}
