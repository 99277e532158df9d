//! Words as they are: no markdown, no mention, nothing that breaks the lines around them. Pure.
//!
//! Discord reads a backslash before a mark as that mark. Which characters are marks depends on
//! where they stand, so a text is escaped as a whole, and each piece of a cut text anew.

use unicode_segmentation::UnicodeSegmentation as _;

/// The most characters that one letter may be made of; more are marks heaped on each other.
const LETTER_MOST: usize = 24;

/// Marks wherever they stand.
const ALWAYS: [char; 8] = ['\\', '*', '_', '`', '<', '[', '~', '|'];

/// Marks at the beginning of a line: headings, lists, quotes, small print.
const FIRST: [char; 4] = ['#', '-', '+', '>'];

/// What ends no link, as Discord reads links.
const AFTER_LINK: [char; 7] = ['.', ',', ':', ';', '"', '\'', ']'];

/// Those whom Discord would ring all at once.
const CROWDS: [&str; 2] = ["everyone", "here"];

/// Words without what no reader sees and what breaks lines: control characters, directions that
/// reach beyond the words, heaps of marks. Every line end becomes one kind.
pub(super) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let seen_of = |letter: &str| letter.chars().take(LETTER_MOST).filter_map(seen).collect();
    text.graphemes(true).map(seen_of).collect::<Vec<String>>().concat()
}

fn seen(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// What a letter takes at most once it is escaped. Discord does not say how it counts, so it is
/// counted as it could at its strictest: in units of UTF-16.
pub(super) fn cost(letter: &str) -> usize {
    let may_be_mark = |c| ALWAYS.contains(&c) || FIRST.contains(&c) || ['@', ':', '.'].contains(&c);
    letter.chars().map(|c| c.len_utf16() + usize::from(may_be_mark(c))).sum()
}

/// The length of a text, counted the same way.
pub(super) fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Where on its line a character stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Before the first word.
    Start,
    /// After a number with which the line began.
    Number,
    /// Anywhere else.
    Within,
}

impl Line {
    /// Where the next character would stand after this text.
    pub(super) fn after(text: &str) -> Self {
        let line = text.rsplit('\n').next().unwrap_or_default();
        line.chars().fold(Self::Start, Self::next)
    }

    fn next(self, c: char) -> Self {
        match (self, c) {
            (_, '\n') => Self::Start,
            (Self::Start, c) if c.is_whitespace() => Self::Start,
            (Self::Start | Self::Number, c) if c.is_ascii_digit() => Self::Number,
            _ => Self::Within,
        }
    }
}

/// Clean words, so that they read as they were written. A link stays as it is.
pub(super) fn escaped(text: &str, mut line: Line) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((link, after)) = link(rest) {
            out.push_str(link);
            (rest, line) = (after, Line::Within);
            if let Some(until) = tag_after(after) {
                out.push_str(after.get(..until).unwrap_or_default());
                out.push(' ');
                rest = after.get(until..).unwrap_or_default();
            }
            continue;
        }
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if is_mark(c, after, line) {
            out.push('\\');
        }
        out.push(c);
        (rest, line) = (after, line.next(c));
    }
    out
}

fn is_mark(c: char, after: &str, line: Line) -> bool {
    match c {
        c if ALWAYS.contains(&c) => true,
        c if FIRST.contains(&c) => line == Line::Start,
        '.' => line == Line::Number,
        // After the last character others may stand.
        '@' => after.is_empty() || CROWDS.iter().any(|crowd| after.starts_with(crowd)),
        ':' => names_emoji(after),
        _ => false,
    }
}

/// Whether a colon begins the name of an emoji: another one ends it, before any space.
fn names_emoji(after: &str) -> bool {
    let Some((name, _)) = after.split_once(':') else { return false };
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_+-~".contains(c))
}

/// A link at the beginning of a text, and what comes after it. Discord's clients read on to the next
/// space or `<` and see no marks on the way, backslashes neither; what ends a sentence is not part
/// of it.
pub(super) fn link(text: &str) -> Option<(&str, &str)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let words = text.get(scheme.len()..)?;
    let end = words.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(words.len());
    let words = words.get(..end)?.trim_end_matches(AFTER_LINK);
    let long_enough = words.chars().nth(1).is_some();
    long_enough.then(|| text.split_at_checked(scheme.len() + words.len()))?
}

/// Where a `<` stands right behind a link: a backslash before it would be read as part of that.
fn tag_after(after: &str) -> Option<usize> {
    let tail = after.trim_start_matches(AFTER_LINK);
    tail.starts_with('<').then(|| after.len() - tail.len())
}

/// Whether a text holds a link in which marks of ours would be lost.
pub(super) fn holds_odd_link(text: &str) -> bool {
    let starts = text.match_indices("http").filter_map(|(at, _)| link(text.get(at..)?));
    starts.map(|(link, _)| link).any(|link| link.contains(['*', '\\']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_only_characters() {
        for (text, want) in [
            ("*so* _it_ ~~is~~ `x` ||y||", r"\*so\* \_it\_ \~\~is\~\~ \`x\` \|\|y\|\|"),
            (
                "<@1> <@&2> <#3> <:a:4> <t:5:F> </x:6>",
                r"\<@1> \<@&2> \<#3> \<\:a:4> \<t\:5:F> \</x:6>",
            ),
            ("@everyone, @here and @ana", r"\@everyone, \@here and @ana"),
            ("[text](https://a.org)", r"\[text](https://a.org)"),
            (r"C:\new \* \", r"C:\\new \\\* \\"),
            (":smile: at 09:30, a: b", r"\:smile: at 09:30, a: b"),
            (
                "# a\n- b\n  + c\n> d\n-# e\n1. f\n20. g",
                "\\# a\n\\- b\n  \\+ c\n\\> d\n\\-# e\n1\\. f\n20\\. g",
            ),
            ("a - b # c > d 1. e", "a - b # c > d 1. e"),
            (". . 1.", ". . 1."),
            ("3.5 of them", r"3\.5 of them"),
            ("l’été – 5 € (ok)", "l’été – 5 € (ok)"),
        ] {
            assert_eq!(escaped(text, Line::Start), want, "{text}");
        }
    }

    #[test]
    fn a_link_stays_whole() {
        for (text, want) in [
            ("see https://a.org/b_c_d~e, then", "see https://a.org/b_c_d~e, then"),
            ("(http://a.org/x_y).", "(http://a.org/x_y)."),
            ("<https://a.org/x_y>", r"\<https://a.org/x_y>"),
            ("https://a.org/x,<@1>", r"https://a.org/x, \<@1>"),
            ("https://a.org/**b** *", r"https://a.org/**b** \*"),
            ("https:// _x_", r"https:// \_x\_"),
            ("xhttps://a.org/_b_", "xhttps://a.org/_b_"),
        ] {
            assert_eq!(escaped(text, Line::Start), want, "{text}");
        }
    }

    #[test]
    fn a_line_goes_on_where_others_began_it() {
        let after = |before: &str| escaped(". - x", Line::after(before));
        assert_eq!(after("a\n 1"), r"\. - x");
        assert_eq!(after("until 1"), ". - x");
        assert_eq!(escaped("- x", Line::after("a\n")), r"\- x");
        assert!(holds_odd_link("see https://a.org/*b"));
        assert!(!holds_odd_link("*see* https://a.org/b_c"));
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(clean("a\0b\u{7}c\r\nd\u{2028}e\u{202e}f\u{2066}g\th"), "abc\nd\nefg\th");
        assert_eq!(clean("👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 e\u{301}"), "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 e\u{301}");
        let heap = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(clean(&heap).chars().count(), LETTER_MOST + 1);
    }

    proptest::proptest! {
        #[test]
        fn without_its_backslashes_a_text_is_what_it_was(
            text in r"[ab1. \n:@#>*_`~|\\<\[\]()+-]{0,40}(everyone)?[ab*_ \n]{0,20}",
        ) {
            let mut plain = String::new();
            let mut chars = escaped(&text, Line::Start).chars().collect::<Vec<_>>().into_iter();
            while let Some(c) = chars.next() {
                plain.extend(if c == '\\' { chars.next() } else { Some(c) });
            }
            proptest::prop_assert_eq!(plain, text.clone());
            let most: usize = text.chars().map(|c| cost(&c.to_string())).sum();
            proptest::prop_assert!(length(&escaped(&text, Line::Start)) <= most);
        }
    }
}
