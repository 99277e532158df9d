//! Whether a message speaks to the bot: by a mention it begins with.

use serenity::model::id::UserId;

/// The words after the mention; `None` where it speaks to nobody or to others.
pub(super) fn addressed(content: &str, own: UserId) -> Option<String> {
    let text = content.trim_start();
    let after = |start: String| text.strip_prefix(start.as_str()).map(str::trim);
    let rest = after(format!("<@{own}>")).or_else(|| after(format!("<@!{own}>")))?;
    Some(rest.trim_start_matches([',', ':']).trim().to_owned())
}
