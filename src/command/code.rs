//! One-time codes: a short public part, by which the row is found, and 128 random bits; only hashes
//! are stored (rules of "Codes and links").

use rand::RngCore;
use sha2::{Digest, Sha256};

use crate::flow::House;

/// Letters that are not mistaken for one another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The public part, in letters of five bits.
pub(super) const PUBLIC: usize = 6;
/// The secret part: 26 letters hold 130 bits.
pub(super) const SECRET: usize = 26;
/// After so many wrong tries a code is worth nothing.
pub(super) const MOST_TRIES: u32 = 5;

/// Random letters, each of five bits.
pub(super) fn letters(house: &House, count: usize) -> String {
    let mut bytes = vec![0_u8; count];
    house.chance.with(|chance: &mut dyn RngCore| chance.fill_bytes(&mut bytes));
    let letter = |byte: &u8| LETTERS.get(usize::from(byte & 31)).copied().map(char::from);
    bytes.iter().filter_map(letter).collect()
}

/// What was typed, without what people add or mistake.
pub(super) fn plain(typed: &str) -> String {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    typed.chars().filter(char::is_ascii_alphanumeric).map(letter).collect()
}

/// In groups that can be read out.
pub(super) fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(8).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// What is stored of a code.
pub(super) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        assert_eq!(plain(&grouped(code)), code);
        assert_eq!(plain("o1il-ab cd"), "0111ABCD");
    }
}
