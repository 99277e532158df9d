//! The clerk: what platforms with native commands ask of the house. It only reads.

use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::community::Language;
use crate::flow::House;
use crate::platform::spec::{Acknowledge, CommandSpec, MenuSpec};
use crate::platform::{Aside, Clerk, Completing, Completion};

use super::{complete, parse, spec};

/// Answers for a house.
pub struct HouseClerk(pub Arc<House>);

#[async_trait]
impl Clerk for HouseClerk {
    fn commands(&self) -> Vec<CommandSpec> {
        spec::specs(&self.0.words)
    }

    fn menus(&self) -> Vec<MenuSpec> {
        spec::menus(&self.0.words)
    }

    fn acknowledge(&self, words: &[String]) -> Acknowledge {
        acknowledge(words)
    }

    async fn complete(&self, asked: Completing) -> Vec<Completion> {
        complete::complete(&self.0, &asked).await.unwrap_or_else(|error| {
            if !self.0.met(&error) {
                tracing::warn!(error = format!("{error:#}"), "an option could not be completed");
            }
            Vec::new()
        })
    }

    fn say(&self, word: Aside, language: &str) -> String {
        let key = match word {
            Aside::TooSlow => "aside-too-slow",
            Aside::AskAgain => "aside-ask-again",
        };
        self.0.words.say(&Language::from(language), key, &[])
    }
}

/// How a command's words are acknowledged. What can't be read is told in private.
#[must_use]
pub fn acknowledge(words: &[String]) -> Acknowledge {
    match parse::words(words) {
        Ok(line) => line.command.acknowledge(),
        Err(_) => Acknowledge::Deferred { private: true },
    }
}
