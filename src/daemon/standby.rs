//! A platform as `exec` needs it: known by name and abilities, and asked what a room is.
//!
//! `serve` delivers what `exec` wrote, so nothing here says anything to anybody.

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::domain::body::Body;
use crate::domain::clock::Instant;
use crate::domain::ids::{AccountRef, PlatformName, RoomRef};
use crate::platform::{
    Abilities, Act, Inbox, Made, Platform, ReadBack, Refusal, ReplyTo, Response, RoomFacts,
    RoundThread,
};

/// Says what a room is, beside the process that speaks to its platform.
#[async_trait]
pub(super) trait Looks: Send + Sync {
    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal>;
}

/// Stands for a platform that another process runs.
pub(super) struct Standby {
    pub name: PlatformName,
    pub abilities: Abilities,
    pub looks: Box<dyn Looks>,
}

impl Standby {
    fn elsewhere() -> Refusal {
        Refusal::Down("another process speaks to this platform".to_owned())
    }
}

#[async_trait]
impl Platform for Standby {
    fn name(&self) -> PlatformName {
        self.name.clone()
    }

    fn abilities(&self) -> Abilities {
        self.abilities
    }

    /// Taken as connected: whether it is, only the process knows that runs it.
    fn connected(&self) -> bool {
        true
    }

    fn device(&self) -> String {
        String::new()
    }

    async fn run(&self, _inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        stop.cancelled().await;
        Ok(())
    }

    fn render(&self, body: &Body, _mark: &str) -> Vec<String> {
        vec![body.plain()]
    }

    async fn make(&self, _act: &Act) -> Result<Made, Refusal> {
        Err(Self::elsewhere())
    }

    async fn read_back(&self, _act: &Act, _since: Instant) -> ReadBack {
        ReadBack::Unknown(Self::elsewhere().to_string())
    }

    async fn fill(
        &self,
        _room: &RoomRef,
        _cursor: Option<&str>,
        _threads: &[RoundThread],
        _inbox: &Inbox,
    ) -> Result<(), Refusal> {
        Err(Self::elsewhere())
    }

    async fn respond(&self, _to: &ReplyTo, _reply: &Response) -> Result<(), Refusal> {
        Err(Self::elsewhere())
    }

    async fn look(&self, room: &RoomRef) -> Result<RoomFacts, Refusal> {
        self.looks.look(room).await
    }

    async fn is_in(&self, _room: &RoomRef, _account: &AccountRef) -> bool {
        false
    }

    async fn may_manage(&self, _room: &RoomRef, _account: &AccountRef) -> bool {
        false
    }
}
