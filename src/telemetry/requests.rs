//! Requests to platforms, counted by how they ended, from the spans by which an adapter or its
//! client library tells of them.

use std::fmt;

use prometheus::{IntCounterVec, Opts};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use crate::domain::ids::PlatformName;

/// What stands for the status of a request that no answer came to.
const NO_ANSWER: &str = "none";

/// A target whose spans are requests to a platform, each with a field `status`.
#[derive(Debug, Clone, Copy)]
pub struct Spans {
    /// The target of the spans.
    pub target: &'static str,
    /// The platform they go to.
    pub platform: &'static str,
}

/// How many requests ended how. Every clone counts into the same.
#[derive(Clone)]
pub struct Requests(IntCounterVec);

impl Requests {
    /// None yet.
    ///
    /// # Errors
    /// Never: its names are right.
    pub fn new() -> Result<Self, prometheus::Error> {
        let named = Opts::new("samovar_http_total", "Requests to platforms");
        Ok(Self(IntCounterVec::new(named, &["platform", "status"])?))
    }

    /// A request ended with this HTTP status.
    pub fn ended(&self, platform: &PlatformName, status: &str) {
        self.count(platform.as_str(), status);
    }

    fn count(&self, platform: &str, status: &str) {
        self.0.with_label_values(&[platform, status]).inc();
    }

    pub(super) fn counter(&self) -> IntCounterVec {
        self.0.clone()
    }

    /// What counts the requests that these spans are.
    pub(super) fn of_spans<S>(&self, all: &'static [Spans]) -> impl Layer<S> + use<S>
    where
        S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    {
        let targets = all.iter().map(|spans| (spans.target, LevelFilter::INFO));
        Watch { requests: self.clone(), all }.with_filter(targets.collect::<Targets>())
    }
}

struct Watch {
    requests: Requests,
    all: &'static [Spans],
}

/// Kept with a span until it ends.
struct Asked {
    platform: &'static str,
    answered: bool,
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Watch {
    fn on_new_span(&self, of: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let target = of.metadata().target();
        let Some(spans) = self.all.iter().find(|spans| spans.target == target) else { return };
        // Of the library's other spans of this target none tells a status.
        if of.metadata().fields().field("status").is_none() {
            return;
        }
        if let Some(span) = context.span(id) {
            let asked = Asked { platform: spans.platform, answered: false };
            span.extensions_mut().insert(asked);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut status = Status(None);
        values.record(&mut status);
        let (Some(status), Some(span)) = (status.0, context.span(id)) else { return };
        let mut extensions = span.extensions_mut();
        let Some(asked) = extensions.get_mut::<Asked>() else { return };
        asked.answered = true;
        self.requests.count(asked.platform, &status.to_string());
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        if let Some(asked) = span.extensions().get::<Asked>().filter(|asked| !asked.answered) {
            self.requests.count(asked.platform, NO_ANSWER);
        }
    }
}

/// The number in the field `status`.
struct Status(Option<u64>);

impl Visit for Status {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "status" {
            self.0 = Some(value);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::field::Empty;
    use tracing_subscriber::layer::SubscriberExt as _;

    const LIBRARY: &[Spans] = &[Spans { target: "library::http", platform: "matrix" }];

    #[test]
    fn a_library_s_spans_are_counted_by_their_status() {
        let requests = Requests::new().unwrap();
        let watched = tracing_subscriber::registry().with(requests.of_spans(LIBRARY));
        tracing::subscriber::with_default(watched, || {
            for status in [200_u16, 200, 429] {
                let span = tracing::info_span!(target: "library::http", "send", status = Empty);
                span.record("status", status);
            }
            drop(tracing::info_span!(target: "library::http", "send", status = Empty));
            drop(tracing::info_span!(target: "library::http", "permit"));
            let other = tracing::info_span!(target: "elsewhere", "send", status = Empty);
            other.record("status", 200_u16);
        });
        let told = |status: &str| requests.0.with_label_values(&["matrix", status]).get();
        assert_eq!((told("200"), told("429"), told(NO_ANSWER)), (2, 1, 1));
    }
}
