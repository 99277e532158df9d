//! Reads Rust source as far as the rules need it: its paths, its strings and its functions, with
//! comments and test modules left out. No compiler: tokens and braces are enough.

/// One file, read.
#[derive(Debug, Default)]
pub struct Source {
    /// Where it lies, from the repository's root, with `/`.
    pub file: String,
    /// Every path, groups spelled out, `super` and `self` resolved: `["crate", "flow", "act"]`.
    pub paths: Vec<Vec<String>>,
    /// Every identifier.
    pub names: Vec<String>,
    /// Every string literal.
    pub strings: Vec<String>,
    /// Name and length in lines of every function body.
    pub functions: Vec<(String, usize)>,
    /// Lines of sleeps that stand in no loop.
    pub bare_sleeps: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Name(String),
    Text(String),
    Sign(char),
}

#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    line: usize,
}

impl Token {
    fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    fn name(&self) -> Option<&str> {
        if let Kind::Name(name) = &self.kind { Some(name) } else { None }
    }
}

/// Reads one file; `file` is its path from the repository's root.
pub fn read(file: &str, text: &str) -> Source {
    let tokens = without_test_modules(&tokens(text));
    let mut source = Source { file: file.to_owned(), ..Source::default() };
    for token in &tokens {
        match &token.kind {
            Kind::Name(name) => source.names.push(name.clone()),
            Kind::Text(text) => source.strings.push(text.clone()),
            Kind::Sign(_) => {}
        }
    }
    source.paths = paths(&tokens, &module_of(file));
    source.functions = functions(&tokens);
    source.bare_sleeps = bare_sleeps(&tokens);
    source
}

/// The module a file is: `src/flow/act.rs` is `crate::flow::act`.
fn module_of(file: &str) -> Vec<String> {
    let inner = file.strip_prefix("src/").unwrap_or(file);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let parts = inner.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    std::iter::once("crate").chain(parts).map(str::to_owned).collect()
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut at, mut line, mut found) = (0, 1, Vec::new());
    while at < chars.len() {
        let (kind, next) = token(&chars, at);
        if let Some(kind) = kind {
            found.push(Token { kind, line });
        }
        line += chars[at..next].iter().filter(|c| **c == '\n').count();
        at = next;
    }
    found
}

/// The token at `at`, if one begins there, and where the next may.
fn token(chars: &[char], at: usize) -> (Option<Kind>, usize) {
    let next = chars.get(at + 1).copied().unwrap_or(' ');
    match chars[at] {
        '/' if next == '/' => (None, until(chars, at, |rest| rest[0] == '\n')),
        '/' if next == '*' => {
            (None, until(chars, at + 2, |rest| rest.starts_with(&['*', '/'])) + 2)
        }
        '"' => string(chars, at + 1, 0),
        'r' | 'b' | 'c' if raw(chars, at).is_some() => {
            let (start, hashes) = raw(chars, at).unwrap_or((at, 0));
            string(chars, start, hashes)
        }
        '\'' => (None, quote(chars, at)),
        c if c.is_alphanumeric() || c == '_' => {
            let end = until(chars, at, |rest| !(rest[0].is_alphanumeric() || rest[0] == '_'));
            (Some(Kind::Name(chars[at..end].iter().collect())), end)
        }
        c if c.is_whitespace() => (None, at + 1),
        c => (Some(Kind::Sign(c)), at + 1),
    }
}

fn until(chars: &[char], mut at: usize, stop: impl Fn(&[char]) -> bool) -> usize {
    while at < chars.len() && !stop(&chars[at..]) {
        at += 1;
    }
    at.min(chars.len())
}

/// Whether `r"`, `r#"`, `b"`, `br#"` begins here: where its words begin, and what
/// fence closes it (see [`string`]).
fn raw(chars: &[char], at: usize) -> Option<(usize, usize)> {
    let prefix = until(chars, at, |rest| !matches!(rest[0], 'r' | 'b' | 'c')) - at;
    let is_raw = chars[at..at + prefix].contains(&'r');
    let hashes = until(chars, at + prefix, |rest| rest[0] != '#') - at - prefix;
    let opens = chars.get(at + prefix + hashes) == Some(&'"');
    let earlier = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    let fits = opens && !earlier && prefix <= 2 && (is_raw || hashes == 0);
    fits.then(|| (at + prefix + hashes + 1, if is_raw { hashes + 1 } else { 0 }))
}

/// A string whose words begin at `at`; `fence` is 0 where `\` escapes, else one more than the
/// hashes that close a raw string.
fn string(chars: &[char], at: usize, fence: usize) -> (Option<Kind>, usize) {
    let mut end = at;
    while end < chars.len() {
        if fence == 0 && chars[end] == '\\' {
            end += 2;
            continue;
        }
        let hashes = fence.saturating_sub(1);
        if chars[end] == '"'
            && chars[end + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
        {
            break;
        }
        end += 1;
    }
    let end = end.min(chars.len());
    (
        Some(Kind::Text(chars[at..end].iter().collect())),
        (end + 1 + fence.saturating_sub(1)).min(chars.len()),
    )
}

/// Past a character literal, or past the tick of a lifetime.
fn quote(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => until(chars, at + 3, |rest| rest[0] == '\'') + 1,
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

/// Drops `#[cfg(test)] mod name { … }`: tests may look wherever they need to.
fn without_test_modules(tokens: &[Token]) -> Vec<Token> {
    let words = |at: usize| -> Vec<String> {
        tokens[at..]
            .iter()
            .take(8)
            .map(|t| match &t.kind {
                Kind::Name(name) => name.clone(),
                Kind::Text(_) => String::new(),
                Kind::Sign(sign) => sign.to_string(),
            })
            .collect()
    };
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if tokens[at].is('#') && words(at) == ["#", "[", "cfg", "(", "test", ")", "]", "mod"] {
            let open = (at..tokens.len()).find(|i| tokens[*i].is('{') || tokens[*i].is(';'));
            at = open.map_or(tokens.len(), |open| closing(tokens, open)) + 1;
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Where the block that opens at `open` closes; `open` itself where it opens none.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        depth += usize::from(token.is('{'));
        depth -= usize::from(token.is('}'));
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

fn paths(tokens: &[Token], module: &[String]) -> Vec<Vec<String>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let after_use = at > 0 && tokens[at - 1].name() == Some("use");
        if tokens[at].name().is_some() && (after_use || joined(tokens, at + 1)) {
            at = path(tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found.into_iter().map(|path| resolved(path, module)).collect()
}

fn joined(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.is(':')) && tokens.get(at + 1).is_some_and(|t| t.is(':'))
}

/// Reads the path at `at` behind `stem` into `found`, one for each leaf; returns where it ends.
fn path(tokens: &[Token], mut at: usize, stem: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut parts = stem.to_vec();
    while let Some(name) = tokens.get(at).and_then(Token::name) {
        parts.push(name.to_owned());
        at += 1;
        if !joined(tokens, at) {
            break;
        }
        at += 2;
        if tokens.get(at).is_some_and(|t| t.is('{')) {
            return group(tokens, at + 1, &parts, found);
        }
    }
    found.push(parts);
    at
}

fn group(tokens: &[Token], mut at: usize, stem: &[String], found: &mut Vec<Vec<String>>) -> usize {
    while at < tokens.len() && !tokens[at].is('}') {
        at = if tokens[at].name().is_some() { path(tokens, at, stem, found) } else { at + 1 };
    }
    at + 1
}

/// `super` and `self` become the module they mean. Inline modules are not followed: there are
/// none but for tests.
fn resolved(path: Vec<String>, module: &[String]) -> Vec<String> {
    let mut base = module.to_vec();
    let mut rest = path.as_slice();
    if !matches!(rest.first().map(String::as_str), Some("super" | "self")) {
        return path;
    }
    while let Some(first) = rest.first().filter(|first| matches!(first.as_str(), "super" | "self"))
    {
        if first == "super" && base.len() > 1 {
            base.pop();
        }
        rest = &rest[1..];
    }
    base.extend_from_slice(rest);
    base
}

fn functions(tokens: &[Token]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(name) = tokens.get(at + 1).and_then(Token::name) else { continue };
        if token.name() != Some("fn") {
            continue;
        }
        let open = (at..tokens.len()).find(|i| tokens[*i].is('{') || tokens[*i].is(';'));
        let Some(open) = open.filter(|open| tokens[*open].is('{')) else { continue };
        let close = closing(tokens, open).min(tokens.len() - 1);
        found.push((name.to_owned(), (tokens[close].line - tokens[open].line).saturating_sub(1)));
    }
    found
}

fn called(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| next.is('('))
}

/// Sleeps outside a loop: guesses, where a test should poll with a deadline.
fn bare_sleeps(tokens: &[Token]) -> Vec<usize> {
    let (mut blocks, mut looping, mut found) = (Vec::new(), false, Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        match token.name() {
            Some("loop" | "while" | "in") => looping = true,
            Some("sleep") if called(tokens, at) && !blocks.contains(&true) => {
                found.push(token.line)
            }
            _ => {}
        }
        if token.is('{') {
            blocks.push(std::mem::take(&mut looping));
        } else if token.is('}') {
            blocks.pop();
        }
    }
    found
}
