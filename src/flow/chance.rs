//! The source of randomness, handed in from outside: seeded in tests, from the system otherwise.

use std::sync::{Mutex, PoisonError};

use rand::RngCore;

/// A shared random source.
pub struct Chance(Mutex<Box<dyn RngCore + Send>>);

impl Chance {
    /// Chance from this source.
    #[must_use]
    pub fn new(source: Box<dyn RngCore + Send>) -> Self {
        Self(Mutex::new(source))
    }

    /// Draws from the source.
    pub fn with<T>(&self, draw: impl FnOnce(&mut dyn RngCore) -> T) -> T {
        // A poisoned source is still a source: nothing was half drawn.
        let mut source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        draw(source.as_mut())
    }
}
