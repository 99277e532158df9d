//! What events of the gateway leave to be asked of Discord.

use serenity::http::Route;
use serenity::model::id::ChannelId;

use super::adapter::Discord;
use super::dispatch::Chore;
use super::rest::Want;
use super::shape::Channel;
use crate::platform::{Incoming, Refusal};

impl Discord {
    /// Does it, and says what came of it.
    pub(super) async fn chore(&self, chore: Chore) -> Vec<Incoming> {
        match chore {
            Chore::FindRoom(room) => self.find_room(room).await,
            Chore::OpenThread(thread) => {
                self.reopen_thread(thread).await;
                Vec::new()
            }
        }
    }

    /// A bound room that no server showed: its server may be out of reach, which passes; or the
    /// bot is not let in any more.
    async fn find_room(&self, room: ChannelId) -> Vec<Incoming> {
        let asked = self.rest.ask(Want::get(Route::Channel { channel_id: room }).past()).await;
        match asked {
            Ok(said) => {
                let channel = serde_json::from_value::<Channel>(said).ok();
                let known = channel.filter(|one| one.id == room);
                known.map(|one| self.world.channel(&one, self.real.now())).unwrap_or_default()
            }
            Err(fault) => match fault.refusal {
                Refusal::NotAllowed(why) | Refusal::Gone(why) => {
                    self.world.lost(room, &why).into_iter().collect()
                }
                _ => Vec::new(),
            },
        }
    }
}
