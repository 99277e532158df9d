//! Where a platform is put to the test: a room with the bot and members in it.

use std::sync::Arc;

use samovar::domain::ids::{RemoteId, RoomRef};
use samovar::platform::Platform;

/// A room, and what its members do in it by the platform's own means.
pub trait Stage {
    /// The adapter, connected to nothing yet.
    fn platform(&self) -> Arc<dyn Platform>;

    /// The room with the bot in it.
    fn room(&self) -> RoomRef;

    /// Somebody says something: in the room, or in the thread under a post of the bot's.
    async fn says(&mut self, who: &str, text: &str, under: Option<&RemoteId>) -> RemoteId;

    /// They edit it.
    async fn edits(&mut self, who: &str, message: &RemoteId, text: &str);

    /// They take it away.
    async fn deletes(&mut self, who: &str, message: &RemoteId);

    /// What members see of the bot in the room, each message as it stands now.
    async fn standing(&mut self) -> Vec<String>;
}
