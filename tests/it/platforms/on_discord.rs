//! Discord, as the project's fake has it.

use std::sync::Arc;

use samovar::domain::ids::{RemoteId, RoomRef};
use samovar::flow::clock::RealClock;
use samovar::platform::Platform;
use samovar::platform::discord::{Discord as Adapter, Settings, Way};
use serde_json::json;
use tempfile::TempDir;

use super::stage::Stage;
use super::suite;
use crate::support::discord::Discord;

struct Channel {
    discord: Discord,
    adapter: Arc<Adapter>,
    room: RoomRef,
    _dir: TempDir,
}

impl Channel {
    async fn open() -> Self {
        let (discord, dir) = (Discord::with(&[]), tempfile::tempdir().unwrap());
        let authority = std::fs::read(discord.fact("ca_file")).unwrap();
        let settings = Settings {
            token: discord.fact("token").to_owned().into(),
            way: Way::Address {
                address: discord.fact("rest").parse().unwrap(),
                authority: Some(authority),
            },
            dir: dir.path().join("discord"),
            message_content: None,
            command_servers: None,
        };
        let room = RoomRef::new("discord", discord.find("channels", "kitchen").await);
        let adapter = Arc::new(Adapter::new(settings, Arc::new(RealClock)).unwrap());
        Self { discord, adapter, room, _dir: dir }
    }
}

impl Stage for Channel {
    fn platform(&self) -> Arc<dyn Platform> {
        Arc::clone(&self.adapter) as _
    }

    fn room(&self) -> RoomRef {
        self.room.clone()
    }

    async fn says(&mut self, who: &str, text: &str, under: Option<&RemoteId>) -> RemoteId {
        let place = under.map_or("kitchen", RemoteId::as_str);
        let deed = json!({"do": "say", "as": who, "in": place, "text": text});
        self.discord.id(deed).await.as_str().into()
    }

    async fn edits(&mut self, who: &str, message: &RemoteId, text: &str) {
        let deed = json!({"do": "edit", "as": who, "message": message.as_str(), "text": text});
        self.discord.does(deed).await;
    }

    async fn deletes(&mut self, who: &str, message: &RemoteId) {
        let deed = json!({"do": "delete", "as": who, "message": message.as_str()});
        self.discord.does(deed).await;
    }

    async fn standing(&mut self) -> Vec<String> {
        let look = json!({"do": "messages", "in": "kitchen", "by": "bot"});
        let rows = self.discord.rows(look).await;
        rows.iter().map(|row| row["content"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discord_keeps_the_port() {
    suite::holds(Channel::open().await).await;
}
