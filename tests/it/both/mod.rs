//! One circle on a fake Discord and on a real Synapse, through the whole program: one round, one list
//! of answers, two summaries that say the same.

mod scene;
mod stories;
