//! Stories of the front desk: real store, real flow, a platform that only listens.

mod desk;
mod places;
mod stories;
