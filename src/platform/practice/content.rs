//! What a message holds: words that read well as they are, and for the page their structure.

use serde::{Deserialize, Serialize};

use crate::domain::body::{Block, Button, Form};
use crate::domain::file::FileRef;

/// One message's content; a rendered part of a post is this as JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// The words as plain text with light markdown.
    pub text: String,
    /// The same words as a tree; empty for what people type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// Files that a persona said along with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// Buttons under it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
    /// The form that goes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// The personas who are told of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<String>,
    /// Chatter that notifies nobody.
    #[serde(skip_serializing_if = "is_false")]
    pub notice: bool,
}

impl Content {
    /// What somebody typed.
    #[must_use]
    pub fn typed(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A rendered part, read again; words that are not one are taken as they are.
    #[must_use]
    pub fn of_part(part: &str) -> Self {
        serde_json::from_str(part).unwrap_or_else(|_| Self::typed(part))
    }
}

/// For `skip_serializing_if`.
pub(super) fn is_false(value: &bool) -> bool {
    !value
}
