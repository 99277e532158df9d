//! What the page of one-time links hands out.

use std::sync::Arc;

use async_trait::async_trait;

use crate::flow::House;
use crate::flow::handover::{self, Form};
use crate::web::{Download, Mine};

/// Hands out what members asked for.
pub(super) struct Handing(pub Arc<House>);

#[async_trait]
impl Mine for Handing {
    async fn stands(&self, code: &str) -> anyhow::Result<bool> {
        handover::stands(&self.0, code).await
    }

    async fn fetch(&self, code: &str) -> anyhow::Result<Option<Download>> {
        let handed = handover::redeem(&self.0, code).await?;
        Ok(handed.map(|handed| {
            let (name, kind) = match handed.form {
                Form::Markdown => ("samovar-me.md", "text/markdown"),
                Form::Json => ("samovar-me.json", "application/json"),
            };
            Download { name, kind, text: handed.text }
        }))
    }
}
