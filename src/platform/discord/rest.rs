//! Requests, through serenity's client with its limiter on, each in its turn.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use secrecy::ExposeSecret as _;
use serde_json::Value;
use serenity::http::{Http, HttpBuilder, LightMethod, Ratelimiter, Request, Route};
use serenity_reqwest::{Certificate, Client, Response, Url};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::counted;
use super::pace::{Lane, Pace};
use super::refusal::{self, Fault};
use super::settings::{Settings, Way};
use crate::platform::Refusal;

/// How long one request may take, once it is sent.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);

/// How long connecting may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// How long an act waits for its turn; longer waits are the outbox's to keep.
const SHORT: Duration = Duration::from_secs(1);

/// How long reading waits for its turn.
const LONG: Duration = Duration::from_secs(60);

/// A request that is to be made.
pub(super) struct Want<'a> {
    method: LightMethod,
    route: Route<'a>,
    body: Option<Vec<u8>>,
    params: Vec<(&'static str, String)>,
    lane: Lane,
}

impl<'a> Want<'a> {
    fn new(method: LightMethod, route: Route<'a>) -> Self {
        Self { method, route, body: None, params: Vec::new(), lane: Lane::Acts }
    }

    /// Reads something.
    pub(super) fn get(route: Route<'a>) -> Self {
        Self::new(LightMethod::Get, route)
    }

    /// Makes something.
    pub(super) fn post(route: Route<'a>, body: &Value) -> Self {
        Self { body: Some(body.to_string().into_bytes()), ..Self::new(LightMethod::Post, route) }
    }

    /// Changes something.
    pub(super) fn patch(route: Route<'a>, body: &Value) -> Self {
        Self { body: Some(body.to_string().into_bytes()), ..Self::new(LightMethod::Patch, route) }
    }

    /// Puts something in the place of what is there.
    pub(super) fn put(route: Route<'a>, body: &Value) -> Self {
        Self { body: Some(body.to_string().into_bytes()), ..Self::new(LightMethod::Put, route) }
    }

    /// Takes something away.
    pub(super) fn delete(route: Route<'a>) -> Self {
        Self::new(LightMethod::Delete, route)
    }

    /// With a parameter.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    /// As a part of reading the past, which may take its time.
    pub(super) fn past(mut self) -> Self {
        self.lane = Lane::Past;
        self
    }
}

/// Discord, asked by requests.
#[derive(Debug)]
pub(super) struct Rest {
    client: Client,
    /// serenity's client with its limiter on.
    http: Http,
    /// The same without a limiter, for interactions: those have limits of their own.
    pub plain: Arc<Http>,
    pace: Arc<Pace>,
    /// Cancelled when Discord does not take the token any more.
    pub refused: CancellationToken,
}

impl Rest {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// When the authority can't be read.
    pub(super) fn new(settings: &Settings) -> anyhow::Result<Self> {
        let client = client(&settings.way)?;
        let pace = Arc::<Pace>::default();
        let plain = builder(settings, &client).ratelimiter_disabled(true).build();
        let http = match &settings.way {
            // The proxy limits; with a limiter of its own serenity would not even go there.
            Way::Proxy(_) => builder(settings, &client).ratelimiter_disabled(true).build(),
            Way::Home | Way::Address { .. } => {
                let mut limiter = Ratelimiter::new(client.clone(), plain.token());
                let told = Arc::clone(&pace);
                limiter.set_ratelimit_callback(Box::new(move |info| told.told(&info)));
                builder(settings, &client).ratelimiter(limiter).build()
            }
        };
        let refused = CancellationToken::new();
        Ok(Self { client, http, plain: Arc::new(plain), pace, refused })
    }

    /// Asks, and hands the answer on as JSON.
    pub(super) async fn ask(&self, want: Want<'_>) -> Result<Value, Fault> {
        if self.refused.is_cancelled() {
            return Err(Fault::plain(Refusal::Down("the token was refused".into())));
        }
        json(Box::pin(self.answer(want)).await?).await
    }

    async fn answer(&self, want: Want<'_>) -> Result<Response, Fault> {
        let patience = match want.lane {
            Lane::Acts => SHORT,
            Lane::Past => LONG,
        };
        let (method, path) = (want.method, want.route.path());
        let key = (method, want.route.ratelimiting_bucket());
        let later = |wait| Fault::plain(Refusal::Later(wait));
        let mut turn = self.pace.turn(key, want.lane, patience).await.map_err(later)?;
        let mut listening = self.pace.listen(method, &path);
        let edits =
            matches!(want.route, Route::ChannelMessage { .. }) && method == LightMethod::Patch;
        let request = Request::new(want.route, method)
            .body(want.body)
            .params((!want.params.is_empty()).then_some(want.params));
        if edits {
            // serenity takes every 429 for a wait, also the one by which Discord says that an old
            // message is not to be changed any more.
            let answer = self.directly(request, |_| {}).await?;
            turn.learn(answer.headers(), Instant::now());
            return self.judged(answer).await;
        }
        let mut asked = Box::pin(self.http.request(request));
        let answered = loop {
            tokio::select! {
                biased;
                answered = &mut asked => break answered,
                // It was told to wait: nothing is in flight, and nothing has happened.
                Some(wait) = listening.hears.recv() => {
                    if wait > patience {
                        return Err(later(wait));
                    }
                }
            }
        };
        counted::answered(&answered);
        match answered {
            Ok(answer) => {
                turn.learn(answer.headers(), Instant::now());
                Ok(answer)
            }
            Err(error) => Err(self.fault(&error)),
        }
    }

    /// What Discord says of the application, at the younger of its two addresses: serenity has no
    /// route for that one.
    pub(super) async fn application(&self) -> Result<Value, Fault> {
        let older = Request::new(Route::Oauth2ApplicationCurrent, LightMethod::Get);
        let younger = |url: &mut Url| url.set_path(&url.path().replace("/oauth2/", "/"));
        let answer = self.directly(older, younger).await?;
        json(self.judged(answer).await?).await
    }

    /// Past serenity's limiter, at the address as it is changed.
    async fn directly(
        &self,
        request: Request<'_>,
        change: impl FnOnce(&mut Url),
    ) -> Result<Response, Fault> {
        let proxy = self.plain.proxy.as_deref();
        let asked = request.build(&self.client, self.plain.token(), proxy);
        let asked = asked.and_then(|asked| Ok(asked.build()?));
        let mut asked = asked.map_err(|error| refusal::of(&error))?;
        change(asked.url_mut());
        let answer = self.client.execute(asked).await.map_err(serenity::Error::from);
        counted::answered(&answer);
        answer.map_err(|error| refusal::of(&error))
    }

    /// An answer that came past serenity's limiter, or what it means that it is none.
    async fn judged(&self, answer: Response) -> Result<Response, Fault> {
        let status = answer.status().as_u16();
        if answer.status().is_success() {
            return Ok(answer);
        }
        if status == 401 {
            self.refused.cancel();
        }
        let said = json(answer).await.unwrap_or_default();
        let fault = refusal::of_body(status, &said);
        if let Refusal::Later(wait) = &fault.refusal
            && (said.is_null() || said["global"] == true)
        {
            self.pace.close(*wait);
        }
        Err(fault)
    }

    /// The bytes at an address that Discord gave, at most so many. No token goes there.
    pub(super) async fn download(&self, url: Url, limit: u64) -> Result<Vec<u8>, Refusal> {
        let away = |error: serenity_reqwest::Error| Refusal::Down(error.without_url().to_string());
        let mut answer = self.client.get(url).send().await.map_err(away)?;
        if !answer.status().is_success() {
            return Err(Refusal::Gone(format!("status {}", answer.status())));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(away)? {
            if (bytes.len() + chunk.len()) as u64 > limit {
                return Err(Refusal::Never("the file is too large".into()));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    fn fault(&self, error: &serenity::Error) -> Fault {
        if Fault::is_unauthorised(error) {
            self.refused.cancel();
        }
        let fault = refusal::of(error);
        if let Refusal::Later(wait) = &fault.refusal
            && fault.code == -1
        {
            // A 429 that names no bucket came from a wall before Discord: it means everybody.
            self.pace.close(*wait);
        }
        fault
    }
}

async fn json(answer: Response) -> Result<Value, Fault> {
    let text = answer.bytes().await.map_err(|_| unreadable())?;
    if text.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&text).map_err(|_| unreadable())
}

fn unreadable() -> Fault {
    Fault::plain(Refusal::Doubt("an answer that can't be read".into()))
}

fn builder(settings: &Settings, client: &Client) -> HttpBuilder {
    let builder = HttpBuilder::new(settings.token.expose_secret()).client(client.clone());
    match &settings.way {
        Way::Proxy(url) => builder.proxy(url.as_str()),
        Way::Home | Way::Address { .. } => builder,
    }
}

fn client(way: &Way) -> anyhow::Result<Client> {
    let client = Client::builder()
        .use_rustls_tls()
        .timeout(REQUEST_LIMIT)
        .connect_timeout(CONNECT_LIMIT)
        .redirect(serenity_reqwest::redirect::Policy::none());
    let client = match way {
        Way::Address { address, authority } => {
            let client = client.resolve("discord.com", *address).no_proxy();
            match authority {
                Some(pem) => {
                    let authority = Certificate::from_pem(pem)
                        .context("discord.ca_file holds no certificate in PEM form")?;
                    client.tls_built_in_root_certs(false).add_root_certificate(authority)
                }
                None => client,
            }
        }
        Way::Home | Way::Proxy(_) => client,
    };
    client.build().context("no HTTPS client")
}
