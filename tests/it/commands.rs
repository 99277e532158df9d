//! Stories of the front desk: real store, real flow, a platform that only listens.

pub mod desk;
mod links;
mod places;
mod rhythm;
pub mod stories;
