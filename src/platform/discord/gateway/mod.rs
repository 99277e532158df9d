//! The gateway: what happens on Discord, in order, over a socket that is ours.
//!
//! | File | What it knows |
//! |---|---|
//! | `frame` | the gateway's messages, both ways (pure) |
//! | `session` | what follows from each: the protocol as a state machine (pure) |
//! | `socket` | a websocket, and what is compressed on it |
//! | `closing` | why Discord closes a connection, and what an operator can mend |
//! | `budget` | how often the bot may identify, over restarts too |
//! | `shard` | one connection after the other, for ever |
//! | `run` | what is asked before the first connection; all shards together |
//!
//! serenity's own runner is not used (docs/adr/0015-gateway-socket.md): it can't tell most endings,
//! spins on some, and hands events on out of order.

mod budget;
mod closing;
mod frame;
mod run;
mod session;
mod shard;
mod socket;

pub(super) use frame::Shard;
pub(super) use run::{run, whereabouts};
