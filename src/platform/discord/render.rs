//! A neutral body as Discord messages. A placeholder until the real one comes from `face`.

use serde_json::json;

use crate::domain::body::Body;

/// The parts of a body.
pub(super) fn render(body: &Body, mark: &str) -> Vec<String> {
    let buttons: Vec<_> = body
        .buttons
        .iter()
        .map(|button| {
            json!({"type": 2, "style": 2, "label": button.label,
                "custom_id": format!("a|{mark}.0|{}", button.id)})
        })
        .collect();
    let rows =
        if buttons.is_empty() { json!([]) } else { json!([{"type": 1, "components": buttons}]) };
    let mut part = json!({ "content": body.plain(), "components": rows,
        "allowed_mentions": {"parse": []}, "flags": 4 });
    if let Some(name) = &body.thread {
        part["thread"] = json!({ "name": name });
    }
    vec![part.to_string()]
}
