//! A line of text as words, split like a shell and kinder: curly quotes are quotes, a long dash is
//! two short ones, and an apostrophe in plain words ends nothing.

/// One word, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word, without its quotes.
    pub text: String,
    /// Where it began in the line, in bytes.
    pub start: usize,
    /// Where it ended.
    pub end: usize,
    /// Whether it began with a quote.
    pub quoted: bool,
}

const DOUBLE: [char; 6] = ['"', '“', '”', '„', '«', '»'];
const SINGLE: [char; 4] = ['\'', '‘', '’', '‚'];

/// The words of a line.
///
/// A quote opens at the beginning of a word or after `=`, and only if one like it closes at the
/// end of a word: everything else is an apostrophe.
#[must_use]
pub fn split(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(start) = next_word(line, at) {
        let token = read(line, start);
        at = token.end;
        tokens.push(token);
    }
    tokens
}

/// Words that came apart already, as the tokens of one line.
#[must_use]
pub fn apart(words: &[String]) -> (String, Vec<Token>) {
    let mut line = String::new();
    let mut tokens = Vec::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        let start = line.len();
        line.push_str(word);
        tokens.push(Token { text: word.clone(), start, end: line.len(), quoted: false });
    }
    (line, tokens)
}

fn next_word(line: &str, from: usize) -> Option<usize> {
    let rest = line.get(from..)?;
    rest.find(|c: char| !c.is_whitespace()).map(|skipped| from + skipped)
}

/// The word that begins at `start`.
fn read(line: &str, start: usize) -> Token {
    let mut token = Token { text: String::new(), start, end: start, quoted: false };
    let mut at_opening = true;
    while let Some(c) = line.get(token.end..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            break;
        }
        let after = token.end + c.len_utf8();
        if let Some(close) = at_opening.then(|| closing(line, after, c)).flatten() {
            token.quoted = token.text.is_empty();
            token.text.push_str(&unescape(line.get(after..close).unwrap_or_default()));
            token.end = close + line.get(close..).and_then(first_len).unwrap_or(0);
            break;
        }
        at_opening = c == '=';
        token.end = push_plain(line, &mut token.text, c, after);
    }
    if let Some(name) = token.text.strip_prefix(['—', '–']) {
        token.text = format!("--{name}");
    }
    token
}

/// Adds a character outside quotes; a backslash before a space or a quote keeps that one.
fn push_plain(line: &str, text: &mut String, c: char, after: usize) -> usize {
    let next = line.get(after..).and_then(|rest| rest.chars().next());
    match next {
        Some(kept) if c == '\\' && (kept == ' ' || kept == '\\' || is_quote(kept)) => {
            text.push(kept);
            after + kept.len_utf8()
        }
        _ => {
            text.push(c);
            after
        }
    }
}

fn is_quote(c: char) -> bool {
    DOUBLE.contains(&c) || SINGLE.contains(&c)
}

fn first_len(text: &str) -> Option<usize> {
    text.chars().next().map(char::len_utf8)
}

/// Where the quote that `open` opens is closed: by one of its kind, at the end of a word.
fn closing(line: &str, from: usize, open: char) -> Option<usize> {
    let kind: &[char] = if DOUBLE.contains(&open) {
        &DOUBLE
    } else if SINGLE.contains(&open) {
        &SINGLE
    } else {
        return None;
    };
    let mut escaped = false;
    for (offset, c) in line.get(from..)?.char_indices() {
        let end = from + offset + c.len_utf8();
        let ends_word =
            line.get(end..).is_none_or(|rest| !rest.starts_with(|c: char| !c.is_whitespace()));
        if !escaped && kind.contains(&c) && ends_word {
            return Some(from + offset);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.trim_matches('\u{a0}').chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next) if c == '\\' && (next == '\\' || is_quote(next)) => {
                plain.push(next);
                chars.next();
            }
            _ => plain.push(c),
        }
    }
    plain
}

/// A word as it can be typed again: in quotes where it needs them.
#[must_use]
pub fn quoted(word: &str) -> String {
    let needs = |c: char| c.is_whitespace() || c == '\\' || is_quote(c);
    if !word.is_empty() && !word.contains(needs) {
        return word.to_owned();
    }
    let escaped: String = word
        .chars()
        .flat_map(|c| {
            let escape = c == '\\' || DOUBLE.contains(&c);
            escape.then_some('\\').into_iter().chain([c])
        })
        .collect();
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        split(line).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn quotes_of_every_shape_hold_words_together() {
        let want = ["--ask", "What is new?"];
        for line in [
            r#"--ask "What is new?""#,
            "--ask 'What is new?'",
            "--ask “What is new?”",
            "--ask ‘What is new?’",
            "--ask «\u{a0}What is new?\u{a0}»",
            r"—ask What\ is\ new?",
        ] {
            assert_eq!(words(line), want, "{line}");
        }
        assert_eq!(words(r#"--ask="What is new?""#), ["--ask=What is new?"]);
        assert_eq!(words(r#"--ask "say \"yes\"""#), ["--ask", r#"say "yes""#]);
        assert_eq!(words("--ask ''"), ["--ask", ""]);
    }

    #[test]
    fn an_apostrophe_ends_nothing() {
        assert_eq!(words("I'm fine, 'tis true"), ["I'm", "fine,", "'tis", "true"]);
        assert_eq!(words("--ask 'What's new?' now"), ["--ask", "What's new?", "now"]);
        assert_eq!(words(r#"an "open end"#), ["an", "\"open", "end"]);
        assert_eq!(words("l’été n’est pas là"), ["l’été", "n’est", "pas", "là"]);
    }

    #[test]
    fn what_is_quoted_reads_as_it_was() {
        for word in ["plain", "two words", r#"a "quoted" one"#, r"back\slash here", "", "it's"] {
            assert_eq!(words(&quoted(word)), [word]);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_split_without_losing_its_place(line in ".*") {
            let mut last = 0;
            for token in split(&line) {
                proptest::prop_assert!(token.start >= last && token.end > token.start);
                proptest::prop_assert!(line.get(token.start..token.end).is_some());
                last = token.end;
            }
        }

        #[test]
        fn any_word_in_quotes_comes_back(word in "[^-—–\u{a0}\\pZ][^\u{a0}]{0,30}") {
            proptest::prop_assert_eq!(words(&quoted(&word)), [word]);
        }
    }
}
