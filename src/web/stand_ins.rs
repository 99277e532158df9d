//! What stands behind the listener in its tests.

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;

use super::{Download, Health, Mine, Readiness, TimeTravel};
use crate::domain::clock::{Clock, Instant};

/// A clock that is moved by hand.
pub struct Hands(pub Mutex<Instant>);

impl Clock for Hands {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

#[async_trait]
impl TimeTravel for Hands {
    fn now(&self) -> Instant {
        Clock::now(self)
    }

    async fn advance(&self, by: Duration) -> anyhow::Result<()> {
        *self.0.lock().unwrap() += by;
        Ok(())
    }
}

/// Knows one link, once.
pub struct NoLinks;

#[async_trait]
impl Mine for NoLinks {
    async fn stands(&self, code: &str) -> anyhow::Result<bool> {
        Ok(code == "right")
    }

    async fn fetch(&self, code: &str) -> anyhow::Result<Option<Download>> {
        let file = Download { name: "me.md", kind: "text/markdown", text: "# Ana".to_owned() };
        Ok((code == "right").then_some(file))
    }
}

/// Says this, whatever is asked.
pub struct Standing(pub Readiness);

#[async_trait]
impl Health for Standing {
    async fn readiness(&self) -> Readiness {
        self.0.clone()
    }
}
