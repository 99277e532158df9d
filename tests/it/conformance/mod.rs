//! A case for every method of the store, run on both databases.

mod curation;
mod delivery;
mod epoch;
mod house;
mod own;
mod people;
mod places;
mod rounds;
mod said;
mod unread;
mod writers;
