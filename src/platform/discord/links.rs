//! Which shards are connected. A line that is being mended at once is not called down.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::gateway::Shard;

/// So long a session that most likely goes on counts as connected.
const MENDING: Duration = Duration::from_secs(5);

/// The state of each shard.
#[derive(Debug, Default)]
pub(super) struct Links(Mutex<Vec<Link>>);

#[derive(Debug, Clone, Copy)]
enum Link {
    Down,
    Up,
    Mending(Instant),
}

impl Link {
    fn stands(self, now: Instant) -> bool {
        match self {
            Self::Up => true,
            Self::Mending(since) => now.saturating_duration_since(since) < MENDING,
            Self::Down => false,
        }
    }
}

impl Links {
    /// So many shards are to be connected.
    pub(super) fn begin(&self, shards: u32) {
        self.with(|links| {
            links.clear();
            links.resize(usize::try_from(shards).unwrap_or_default(), Link::Down);
        });
    }

    /// None is any more.
    pub(super) fn end(&self) {
        self.with(Vec::clear);
    }

    /// A shard's session stands.
    pub(super) fn up(&self, shard: u32) {
        self.set(shard, |_| Link::Up);
    }

    /// A shard's line is broken.
    pub(super) fn broken(&self, shard: u32, now: Instant) {
        self.set(shard, |link| match link {
            Link::Up => Link::Mending(now),
            other => other,
        });
    }

    /// Whether any is connected: requests need none, and each shard's rooms are read when it is.
    pub(super) fn connected(&self, now: Instant) -> bool {
        self.with(|links| links.iter().any(|link| link.stands(now)))
    }

    /// Whether the shard of this server is connected.
    pub(super) fn reach(&self, guild: u64, now: Instant) -> bool {
        self.with(|links| {
            let of = u32::try_from(links.len()).unwrap_or_default();
            let shard = |number: usize| Shard { number: u32::try_from(number).unwrap_or(of), of };
            let mut numbered = links.iter().enumerate();
            numbered.any(|(number, link)| shard(number).has(guild) && link.stands(now))
        })
    }

    fn set(&self, shard: u32, to: impl FnOnce(Link) -> Link) {
        self.with(|links| {
            let place = usize::try_from(shard).ok().and_then(|at| links.get_mut(at));
            if let Some(link) = place {
                *link = to(*link);
            }
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut Vec<Link>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_counts_until_it_was_broken_for_a_while() {
        let (links, now) = (Links::default(), Instant::now());
        assert!(!links.connected(now));
        links.begin(1);
        links.broken(0, now);
        assert!(!links.connected(now), "it was never up");
        links.up(0);
        links.broken(0, now);
        assert!(links.connected(now + Duration::from_secs(4)));
        assert!(!links.connected(now + Duration::from_secs(5)));
        links.up(0);
        assert!(links.connected(now + Duration::from_secs(9)));
        links.end();
        assert!(!links.connected(now));
    }

    #[test]
    fn a_server_is_reached_by_its_own_shard() {
        let (links, now) = (Links::default(), Instant::now());
        links.begin(2);
        links.up(1);
        let (even, odd) = (2 << 22, 3 << 22);
        assert!(links.connected(now) && links.reach(odd, now) && !links.reach(even, now));
    }
}
