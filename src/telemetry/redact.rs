//! A writer that takes configured secrets out of what is written through it.

use std::io::{self, Write};
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::fmt::MakeWriter;

/// Shorter secrets are not looked for: they would take half of every line with them.
const SHORTEST: usize = 6;

/// Makes writers to standard error without secrets.
#[derive(Clone)]
pub(super) struct Redacted(Arc<Vec<String>>);

impl Redacted {
    pub(super) fn of(secrets: &[SecretString]) -> Self {
        let mut forms: Vec<String> = secrets.iter().flat_map(forms).collect();
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self(Arc::new(forms))
    }

    fn clean(&self, line: &[u8]) -> Vec<u8> {
        let mut text = String::from_utf8_lossy(line).into_owned();
        for secret in self.0.iter() {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), "[secret]");
            }
        }
        text.into_bytes()
    }
}

/// A secret as it may appear: as it is, inside JSON, inside a URL.
fn forms(secret: &SecretString) -> Vec<String> {
    let plain = secret.expose_secret();
    if plain.len() < SHORTEST {
        return Vec::new();
    }
    let quoted = serde_json::Value::from(plain).to_string();
    let in_url: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
    vec![plain.to_owned(), quoted.trim_matches('"').to_owned(), in_url]
}

impl<'a> MakeWriter<'a> for Redacted {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line { secrets: self.clone(), held: Vec::new() }
    }
}

/// One event's text, written out whole when it is done.
pub(super) struct Line {
    secrets: Redacted,
    held: Vec<u8>,
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        io::stderr().lock().write_all(&self.secrets.clean(&held))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // A log that can't be written has nowhere to say so.
        let _ = self.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_leave_every_form_of_themselves() {
        let secret = SecretString::from("ca/na\"ry&7".to_owned());
        let redacted = Redacted::of(&[secret, SecretString::from("abc".to_owned())]);
        let line = br#"plain ca/na"ry&7 json {"p":"ca/na\"ry&7"} url ?p=ca%2Fna%22ry%267 abc"#;
        let clean = String::from_utf8(redacted.clean(line)).unwrap();
        assert_eq!(clean, r#"plain [secret] json {"p":"[secret]"} url ?p=[secret] abc"#);
    }
}
