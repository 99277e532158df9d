//! A body as parts of at most [`LIMIT`] characters. Pure: the same body gives the same parts.

use unicode_segmentation::UnicodeSegmentation;

use super::content::Content;
use crate::domain::body::{Block, Body, Span};

/// The longest text of one message, in characters.
pub const LIMIT: usize = 4000;

/// The parts of a body, as JSON; buttons and form are under the last one.
#[must_use]
pub fn render(body: &Body) -> Vec<String> {
    let mut parts = pages(&body.blocks);
    for part in &mut parts {
        part.notice = body.notice;
    }
    if let Some(first) = parts.first_mut() {
        first.mentions = body.mentions.iter().map(|account| account.id.clone()).collect();
    }
    if let Some(last) = parts.last_mut() {
        last.buttons.clone_from(&body.buttons);
        last.form.clone_from(&body.form);
    }
    parts.iter().map(|part| serde_json::to_string(part).unwrap_or_default()).collect()
}

/// The blocks, as many to a page as fit; never no page. What a cut block goes on with begins a page
/// of its own, so that nothing comes between its words.
fn pages(blocks: &[Block]) -> Vec<Content> {
    let mut pages = vec![Content::default()];
    for block in blocks {
        for (index, piece) in cut_block(block).into_iter().enumerate() {
            put(&mut pages, piece, index > 0);
        }
    }
    pages
}

fn put(pages: &mut Vec<Content>, block: Block, goes_on: bool) {
    let words = text_of(&block);
    let Some(page) = pages.last_mut() else { return };
    let room = LIMIT.saturating_sub(length(&page.text) + 2);
    if page.blocks.is_empty() {
        page.text = words;
        page.blocks.push(block);
    } else if length(&words) <= room && !goes_on {
        page.text.push_str("\n\n");
        page.text.push_str(&words);
        page.blocks.push(block);
    } else {
        pages.push(Content { text: words, blocks: vec![block], ..Content::default() });
    }
}

/// A block as words with light markdown.
fn text_of(block: &Block) -> String {
    match block {
        Block::Heading(text) => format!("**{text}**"),
        Block::Code(text) => text.clone(),
        Block::Text(spans) => spans_text(spans),
        Block::Quote(text) => lines(text.lines(), "> "),
        Block::List(entries) => {
            let entries: Vec<String> = entries.iter().map(|entry| spans_text(entry)).collect();
            lines(entries.iter().map(String::as_str), "- ")
        }
    }
}

fn lines<'a>(lines: impl Iterator<Item = &'a str>, before: &str) -> String {
    lines.map(|line| format!("{before}{line}")).collect::<Vec<_>>().join("\n")
}

fn spans_text(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Plain(text) | Span::Moment { text, .. } => text.clone(),
            Span::Strong(text) => format!("**{text}**"),
            Span::Code(text) => format!("`{text}`"),
        })
        .collect()
}

/// A block that fits in one page, or what it takes of its kind to hold its words.
fn cut_block(block: &Block) -> Vec<Block> {
    if length(&text_of(block)) <= LIMIT {
        return vec![block.clone()];
    }
    match block {
        Block::Heading(text) => cut(text, |_| 1).into_iter().map(Block::Heading).collect(),
        Block::Code(text) => cut(text, |_| 1).into_iter().map(Block::Code).collect(),
        Block::Quote(text) => cut(text, cost_in_quote).into_iter().map(Block::Quote).collect(),
        Block::Text(spans) => cut_spans(spans).into_iter().map(Block::Text).collect(),
        Block::List(entries) => cut_list(entries),
    }
}

/// Lists that each fit, as many entries to one as do.
fn cut_list(entries: &[Vec<Span>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for piece in entries.iter().flat_map(|entry| cut_entry(entry)) {
        if let (Some(Block::List(last)), Block::List(entry)) = (blocks.last_mut(), &piece) {
            let longer = Block::List([last.as_slice(), entry].concat());
            if length(&text_of(&longer)) <= LIMIT {
                last.extend_from_slice(entry);
                continue;
            }
        }
        blocks.push(piece);
    }
    blocks
}

/// One entry as a list of its own, or as text where it is too long for one.
fn cut_entry(entry: &[Span]) -> Vec<Block> {
    let alone = Block::List(vec![entry.to_vec()]);
    if length(&text_of(&alone)) <= LIMIT {
        return vec![alone];
    }
    cut_spans(entry).into_iter().map(Block::Text).collect()
}

fn cut_spans(spans: &[Span]) -> Vec<Vec<Span>> {
    let pieces = spans.iter().flat_map(|span| -> Vec<Span> {
        match span {
            Span::Plain(text) => cut(text, |_| 1).into_iter().map(Span::Plain).collect(),
            Span::Strong(text) => cut(text, |_| 1).into_iter().map(Span::Strong).collect(),
            Span::Code(text) => cut(text, |_| 1).into_iter().map(Span::Code).collect(),
            Span::Moment { .. } => vec![span.clone()],
        }
    });
    let mut blocks: Vec<Vec<Span>> = vec![Vec::new()];
    for piece in pieces {
        let Some(block) = blocks.last_mut() else { break };
        block.push(piece);
        if block.len() > 1 && length(&spans_text(block)) > LIMIT {
            let over = block.split_off(block.len() - 1);
            blocks.push(over);
        }
    }
    blocks
}

/// A line end in a quote takes the next line's mark with it.
fn cost_in_quote(grapheme: &str) -> usize {
    1 + if grapheme.contains('\n') { 2 } else { 0 }
}

/// The text in pieces that together are the text, cut between graphemes, after a line or a word
/// where one ends in the second half.
fn cut(text: &str, cost: fn(&str) -> usize) -> Vec<String> {
    // Room for the marks that a block puts around its words.
    const ROOM: usize = LIMIT - 8;
    let mut pieces = Vec::new();
    let (mut start, mut spent, mut line, mut word) = (0, 0, None, None);
    for (at, grapheme) in text.grapheme_indices(true) {
        let price = cost(grapheme) + length(grapheme) - 1;
        if spent + price > ROOM && at > start {
            let end = line.or(word).unwrap_or(at);
            pieces.push(text[start..end].to_owned());
            start = end;
            spent = text[end..at].graphemes(true).map(|one| cost(one) + length(one) - 1).sum();
            (line, word) = (None, None);
        }
        spent += price;
        let (end, half) = (at + grapheme.len(), spent > ROOM / 2);
        line = if half && grapheme.contains('\n') { Some(end) } else { line };
        word = if half && grapheme == " " { Some(end) } else { word };
    }
    pieces.push(text[start..].to_owned());
    pieces
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::body::{Button, Press};

    fn parts(body: &Body) -> Vec<Content> {
        render(body).iter().map(|part| serde_json::from_str(part).unwrap()).collect()
    }

    #[test]
    fn a_short_body_is_one_part_that_reads_well() {
        let mut body = Body::text("What is on your mind?");
        body.blocks.push(Block::Quote("one\ntwo".into()));
        body.blocks
            .push(Block::Text(vec![Span::Strong("3".into()), Span::Plain(" so far".into())]));
        body.buttons.push(Button { id: "pass:1".into(), label: "Pass".into(), press: Press::Act });
        let parts = parts(&body);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].text, "What is on your mind?\n\n> one\n> two\n\n**3** so far");
        assert_eq!(parts[0].buttons.len(), 1);
    }

    #[test]
    fn an_empty_body_is_still_one_part() {
        assert_eq!(parts(&Body::default()).len(), 1);
    }

    #[test]
    fn buttons_stand_under_the_last_part() {
        let mut body = Body::text("a ".repeat(5000));
        body.buttons.push(Button { id: "pass:1".into(), label: "Pass".into(), press: Press::Act });
        let parts = parts(&body);
        assert!(parts.len() > 1);
        assert!(parts[0].buttons.is_empty());
        assert_eq!(parts.last().unwrap().buttons.len(), 1);
    }

    #[test]
    fn what_was_cut_between_words_goes_on_as_it_was() {
        let text = format!("{}\n{}", "a".repeat(3000), "b".repeat(1100));
        let body = Body { blocks: vec![Block::Quote(text.clone())], ..Body::default() };
        let parts = parts(&body);
        assert_eq!(parts.len(), 2);
        let quotes = parts.iter().flat_map(|part| &part.blocks).map(|block| match block {
            Block::Quote(words) => words.as_str(),
            _ => "",
        });
        assert_eq!(quotes.collect::<String>(), text);
    }

    #[test]
    fn a_long_list_is_as_few_lists_as_hold_it() {
        let entry = vec![Span::Plain("x".repeat(998))];
        let parts = parts(&Body { blocks: vec![Block::List(vec![entry; 7])], ..Body::default() });
        let lengths: Vec<usize> = parts.iter().map(|part| length(&part.text)).collect();
        assert_eq!(lengths, [3002, 3002, 1000]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]
        #[test]
        fn nothing_is_lost_and_no_grapheme_is_cut(
            words in prop::collection::vec("[a-zé👩🏽‍🚀🇫🇷\u{301} \n]{1,40}", 1..400),
        ) {
            let text = words.concat();
            let body = Body { blocks: vec![Block::Code(text.clone())], ..Body::default() };
            let parts = parts(&body);
            let whole: String = parts.iter().map(|part| part.text.as_str()).collect();
            prop_assert_eq!(&whole, &text);
            let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            let mut at = 0;
            for part in &parts {
                prop_assert!(length(&part.text) <= LIMIT);
                prop_assert!(at == 0 || ends.contains(&at) || at == text.len());
                at += part.text.len();
            }
            prop_assert_eq!(render(&body), render(&body));
        }

        #[test]
        fn every_part_fits(
            quote in "[a-z\n ]{0,9000}", entry in "[a-z ]{0,5000}", strong in "[a-z ]{0,5000}",
        ) {
            let body = Body {
                blocks: vec![
                    Block::Quote(quote),
                    Block::List(vec![vec![Span::Plain(entry)], vec![Span::Code("x".into())]]),
                    Block::Text(vec![Span::Strong(strong), Span::Plain("end".into())]),
                ],
                ..Body::default()
            };
            for part in parts(&body) {
                prop_assert!(length(&part.text) <= LIMIT);
            }
        }
    }
}
