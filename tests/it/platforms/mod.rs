//! One suite that every platform passes, over the port alone: what the house may rely on, whatever
//! is behind it. A new platform adds a stage, on which members speak in its own way.

mod ears;
mod on_discord;
mod on_matrix;
mod on_practice;
mod stage;
mod suite;
