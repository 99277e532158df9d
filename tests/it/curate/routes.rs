//! Every route with every role, signed in and out, with and without token: what the table in
//! `docs/web.md` says passes, and nothing else. A route that is not in the table fails here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Method, StatusCode};
use samovar::domain::community::Role;
use samovar::domain::ids::{AccountRef, CommunityId, RoundId};

use super::visitor::{Visitor, community, founded, link};
use crate::support::story::Story;

/// A route and who may use it, as the docs say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Route {
    method: String,
    path: String,
    who: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of the table: `| `GET /curate` | convenor | … |`.
fn table() -> Vec<Route> {
    let text = fs::read_to_string(root().join("docs/web.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let routes = rows.filter_map(|row| {
        let (route, rest) = row.split_once("` | ")?;
        let (method, path) = route.split_once(' ')?;
        let who = rest.split(" |").next()?;
        Some(Route { method: method.into(), path: path.into(), who: who.trim().into() })
    });
    routes.collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(sources(&path)),
            false if path.extension().is_some_and(|one| one == "rs") => found.push(path),
            false => {}
        }
    }
    found
}

/// The paths that the source routes.
fn routed() -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for file in sources(&root().join("src/web")) {
        let text = fs::read_to_string(&file).unwrap();
        for part in text.split(".route(").skip(1) {
            let literal =
                part.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            paths.insert(
                literal.unwrap_or_else(|| panic!("{file:?}: a route without a path")).to_owned(),
            );
        }
        for other in [".nest(", ".nest_service(", ".route_service(", ".fallback_service("] {
            assert!(!text.contains(other), "{file:?}: {other} hides routes from this test");
        }
    }
    paths
}

#[test]
fn every_route_is_in_the_table_and_every_row_is_a_route() {
    let told: BTreeSet<String> = table().into_iter().map(|route| route.path).collect();
    assert_eq!(routed(), told, "docs/web.md has to name every route, and only those");
    for Route { who, path, .. } in table() {
        assert!(
            ["anyone", "practice", "link", "own link", "convenor"].contains(&who.as_str()),
            "{path}: {who}"
        );
    }
}

/// What stands for the places in a path.
fn filled(path: &str, stage: &Stage, code: &str) -> String {
    let places = [
        ("{round}", stage.round.as_str()),
        ("{file}", &stage.file),
        ("{code}", code),
        ("{room}", "kitchen"),
        ("{persona}", "ana"),
    ];
    places.iter().fold(path.to_owned(), |path, (place, value)| path.replace(place, value))
}

struct Stage {
    story: Story,
    garden: CommunityId,
    orchard: CommunityId,
    round: RoundId,
    /// What names a file of its thread in an address.
    file: String,
}

/// Two communities: the garden with an open round, and an orchard that Ben looks after.
async fn stage() -> Stage {
    let (story, garden) = founded().await;
    let orchard = "community create --name Orchard --zone Europe/Paris";
    story.command("ana", "workshop", orchard).await;
    let orchard = community(&story, "Orchard").await;
    let prompt = story.post("kitchen", "How are you arriving today?").id;
    let said = story.attach("ana", "kitchen", &prompt, "My plan", &["plan.txt"]).await;
    let file = URL_SAFE_NO_PAD.encode(format!("practice\n{said}\n0"));
    let mut tx = story.running.house.store.begin().await.unwrap();
    let round = tx.open_rounds_of(&garden).await.unwrap().remove(0).id;
    let now = story.now();
    for (who, at, role, of) in [
        ("ben", &orchard, Role::Convenor, None),
        ("chloe", &garden, Role::Facilitator, Some(&round)),
        ("emma", &garden, Role::Convenor, None),
    ] {
        let account = AccountRef::new("practice", who);
        tx.meet(&account, who, &who.into()).await.unwrap();
        tx.grant(at, &account, role, of, now).await.unwrap();
    }
    for who in ["dev", "chloe"] {
        let account = AccountRef::new("practice", who);
        let met = tx.meet(&account, who, &who.into()).await.unwrap();
        tx.join(&garden, &met.person, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    Stage { story, garden, orchard, round, file }
}

impl Stage {
    /// Everybody who could knock. Each holds a session of their own, however it came about.
    async fn visitors(&self) -> BTreeMap<&'static str, Visitor> {
        let nobody = Visitor::new(&self.story.running.url);
        let forged = Visitor {
            cookie: Some("samovar_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()),
            ..Visitor::new(&self.story.running.url)
        };
        let mut all = BTreeMap::from([("nobody", nobody), ("forged", forged)]);
        for (name, who, community) in [
            ("member", "dev", &self.garden),
            ("stranger", "farid", &self.garden),
            ("facilitator", "chloe", &self.garden),
            ("convenor elsewhere, here", "ben", &self.garden),
            ("convenor elsewhere", "ben", &self.orchard),
            ("convenor", "emma", &self.garden),
            ("steward", "ana", &self.garden),
        ] {
            all.insert(name, Visitor::with_session(&self.story, who, community).await);
        }
        all
    }

    /// What a visitor of a convenors' route gets who sends everything right.
    fn right(route: &Route, visitor: &str) -> StatusCode {
        let in_thread = route.path.contains("{round}");
        match (visitor, route.method.as_str()) {
            ("convenor" | "steward", "GET") => StatusCode::OK,
            ("convenor" | "steward", _) if route.path == "/curate/leave" => StatusCode::OK,
            ("convenor" | "steward", _) => StatusCode::SEE_OTHER,
            ("convenor elsewhere", _) if in_thread => StatusCode::NOT_FOUND,
            ("convenor elsewhere", _) => StatusCode::OK,
            _ => StatusCode::UNAUTHORIZED,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn convenors_routes_are_for_convenors_of_that_community_alone() {
    let stage = stage().await;
    let fields = [("state", "curated"), ("note", "A note"), ("new", "damp")];
    for route in table().into_iter().filter(|one| one.who == "convenor") {
        let path = filled(&route.path, &stage, "");
        let method: Method = route.method.parse().unwrap();
        for (name, visitor) in stage.visitors().await {
            let what = format!("{name}: {} {path}", route.method);
            let right = Stage::right(&route, name);
            if method == Method::POST {
                let refused =
                    if right == StatusCode::UNAUTHORIZED { right } else { StatusCode::FORBIDDEN };
                let url = visitor.url.clone();
                let token = visitor.token();
                let with = |token: &'static str| [&[("token", token)][..], &fields].concat();
                let without = visitor.send(Method::POST, &path, Some(&url), &fields).await;
                assert_eq!(without.status, refused, "{what} without token");
                for wrong in
                    ["", "0", "0000000000000000000000000000000000000000000000000000000000000000"]
                {
                    let sent = visitor.send(Method::POST, &path, Some(&url), &with(wrong)).await;
                    assert_eq!(sent.status, refused, "{what} with the token {wrong:?}");
                }
                let own = [&[("token", token.as_str())][..], &fields].concat();
                for origin in ["https://elsewhere.example", "null", "http://127.0.0.1:1"] {
                    let sent = visitor.send(Method::POST, &path, Some(origin), &own).await;
                    assert_eq!(sent.status, refused, "{what} from {origin}");
                }
                let sent = visitor.send(Method::POST, &path, Some(&url), &own).await;
                assert_eq!(sent.status, right, "{what}: {}", sent.text);
            } else {
                let got = visitor.get(&path).await;
                assert_eq!(got.status, right, "{what}");
                let theirs = name == "convenor" || name == "steward";
                assert!(theirs || !got.text.contains("monday"), "{what} tells of the garden");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_routes_are_as_open_as_the_table_says_and_no_method_is_there_beside() {
    let stage = stage().await;
    let nobody = Visitor::new(&stage.story.running.url);
    let code = link(&stage.story, "ana").await.rsplit('/').next().unwrap().to_owned();
    let mut methods: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for route in table() {
        let known = methods.entry(route.path.clone()).or_default();
        known.insert(route.method.clone());
        let path = filled(&route.path, &stage, &code);
        let what = format!("{} {path}", route.method);
        match (route.who.as_str(), route.method.as_str()) {
            ("anyone", _) => {
                let status = nobody.get(&path).await.status;
                assert!(status.is_success() || status.is_redirection(), "{what}: {status}");
            }
            ("practice", "POST") => {
                let foreign = Some("https://elsewhere.example");
                let sent = nobody.send(Method::POST, &path, foreign, &[]).await;
                assert!(sent.status == StatusCode::FORBIDDEN || path == "/practice/key", "{what}");
            }
            ("link", "GET") => assert_eq!(nobody.get(&path).await.status, StatusCode::OK, "{what}"),
            ("link", _) => {
                let foreign = Some("https://elsewhere.example");
                let sent = nobody.send(Method::POST, &path, foreign, &[("code", &code)]).await;
                assert_eq!(sent.status, StatusCode::FORBIDDEN, "{what}");
                let without = nobody.post(&path, &[]).await;
                assert_eq!(without.status, StatusCode::NOT_FOUND, "{what}");
            }
            ("own link", method) => {
                let method = method.parse().unwrap();
                let sent = nobody.send(method, &path, None, &[]).await;
                assert_eq!(sent.status, StatusCode::NOT_FOUND, "{what} with a code for signing in");
            }
            _ => {}
        }
    }
    for (path, known) in methods {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            if !known.contains(method) {
                let path = filled(&path, &stage, &code);
                let status = nobody.send(method.parse().unwrap(), &path, None, &[]).await.status;
                let guarded = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::FORBIDDEN];
                assert!(guarded.contains(&status), "{method} {path}: {status}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_carries_what_keeps_a_browser_careful() {
    let stage = stage().await;
    let ana = Visitor::with_session(&stage.story, "ana", &stage.garden).await;
    let code = link(&stage.story, "ana").await.rsplit('/').next().unwrap().to_owned();
    for route in
        table().into_iter().filter(|one| one.method == "GET" && one.path.starts_with("/curate"))
    {
        let path = filled(&route.path, &stage, &code);
        let page = ana.get(&path).await;
        let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        for part in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert!(page.text.len() < 100_000);
        if !path.contains("/assets/") {
            assert_eq!(header("cache-control"), "no-store");
            for never in ["<script", " style=", "onclick", "http://", "https://"] {
                let outside = page.text.replace("http://www.w3.org", "");
                assert!(!outside.contains(never), "{path} has {never}");
            }
        }
    }
}
