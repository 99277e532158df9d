//! The time zone that somebody tells everybody in their profile (`m.tz`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use matrix_sdk::Client;
use matrix_sdk::ruma::api::client::profile::get_profile_field::v3::Request;
use matrix_sdk::ruma::profile::ProfileFieldName;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use serde_json::Value;

use crate::domain::ids::AccountRef;

/// Before it was named in the specification.
const UNSTABLE: &str = "us.cloke.msc4175.tz";

/// A profile is not looked at again within this time.
const FRESH: Duration = Duration::from_secs(3600);

/// What profiles said lately.
#[derive(Debug, Default)]
pub(super) struct Zones(Mutex<HashMap<OwnedUserId, (Instant, Option<String>)>>);

impl Zones {
    /// The zone in somebody's profile. A server that knows no such thing says nothing.
    pub(super) fn of<'a>(
        &'a self,
        client: Client,
        account: &'a AccountRef,
    ) -> BoxFuture<'a, Option<String>> {
        self.look(client, account).boxed()
    }

    async fn look(&self, client: Client, account: &AccountRef) -> Option<String> {
        let user = UserId::parse(&account.id).ok()?;
        if let Some(known) = self.fresh(&user) {
            return known;
        }
        let mut zone = ask(&client, &user, ProfileFieldName::TimeZone).await;
        if zone.is_none() {
            zone = ask(&client, &user, ProfileFieldName::from(UNSTABLE)).await;
        }
        self.with(|known| known.insert(user, (Instant::now(), zone.clone())));
        zone
    }

    fn fresh(&self, user: &UserId) -> Option<Option<String>> {
        self.with(|known| {
            known.retain(|_, (at, _)| at.elapsed() < FRESH);
            known.get(user).map(|(_, zone)| zone.clone())
        })
    }

    fn with<T>(
        &self,
        work: impl FnOnce(&mut HashMap<OwnedUserId, (Instant, Option<String>)>) -> T,
    ) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn ask(client: &Client, user: &UserId, field: ProfileFieldName) -> Option<String> {
    let request = Request::new(user.to_owned(), field);
    let answer = client.send(request).into_future().boxed().await.ok()?;
    match answer.value?.value().as_ref() {
        Value::String(zone) => Some(zone.clone()),
        _ => None,
    }
}
