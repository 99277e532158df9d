//! Metrics, by the names that dashboards hold on to.

use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{
    Histogram, HistogramOpts, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};

use super::requests::Requests;
use crate::domain::ids::PlatformName;

/// Lateness that matters: a round that opens within seconds, minutes, hours of its slot.
const LATE: [f64; 9] = [0.1, 0.5, 1.0, 5.0, 30.0, 60.0, 300.0, 3600.0, 86400.0];

/// How an act on a post can end.
pub const RESULTS: [&str; 9] =
    ["made", "later", "down", "doubt", "unsure", "gone", "not_allowed", "no_direct", "never"];

/// What is counted while the process runs.
pub struct Meters {
    registry: Registry,
    connected: IntGaugeVec,
    events: IntCounterVec,
    posts: IntCounterVec,
    outbox: IntGaugeVec,
    timers: IntGauge,
    gaps: IntGauge,
    undecryptable: IntGauge,
    lateness: Histogram,
    store: IntGauge,
}

impl Meters {
    /// Meters at zero.
    ///
    /// # Errors
    /// When two of them had the same name.
    pub fn new() -> Result<Self, prometheus::Error> {
        Self::with(&Requests::new()?)
    }

    /// Meters at zero, but for the requests that were counted so far.
    ///
    /// # Errors
    /// When two of them had the same name.
    pub fn with(requests: &Requests) -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let all = &registry;
        keep(all, requests.counter())?;
        let late =
            HistogramOpts::new("samovar_lateness_seconds", "How late acts were that came due");
        Ok(Self {
            connected: gauges(all, "platform_connected", "1 while connected", &["platform"])?,
            events: counters(all, "events_total", "Events taken in", &["platform", "kind"])?,
            posts: counters(all, "posts_total", "Acts on posts", &["platform", "result"])?,
            outbox: gauges(all, "outbox_pending", "Posts still to be delivered", &["platform"])?,
            timers: gauge(all, "timers_pending", "Timers that are set")?,
            gaps: gauge(all, "gaps_open", "Rooms whose history is still to be read")?,
            undecryptable: gauge(all, "undecryptable_events", "Events that can't be read yet")?,
            store: gauge(all, "store_up", "1 while the database can be written to")?,
            lateness: keep(all, Histogram::with_opts(late.buckets(LATE.to_vec()))?)?,
            registry,
        })
    }

    /// A platform is there: what may happen to its posts stands at zero, so that the first of its
    /// kind can be seen to come.
    pub fn begin(&self, platform: &PlatformName) {
        for result in RESULTS {
            self.posts.with_label_values(&[platform.as_str(), result]);
        }
    }

    /// Whether a platform is connected now.
    pub fn connected(&self, platform: &PlatformName, connected: bool) {
        self.connected.with_label_values(&[platform.as_str()]).set(i64::from(connected));
    }

    /// An event was taken in.
    pub fn event(&self, platform: &PlatformName, kind: &str) {
        self.events.with_label_values(&[platform.as_str(), kind]).inc();
    }

    /// An act on a post ended so: one of [`RESULTS`].
    pub fn post(&self, platform: &PlatformName, result: &str) {
        self.posts.with_label_values(&[platform.as_str(), result]).inc();
    }

    /// How many posts of a platform are still to be delivered.
    pub fn outbox(&self, platform: &PlatformName, pending: u64) {
        self.outbox.with_label_values(&[platform.as_str()]).set(gauge_value(pending));
    }

    /// How many timers are set.
    pub fn timers(&self, pending: u64) {
        self.timers.set(gauge_value(pending));
    }

    /// How many rooms have a gap in their stored history.
    pub fn gaps(&self, open: u64) {
        self.gaps.set(gauge_value(open));
    }

    /// Whether the database can be written to.
    pub fn store_up(&self, up: bool) {
        self.store.set(i64::from(up));
    }

    /// How many events can't be decrypted yet.
    pub fn undecryptable(&self, events: u64) {
        self.undecryptable.set(gauge_value(events));
    }

    /// Something was done this long after it came due.
    pub fn late(&self, by: Duration) {
        self.lateness.observe(by.as_secs_f64());
    }

    /// All of it in the text form that Prometheus reads.
    ///
    /// # Errors
    /// When a family of metrics can't be written.
    pub fn text(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

fn gauge_value(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn named(name: &str, help: &str) -> Opts {
    Opts::new(format!("samovar_{name}"), help)
}

fn keep<C: Collector + Clone + 'static>(all: &Registry, one: C) -> Result<C, prometheus::Error> {
    all.register(Box::new(one.clone()))?;
    Ok(one)
}

fn gauge(all: &Registry, name: &str, help: &str) -> Result<IntGauge, prometheus::Error> {
    keep(all, IntGauge::with_opts(named(name, help))?)
}

fn gauges(
    all: &Registry,
    name: &str,
    help: &str,
    labels: &[&str],
) -> Result<IntGaugeVec, prometheus::Error> {
    keep(all, IntGaugeVec::new(named(name, help), labels)?)
}

fn counters(
    all: &Registry,
    name: &str,
    help: &str,
    labels: &[&str],
) -> Result<IntCounterVec, prometheus::Error> {
    keep(all, IntCounterVec::new(named(name, help), labels)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_contract_is_there() {
        let requests = Requests::new().unwrap();
        let meters = Meters::with(&requests).unwrap();
        let platform = PlatformName::from("practice");
        meters.begin(&platform);
        meters.connected(&platform, true);
        meters.event(&platform, "said");
        meters.post(&platform, "made");
        meters.outbox(&platform, 2);
        requests.ended(&platform, "200");
        meters.late(Duration::from_secs(2));
        meters.store_up(true);
        let text = meters.text().unwrap();
        for line in [
            "samovar_platform_connected{platform=\"practice\"} 1",
            "samovar_events_total{kind=\"said\",platform=\"practice\"} 1",
            "samovar_posts_total{platform=\"practice\",result=\"made\"} 1",
            "samovar_posts_total{platform=\"practice\",result=\"never\"} 0",
            "samovar_outbox_pending{platform=\"practice\"} 2",
            "samovar_timers_pending 0",
            "samovar_gaps_open 0",
            "samovar_undecryptable_events 0",
            "samovar_http_total{platform=\"practice\",status=\"200\"} 1",
            "samovar_lateness_seconds_count 1",
            "samovar_store_up 1",
        ] {
            assert!(text.contains(line), "{line} is missing in:\n{text}");
        }
    }

    /// What dashboards and the example alerts are built on is there.
    #[test]
    fn the_alerts_and_the_docs_name_only_metrics_that_exist() {
        let requests = Requests::new().unwrap();
        let meters = Meters::with(&requests).unwrap();
        let platform = PlatformName::from("practice");
        meters.connected(&platform, true);
        meters.event(&platform, "said");
        meters.post(&platform, "made");
        meters.outbox(&platform, 0);
        requests.ended(&platform, "200");
        let known = meters.text().unwrap();
        let texts =
            [include_str!("../../packaging/alerts.yml"), include_str!("../../docs/operating.md")];
        let named = texts.iter().flat_map(|text| {
            text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .filter(|word| word.starts_with("samovar_"))
        });
        let mut count = 0;
        for name in named {
            let metric = name.trim_end_matches("_bucket");
            assert!(known.contains(&format!("# TYPE {metric} ")), "{name}");
            count += 1;
        }
        assert!(count > 15, "{count}");
    }
}
