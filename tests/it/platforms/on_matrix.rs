//! Matrix, as a real homeserver has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use samovar::domain::ids::{RemoteId, RoomRef};
use samovar::platform::Platform;
use samovar::platform::matrix::Matrix;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::stage::Stage;
use super::suite;
use crate::matrix::bot::settings;
use crate::support::synapse::{Member, Synapse, user_id};

struct Room {
    members: BTreeMap<&'static str, Member>,
    matrix: Arc<Matrix>,
    room: String,
    _synapse: Synapse,
    _dir: TempDir,
}

impl Room {
    async fn open() -> Self {
        let (synapse, dir) = (Synapse::start("lifted", "11"), tempfile::tempdir().unwrap());
        let matrix = Arc::new(Matrix::connect(settings(&synapse, dir.path())).await.unwrap());
        let mut members = BTreeMap::from(["ben", "chloe"].map(|who| (who, synapse.member(who))));
        let ben = members.get_mut("ben").unwrap();
        let invite = [user_id("samovar"), user_id("chloe")];
        let room = ben.id(json!({ "do": "create", "name": "Kitchen", "invite": invite }));
        members.get_mut("chloe").unwrap().does(json!({ "do": "join", "room": room }));
        Self { members, matrix, room, _synapse: synapse, _dir: dir }
    }

    fn of(&mut self, who: &str) -> &mut Member {
        self.members.get_mut(who).unwrap()
    }
}

impl Stage for Room {
    fn platform(&self) -> Arc<dyn Platform> {
        Arc::clone(&self.matrix) as _
    }

    fn room(&self) -> RoomRef {
        RoomRef::new("matrix", self.room.as_str())
    }

    async fn says(&mut self, who: &str, text: &str, under: Option<&RemoteId>) -> RemoteId {
        let mut deed = json!({ "do": "say", "room": self.room, "text": text });
        if let Some(under) = under {
            deed["thread"] = json!(under.as_str());
        }
        self.of(who).id(deed).as_str().into()
    }

    async fn edits(&mut self, who: &str, message: &RemoteId, text: &str) {
        let deed =
            json!({ "do": "edit", "room": self.room, "event": message.as_str(), "text": text });
        self.of(who).does(deed);
    }

    async fn deletes(&mut self, who: &str, message: &RemoteId) {
        let deed = json!({ "do": "redact", "room": self.room, "event": message.as_str() });
        self.of(who).does(deed);
    }

    async fn standing(&mut self) -> Vec<String> {
        let room = self.room.clone();
        let mut standing = BTreeMap::new();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        for event in self.of("ben").seen(&room) {
            let said = event["sender"] == user_id("samovar").as_str() && event["body"].is_string();
            if said && event["redacted"] != true {
                let id = if event["edits"].is_string() { &event["edits"] } else { &event["id"] };
                let text = if event["new"].is_string() { &event["new"] } else { &event["body"] };
                standing.insert(word(id), word(text));
            } else {
                standing.remove(&word(&event["id"]));
            }
        }
        standing.into_values().collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn synapse_keeps_the_port() {
    suite::holds(Room::open().await).await;
}
