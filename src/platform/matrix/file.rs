//! Files in events: by reference, and their bytes where they are asked for.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use matrix_sdk::Error;
use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::events::room::MediaSource;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::adapter::Matrix;
use super::refusal;
use crate::domain::file::FileRef;
use crate::platform::{FILE_LIMIT, Refusal};

/// How long fetching a file may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The longest address, or value of a key: longer ones are no file's.
const LONGEST: usize = 1000;

/// Whether a message of this kind is a file.
pub(super) fn is_file(content: &Value) -> bool {
    matches!(content["msgtype"].as_str(), Some("m.image" | "m.file" | "m.audio" | "m.video"))
}

/// What was written along with a file: where it has a name of its own, the body is its caption.
pub(super) fn caption(content: &Value) -> &str {
    let body = content["body"].as_str().unwrap_or_default();
    match content["filename"].as_str() {
        Some(name) if name != body => body,
        _ => "",
    }
}

/// The file of a message, if it is one and can be found again.
pub(super) fn file(content: &Value) -> Option<FileRef> {
    if !is_file(content) {
        return None;
    }
    let sealed = &content["file"];
    let place = sealed["url"].as_str().or_else(|| content["url"].as_str())?;
    if !place.starts_with("mxc://") || place.len() > LONGEST {
        return None;
    }
    let name = content["filename"].as_str().or_else(|| content["body"].as_str());
    let info = &content["info"];
    let kind = info["mimetype"].as_str().unwrap_or_default();
    let file = FileRef::new(name.unwrap_or_default(), kind, info["size"].as_u64(), place);
    if sealed.is_object() { Some(file.with_key(key(sealed)?)) } else { Some(file) }
}

/// What opens an encrypted file: the values that the specification names, and no others.
fn key(sealed: &Value) -> Option<String> {
    let text = |value: &Value| value.as_str().filter(|text| text.len() <= LONGEST).map(json_text);
    let key = &sealed["key"];
    let kept = json!({
        "v": text(&sealed["v"])?,
        "url": text(&sealed["url"])?,
        "iv": text(&sealed["iv"])?,
        "hashes": { "sha256": text(&sealed["hashes"]["sha256"])? },
        "key": {
            "kty": text(&key["kty"])?,
            "alg": text(&key["alg"])?,
            "k": text(&key["k"])?,
            "ext": true,
            "key_ops": ["encrypt", "decrypt"],
        },
    });
    Some(kept.to_string())
}

fn json_text(text: &str) -> Value {
    Value::from(text)
}

/// The bytes of a file, decrypted where it is encrypted.
pub(super) fn fetch<'a>(
    matrix: &'a Matrix,
    file: &'a FileRef,
) -> BoxFuture<'a, Result<Vec<u8>, Refusal>> {
    bytes(matrix, file).boxed()
}

async fn bytes(matrix: &Matrix, file: &FileRef) -> Result<Vec<u8>, Refusal> {
    if file.size.is_some_and(|size| size > FILE_LIMIT) {
        return Err(too_large());
    }
    let request = MediaRequestParameters { source: source(file)?, format: MediaFormat::File };
    let client = matrix.client();
    let media = client.media();
    let asked = media.get_media_content(&request, false).boxed();
    let bytes = match timeout(LIMIT, asked).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(of(&error)),
        Err(_) => return Err(Refusal::Down("the server sent no file in time".to_owned())),
    };
    if bytes.len() as u64 > FILE_LIMIT { Err(too_large()) } else { Ok(bytes) }
}

fn source(file: &FileRef) -> Result<MediaSource, Refusal> {
    let wish = match &file.key {
        Some(key) => serde_json::from_str(key).map(|file: Value| json!({ "file": file })),
        None => Ok(json!({ "url": file.place })),
    };
    let read = wish.and_then(serde_json::from_value::<MediaSource>);
    read.map_err(|_| Refusal::Never("what opens the file can't be read".to_owned()))
}

/// What a file's bytes can't be had for. They are only read: nothing is in doubt.
fn of(error: &Error) -> Refusal {
    match refusal::of(error) {
        Refusal::Doubt(why) => Refusal::Down(why),
        other => other,
    }
}

fn too_large() -> Refusal {
    Refusal::Never("the file is too large to be handed on".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_with_its_name_kind_and_place() {
        let plain = json!({"msgtype": "m.image", "body": "plan.png", "url": "mxc://s/1",
            "info": {"mimetype": "image/png", "size": 12}});
        let found = file(&plain).unwrap();
        let told = (found.name.as_str(), found.kind.as_str(), found.size, found.place.as_str());
        assert_eq!(told, ("plan.png", "image/png", Some(12), "mxc://s/1"));
        assert_eq!((caption(&plain), found.key), ("", None));
        let with_words = json!({"msgtype": "m.file", "body": "Our plan", "filename": "plan.pdf",
            "url": "mxc://s/2", "info": {"size": -3}});
        let found = file(&with_words).unwrap();
        assert_eq!((found.name.as_str(), found.size), ("plan.pdf", None));
        assert_eq!(caption(&with_words), "Our plan");
    }

    #[test]
    fn an_encrypted_file_keeps_what_opens_it_and_nothing_else() {
        let content = json!({"msgtype": "m.audio", "body": "voice.ogg", "file": {
            "v": "v2", "url": "mxc://s/3", "iv": "w+sE15fzSc0AAAAAAAAAAA",
            "hashes": {"sha256": "fdSLu/YkRx3Wyh3KQabP3rd6+SFiKg5lsJZQHtkSAYA"},
            "key": {"kty": "oct", "alg": "A256CTR", "ext": true,
                "k": "aWF6-32KGYaC3A_FEUCk1Bt0JA37zP0wrStgmdCaW-0",
                "key_ops": ["encrypt", "decrypt"], "extra": "x"},
            "more": "y"}});
        let found = file(&content).unwrap();
        let key = found.key.clone().unwrap();
        assert!(!key.contains("extra") && !key.contains("more"), "{key}");
        assert!(matches!(source(&found), Ok(MediaSource::Encrypted(_))));
        let plain = FileRef::new("a", "b/c", None, "mxc://s/3");
        assert!(matches!(source(&plain), Ok(MediaSource::Plain(_))));
        assert!(source(&plain.with_key("{}")).is_err());
    }

    #[test]
    fn what_lies_elsewhere_or_can_t_be_opened_is_no_file() {
        for odd in [
            json!({"msgtype": "m.text", "body": "x", "url": "mxc://s/1"}),
            json!({"msgtype": "m.image", "body": "x", "url": "https://example.org/x.png"}),
            json!({"msgtype": "m.image", "body": "x"}),
            json!({"msgtype": "m.image", "body": "x", "file": {"url": "mxc://s/1", "v": "v2"}}),
        ] {
            assert_eq!(file(&odd), None, "{odd}");
        }
    }
}
