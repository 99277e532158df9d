//! Matrix: one account on one homeserver, through matrix-sdk.
//!
//! | File | What it knows |
//! |---|---|
//! | `settings` | what the operator says: homeserver, account, whose invites are taken |
//! | `session`, `kept` | the device: login once, the same session and store after a restart |
//! | `keys` | the account's own keys: made, backed up, recovered on a new device |
//! | `again` | what could not be decrypted: the backup is asked, and it is read again |
//! | `verify` | wishes to verify the bot's device |
//! | `adapter` | the port: hands each call to the file that knows it |
//! | `sync`, `answer` | one answer of the server after the other, and what to do while it is away |
//! | `world`, `follow` | what changes around a room: joined, lost, renamed, encrypted, replaced |
//! | `members` | a room and who is in it |
//! | `invites` | whose invites are taken |
//! | `file` | files in events, by reference, and their bytes where they are asked for |
//! | `read`, `address` | one event of a room as an `Incoming`; whether it speaks to the bot (pure) |
//! | `render` | a neutral body as Matrix content, within the size of an event (pure) |
//! | `send`, `direct` | one act; the one direct room per person |
//! | `tap` | the bot's own reactions under a post |
//! | `zone` | the time zone of a person's profile |
//! | `held` | what came together with a gap, until that is filled |
//! | `history`, `back` | paging a room's past; whether an act in doubt took effect |
//! | `beside`, `beside_keys` | plain requests beside the client that serves, for `check` and `exec` |
//! | `refusal` | the server's errors as the port's |
//!
//! It never decides what is an answer or a command, never calls the flow or the store, and never
//! reads meaning into a room id (version 12 ids hold no server). The SDK's own sync token is not
//! our cursor: it is saved before anything is handled, so after each start and each limited
//! timeline the flow asks for the history back to the last event it has stored.

mod adapter;
mod address;
mod again;
mod answer;
mod back;
mod beside;
mod beside_keys;
mod direct;
mod file;
mod follow;
mod held;
mod history;
mod invites;
mod kept;
mod keys;
mod members;
mod read;
mod refusal;
mod render;
mod send;
mod session;
mod settings;
mod sync;
mod tap;
mod verify;
mod world;
mod zone;

// What the port calls comes as a boxed future, coerced where its function is: in the port's own
// methods the compiler would go through all of the SDK's types again for each.

pub use adapter::{ABILITIES, Matrix};
pub use beside::{Beside, Entered};
pub use beside_keys::Shown;
pub use settings::{Login, Settings};

/// The target of the spans by which the SDK tells of its requests, each with its status.
pub const REQUESTS: &str = "matrix_sdk::http_client";

/// The platform's name in references and tables.
pub const NAME: &str = "matrix";
