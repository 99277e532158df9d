//! Discord: one application, its requests through serenity.
//!
//! | File | What it knows |
//! |---|---|
//! | `settings` | what the operator says: the token, where Discord is |
//! | `adapter` | the port: hands each call to the file that knows it |
//! | `rest`, `pace` | requests, each in its turn; what Discord says of its limits |
//! | `refusal` | Discord's errors as the port's |
//! | `gateway` | what happens, in order, over a socket of our own |
//! | `shape` | what Discord sends, as far as it is read (pure) |
//! | `dispatch`, `chore` | what each event means; what it leaves to be asked |
//! | `read`, `address` | one message as an `Incoming`; whether it speaks to the bot (pure) |
//! | `world`, `guilds`, `permission` | the bound rooms and what turns around them; servers with as little as is needed; who may what (pure) |
//! | `look`, `who` | what a room is; who is on a server, asked when it matters |
//! | `send`, `thread`, `direct` | one act; the thread under a prompt; the channel of two |
//! | `file` | files that came with a message, by reference |
//! | `render`, `block`, `escape` | a neutral body as messages, members' words as they are (pure) |
//! | `custom`, `form` | what a button carries; a form as a modal (pure) |
//! | `interact`, `exchange`, `callback` | what is picked, pressed or sent; each acknowledged in time |
//! | `interaction` | what Discord sends of it, as words (pure) |
//! | `complete` | completions of what somebody is typing |
//! | `register`, `registered` | the commands as Discord takes them; what it has of them (pure) |
//! | `registrar` | registering what changed, and saying so |
//! | `history`, `past`, `back` | a room's past; its pages; whether an act in doubt took effect |
//! | `beside` | Discord asked beside the process that serves, for `check` and `exec` |
//! | `links`, `identity`, `kept` | whether shards are connected; who the bot is; small files |
//!
//! It never decides what is an answer or a command, and never calls the flow or the store. What is
//! said in rooms that are not bound goes past unread, unless it is said to the bot.

mod adapter;
mod address;
mod back;
mod beside;
mod block;
mod callback;
mod chore;
mod complete;
mod counted;
mod custom;
mod direct;
mod dispatch;
mod escape;
mod exchange;
mod file;
mod form;
mod gateway;
mod guilds;
mod history;
mod identity;
mod interact;
mod interaction;
mod kept;
mod links;
mod look;
mod pace;
mod past;
mod permission;
mod read;
#[cfg(test)]
mod reader;
mod refusal;
mod register;
mod registered;
mod registrar;
mod render;
mod rest;
mod send;
mod settings;
mod shape;
mod thread;
mod who;
mod world;

use serenity::model::id::ChannelId;

use crate::domain::ids::RoomRef;

pub use adapter::Discord;
pub use beside::{Application, Beside, Seen};
pub use counted::REQUESTS;
pub use settings::{Settings, Way};

/// The platform's name in references and tables.
pub const NAME: &str = "discord";

/// A room as the house refers to it.
fn room_ref(channel: ChannelId) -> RoomRef {
    RoomRef::new(NAME, channel.to_string())
}
