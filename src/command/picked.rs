//! A command as it reads where commands are picked and not typed: `/ritual start ritual:Tea`.

use super::parse::{option_name, taken_apart};
use super::tokens::split;

/// A line of text in that form. Pasted into such a client it is understood there.
#[must_use]
pub fn picked(line: &str) -> String {
    let words = taken_apart(line).unwrap_or_else(|| loose(line));
    let told: Vec<String> = words.iter().map(|word| of_word(word)).collect();
    // What only hints at a command, such as "… --circle Tea", is none.
    let lead = if line.starts_with('…') { "" } else { "/" };
    format!("{lead}{}", told.join(" "))
}

fn of_word(word: &str) -> String {
    match option_name(word) {
        Some((name, Some(value))) => format!("{name}:{value}"),
        Some((name, None)) => format!("{name}:True"),
        None => word.to_owned(),
    }
}

/// The words of what is no whole command: an option takes the words up to the next one.
fn loose(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for token in split(line) {
        match words.last_mut() {
            Some(last) if last.starts_with("--") && !token.text.starts_with("--") => {
                last.push(if last.contains('=') { ' ' } else { '=' });
                last.push_str(&token.text);
            }
            _ => words.push(token.text),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line() {
        for (line, want) in [
            ("help", "/help"),
            ("help ritual add", "/help topic:ritual add"),
            (
                "ritual add --name \"Monday check-in\" --method check-in --days mon --at 09:00",
                "/ritual add name:Monday check-in method:check-in days:mon at:09:00",
            ),
            ("answer Housing is on my mind", "/answer text:Housing is on my mind"),
            ("me forget --yes", "/me forget yes:True"),
            ("me nudges off", "/me nudges off"),
            ("circle create --name \"…\"", "/circle create name:…"),
            ("… --community \"Housing circle\"", "… community:Housing circle"),
            ("… --account discord:123", "… account:discord:123"),
            ("ritual", "/ritual"),
        ] {
            assert_eq!(picked(line), want);
        }
    }
}
