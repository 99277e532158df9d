//! A reader for tests: what a client makes of a message's content, written from how Discord's
//! clients read markdown and not from how ours is written.

/// How a stretch of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Strong,
    Code,
    /// A moment, shown to each reader by their own clock.
    Time,
    /// Anything that words of members must never become.
    Strange(&'static str),
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Heading,
    Quote,
    Item,
    Block,
    Strange(&'static str),
}

/// Visible characters, each with what it stands in and how it looks.
pub(super) type Seen = Vec<(Kind, Look, char)>;

/// What is seen of a content.
pub(super) fn read(content: &str) -> Seen {
    let mut seen = Vec::new();
    let mut rest = content;
    while !rest.is_empty() {
        rest = block(rest, &mut seen);
    }
    seen
}

/// Reads one line, or one block of code, and says what is left.
fn block<'a>(text: &'a str, seen: &mut Seen) -> &'a str {
    if let Some(code) = text.strip_prefix("```") {
        return fence(code, seen);
    }
    let end = text.find('\n').map_or(text.len(), |at| at + 1);
    let (line, rest) = text.split_at(end);
    let (kind, words) = kind(line);
    // Code and bold run over lines: a line that opens one takes all that is left of its block.
    inline(kind, Look::Plain, words, seen);
    rest
}

/// A fence that ends nothing is three backticks.
fn fence<'a>(code: &'a str, seen: &mut Seen) -> &'a str {
    let Some((inner, rest)) = code.split_once("```") else {
        seen.push((Kind::Strange("open fence"), Look::Plain, '`'));
        return "";
    };
    let tagged = inner.split_once('\n').filter(|(first, _)| {
        !first.is_empty() && first.chars().all(|c| c.is_alphanumeric() || "_+-.#".contains(c))
    });
    let shown = tagged.map_or(inner, |(_, shown)| shown);
    seen.extend(shown.chars().map(|c| (Kind::Block, Look::Code, c)));
    rest.strip_prefix('\n').unwrap_or(rest)
}

fn kind(line: &str) -> (Kind, &str) {
    let bare = line.trim_start_matches(' ');
    let after = |mark: &str| bare.strip_prefix(mark);
    if let Some(words) = line.strip_prefix("> ") {
        return within(Kind::Quote, words);
    }
    if line.starts_with(">>> ") {
        return (Kind::Strange("long quote"), line);
    }
    if after("-# ").is_some() {
        return (Kind::Strange("small print"), bare);
    }
    for heading in ["# ", "## "] {
        if after(heading).is_some() {
            return (Kind::Strange("large heading"), bare);
        }
    }
    if let Some(words) = line.strip_prefix("### ") {
        return (Kind::Heading, words);
    }
    if let Some(words) = line.strip_prefix("- ") {
        return within(Kind::Item, words);
    }
    if after("- ").or_else(|| after("* ")).is_some() {
        return (Kind::Strange("list"), bare);
    }
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < bare.len() && digits.starts_with(". ") {
        return (Kind::Strange("numbered list"), bare);
    }
    (if line.starts_with("  ") { Kind::Item } else { Kind::Text }, line)
}

/// The words of a quote or an entry, which begin like a line of their own.
fn within(outer: Kind, words: &str) -> (Kind, &str) {
    match kind(words.trim_start()) {
        (Kind::Text, words) => (outer, words),
        (inner, words) => (if inner == outer { Kind::Strange("nested") } else { inner }, words),
    }
}

fn inline(kind: Kind, look: Look, mut text: &str, seen: &mut Seen) {
    while let Some(c) = text.chars().next() {
        let after = &text[c.len_utf8()..];
        if c == '\\'
            && after.starts_with(|next: char| !next.is_alphanumeric() && !next.is_whitespace())
        {
            let next = after.chars().next().unwrap();
            seen.push((kind, look, next));
            text = &after[next.len_utf8()..];
            continue;
        }
        if let Some((link, rest)) = link(text) {
            seen.extend(link.chars().map(|c| (kind, look, c)));
            text = rest;
            continue;
        }
        if let Some((found, inner, rest)) = token(text) {
            match found {
                Look::Strong => inline(kind, Look::Strong, inner, seen),
                found => seen.extend(inner.chars().map(|c| (kind, found, c))),
            }
            text = rest;
            continue;
        }
        seen.push((kind, look, c));
        text = after;
    }
}

/// A mark at the beginning of a text: what it makes, of what, and what is left.
fn token(text: &str) -> Option<(Look, &str, &str)> {
    for (crowd, what) in [("@everyone", "@everyone"), ("@here", "@here")] {
        if let Some(rest) = text.strip_prefix(crowd) {
            return Some((Look::Strange(what), what, rest));
        }
    }
    if let Some(inner) = text.strip_prefix('<') {
        let (inner, rest) = inner.split_once('>')?;
        if let Some(time) = inner.strip_prefix("t:") {
            return Some((Look::Time, time, rest));
        }
        let special = ["@", "#", ":", "a:", "/", "id:", "http"];
        let found = special.iter().any(|start| inner.starts_with(start)) && !inner.contains(' ');
        return found.then_some((Look::Strange("<…>"), inner, rest));
    }
    if text.starts_with('`') {
        let run = text.len() - text.trim_start_matches('`').len();
        let (fence, inner) = text.split_at(run);
        let mut from = 0;
        while let Some(at) = inner[from..].find(fence) {
            let (start, end) = (from + at, from + at + run);
            if !inner[end..].starts_with('`') && start > 0 && !inner[..start].ends_with('`') {
                return Some((Look::Code, inner[..start].trim(), &inner[end..]));
            }
            from = end + inner[end..].len() - inner[end..].trim_start_matches('`').len();
        }
        return None;
    }
    if let Some(inner) = text.strip_prefix("**") {
        let end = closing(inner, "**")?;
        return Some((Look::Strong, &inner[..end], &inner[end + 2..]));
    }
    for (mark, what) in
        [("__", "underline"), ("~~", "strike"), ("||", "spoiler"), ("*", "italic"), ("_", "italic")]
    {
        if let Some(inner) = text.strip_prefix(mark)
            && let Some(end) = closing(inner, mark)
        {
            return Some((Look::Strange(what), &inner[..end], &inner[end + mark.len()..]));
        }
    }
    if let Some(inner) = text.strip_prefix('[')
        && let Some(end) = closing(inner, "](http")
    {
        return Some((Look::Strange("masked link"), &inner[..end], &inner[end..]));
    }
    if let Some((name, rest)) = text.strip_prefix(':').and_then(|inner| inner.split_once(':')) {
        let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        return named.then_some((Look::Strange("emoji"), name, rest));
    }
    None
}

/// Where a mark stands next that no backslash takes away; something has to be before it.
fn closing(text: &str, mark: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let here = at > 0 && !escaped && text[at..].starts_with(mark);
        escaped = c == '\\' && !escaped;
        here.then_some(at)
    })
}

/// A link, whose characters are no marks.
fn link(text: &str) -> Option<(&str, &str)> {
    let scheme = ["http://", "https://"].iter().find(|start| text.starts_with(**start))?.len();
    let end = text[scheme..].find(|c: char| c.is_whitespace() || c == '<');
    let mut end = end.map_or(text.len(), |at| scheme + at);
    while end > scheme && text[..end].ends_with(['.', ',', ':', ';', '"', '\'', ']']) {
        end -= 1;
    }
    (end > scheme + 1).then(|| text.split_at(end))
}
