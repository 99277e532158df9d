//! People, accounts, members, roles.

use chrono_tz::Tz;
use samovar::domain::community::Role;
use samovar::domain::ids::{AccountRef, PersonId};
use samovar::domain::member::{Account, Person, Standing};
use samovar::store::{Grant, Store, StoreError};

use crate::support::sample::{account, contribution, round, seed};
use crate::support::store::{on_both, t};

on_both!(
    an_account_is_met_once_and_keeps_its_name_fresh,
    a_person_is_saved,
    a_member_joins_once_and_is_saved,
    the_accounts_of_members_are_listed_by_name,
    a_speaker_is_known_by_what_they_gave_and_said_of_their_words,
    the_highest_role_counts_and_rounds_have_their_own,
    roles_are_granted_once_listed_and_revoked,
    a_linked_account_takes_its_own_along_and_back,
    lent_roles_go_with_the_one_who_lent_them,
);

async fn an_account_is_met_once_and_keeps_its_name_fresh(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let at = AccountRef::new("matrix", "@bo:example.org");
    let met = tx.meet(&at, "Bo", &"bo".into()).await.unwrap();
    let bo = Account { at: at.clone(), person: "bo".into(), name: "Bo".to_owned() };
    assert_eq!(met, bo);
    let again = tx.meet(&at, "Bo B.", &"other".into()).await.unwrap();
    assert_eq!((again.person.as_str(), again.name.as_str()), ("bo", "Bo B."));
    assert_eq!(tx.account(&at).await.unwrap(), Some(again.clone()));
    assert_eq!(tx.account(&account("bo")).await.unwrap(), None);
    assert_eq!(tx.person(&"other".into()).await.unwrap(), None);

    tx.meet(&AccountRef::new("discord", "1"), "bo", &"bo".into()).await.unwrap();
    let held = tx.accounts_of(&"bo".into()).await.unwrap();
    assert_eq!(held.len(), 2);
    assert_eq!(held[1], again);
}

async fn the_accounts_of_members_are_listed_by_name(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let tea = "tea".into();
    for (id, name, person) in [("bo", "Bo", "bo"), ("bo2", "Al", "bo"), ("cy", "Cy", "cy")] {
        tx.meet(&account(id), name, &person.into()).await.unwrap();
    }
    tx.join(&tea, &"bo".into(), t(1)).await.unwrap();
    let listed = tx.accounts_in(&tea).await.unwrap();
    let names: Vec<&str> = listed.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Al", "Bo"]);
}

async fn a_person_is_saved(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.meet(&account("ana"), "Ana", &"ana".into()).await.unwrap();
    let mut ana = Person { id: "ana".into(), zone: None, language: None };
    assert_eq!(tx.person(&"ana".into()).await.unwrap(), Some(ana.clone()));
    ana.zone = Some(Tz::Australia__Lord_Howe);
    ana.language = Some("fr".into());
    tx.save_person(&ana).await.unwrap();
    assert_eq!(tx.person(&"ana".into()).await.unwrap(), Some(ana));
}

async fn a_member_joins_once_and_is_saved(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    tx.meet(&account("bo"), "Bo", &"bo".into()).await.unwrap();
    let (tea, ana) = ("tea".into(), "ana".into());
    assert_eq!(tx.member(&tea, &ana).await.unwrap(), None);
    let mut member = tx.join(&tea, &ana, t(1)).await.unwrap();
    assert_eq!((member.nudges, member.words, member.asked), (false, Standing::Ask, false));
    assert_eq!(tx.join(&tea, &ana, t(9)).await.unwrap(), member);
    member.nudges = true;
    member.words = Standing::No;
    member.asked = true;
    tx.save_member(&member).await.unwrap();
    assert_eq!(tx.member(&tea, &ana).await.unwrap(), Some(member.clone()));
    let bo = tx.join(&tea, &"bo".into(), t(0)).await.unwrap();
    assert_eq!(tx.members(&tea).await.unwrap(), [bo.clone(), member]);
    let stranger = samovar::domain::member::Member { person: "none".into(), ..bo };
    assert!(matches!(tx.save_member(&stranger).await, Err(StoreError::Missing { .. })));
}

async fn a_speaker_is_known_by_what_they_gave_and_said_of_their_words(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let first = round("first", 10);
    let ana = tx.speaker(&first, &account("ana")).await.unwrap().unwrap();
    assert_eq!((ana.account.at, ana.words, ana.first_gave), (account("ana"), Standing::Ask, None));
    let member = tx.join(&"tea".into(), &"ana".into(), t(1)).await.unwrap();
    let yes = samovar::domain::member::Member { words: Standing::Yes, ..member };
    tx.save_member(&yes).await.unwrap();
    tx.add_contribution(&contribution("c2", "form:2", 30)).await.unwrap();
    tx.add_contribution(&contribution("c1", "form:1", 20)).await.unwrap();
    let ana = tx.speaker(&first, &account("ana")).await.unwrap().unwrap();
    assert_eq!((ana.words, ana.first_gave), (Standing::Yes, Some(t(20))));
    let elsewhere = tx.speaker(&round("second", 10), &account("ana")).await.unwrap().unwrap();
    assert_eq!(elsewhere.first_gave, None);
    assert_eq!(tx.speaker(&first, &account("nobody")).await.unwrap(), None);
}

async fn the_highest_role_counts_and_rounds_have_their_own(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let (tea, ana, first) = ("tea".into(), account("ana"), "first".into());
    assert_eq!(tx.role_of(&tea, &ana).await.unwrap(), Role::Member);
    tx.grant(&tea, &ana, Role::Facilitator, Some(&first), t(1)).await.unwrap();
    assert_eq!(tx.role_of(&tea, &ana).await.unwrap(), Role::Member);
    assert!(tx.is_facilitator(&first, &ana).await.unwrap());
    assert!(!tx.is_facilitator(&first, &account("bo")).await.unwrap());
    tx.grant(&tea, &ana, Role::Steward, None, t(2)).await.unwrap();
    tx.grant(&tea, &ana, Role::Convenor, None, t(3)).await.unwrap();
    assert_eq!(tx.role_of(&tea, &ana).await.unwrap(), Role::Steward);
    assert_eq!(tx.highest_role(&ana).await.unwrap(), Role::Steward);
    let elsewhere = AccountRef::new("matrix", "ana");
    assert_eq!(tx.role_of(&tea, &elsewhere).await.unwrap(), Role::Member);
    assert_eq!(tx.highest_role(&elsewhere).await.unwrap(), Role::Member);
}

async fn roles_are_granted_once_listed_and_revoked(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let (tea, ana, first) = ("tea".into(), account("ana"), "first".into());
    assert!(tx.grant(&tea, &ana, Role::Convenor, None, t(1)).await.unwrap());
    assert!(!tx.grant(&tea, &ana, Role::Convenor, None, t(2)).await.unwrap());
    assert!(tx.grant(&tea, &ana, Role::Facilitator, Some(&first), t(2)).await.unwrap());
    let grant = |role, round| Grant { account: ana.clone(), role, round, lent_by: None };
    let convenor = grant(Role::Convenor, None);
    let facilitator = grant(Role::Facilitator, Some(first.clone()));
    assert_eq!(tx.roles(&tea).await.unwrap(), [convenor, facilitator.clone()]);
    assert!(tx.revoke(&tea, &ana, Role::Convenor, None).await.unwrap());
    assert!(!tx.revoke(&tea, &ana, Role::Convenor, None).await.unwrap());
    assert!(!tx.revoke(&tea, &ana, Role::Facilitator, None).await.unwrap());
    assert_eq!(tx.roles(&tea).await.unwrap(), [facilitator]);
    assert!(tx.revoke(&tea, &ana, Role::Facilitator, Some(&first)).await.unwrap());
    assert_eq!(tx.roles(&tea).await.unwrap(), []);
}

async fn a_linked_account_takes_its_own_along_and_back(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let (ana, bo): (PersonId, PersonId) = ("ana".into(), "bo".into());
    tx.meet(&account("bo"), "Bo", &bo).await.unwrap();
    tx.add_contribution(&contribution("c1", "message:practice:1", 20)).await.unwrap();
    let of_ana = Account { at: account("ana"), person: "ana".into(), name: "Ana".into() };
    tx.add_suggestion("s1", &"tea".into(), (&of_ana).into(), "Later", t(1)).await.unwrap();
    tx.may_reach_out(&"first".into(), (&of_ana).into(), t(1)).await.unwrap();
    assert_eq!(tx.own_person(&account("ana")).await.unwrap(), None);

    tx.link_account(&account("ana"), &bo).await.unwrap();
    assert_eq!(tx.accounts_of(&bo).await.unwrap().len(), 2);
    assert_eq!(tx.own_person(&account("ana")).await.unwrap(), Some("ana".into()));
    assert_eq!(tx.earlier_selves(&bo).await.unwrap(), ["ana".into()]);
    assert_eq!(tx.contributions_by(&bo).await.unwrap().len(), 1);
    assert_eq!(tx.suggestions_by(&bo).await.unwrap().len(), 1);
    assert_eq!(tx.reach_outs_by(&bo).await.unwrap().len(), 1);

    tx.unlink_account(&account("ana")).await.unwrap();
    assert_eq!(tx.earlier_selves(&bo).await.unwrap(), []);
    assert_eq!(tx.contributions_by(&ana).await.unwrap().len(), 1);
    assert_eq!(tx.suggestions_by(&ana).await.unwrap().len(), 1);
    assert_eq!(tx.reach_outs_by(&ana).await.unwrap().len(), 1);
    let nobody = tx.link_account(&account("cy"), &bo).await;
    assert!(matches!(nobody, Err(StoreError::Missing { .. })));
}

async fn lent_roles_go_with_the_one_who_lent_them(store: Store) {
    let mut tx = store.begin().await.unwrap();
    seed(&mut tx).await;
    let tea = "tea".into();
    let (ana, bo) = (account("ana"), account("bo"));
    tx.grant(&tea, &ana, Role::Steward, None, t(1)).await.unwrap();
    tx.grant(&tea, &ana, Role::Convenor, None, t(1)).await.unwrap();
    assert_eq!(tx.lend_roles(&ana, &bo, t(2)).await.unwrap(), 2);
    assert_eq!(tx.lend_roles(&ana, &bo, t(3)).await.unwrap(), 0);
    assert_eq!(tx.role_of(&tea, &bo).await.unwrap(), Role::Steward);
    // Revoked where it came from, it is gone where it was lent to.
    tx.revoke(&tea, &ana, Role::Steward, None).await.unwrap();
    assert_eq!(tx.role_of(&tea, &bo).await.unwrap(), Role::Convenor);
    assert_eq!(tx.take_back_roles(&bo).await.unwrap(), 1);
    assert_eq!(tx.role_of(&tea, &bo).await.unwrap(), Role::Member);
    assert_eq!(tx.role_of(&tea, &ana).await.unwrap(), Role::Convenor);
}
