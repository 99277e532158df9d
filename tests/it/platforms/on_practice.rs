//! Practice rooms.

use std::sync::Arc;

use samovar::domain::ids::{RemoteId, RoomRef};
use samovar::flow::clock::RealClock;
use samovar::platform::Platform;
use samovar::platform::practice::wish::Wish;
use samovar::platform::practice::{Practice, view};
use tempfile::TempDir;

use super::stage::Stage;
use super::suite;

struct Kitchen {
    practice: Arc<Practice>,
    _dir: TempDir,
}

impl Kitchen {
    async fn act(&self, who: &str, kind: &str, to: Option<&RemoteId>, text: &str) -> RemoteId {
        let wish = Wish {
            by: who.to_owned(),
            room: Some("kitchen".to_owned()),
            kind: kind.to_owned(),
            to: to.map(|id| id.as_str().to_owned()),
            text: (!text.is_empty()).then(|| text.to_owned()),
            thread: to.is_some().then_some(kind == "message"),
            ..Wish::default()
        };
        self.practice.act(wish).await.unwrap()
    }
}

impl Stage for Kitchen {
    fn platform(&self) -> Arc<dyn Platform> {
        Arc::clone(&self.practice) as _
    }

    fn room(&self) -> RoomRef {
        RoomRef::new("practice", "kitchen")
    }

    async fn says(&mut self, who: &str, text: &str, under: Option<&RemoteId>) -> RemoteId {
        self.act(who, "message", under, text).await
    }

    async fn edits(&mut self, who: &str, message: &RemoteId, text: &str) {
        self.act(who, "edit", Some(message), text).await;
    }

    async fn deletes(&mut self, who: &str, message: &RemoteId) {
        self.act(who, "delete", Some(message), "").await;
    }

    async fn standing(&mut self) -> Vec<String> {
        let seen = self.practice.read(|state| view::messages(state, "kitchen"));
        seen.into_iter().filter(|one| one.bot && !one.deleted).map(|one| one.text).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn practice_rooms_keep_the_port() {
    let dir = tempfile::tempdir().unwrap();
    let practice = Practice::open(dir.path(), Arc::new(RealClock), "!cop").unwrap();
    suite::holds(Kitchen { practice: Arc::new(practice), _dir: dir }).await;
}
