//! One block of a body in Discord's markdown, in as many pieces as it takes. Pure.
//!
//! Whatever is cut is cut where a reader would, never within a letter, and each piece is whole by
//! itself: a code block that is cut is two code blocks.

use super::escape::{Line, clean, cost, escaped, holds_odd_link, length};
use crate::domain::body::{Block, Span};
use crate::platform::split::pieces;

/// The longest piece; what is left of a message is for a line that names it.
const MOST: usize = 1800;

/// The longest line that names what comes after it.
const NAME_MOST: usize = 180;

/// How much room words take, before and after they are escaped.
#[derive(Clone, Copy)]
struct Size {
    cost: fn(&str) -> usize,
    length: fn(&str) -> usize,
}

/// As they are.
const PLAIN: Size = Size { cost, length };

/// Where each line end brings a mark of two characters for the next line.
const MARKED: Size = Size {
    cost: |letter| cost(letter) + 2 * letter.matches('\n').count(),
    length: |text| length(text) + 2 * text.matches('\n').count(),
};

/// What strong words take, wherever they stand: each line has marks around it.
const STRONG: fn(&str) -> usize = |letter| (MARKED.cost)(letter) + 4 * letter.matches('\n').count();

/// Some words that stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words, in markdown.
    pub text: String,
    /// Whether it goes on with what was cut before it: nothing may come between.
    pub goes_on: bool,
    /// Whether it only names what comes next.
    pub names_next: bool,
    /// Whether the next piece stands right under it.
    pub close: bool,
    /// Whether it stands right under the words that lead to it.
    pub close_before: bool,
    /// Whether it is words, which may lead to what comes next.
    pub leads: bool,
}

impl Piece {
    /// A line, with what comes next right under it.
    pub(super) fn line(text: String) -> Self {
        Self { text, close: true, leads: true, ..Self::default() }
    }
}

/// The pieces of a block.
pub(super) fn pieces_of(block: &Block) -> Vec<Piece> {
    match block {
        Block::Heading(text) => heading(text),
        Block::Text(spans) => text(spans),
        Block::Quote(text) => quote(text),
        Block::List(entries) => list(entries),
        Block::Code(text) => code(text),
    }
}

/// Texts of one block, the later of which go on with the first.
fn cut(texts: impl IntoIterator<Item = String>) -> Vec<Piece> {
    let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
    texts
        .enumerate()
        .map(|(at, text)| Piece { text, goes_on: at > 0, ..Piece::default() })
        .collect()
}

fn heading(text: &str) -> Vec<Piece> {
    let line = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let cuts = pieces(&line, MOST, cost).into_iter();
    let texts = cuts
        .filter(|text| !text.is_empty())
        .map(|text| format!("### {}", escaped(text, Line::Start)));
    let mut made = cut(texts.collect::<Vec<_>>());
    for piece in &mut made {
        piece.close = true;
        piece.names_next = length(&piece.text) <= NAME_MOST;
    }
    made
}

fn text(spans: &[Span]) -> Vec<Piece> {
    let mut made = cut(of_spans(spans, PLAIN));
    made.iter_mut().for_each(|piece| piece.leads = true);
    if let ([Span::Strong(_)], [piece]) = (spans, made.as_mut_slice()) {
        piece.names_next = length(&piece.text) <= NAME_MOST;
    }
    made
}

fn quote(text: &str) -> Vec<Piece> {
    let words = clean(text);
    let quoted = |text: &str| {
        let words = escaped(text.trim_end(), Line::Start);
        format!("> {}", words.replace('\n', "\n> "))
    };
    let cuts = pieces(words.trim_matches('\n'), MOST, MARKED.cost).into_iter();
    let texts: Vec<String> = cuts.filter(|text| !text.trim().is_empty()).map(quoted).collect();
    under(cut(texts))
}

fn list(entries: &[Vec<Span>]) -> Vec<Piece> {
    let mut made: Vec<Piece> = Vec::new();
    for entry in entries {
        let texts = of_spans(entry, MARKED).into_iter().filter(|text| !text.trim().is_empty());
        for (at, text) in texts.enumerate() {
            let item = format!("- {}", text.trim().replace('\n', "\n  "));
            match made.last_mut() {
                Some(last) if at == 0 && length(&last.text) + length(&item) < MOST => {
                    last.text.push('\n');
                    last.text.push_str(&item);
                }
                _ if at == 0 => made.push(Piece { text: item, ..Piece::default() }),
                _ => made.push(Piece { text, goes_on: true, ..Piece::default() }),
            }
        }
    }
    let last = made.len().saturating_sub(1);
    for piece in made.iter_mut().take(last) {
        piece.close = true;
    }
    under(made)
}

fn code(text: &str) -> Vec<Piece> {
    let cost = |letter: &str| length(letter) + letter.matches('`').count();
    let words = clean(text);
    let fenced = |text: &str| format!("```\n{}\n```", loosened(text.trim_end(), 2));
    let cuts = pieces(words.trim_matches('\n'), MOST, cost).into_iter();
    let texts: Vec<String> = cuts.filter(|text| !text.trim().is_empty()).map(fenced).collect();
    let mut made = under(cut(texts));
    for piece in &mut made {
        piece.close = true;
    }
    made
}

/// The same, right under the words that lead to it.
fn under(mut made: Vec<Piece>) -> Vec<Piece> {
    if let Some(first) = made.first_mut() {
        first.close_before = true;
    }
    made
}

/// Code in which no run of backticks is longer than this, so that none ends it.
fn loosened(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        if run > most {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(c);
    }
    out
}

/// A run of spans, in as many texts as it needs.
fn of_spans(spans: &[Span], size: Size) -> Vec<String> {
    let mut texts = vec![String::new()];
    for (words, wrap) in spans.iter().flat_map(|span| of_span(span, size)) {
        let Some(last) = texts.last_mut() else { continue };
        let mut next = wrap(&words, Line::after(last));
        if last.ends_with('`') && next.starts_with('`') {
            // Two codes side by side would be one.
            next.insert(0, ' ');
        }
        if last.is_empty() || (size.length)(last) + (size.length)(&next) <= MOST {
            last.push_str(&next);
        } else {
            texts.push(wrap(&words, Line::Start));
        }
    }
    texts
}

/// How words are put down, after what stands on the line already.
type Wrap = fn(&str, Line) -> String;

/// A span, in pieces that fit.
fn of_span(span: &Span, size: Size) -> Vec<(String, Wrap)> {
    let cost = match span {
        // Each of its lines is between marks.
        Span::Strong(_) => STRONG,
        _ => size.cost,
    };
    let each = |text: &str, wrap: Wrap| -> Vec<(String, Wrap)> {
        let words = clean(text);
        let cuts = pieces(&words, MOST - 8, cost).into_iter();
        cuts.filter(|text| !text.is_empty()).map(|text| (text.to_owned(), wrap)).collect()
    };
    match span {
        Span::Plain(text) => each(text, escaped),
        Span::Strong(text) => each(text, strong),
        Span::Code(text) => each(text, inline_code),
        Span::Moment { text, zone: None, .. } => each(text, escaped),
        Span::Moment { at, zone: Some(zone), .. } => {
            // Everyone's own time, and beside it the clock by which it was set.
            let there = at.with_timezone(zone).format("%H:%M");
            let zone = escaped(zone.name(), Line::Within);
            vec![(format!("<t:{}:F> ({there} {zone})", at.timestamp()), as_it_is)]
        }
    }
}

fn as_it_is(text: &str, _: Line) -> String {
    text.to_owned()
}

/// Words that matter, line by line: in a list or a quote, marks end with their line.
fn strong(text: &str, line: Line) -> String {
    let lines = text.split('\n').enumerate();
    let lines = lines.map(|(at, text)| strong_line(text, if at == 0 { line } else { Line::Start }));
    lines.collect::<Vec<_>>().join("\n")
}

/// One line of them, space around them outside their marks.
fn strong_line(text: &str, line: Line) -> String {
    let inner = text.trim();
    if inner.is_empty() || holds_odd_link(inner) {
        return escaped(text, line);
    }
    let (before, after) = text.split_once(inner).unwrap_or(("", ""));
    format!("{before}**{}**{after}", escaped(inner, Line::Start))
}

/// Code within a line. Three backticks would begin a block of it, so at most two stand around it.
fn inline_code(text: &str, _: Line) -> String {
    let line = loosened(&text.replace(['\n', '\t'], " "), 1);
    if line.trim().is_empty() {
        return line;
    }
    let fence = if line.contains('`') { "``" } else { "`" };
    let gap = |edge: bool| if edge { " " } else { "" };
    let (before, after) = (gap(line.starts_with('`')), gap(line.ends_with('`')));
    format!("{fence}{before}{line}{after}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(block: Block) -> Vec<String> {
        pieces_of(&block).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn code_holds_whatever_it_holds() {
        assert_eq!(inline_code("a", Line::Start), "`a`");
        assert_eq!(inline_code("a`b", Line::Start), "``a`b``");
        assert_eq!(inline_code("`a``", Line::Start), "`` `a`\u{200b}` ``");
        assert_eq!(inline_code("a\nb", Line::Start), "`a b`");
        assert_eq!(loosened("``````a``", 2), "``\u{200b}``\u{200b}``a``");
        assert_eq!(texts(Block::Code("\n".into())), [""; 0]);
    }

    #[test]
    fn strong_words_keep_their_space_outside() {
        assert_eq!(strong(" a*b ", Line::Start), r" **a\*b** ");
        assert_eq!(strong("  ", Line::Start), "  ");
        assert_eq!(strong("a\n\n- b", Line::Start), "**a**\n\n**\\- b**");
    }

    #[test]
    fn what_is_cut_is_whole_on_both_sides() {
        let code = texts(Block::Code("a line of code\n".repeat(200)));
        assert!(code.len() > 1);
        for piece in &code {
            assert!(piece.starts_with("```\na line") && piece.ends_with("code\n```"), "{piece}");
        }
        let quote = texts(Block::Quote("Some words.\n\n".repeat(300)));
        assert!(quote.len() > 1);
        assert!(quote.iter().flat_map(|piece| piece.lines()).all(|line| line.starts_with("> ")));
    }

    #[test]
    fn an_entry_of_several_lines_stays_one_entry() {
        let entry = vec![Span::Plain("one\n- two\n# three".into())];
        let want = "- one\n  \\- two\n  \\# three\n- four";
        assert_eq!(texts(Block::List(vec![entry, vec![Span::Plain("four".into())]])), [want]);
    }
}
