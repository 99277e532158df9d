//! `ritual suggest`: a member's idea, to the convenors.

use crate::command::ctx::Ctx;
use crate::command::reply::Done;
use crate::command::tree::Suggest;
use crate::domain::community::Language;
use crate::flow::tidings;
use crate::ritual::parse::clean;

const MOST: usize = 1000;

/// Keeps an idea and tells the convenors in private.
pub async fn suggest(ctx: &mut Ctx<'_>, args: &Suggest) -> Done {
    let community = ctx.community().await?;
    let words = args.text.as_deref().map(clean).unwrap_or_default();
    if words.is_empty() {
        let example = ctx.voice.plain("example-ritual-suggest");
        return Err(ctx.no_but("suggest-empty", &[], &example));
    }
    if words.chars().count() > MOST {
        return Err(ctx.no("suggest-too-long", &[("most", MOST.into())]));
    }
    let (account, at, id) = (ctx.account.clone(), ctx.at, ctx.fresh_id());
    ctx.tx.join(&community.id, &account.person, at).await?;
    ctx.tx.add_suggestion(&id, &community.id, (&account).into(), &words, at).await?;
    let told = |language: &Language| {
        let args = [
            ("name", account.name.as_str().into()),
            ("words", words.as_str().into()),
            ("community", community.name.as_str().into()),
        ];
        ctx.house.words.say(language, "suggest-told", &args)
    };
    let key = format!("suggest:{id}");
    tidings::to_convenors(ctx.house, ctx.tx, &community.id, &key, &told).await?;
    Ok(ctx.told("suggested", &[]))
}
