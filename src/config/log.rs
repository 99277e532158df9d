//! `[log]`: how logs look and how much they say.

use serde::Deserialize;

section! {
    /// Logs, on standard error.
    Log at "log", always true {
        /// How a line looks: text or json.
        format: LogFormat = LogFormat::Text => r#""text""#,
        /// How much is said: error, warn, info, debug, trace, or target=level pairs. The library
        /// that speaks Matrix calls every "not found" an error; what matters of it is said by
        /// Samovar itself, so only its cryptography is heard.
        filter: String = "info,matrix_sdk=off,matrix_sdk_crypto=error".to_owned()
            => r#""info,matrix_sdk=off,matrix_sdk_crypto=error""#,
    }
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}
