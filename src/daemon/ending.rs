//! Why the program ends otherwise than as it was asked to.

use crate::config::ConfigError;
use crate::store::StoreError;

/// Why the program ends; one line says it.
#[derive(Debug, thiserror::Error)]
pub enum Ending {
    /// Wrong usage or configuration.
    #[error("{0}")]
    Usage(String),
    /// It could, but it may not.
    #[error("{0}")]
    Refused(String),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl Ending {
    /// The exit code.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Refused(_) => 3,
            Self::Failed(_) => 1,
        }
    }
}

impl From<ConfigError> for Ending {
    fn from(error: ConfigError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<StoreError> for Ending {
    fn from(error: StoreError) -> Self {
        let words = error.to_string();
        match error {
            StoreError::Held { .. }
            | StoreError::Fenced
            | StoreError::NoBackup(_)
            | StoreError::HalfRestored
            | StoreError::Unfit(_) => Self::Refused(words),
            StoreError::Address(_) | StoreError::NoDatabase(_) | StoreError::Behind { .. } => {
                Self::Usage(words)
            }
            _ => Self::Failed(words),
        }
    }
}

impl From<anyhow::Error> for Ending {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<StoreError>() {
            Ok(error) => error.into(),
            Err(error) => Self::Failed(format!("{error:#}")),
        }
    }
}
