//! What a button's `custom_id` holds: whether it opens a form, its post's mark, what it does.

/// The mark of the post's part that a button stands under.
pub(super) fn mark_of(custom_id: &str) -> Option<&str> {
    let (_, rest) = custom_id.split_once('|')?;
    let (mark, _) = rest.split_once('|')?;
    (!mark.is_empty()).then_some(mark)
}
