//! Files that came with a message, by reference. A file's address lapses within a day, so the message
//! is asked for a new one each time.

use serenity::model::id::{AttachmentId, ChannelId};
use serenity_reqwest::Url;

use super::adapter::Discord;
use super::past;
use super::read::Place;
use super::send::message_id;
use super::shape::Message;
use crate::domain::file::{self, FileRef};
use crate::domain::ids::RemoteId;
use crate::platform::{FILE_LIMIT, Refusal};

/// Where Discord keeps files.
const HOMES: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// The files of a message: each lies in a channel under an id.
pub(super) fn of(message: &Message, place: &Place) -> Vec<FileRef> {
    let channel = place.thread.unwrap_or(place.room);
    let all = message.attachments.iter().take(file::MOST).map(|one| {
        let kind = one.content_type.as_deref().unwrap_or_default();
        FileRef::new(&one.filename, kind, one.size, format!("{channel}/{}", one.id))
    });
    all.collect()
}

/// A file's bytes.
pub(super) async fn fetch(
    discord: &Discord,
    message: &RemoteId,
    file: &FileRef,
) -> Result<Vec<u8>, Refusal> {
    let gone = || Refusal::Gone("the file is not there any more".into());
    let (channel, id) = place(file).ok_or_else(gone)?;
    let found = past::one(&discord.rest, channel, message_id(message)?).await?.ok_or_else(gone)?;
    let url = found.attachments.into_iter().find(|one| one.id == id).ok_or_else(gone)?.url;
    let url = Url::parse(&url).map_err(|_| gone())?;
    let at_home = url.scheme() == "https" && HOMES.iter().any(|home| url.host_str() == Some(home));
    if discord.settings.way.is_home() && !at_home {
        return Err(Refusal::Never("Discord keeps no files there".into()));
    }
    discord.rest.download(url, FILE_LIMIT).await
}

fn place(file: &FileRef) -> Option<(ChannelId, AttachmentId)> {
    let (channel, id) = file.place.split_once('/')?;
    let number = |text: &str| text.parse::<std::num::NonZeroU64>().ok();
    Some((number(channel)?.into(), number(id)?.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_place_of_our_own_making_is_looked_up() {
        let file = |place: &str| FileRef::new("x", "", None, place);
        assert_eq!(place(&file("40/70")), Some((ChannelId::new(40), AttachmentId::new(70))));
        for odd in ["", "40", "40/", "0/1", "a/b", "1/2/3"] {
            assert_eq!(place(&file(odd)), None, "{odd}");
        }
    }
}
