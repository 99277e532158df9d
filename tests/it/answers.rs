//! The one answer that a person's contributions add up to, whatever order they arrive in.

use proptest::prelude::*;
use samovar::domain::clock::{Instant, instant};
use samovar::domain::contribution::{
    Act, Contribution, Fields, Road, Standing, Value, Wishes, counts, fold,
};
use samovar::domain::ids::AccountRef;

fn at(minute: i64) -> Instant {
    instant(1_800_000_000_000 + minute * 60_000)
}

fn given(minute: i64, road: Road, act: Act) -> Contribution {
    Contribution {
        id: format!("c{minute:03}").as_str().into(),
        round: "round".into(),
        person: "ben".into(),
        account: AccountRef::new("practice", "ben"),
        at: at(minute),
        edited_at: None,
        source: format!("message:practice:m{minute}"),
        road,
        act,
        wishes: Wishes::default(),
    }
}

fn text(words: &str) -> Fields {
    Fields::from([("text".to_owned(), Value::Text(words.to_owned()))])
}

fn words(contributions: &[Contribution]) -> Option<String> {
    let answer = fold(contributions)?;
    Some(answer.fields.get("text").and_then(Value::text).unwrap_or_default().to_owned())
}

#[test]
fn nothing_given_is_no_answer() {
    assert!(fold(&[]).is_none());
}

#[test]
fn only_the_first_thread_message_is_an_answer() {
    let first = given(1, Road::Thread, Act::Give(text("Housing is on my mind")));
    let second = given(2, Road::Thread, Act::Give(text("Did you see the news?")));
    assert_eq!(words(&[first.clone(), second.clone()]).unwrap(), "Housing is on my mind");
    // Catch-up may bring the older one last.
    assert_eq!(words(&[second.clone(), first.clone()]).unwrap(), "Housing is on my mind");
    assert!(!counts(&second.id, &[second.clone(), first]));
}

#[test]
fn a_thread_message_after_a_command_is_conversation() {
    let command = given(1, Road::Command, Act::Give(text("By command")));
    let thread = given(2, Road::Thread, Act::Give(text("By the way")));
    assert_eq!(words(&[command, thread]).unwrap(), "By command");
}

#[test]
fn fields_merge_and_the_latest_value_wins() {
    let mood = Fields::from([("mood".to_owned(), Value::Number(3))]);
    let all = [
        given(1, Road::Form, Act::Give(text("first"))),
        given(2, Road::Button, Act::Give(mood)),
        given(3, Road::Command, Act::Give(text("second"))),
    ];
    let answer = fold(&all).unwrap();
    assert_eq!(answer.fields.len(), 2);
    assert_eq!(words(&all).unwrap(), "second");
    assert_eq!(answer.standing, Standing::Given);
}

#[test]
fn a_pass_clears_and_words_replace_a_pass() {
    let words_first = given(1, Road::Form, Act::Give(text("first")));
    let pass = given(2, Road::Button, Act::Pass);
    let passed = fold(&[words_first.clone(), pass.clone()]).unwrap();
    assert_eq!(passed.standing, Standing::Passed);
    assert!(passed.fields.is_empty());
    let again = given(3, Road::Form, Act::Give(text("after all")));
    let answer = fold(&[words_first, pass, again]).unwrap();
    assert_eq!(answer.standing, Standing::Given);
    assert_eq!(answer.fields, text("after all"));
}

#[test]
fn a_withdrawal_leaves_nothing_and_a_later_thread_message_is_no_new_answer() {
    let gone = given(1, Road::Thread, Act::Gone);
    let withdrawal = given(2, Road::Command, Act::Withdraw);
    let chat = given(3, Road::Thread, Act::Give(text("thanks all")));
    let answer = fold(&[gone, withdrawal, chat]).unwrap();
    assert_eq!(answer.standing, Standing::Withdrawn);
    assert!(answer.fields.is_empty());
}

#[test]
fn a_reply_to_ones_own_answer_adds_to_it() {
    let all = [
        given(1, Road::Thread, Act::Give(text("The lease ends."))),
        given(2, Road::Reply, Act::Add(text("In May."))),
    ];
    assert_eq!(words(&all).unwrap(), "The lease ends.\nIn May.");
    // An edit of the answer keeps the addition.
    let mut edited = all.to_vec();
    edited[0].act = Act::Give(text("Our lease ends."));
    edited[0].edited_at = Some(at(9));
    assert_eq!(words(&edited).unwrap(), "Our lease ends.\nIn May.");
    assert_eq!(fold(&edited).unwrap().edited_at, Some(at(9)));
}

#[test]
fn an_answer_whose_source_is_gone_is_withdrawn() {
    let answer = fold(&[given(1, Road::Thread, Act::Gone)]).unwrap();
    assert_eq!(answer.standing, Standing::Withdrawn);
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        "[a-z]{1,8}".prop_map(|words| Act::Give(text(&words))),
        "[a-z]{1,8}".prop_map(|words| Act::Add(text(&words))),
        Just(Act::Pass),
        Just(Act::Withdraw),
        Just(Act::Gone),
    ]
}

fn any_road() -> impl Strategy<Value = Road> {
    prop_oneof![
        Just(Road::Thread),
        Just(Road::Reply),
        Just(Road::Command),
        Just(Road::Form),
        Just(Road::Direct)
    ]
}

fn any_contributions() -> impl Strategy<Value = Vec<Contribution>> {
    prop::collection::vec((any_road(), any_act(), prop::option::of(0i64..60)), 0..12).prop_map(
        |all| {
            let number = |(minute, (road, act, edit)): (usize, (Road, Act, Option<i64>))| {
                let minute = i64::try_from(minute).unwrap();
                let mut one = given(minute, road, act);
                one.edited_at = edit.map(|edit| at(minute + edit));
                one
            };
            all.into_iter().enumerate().map(number).collect()
        },
    )
}

proptest! {
    #[test]
    fn the_order_of_arrival_makes_no_difference(all in any_contributions(), turn in 0usize..12) {
        let mut turned = all.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        turned.reverse();
        prop_assert_eq!(fold(&all), fold(&turned));
    }

    #[test]
    fn words_stand_only_in_a_given_answer(all in any_contributions()) {
        if let Some(answer) = fold(&all) {
            prop_assert_eq!(answer.standing == Standing::Given, !answer.sources.is_empty());
            if answer.standing != Standing::Given {
                prop_assert!(answer.fields.is_empty());
            }
        }
    }
}
