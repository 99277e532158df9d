//! `exec`: one command in somebody's name, beside a running `serve`.

use serde_json::json;

use crate::command::desk::{self, Answered};
use crate::config::Config;
use crate::daemon::{self, Ending};
use crate::domain::ids::{AccountRef, RoomRef};
use crate::flow::erasures;
use crate::platform::practice::cast;

use super::args::Exec;
use super::out;

pub(super) async fn exec(config: Config, args: Exec) -> Result<(), Ending> {
    let wish = desk::Exec {
        account: account(&args.account)?,
        room: args.room.as_deref().map(room).transpose()?,
        community: args.community,
        yes: args.yes,
        words: args.words.join(" "),
    };
    let house = daemon::attach(&config).await?;
    let answered = desk::exec(&house, wish).await?;
    // What was forgotten leaves the files now, also where nobody serves; else `serve` goes on.
    if let Err(error) = erasures::cleanse(&house).await {
        tracing::warn!(error = format!("{error:#}"), "erased words are still in files");
    }
    house.store.close().await;
    let text = answered.body.plain();
    if args.json {
        let Answered { ok, code, data, .. } = &answered;
        out::say(&json!({ "ok": ok, "code": code, "text": text, "data": data }).to_string());
    } else {
        out::say(&text);
    }
    match (answered.ok, answered.understood) {
        (true, _) => Ok(()),
        (false, true) => Err(Ending::Refused(format!("not done: {}", answered.code))),
        (false, false) => Err(Ending::Usage(format!("not understood: {}", args.words.join(" ")))),
    }
}

fn account(text: &str) -> Result<AccountRef, Ending> {
    let mut at: AccountRef = text.parse().map_err(|why| Ending::Usage(format!("--as: {why}")))?;
    if at.platform == cast::platform()
        && let Some(persona) = cast::persona(&at.id)
    {
        at.id = persona.id.to_owned();
    }
    Ok(at)
}

fn room(text: &str) -> Result<RoomRef, Ending> {
    let mut at: RoomRef = text.parse().map_err(|why| Ending::Usage(format!("--room: {why}")))?;
    if at.platform == cast::platform() {
        let known = cast::room(&at.id)
            .ok_or_else(|| Ending::Usage(format!("--room: there is no practice room {text:?}")))?;
        at.id = known.id.to_owned();
    }
    Ok(at)
}
