//! `round close`, `repost`, `topic`, `note`.

use serde_json::json;

use crate::command::ctx::Ctx;
use crate::command::reply::{Done, Reply, Trouble};
use crate::command::tree::{Note, Topic, WhichRound};
use crate::command::verb::undo::can_be_undone;
use crate::domain::post::PostState;
use crate::domain::round::Round;
use crate::flow::act;
use crate::flow::curate::{self, Amiss};

/// Ends a round now.
pub async fn close(ctx: &mut Ctx<'_>, which: &WhichRound) -> Done {
    let round = ctx.open_round(which.round.as_deref(), "round close").await?;
    ctx.runs(&round).await?;
    if !act::close(ctx.house, ctx.tx, &round.id).await? {
        return Err(ctx.no("round-closed-already", &[]));
    }
    can_be_undone(ctx, &round.community, "close", round.id.as_str()).await?;
    let args = [("name", round.name.as_str().into())];
    let body = ctx.voice.body_with("round-closed", &args, "undo");
    let data = json!({ "round": round.id.as_str() });
    Ok(Reply::quiet("round-closed", body).with(data).about(&round.id))
}

/// Posts again what somebody took away.
pub async fn repost(ctx: &mut Ctx<'_>, which: &WhichRound) -> Done {
    let round = ctx.any_round(which.round.as_deref(), "round repost").await?;
    ctx.runs(&round).await?;
    let mut posted = 0_u32;
    for mut post in ctx.tx.posts_of(&round.id).await? {
        if post.state != PostState::Gone {
            continue;
        }
        post.state = PostState::Live;
        post.reason = None;
        post.generation += 1;
        post.wanted = post.wanted.max(post.posted) + 1;
        ctx.tx.save_post(&post).await?;
        posted += 1;
    }
    if posted == 0 {
        return Err(ctx.no("nothing-to-repost", &[]));
    }
    act::refresh(ctx.house, ctx.tx, &round.id).await?;
    let args = [("count", posted.into()), ("name", round.name.as_str().into())];
    Ok(ctx.done("round-reposted", &args).about(&round.id))
}

/// Adds a topic, or takes one away.
pub async fn topic(ctx: &mut Ctx<'_>, args: &Topic, add: bool) -> Done {
    let verb = if add { "round topic add" } else { "round topic remove" };
    let mut round = ctx.any_round(args.round.as_deref(), verb).await?;
    ctx.runs(&round).await?;
    let topic = std::slice::from_ref(&args.topic);
    let (more, less) = if add { (topic, &[][..]) } else { (&[][..], topic) };
    if let Err(amiss) = curate::topics(ctx.house, ctx.tx, &mut round, more, less).await {
        return Err(trouble(ctx, &round, amiss));
    }
    let topics = ctx.voice.words.list(&ctx.voice.language, &round.topics);
    let code = if round.topics.is_empty() { "topics-none" } else { "topics-now" };
    let args = [("name", round.name.as_str().into()), ("topics", topics.into())];
    Ok(ctx.done(code, &args).with(json!({ "topics": round.topics })).about(&round.id))
}

/// Sets the note on what was said; an empty one takes it away.
pub async fn note(ctx: &mut Ctx<'_>, args: &Note) -> Done {
    let mut round = ctx.any_round(args.round.as_deref(), "round note").await?;
    ctx.runs(&round).await?;
    let Some(text) = args.text.as_deref() else {
        let example = ctx.voice.plain("example-round-note");
        return Err(ctx.no_but("note-empty", &[], &example));
    };
    if let Err(amiss) = curate::note(ctx.house, ctx.tx, &mut round, text).await {
        return Err(trouble(ctx, &round, amiss));
    }
    let code = if round.note.is_some() { "note-set" } else { "note-gone" };
    Ok(ctx.done(code, &[("name", round.name.as_str().into())]).about(&round.id))
}

/// Why nothing was changed, in words.
fn trouble(ctx: &Ctx<'_>, round: &Round, amiss: Amiss) -> Trouble {
    match amiss {
        Amiss::TopicLength => ctx.no("topic-length", &[("most", curate::LONGEST_TOPIC.into())]),
        Amiss::TopicsFull => ctx.no("topics-full", &[("most", curate::MOST_TOPICS.into())]),
        Amiss::NoSuchTopic(topic) => {
            let topics = ctx.voice.words.list(&ctx.voice.language, &round.topics);
            ctx.no("no-such-topic", &[("topic", topic.into()), ("topics", topics.into())])
        }
        Amiss::NoteLength => ctx.no("note-too-long", &[("most", curate::LONGEST_NOTE.into())]),
        Amiss::Fault(error) => Trouble::Fault(error),
    }
}
