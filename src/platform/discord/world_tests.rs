use serde_json::{Value, json};

use super::*;
use crate::domain::clock::instant;

const NOW: i64 = 1_800_000_000_000;
const ROOM: ChannelId = ChannelId::new(50);
const GUILD: GuildId = GuildId::new(1);
const ONE: Shard = Shard { number: 0, of: 1 };

fn now() -> DateTime<Utc> {
    instant(NOW)
}

fn guild(more: Value) -> shape::Guild {
    let mut guild = json!({
        "id": "1", "owner_id": "7",
        "roles": [{"id": "1", "permissions": (TO_SPEAK | TO_READ).bits().to_string()}],
        "channels": [{"id": "50", "type": 0, "name": "kitchen"}, {"id": "51", "type": 2}],
        "members": [{"user": {"id": "900"}, "roles": []}],
    });
    for (key, value) in more.as_object().unwrap() {
        guild[key] = value.clone();
    }
    serde_json::from_value(guild).unwrap()
}

fn ready(guilds: &[u64]) -> shape::Ready {
    let guilds: Vec<Value> =
        guilds.iter().map(|id| json!({"id": id.to_string(), "unavailable": true})).collect();
    serde_json::from_value(json!({"user": {"id": "900"}, "guilds": guilds})).unwrap()
}

/// What was told, in short.
fn told(news: impl IntoIterator<Item = Incoming>) -> Vec<String> {
    news.into_iter()
        .map(|one| match one {
            Incoming::Gap(room) => format!("gap {}", room.id),
            Incoming::World(Change::Back { facts, .. }) => format!("back {}", facts.label),
            Incoming::World(Change::Lost { why, .. }) => format!("lost: {why}"),
            Incoming::World(Change::Renamed { label, .. }) => format!("renamed {label}"),
            Incoming::World(Change::ThreadGone { root, .. }) => format!("thread gone {root}"),
            other => panic!("{other:?}"),
        })
        .collect()
}

/// A bound room on a server that has shown itself.
fn world() -> World {
    let world = World::default();
    assert_eq!(told(world.heed(&[ROOM], now())), [""; 0]);
    world.ready(&ready(&[1]), ONE);
    assert!(!world.is_complete());
    assert_eq!(told(world.guild(&guild(json!({})), now())), ["gap 50", "back #kitchen"]);
    assert!(world.is_complete() && world.unknown().is_empty());
    world
}

fn channel(more: Value) -> shape::Channel {
    let mut channel = json!({"id": "50", "type": 0, "name": "kitchen", "guild_id": "1"});
    for (key, value) in more.as_object().unwrap() {
        channel[key] = value.clone();
    }
    serde_json::from_value(channel).unwrap()
}

fn denies(permissions: Permissions) -> Value {
    json!([{"id": "1", "type": 0, "allow": "0", "deny": permissions.bits().to_string()}])
}

#[test]
fn a_new_session_brings_the_gap_and_tells_nothing_twice() {
    let world = world();
    world.ready(&ready(&[1]), ONE);
    assert_eq!(told(world.guild(&guild(json!({})), now())), ["gap 50"]);
}

#[test]
fn an_outage_is_no_loss_and_a_farewell_is() {
    let world = world();
    let away = shape::GuildStub { id: GUILD, unavailable: true };
    assert_eq!(told(world.guild_gone(&away)), [""; 0]);
    assert!(!world.is_there(ROOM));
    assert_eq!(told(world.guild(&guild(json!({})), now())), ["gap 50"]);
    assert!(world.is_there(ROOM));
    let gone = shape::GuildStub { id: GUILD, unavailable: false };
    assert_eq!(told(world.guild_gone(&gone)), ["lost: the bot is not on that server any more"]);
    assert_eq!(told(world.guild_gone(&gone)), [""; 0]);
    // Invited again.
    assert_eq!(told(world.guild(&guild(json!({})), now())), ["gap 50", "back #kitchen"]);
}

#[test]
fn a_server_that_is_missing_from_a_session_is_lost() {
    let world = world();
    assert_eq!(told(world.ready(&ready(&[]), Shard { number: 1, of: 2 })), [""; 0]);
    assert_eq!(told(world.ready(&ready(&[]), ONE)).len(), 1);
}

#[test]
fn a_permission_that_narrows_and_widens_is_told_each_time_it_turns() {
    let world = world();
    let narrow = json!({"permission_overwrites": denies(Permissions::SEND_MESSAGES)});
    let lost = told(world.channel(&channel(narrow.clone()), now()));
    assert_eq!(lost, ["lost: the channel's permissions don't let the bot speak"]);
    assert_eq!(told(world.channel(&channel(narrow), now())), [""; 0]);
    assert_eq!(told(world.channel(&channel(json!({})), now())), ["back #kitchen"]);
    // By the roles of the server.
    let role = RoleId::new(1);
    let change = |may| world.guild_changed(GUILD, now(), |guild| guild.change_role(role, may));
    assert_eq!(told(change(Some(TO_READ))).len(), 1);
    assert_eq!(told(change(Some(TO_SPEAK | TO_READ))), ["back #kitchen"]);
}

#[test]
fn a_history_that_may_be_read_again_is_read() {
    let world = world();
    let blind = json!({"permission_overwrites": denies(Permissions::READ_MESSAGE_HISTORY)});
    assert_eq!(told(world.channel(&channel(blind), now())), [""; 0]);
    assert_eq!(told(world.channel(&channel(json!({})), now())), ["gap 50"]);
}

#[test]
fn what_a_request_found_out_is_told_anew_when_anything_turns() {
    let world = world();
    world.may_not(ROOM);
    assert_eq!(told(world.channel(&channel(json!({})), now())), ["back #kitchen"]);
}

#[test]
fn a_channel_is_renamed_and_deleted() {
    let world = world();
    let renamed = channel(json!({"name": "hearth"}));
    assert_eq!(told(world.channel(&renamed, now())), ["renamed #hearth"]);
    assert_eq!(told(world.channel_gone(ROOM)), ["lost: the channel was deleted"]);
    assert_eq!(world.guild_of(ROOM), None);
}

#[test]
fn a_thread_belongs_to_its_room_until_it_is_taken_away() {
    let world = world();
    let thread = json!({"id": "60", "type": 11, "parent_id": "50", "guild_id": "1",
        "thread_metadata": {"archived": false, "locked": false}});
    let thread: shape::Channel = serde_json::from_value(thread).unwrap();
    let id = ChannelId::new(60);
    assert_eq!(world.place(id), Where::Elsewhere);
    world.thread(&thread);
    assert!(world.has_thread(id));
    assert_eq!((world.place(id), world.place(ROOM)), (Where::Thread(ROOM), Where::Room));
    let archived = shape::ThreadState { archived: true, locked: false };
    world.thread(&shape::Channel { thread_metadata: Some(archived), ..thread.clone() });
    assert!(!world.has_thread(id) && world.place(id) == Where::Thread(ROOM));
    assert_eq!(told(world.thread_gone(&thread)), ["thread gone 60"]);
    world.heed(&[], now());
    assert_eq!(world.place(ROOM), Where::Elsewhere);
    assert_eq!(told(world.thread_gone(&thread)), [""; 0]);
}

#[test]
fn a_room_is_told_of_when_it_is_bound_and_a_room_nobody_shows_is_asked_for() {
    let world = world();
    let tea = ChannelId::new(52);
    let more = json!({"channels": [{"id": "50", "type": 0, "name": "kitchen"},
        {"id": "52", "type": 5, "name": "tea"}]});
    world.guild(&guild(more), now());
    let nowhere = ChannelId::new(99);
    assert_eq!(told(world.heed(&[ROOM, tea, nowhere], now())), ["gap 52", "back #tea"]);
    assert_eq!(world.unknown(), [nowhere]);
    assert_eq!(told(world.lost(nowhere, "403")), ["lost: 403"]);
    assert_eq!((world.unknown(), told(world.lost(nowhere, "403"))), (vec![], vec![]));
}

/// At a start Discord may be asked for a room before its server shows itself.
#[test]
fn a_room_that_is_found_before_its_server_is_not_lost() {
    let world = World::default();
    world.heed(&[ROOM], now());
    world.ready(&ready(&[1]), ONE);
    assert_eq!(told(world.channel(&channel(json!({})), now())), [""; 0]);
    assert_eq!(told(world.guild(&guild(json!({})), now())), ["gap 50", "back #kitchen"]);
}
