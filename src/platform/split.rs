//! Cutting words that are too long for one message, where a reader would.

use unicode_segmentation::UnicodeSegmentation as _;

/// Pieces of a text that each cost at most `budget`; together they are the text. A piece ends at
/// a line, else a sentence, else a word, else between two letters as a reader counts them.
#[must_use]
pub fn pieces(text: &str, budget: usize, cost: fn(&str) -> usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(cut) = cut(rest, budget, cost) {
        let (piece, after) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// Where to end the first piece; `None` where the whole fits.
fn cut(text: &str, budget: usize, cost: fn(&str) -> usize) -> Option<usize> {
    let mut spent = 0;
    let mut ends = Ends::default();
    for (at, letter) in text.grapheme_indices(true) {
        spent += cost(letter);
        if spent > budget && at > 0 {
            return Some(ends.best(at));
        }
        ends.note(letter, at + letter.len());
    }
    None
}

/// The last good places seen so far.
#[derive(Default)]
struct Ends {
    line: usize,
    sentence: usize,
    word: usize,
    after_stop: bool,
}

impl Ends {
    fn note(&mut self, letter: &str, end: usize) {
        let space = letter.chars().all(char::is_whitespace);
        if letter.contains('\n') {
            self.line = end;
        }
        if space && self.after_stop {
            self.sentence = end;
        }
        if space {
            self.word = end;
        }
        self.after_stop = matches!(letter, "." | "!" | "?" | "…" | "。");
    }

    /// A good place in the second half, else any word's end, else right here.
    fn best(&self, here: usize) -> usize {
        let half = here / 2;
        [self.line, self.sentence, self.word]
            .into_iter()
            .find(|place| *place > half)
            .unwrap_or(if self.word > 0 { self.word } else { here })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cut_where_a_reader_would() {
        assert_eq!(pieces("one two", 100, str::len), ["one two"]);
        assert_eq!(pieces("one two three", 8, str::len), ["one two ", "three"]);
        assert_eq!(pieces("Yes it is. So what", 14, str::len), ["Yes it is. ", "So what"]);
        assert_eq!(pieces("some words\nmore words", 14, str::len), ["some words\n", "more words"]);
        assert_eq!(pieces("", 5, str::len), [""]);
    }

    #[test]
    fn letters_of_several_marks_stay_whole() {
        let family = "👩‍👩‍👧‍👦";
        assert_eq!(pieces(&family.repeat(2), family.len(), str::len), [family, family]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_piece_fits(text in "\\PC{0,200}", budget in 40_usize..90) {
            let pieces = pieces(&text, budget, str::len);
            prop_assert_eq!(pieces.concat(), text.as_str());
            for piece in pieces {
                prop_assert!(piece.len() <= budget || piece.graphemes(true).count() == 1);
            }
        }
    }
}
