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

/// The point that is armed, if any, and how often each was passed since the start.
#[derive(Debug, Default)]
pub struct CrashPoints {
    armed: Option<(usize, u64)>,
    passed: [AtomicU64; POINTS.len()],
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
        let point = POINTS.iter().position(|point| *point == name).ok_or_else(unknown)?;
        let count: u64 = count.parse().ok().filter(|count| *count > 0).ok_or_else(unknown)?;
        Ok(Self { armed: Some((point, count)), ..Self::default() })
    }

    /// Passes a point; the process ends here, with nothing flushed or closed, if its time has come.
    pub fn hit(&self, point: &str) {
        if self.comes_due(point) {
            std::process::abort();
        }
    }

    /// How often each point was passed since the start, in the order of [`POINTS`]: by this a test
    /// chooses the passing that it wants.
    pub fn passings(&self) -> impl Iterator<Item = (&'static str, u64)> {
        POINTS.into_iter().zip(self.passed.iter().map(|passed| passed.load(Ordering::Relaxed)))
    }

    fn comes_due(&self, point: &str) -> bool {
        let at = POINTS.iter().position(|known| *known == point);
        debug_assert!(at.is_some(), "{point} is not in the list of crash points");
        let Some((at, passed)) = at.and_then(|at| Some((at, self.passed.get(at)?))) else {
            return false;
        };
        let passing = passed.fetch_add(1, Ordering::Relaxed) + 1;
        self.armed == Some((at, passing))
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
    fn passings_are_counted_whatever_is_armed() {
        let points = CrashPoints::none();
        for point in ["reply.after_send", "act.after_commit", "reply.after_send"] {
            assert!(!points.comes_due(point));
        }
        let passed: Vec<_> = points.passings().filter(|(_, passed)| *passed > 0).collect();
        assert_eq!(passed, [("act.after_commit", 1), ("reply.after_send", 2)]);
    }

    #[test]
    fn an_unknown_point_is_refused_with_those_that_exist() {
        for text in ["deliver.before_lunch", "deliver.before_send:0", "act.after_commit:x", ""] {
            let fault = CrashPoints::armed(text).unwrap_err().to_string();
            assert!(fault.contains("gather.before_commit"), "{fault}");
        }
    }
}
