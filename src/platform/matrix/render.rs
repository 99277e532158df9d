//! A neutral body as the content of Matrix events: plain text and HTML that say the same.
//!
//! Members' words are escaped, and `m.mentions` is always there, so no words can ping anybody by
//! themselves. The same body always gives the same parts.

use serde_json::{Value, json};

use super::NAME;
use super::read::MARK;
use crate::domain::body::{Block, Body, Span, plain};
use crate::platform::split::pieces;

/// What plain text and HTML of one part may take in JSON. An event holds 65,536 bytes; an edit
/// says the plain text twice, and encryption makes four bytes of three.
const BUDGET: usize = 28_000;

/// The key of a rendered part that lists the reactions to put under it; it is not sent.
pub(super) const TAPS: &str = "org.samovar.taps";

/// The same words twice: as plain text and as HTML.
struct Piece {
    plain: String,
    html: String,
}

impl Piece {
    fn cost(&self) -> usize {
        json_len(&self.plain) + json_len(&self.html) + 8
    }
}

/// The parts of a body, each the JSON content of one event.
pub(super) fn render(body: &Body, mark: &str) -> Vec<String> {
    let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut spent = 0;
    for piece in body.blocks.iter().flat_map(of_block) {
        let cost = piece.cost();
        if spent > 0 && spent + cost > BUDGET {
            parts.push(Vec::new());
            spent = 0;
        }
        spent += cost;
        if let Some(part) = parts.last_mut() {
            part.push(piece);
        }
    }
    let mut contents: Vec<Value> =
        parts.iter().enumerate().map(|(n, part)| content(body, part, n, mark)).collect();
    // Under the last part, where the reading ends.
    if let Some(last) = contents.last_mut().filter(|_| !body.taps.is_empty()) {
        last[TAPS] = json!(body.taps);
    }
    contents.iter().map(ToString::to_string).collect()
}

/// Those concerned are told once, with the first part. The mark names the part too: by it a part is
/// found again in its room.
fn content(body: &Body, part: &[Piece], number: usize, mark: &str) -> Value {
    let told: Vec<&str> = body
        .mentions
        .iter()
        .filter(|account| number == 0 && account.platform.as_str() == NAME)
        .map(|account| account.id.as_str())
        .collect();
    let mentions = if told.is_empty() { json!({}) } else { json!({ "user_ids": told }) };
    let plain: Vec<&str> = part.iter().map(|piece| piece.plain.as_str()).collect();
    let html: String = part.iter().map(|piece| piece.html.as_str()).collect();
    json!({
        "msgtype": if body.notice { "m.notice" } else { "m.text" },
        "body": plain.join("\n\n"),
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        "m.mentions": mentions,
        MARK: format!("{mark}.{number}"),
    })
}

fn of_block(block: &Block) -> Vec<Piece> {
    match block {
        Block::Heading(text) => cut(text, |text| wrapped(text, "<h4>", "</h4>")),
        Block::Code(text) => cut(text, code),
        Block::Quote(text) => cut(text, quote),
        Block::Text(spans) => of_spans(spans)
            .into_iter()
            .map(|text| Piece { plain: text.plain, html: format!("<p>{}</p>", text.html) })
            .collect(),
        Block::List(entries) => of_list(entries),
    }
}

/// Pieces of words, each wrapped by itself.
fn cut(text: &str, wrap: fn(&str) -> Piece) -> Vec<Piece> {
    pieces(text, BUDGET * 9 / 10, letter_cost).into_iter().map(wrap).collect()
}

fn wrapped(text: &str, before: &str, after: &str) -> Piece {
    Piece { plain: text.to_owned(), html: format!("{before}{}{after}", escaped(text)) }
}

/// In code, line ends stand as they are.
fn code(text: &str) -> Piece {
    Piece {
        plain: text.to_owned(),
        html: format!("<pre><code>{}</code></pre>", without_markup(text)),
    }
}

fn quote(text: &str) -> Piece {
    let plain: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
    Piece {
        plain: plain.join("\n"),
        html: format!("<blockquote>{}</blockquote>", escaped(text.trim_end_matches('\n'))),
    }
}

/// A run of spans, in as many pieces as it needs.
fn of_spans(spans: &[Span]) -> Vec<Piece> {
    let mut made = vec![Piece { plain: String::new(), html: String::new() }];
    for span in spans {
        for text in pieces(&plain(std::slice::from_ref(span)), BUDGET * 9 / 10, letter_cost) {
            let next = of_span(span, text);
            match made.last_mut() {
                Some(last) if last.plain.is_empty() || last.cost() + next.cost() <= BUDGET => {
                    last.plain.push_str(&next.plain);
                    last.html.push_str(&next.html);
                }
                _ => made.push(next),
            }
        }
    }
    made
}

fn of_span(span: &Span, text: &str) -> Piece {
    match span {
        Span::Plain(_) | Span::Moment { .. } => wrapped(text, "", ""),
        Span::Strong(_) => wrapped(text, "<strong>", "</strong>"),
        Span::Code(_) => wrapped(text, "<code>", "</code>"),
    }
}

/// A list; where it is too long it goes on as another list.
fn of_list(entries: &[Vec<Span>]) -> Vec<Piece> {
    let mut made: Vec<Piece> = Vec::new();
    for entry in entries.iter().flat_map(|entry| of_spans(entry)) {
        let line = format!("- {}", entry.plain);
        let item = format!("<li>{}</li>", entry.html);
        match made.last_mut() {
            Some(last) if last.cost() + json_len(&line) + json_len(&item) <= BUDGET * 9 / 10 => {
                last.plain.push('\n');
                last.plain.push_str(&line);
                last.html.push_str(&item);
            }
            _ => made.push(Piece { plain: line, html: item }),
        }
    }
    for piece in &mut made {
        piece.html = format!("<ul>{}</ul>", piece.html);
    }
    made
}

/// HTML in which a line end is one.
fn escaped(text: &str) -> String {
    without_markup(text).replace('\n', "<br>")
}

fn without_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What a letter takes in the end: in the plain text with a quote's mark, and in the HTML.
fn letter_cost(letter: &str) -> usize {
    let mark = if letter.contains('\n') { 2 } else { 0 };
    json_len(letter) + json_len(&escaped(letter)) + mark
}

/// The length of a text inside JSON.
fn json_len(text: &str) -> usize {
    text.chars()
        .map(|letter| match letter {
            '"' | '\\' | '\n' | '\r' | '\t' => 2,
            letter if u32::from(letter) < 0x20 => 6,
            letter => letter.len_utf8(),
        })
        .sum()
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
