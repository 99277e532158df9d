//! A community in one room, on the day of its first check-in.

use super::home::{EVENING, Home, Person, QUESTION, rest, until};
use crate::support::process::Served;

/// A community in a room, its prompt up.
pub struct Scene {
    pub home: Home,
    pub served: Option<Served>,
    pub people: [Person; 4],
    pub room: String,
    pub prompt: String,
}

impl Scene {
    /// Ana founds the community in an encrypted room the evening before; at nine the prompt is up.
    pub async fn set() -> Self {
        Self::set_in(true).await
    }

    /// The same in a room that is encrypted or not.
    pub async fn set_in(encrypted: bool) -> Self {
        let mut scene = Self::evening_in(encrypted).await;
        scene.morning().await;
        scene
    }

    /// The evening before, in an encrypted room.
    pub async fn evening() -> Self {
        Self::evening_in(true).await
    }

    async fn evening_in(encrypted: bool) -> Self {
        let home = Home::new();
        let served = home.serve(&[]).await;
        served.clock(&format!("jump {EVENING}"));
        let [mut ana, mut ben, mut chloe, mut dev] =
            ["ana", "ben", "chloe", "dev"].map(|name| home.person(name));
        let room = ana.room("Kitchen", &mut [&mut ben, &mut chloe, &mut dev], encrypted).await;
        ana.says(
            &room,
            &format!(
                "!cop setup --name Lighter --zone Africa/Abidjan --circle everyone --ritual tea \
                 --method check-in --ask \"{QUESTION}\" --days daily --at 09:00 --open-for 6h"
            ),
        );
        until("the ritual is there", async || {
            home.exec("ana", "ritual list").to_string().contains("tea")
        })
        .await;
        rest(&served);
        let prompt = String::new();
        Self { home, served: Some(served), people: [ana, ben, chloe, dev], room, prompt }
    }

    /// Nine o'clock.
    pub async fn morning(&mut self) {
        assert!(self.served().clock("set 2031-03-03T09:00:00Z").starts_with("ok"));
        self.prompt = self.people[0].prompt(&self.room, QUESTION).await;
    }

    pub fn served(&self) -> &Served {
        self.served.as_ref().unwrap()
    }

    /// Starts the program again.
    pub async fn up(&mut self) {
        self.served = Some(self.home.serve(&[]).await);
    }

    /// The round closes; the summary says these words, each once, and is there once.
    pub async fn closes(&mut self, words: &[&str]) {
        rest(self.served());
        assert!(self.served().clock("set 2031-03-03T15:00:00Z").starts_with("ok"));
        rest(self.served());
        let posts = self.people[0].posts(&self.room);
        let prompts = posts.iter().filter(|post| post.0 == self.prompt).count();
        let summaries: Vec<_> = posts
            .iter()
            .filter(|post| post.0 != self.prompt && words.iter().any(|one| post.1.contains(one)))
            .collect();
        assert_eq!((prompts, summaries.len()), (1, 1), "{posts:#?}");
        for word in words {
            assert_eq!(summaries[0].1.matches(word).count(), 1, "{word:?} in {summaries:#?}");
        }
        self.home.each_message_once();
    }
}
