//! A file that was said along, by reference: what it is and where it lies. Its bytes stay there.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The most files that are kept of one message.
pub const MOST: usize = 20;

/// The longest name, in characters.
const NAME: usize = 160;
/// The longest media type, in characters.
const KIND: usize = 100;
/// What a file is that does not say, or says what no media type can be.
const UNKNOWN: &str = "application/octet-stream";

/// A reference to a file. It is words of its author like the message it came with, name and all,
/// and is kept, shown and forgotten as they are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRef {
    /// What its author called it, without a path; may be empty.
    pub name: String,
    /// Its media type: `image/png`.
    pub kind: String,
    /// How large it is, in bytes, where its platform says so.
    pub size: Option<u64>,
    /// Where it lies, as its platform knows it. Opaque but to the adapter that made it.
    pub place: String,
    /// What opens it, where it is encrypted. Opaque but to the adapter that made it; a secret of
    /// those who may see the thread.
    #[serde(default)]
    pub key: Option<String>,
}

impl FileRef {
    /// A reference, of what a platform says of a file. Names come from people: what would hide
    /// their end, or look like a path, is left out.
    #[must_use]
    pub fn new(name: &str, kind: &str, size: Option<u64>, place: impl Into<String>) -> Self {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let shown = last.chars().filter(|c| !c.is_control() && !turns(*c));
        let name: String = shown.collect::<String>().trim().chars().take(NAME).collect();
        Self { name, kind: media_type(kind), size, place: place.into(), key: None }
    }

    /// The same with what opens it.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl fmt::Debug for FileRef {
    /// Without its name and its key: neither belongs into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileRef")
            .field("kind", &self.kind)
            .field("size", &self.size)
            .field("encrypted", &self.key.is_some())
            .finish_non_exhaustive()
    }
}

/// Characters that turn the direction of what follows: `gpj.exe` would read as `exe.jpg`.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The media type without its parameters.
fn media_type(kind: &str) -> String {
    let plain = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let token = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&^_.+-".contains(c))
    };
    let whole = plain.len() <= KIND
        && plain.split_once('/').is_some_and(|(kind, sort)| token(kind) && token(sort));
    if whole { plain } else { UNKNOWN.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_name_and_nothing_else() {
        let name = |text: &str| FileRef::new(text, "", None, "1").name;
        assert_eq!(name("../../etc/pass\0wd"), "passwd");
        assert_eq!(name("C:\\notes\\Tea plan.pdf "), "Tea plan.pdf");
        assert_eq!(name("photo\u{202e}gpj.exe"), "photogpj.exe");
        assert_eq!(name("a\r\nb\t.txt"), "ab.txt");
        assert_eq!(name(&"x".repeat(500)).len(), 160);
        assert_eq!(name("///"), "");
    }

    #[test]
    fn a_kind_is_a_media_type_or_unknown() {
        let kind = |text: &str| FileRef::new("x", text, None, "1").kind;
        assert_eq!(kind("Image/PNG"), "image/png");
        assert_eq!(kind("text/plain; charset=utf-8"), "text/plain");
        assert_eq!(kind("image/svg+xml"), "image/svg+xml");
        for odd in
            ["", "png", "a/b/c", "<b>/x", "text/html\r\nX: y", &format!("a/{}", "b".repeat(200))]
        {
            assert_eq!(kind(odd), UNKNOWN, "{odd}");
        }
    }

    #[test]
    fn neither_name_nor_key_is_shown_to_a_log() {
        let file = FileRef::new("Ana's plan.pdf", "application/pdf", Some(7), "mxc://s/1");
        let shown = format!("{:?}", file.with_key("the-secret-key"));
        assert!(!shown.contains("plan") && !shown.contains("secret"), "{shown}");
    }
}
