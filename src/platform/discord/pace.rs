//! How fast Discord may be asked: what its answers say of each bucket, and the limit over all.
//!
//! serenity's limiter stays on behind this and cures a 429. It can't prevent them alone: it keeps
//! one count for all methods of a route, counts a bucket's requests in flight only after their
//! answers, and knows no limit over all. So here one request of a bucket goes at a time, and none
//! before its turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serenity::http::{LightMethod, RatelimitInfo, RatelimitingBucket};
use serenity_reqwest::header::HeaderMap;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Mutex as Gate, OwnedMutexGuard};
use tokio::time::Instant;

/// Requests of a kind in a second. Discord's limit over all is 50: there is room for what another
/// process beside this one asks.
const A_SECOND: u32 = 20;

/// So many buckets are remembered before those that are over are forgotten.
const MANY: usize = 4_096;

/// A reset is told in decimals: never ask within the rounding.
const ROUNDING: Duration = Duration::from_millis(20);

/// What is limited together.
pub(super) type Key = (LightMethod, RatelimitingBucket);

/// Which of the two lanes a request takes: reading a long past must not hold up what people wait
/// for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// What is said and looked up.
    Acts,
    /// What is read of the past.
    Past,
}

/// What is known of Discord's limits.
#[derive(Debug, Default)]
pub(super) struct Pace {
    buckets: Mutex<HashMap<Key, Arc<Gate<Bucket>>>>,
    next: Mutex<[Option<Instant>; 2]>,
    closed_until: Mutex<Option<Instant>>,
    waiting: Mutex<HashMap<(LightMethod, String), UnboundedSender<Duration>>>,
}

/// What the last answer said of a bucket.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Bucket {
    /// How many requests are left, until when.
    left: Option<(u32, Instant)>,
}

impl Bucket {
    /// How long there is to wait.
    fn wait(&self, now: Instant) -> Duration {
        match self.left {
            Some((0, until)) => until.saturating_duration_since(now),
            _ => Duration::ZERO,
        }
    }

    /// What an answer says.
    pub(super) fn learn(&mut self, headers: &HeaderMap, now: Instant) {
        let said = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
        let (Some(left), Some(after)) =
            (said("x-ratelimit-remaining"), said("x-ratelimit-reset-after"))
        else {
            return;
        };
        let after = Duration::try_from_secs_f64(after).unwrap_or_default() + ROUNDING;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small whole number"
        )]
        let left = left as u32;
        self.left = Some((left, now + after));
    }

    fn is_over(&self, now: Instant) -> bool {
        self.left.is_none_or(|(_, until)| until <= now)
    }
}

/// A turn: the bucket is held until it is given back.
pub(super) type Turn = OwnedMutexGuard<Bucket>;

impl Pace {
    /// Waits for a turn, at most this long; `Err` says after how long it is worth asking again.
    pub(super) async fn turn(
        &self,
        key: Key,
        lane: Lane,
        patience: Duration,
    ) -> Result<Turn, Duration> {
        let until = Instant::now() + patience;
        let gate = self.bucket(key);
        let Ok(bucket) = tokio::time::timeout_at(until, gate.lock_owned()).await else {
            return Err(Duration::from_secs(1));
        };
        loop {
            let now = Instant::now();
            let mut wait = bucket.wait(now).max(self.closed(now));
            if wait.is_zero() {
                wait = self.place(lane, now);
            }
            if wait.is_zero() {
                return Ok(bucket);
            }
            if now + wait > until {
                return Err(wait);
            }
            pause(wait).await;
        }
    }

    fn bucket(&self, key: Key) -> Arc<Gate<Bucket>> {
        let mut buckets = lock(&self.buckets);
        if buckets.len() > MANY {
            let now = Instant::now();
            buckets.retain(|_, bucket| bucket.try_lock().map_or(true, |one| !one.is_over(now)));
        }
        Arc::clone(buckets.entry(key).or_default())
    }

    /// Discord asked everybody to wait.
    pub(super) fn close(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut closed = lock(&self.closed_until);
        *closed = Some(closed.map_or(until, |before| before.max(until)));
    }

    fn closed(&self, now: Instant) -> Duration {
        lock(&self.closed_until)
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// Takes the lane's next place if it is free now; says how long it is until then.
    fn place(&self, lane: Lane, now: Instant) -> Duration {
        let mut next = lock(&self.next);
        let Some(place) = next.get_mut(lane as usize) else { return Duration::ZERO };
        let wait = place.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        if wait.is_zero() {
            *place = Some(now + Duration::from_secs(1) / A_SECOND);
        }
        wait
    }

    /// From now on, what serenity says of waits of this request goes there.
    pub(super) fn listen(&self, method: LightMethod, path: &str) -> Listening<'_> {
        let (told, hears) = unbounded_channel();
        let name = (method, path.to_owned());
        lock(&self.waiting).insert(name.clone(), told);
        Listening { pace: self, name, hears }
    }

    /// serenity is about to wait before it asks (again): nothing is in flight.
    pub(super) fn told(&self, info: &RatelimitInfo) {
        if info.global {
            self.close(info.timeout);
        }
        if let Some(told) = lock(&self.waiting).get(&(info.method, info.path.clone())) {
            // Nobody listens any more to a request that has ended.
            let _ = told.send(info.timeout);
        }
    }
}

/// Hears of the waits of one request.
pub(super) struct Listening<'a> {
    pace: &'a Pace,
    name: (LightMethod, String),
    /// How long each wait is.
    pub hears: UnboundedReceiver<Duration>,
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        lock(&self.pace.waiting).remove(&self.name);
    }
}

#[expect(clippy::disallowed_methods, reason = "Discord's limits are kept by waiting")]
async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use serenity::http::Route;
    use serenity::model::id::ChannelId;
    use serenity_reqwest::header::HeaderValue;

    use super::*;

    const NO_TIME: Duration = Duration::ZERO;

    fn key(method: LightMethod, channel: u64) -> Key {
        let route = Route::ChannelMessages { channel_id: ChannelId::new(channel) };
        (method, route.ratelimiting_bucket())
    }

    fn headers(left: &'static str, after: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-ratelimit-remaining", HeaderValue::from_static(left));
        headers.insert("x-ratelimit-reset-after", HeaderValue::from_static(after));
        headers
    }

    #[tokio::test]
    async fn an_empty_bucket_is_waited_for_and_others_are_not() {
        let pace = Pace::default();
        let posts = key(LightMethod::Post, 1);
        let mut turn = pace.turn(posts, Lane::Acts, NO_TIME).await.unwrap();
        turn.learn(&headers("0", "4.5"), Instant::now());
        drop(turn);
        let wait = pace.turn(posts, Lane::Acts, NO_TIME).await.unwrap_err();
        assert!(wait > Duration::from_secs(4) && wait < Duration::from_secs(5), "{wait:?}");
        // Reading the same channel is another bucket, and so is another channel.
        let some = Duration::from_millis(500);
        pace.turn(key(LightMethod::Get, 1), Lane::Past, some).await.unwrap();
        pace.turn(key(LightMethod::Post, 2), Lane::Acts, some).await.unwrap();
    }

    #[tokio::test]
    async fn one_request_of_a_bucket_goes_at_a_time() {
        let pace = Pace::default();
        let posts = key(LightMethod::Post, 1);
        let turn = pace.turn(posts, Lane::Acts, NO_TIME).await.unwrap();
        assert!(pace.turn(posts, Lane::Acts, Duration::from_millis(20)).await.is_err());
        drop(turn);
        pace.turn(posts, Lane::Acts, Duration::from_millis(500)).await.unwrap();
    }

    #[tokio::test]
    async fn a_closed_door_holds_up_everybody_and_a_full_lane_only_its_own() {
        let pace = Pace::default();
        pace.turn(key(LightMethod::Get, 1), Lane::Past, NO_TIME).await.unwrap();
        let wait = pace.turn(key(LightMethod::Get, 2), Lane::Past, NO_TIME).await.unwrap_err();
        assert!(wait <= Duration::from_secs(1) / A_SECOND);
        pace.turn(key(LightMethod::Get, 3), Lane::Acts, NO_TIME).await.unwrap();
        pace.close(Duration::from_secs(9));
        let wait = pace.turn(key(LightMethod::Get, 4), Lane::Acts, NO_TIME).await.unwrap_err();
        assert!(wait > Duration::from_secs(8), "{wait:?}");
    }

    #[tokio::test]
    async fn a_request_hears_of_its_own_waits() {
        let pace = Pace::default();
        let mut listening = pace.listen(LightMethod::Post, "https://discord.com/x");
        let told = tokio::time::timeout(Duration::from_millis(10), listening.hears.recv()).await;
        assert!(told.is_err());
        drop(listening);
        assert!(lock(&pace.waiting).is_empty());
    }
}
