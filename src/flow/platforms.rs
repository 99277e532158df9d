//! The platforms that are on, by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::ids::PlatformName;
use crate::platform::Platform;

/// The platforms that are on.
#[derive(Clone, Default)]
pub struct Platforms(BTreeMap<PlatformName, Arc<dyn Platform>>);

impl Platforms {
    /// These platforms.
    #[must_use]
    pub fn new(platforms: impl IntoIterator<Item = Arc<dyn Platform>>) -> Self {
        Self(platforms.into_iter().map(|platform| (platform.name(), platform)).collect())
    }

    /// The platform of this name, if it is on.
    #[must_use]
    pub fn get(&self, name: &PlatformName) -> Option<&Arc<dyn Platform>> {
        self.0.get(name)
    }

    /// Whether this platform is on and connected now.
    #[must_use]
    pub fn connected(&self, name: &PlatformName) -> bool {
        self.get(name).is_some_and(|platform| platform.connected())
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Platform>> {
        self.0.values()
    }
}
