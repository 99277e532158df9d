//! `[methods]`: method files beside those inside the program.

use std::path::PathBuf;

use super::error::ConfigError;

section! {
    /// More methods; the shipped ones are inside the program.
    Methods at "methods", always true {
        /// A folder of method files: more methods, or replacements by the same name.
        dir: Option<PathBuf> = None => r#""config/methods""#,
    }
}

impl Methods {
    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        match &self.dir {
            Some(dir) if !dir.is_dir() => {
                Err(ConfigError::wrong("methods.dir", format!("{} is not a folder", dir.display())))
            }
            _ => Ok(()),
        }
    }
}
