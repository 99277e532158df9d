//! Named points at which the process can be made to die, to show that nothing is lost or doubled.

use std::sync::atomic::{AtomicU64, Ordering};

/// Every point that can be armed, in the order of the spine.
pub const POINTS: [&str; 12] = [
    "act.before_commit",
    "act.after_commit",
    "deliver.before_claim",
    "deliver.after_claim",
    "deliver.before_send",
    "deliver.after_send",
    "deliver.before_commit",
    "deliver.after_commit",
    "gather.before_commit",
    "gather.after_commit",
    "reply.before_send",
    "reply.after_send",
];

/// A point that does not exist, or a count that is none.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no crash point; there are {points}, each with :N for the Nth passing", points = POINTS.join(", "))]
pub struct UnknownPoint(String);

/// The point that is armed, if any, and how often it will still be passed unharmed.
#[derive(Debug, Default)]
pub struct CrashPoints {
    armed: Option<(&'static str, AtomicU64)>,
}

impl CrashPoints {
    /// No point is armed: what every real run has.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Arms `POINT` or `POINT:N`, which dies at the Nth passing.
    ///
    /// # Errors
    /// When there is no such point, or N is not a number from one up.
    pub fn armed(text: &str) -> Result<Self, UnknownPoint> {
        let (name, count) = text.split_once(':').unwrap_or((text, "1"));
        let unknown = || UnknownPoint(text.to_owned());
        let point = POINTS.into_iter().find(|point| *point == name).ok_or_else(unknown)?;
        let count: u64 = count.parse().ok().filter(|count| *count > 0).ok_or_else(unknown)?;
        Ok(Self { armed: Some((point, AtomicU64::new(count))) })
    }

    /// Passes a point; the process ends here, with nothing flushed or closed, if its time has come.
    pub fn hit(&self, point: &str) {
        if self.comes_due(point) {
            std::process::abort();
        }
    }

    fn comes_due(&self, point: &str) -> bool {
        debug_assert!(POINTS.contains(&point), "{point} is not in the list of crash points");
        match &self.armed {
            Some((armed, left)) if *armed == point => left.fetch_sub(1, Ordering::Relaxed) == 1,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nth_passing_of_the_armed_point_is_the_last() {
        let points = CrashPoints::armed("deliver.before_send:3").unwrap();
        let passings = ["deliver.before_send", "act.before_commit", "deliver.before_send"];
        assert!(passings.iter().all(|point| !points.comes_due(point)));
        assert!(points.comes_due("deliver.before_send"));
        assert!(!CrashPoints::none().comes_due("act.after_commit"));
    }

    #[test]
    fn an_unknown_point_is_refused_with_those_that_exist() {
        for text in ["deliver.before_lunch", "deliver.before_send:0", "act.after_commit:x", ""] {
            let fault = CrashPoints::armed(text).unwrap_err().to_string();
            assert!(fault.contains("gather.before_commit"), "{fault}");
        }
    }
}
