//! A browser without script: it keeps the cookie that it is given and sends forms.

use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use samovar::command::session;
use samovar::domain::ids::{AccountRef, CommunityId};

use crate::support::story::Story;

/// Somebody with a browser.
pub struct Visitor {
    pub url: String,
    pub client: Client,
    /// What the browser holds of a session, as it sends it.
    pub cookie: Option<String>,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub text: String,
    pub location: Option<String>,
    pub set_cookie: Option<String>,
    pub headers: reqwest::header::HeaderMap,
}

impl Visitor {
    pub fn new(url: &str) -> Self {
        let client = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { url: url.to_owned(), client, cookie: None }
    }

    /// Somebody whose browser holds a session of this account, however it came by it.
    pub async fn with_session(story: &Story, account: &str, community: &CommunityId) -> Self {
        let house = &story.running.house;
        let mut tx = house.store.begin().await.unwrap();
        let account = AccountRef::new("practice", account);
        let held = session::begin(house, &mut tx, &account, community).await.unwrap();
        tx.commit().await.unwrap();
        let cookie = Some(format!("samovar_session={held}"));
        Self { cookie, ..Self::new(&story.running.url) }
    }

    /// A convenor who came in by a link.
    pub async fn signed_in(story: &Story, by: &str) -> Self {
        let mut visitor = Self::new(&story.running.url);
        let link = link(story, by).await;
        let entered = visitor.enter(&link).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
        visitor
    }

    /// Presses the button of the page that a link opens.
    pub async fn enter(&mut self, link: &str) -> Page {
        let door = self.get(link).await;
        assert_eq!(door.status, StatusCode::OK, "{}", door.text);
        let code = door.text.split("name=\"code\" value=\"").nth(1).unwrap();
        let code = code.split('"').next().unwrap().to_owned();
        let entered = self.post("/curate/enter", &[("code", &code)]).await;
        if let Some(cookie) = &entered.set_cookie {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        entered
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, None, &[]).await
    }

    /// Sends a form from a page of ours, as it is.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(Method::POST, path, Some(&self.url), fields).await
    }

    /// Sends a form with the token of the session.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token();
        let fields = [&[("token", token.as_str())][..], fields].concat();
        self.post(path, &fields).await
    }

    /// What the forms of this session carry.
    pub fn token(&self) -> String {
        let held = self.cookie.as_deref().and_then(|cookie| cookie.split_once('='));
        held.map(|(_, held)| session::token(held)).unwrap_or_default()
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        origin: Option<&str>,
        fields: &[(&str, &str)],
    ) -> Page {
        let address =
            if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) };
        let mut request = self.client.request(method.clone(), address);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        if method != Method::GET {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            let kind = "application/x-www-form-urlencoded";
            request = request.header("content-type", kind);
            request = request.body(body.extend_pairs(fields).finish());
        }
        let answer = request.send().await.unwrap();
        let header = |name| {
            answer.headers().get(name).map(|value| value.to_str().unwrap_or_default().to_owned())
        };
        Page {
            status: answer.status(),
            location: header(LOCATION),
            set_cookie: header(SET_COOKIE),
            headers: answer.headers().clone(),
            text: answer.text().await.unwrap(),
        }
    }
}

/// The link that the bot gives somebody in private.
pub async fn link(story: &Story, by: &str) -> String {
    let told = story.direct(by, "curate --community Garden").await.join("\n");
    let link = told.split_whitespace().find(|word| word.starts_with("http://"));
    link.unwrap_or_else(|| panic!("no link in {told}")).to_owned()
}

/// A community with an open check-in, and its id.
pub async fn founded() -> (Story, CommunityId) {
    let story = Story::begin().await;
    let setup = "setup --name Garden --zone Europe/Paris --ritual monday --days mon --at 09:00";
    story.command("ana", "kitchen", setup).await;
    story.command("ana", "kitchen", "ritual start").await;
    let id = community(&story, "Garden").await;
    (story, id)
}

/// The id of a community.
pub async fn community(story: &Story, name: &str) -> CommunityId {
    let mut reader = story.running.house.store.read().await.unwrap();
    reader.community_named(name).await.unwrap().unwrap().id
}
