//! What a button carries on Discord: whether it opens a form, the mark of the part it stands under,
//! and what it means to the flow. Nothing is remembered elsewhere: a button pressed after a restart
//! is known by this alone. Pure.

use crate::domain::body::{Button, Press};

/// The most characters that Discord lets a component carry.
pub(super) const MOST: usize = 100;

/// What a component carries, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Custom<'a> {
    /// What pressing it does.
    pub press: Press,
    /// The mark of the part it stands under; empty where there was no room for it.
    pub mark: &'a str,
    /// What it means to the flow.
    pub button: &'a str,
}

/// What a button carries: `f|MARK|answer:ROUND`. Without the mark where that would be too long;
/// `None` where even so it is.
pub(super) fn id_of(button: &Button, mark: &str) -> Option<String> {
    let press = match button.press {
        Press::Form => 'f',
        Press::Act => 'a',
    };
    let fits = |id: &String| id.chars().count() <= MOST;
    let with_mark = format!("{press}|{mark}|{}", button.id);
    Some(with_mark).filter(fits).or_else(|| Some(format!("{press}||{}", button.id)).filter(fits))
}

/// What a component carries. One that another program or version made acts, and means whatever it
/// holds: the flow knows what it doesn't know.
pub(super) fn read(id: &str) -> Custom<'_> {
    let mut parts = id.splitn(3, '|');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("f"), Some(mark), Some(button)) => Custom { press: Press::Form, mark, button },
        (Some("a"), Some(mark), Some(button)) => Custom { press: Press::Act, mark, button },
        _ => Custom { press: Press::Act, mark: "", button: id },
    }
}

/// The mark of the part that a component stands under.
pub(super) fn mark_of(id: &str) -> Option<&str> {
    Some(read(id).mark).filter(|mark| !mark.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn button(id: &str, press: Press) -> Button {
        Button { id: id.into(), label: "x".into(), press }
    }

    #[test]
    fn what_is_put_in_comes_out() {
        let id = id_of(&button("answer:R|1", Press::Form), "P.1.0").unwrap();
        assert_eq!(id, "f|P.1.0|answer:R|1");
        assert_eq!(read(&id), Custom { press: Press::Form, mark: "P.1.0", button: "answer:R|1" });
        let unknown = Custom { press: Press::Act, mark: "", button: "vote_3" };
        assert_eq!(read("vote_3"), unknown);
        assert_eq!((mark_of(&id), mark_of("vote_3")), (Some("P.1.0"), None));
    }

    #[test]
    fn a_long_one_does_without_its_mark_and_a_longer_one_is_none() {
        let id = |letters: usize| id_of(&button(&"x".repeat(letters), Press::Act), "P.1.0");
        assert!(id(92).unwrap().starts_with("a|P.1.0|"));
        assert!(id(93).unwrap().starts_with("a||"));
        assert_eq!(id(97).map(|id| id.len()), Some(MOST));
        assert_eq!(id(98), None);
    }
}
