//! In which language and by which zone a visitor is answered.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;

use super::Web;
use crate::domain::clock::Instant;
use crate::domain::community::Language;
use crate::domain::file::FileRef;
use crate::platform::practice::cast;
use crate::platform::practice::wish::Refused;
use crate::ritual::words::{Arg, Words};

/// The cookie that remembers a chosen language.
pub(super) const LANGUAGE_COOKIE: &str = "samovar_language";

/// The cookie in which the page's script tells the browser's zone.
const ZONE_COOKIE: &str = "samovar_zone";

/// The words, in the visitor's language and zone.
#[derive(Clone)]
pub(super) struct Tongue {
    words: Words,
    pub language: Language,
    pub zone: Tz,
}

impl Tongue {
    /// As the request asks: the address first, then what was chosen before, then the browser.
    pub(super) fn of(words: &Words, uri: &Uri, headers: &HeaderMap) -> Self {
        let known = words.languages();
        let find = |code: &str| {
            let base = code.trim().split('-').next().unwrap_or_default().to_lowercase();
            known.iter().find(|one| one.as_str() == base).cloned()
        };
        let asked = uri
            .query()
            .and_then(|query| query.split('&').find_map(|one| one.strip_prefix("lang=")));
        let language = asked
            .and_then(find)
            .or_else(|| cookie(headers, LANGUAGE_COOKIE).and_then(find))
            .or_else(|| accepted(headers).into_iter().find_map(find))
            .unwrap_or_else(|| Language::from("en"));
        let zone = cookie(headers, ZONE_COOKIE).and_then(|zone| zone.parse().ok());
        Self { words: words.clone(), language, zone: zone.unwrap_or(Tz::UTC) }
    }

    /// A text.
    pub(super) fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A text with its places filled.
    pub(super) fn fill(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.say(&self.language, key, args)
    }

    /// The same by another zone.
    pub(super) fn in_zone(self, zone: Tz) -> Self {
        Self { zone, ..self }
    }

    /// A list within a sentence.
    pub(super) fn list(&self, entries: &[String]) -> String {
        self.words.list(&self.language, entries)
    }

    /// A file by its name, its kind and its size.
    pub(super) fn file(&self, file: &FileRef) -> String {
        self.words.file(&self.language, file)
    }

    /// All texts.
    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    /// A day with its year.
    pub(super) fn date(&self, at: Instant) -> String {
        let day = at.with_timezone(&self.zone).date_naive();
        let year = day.year().to_string();
        self.fill("curate-date", &[("day", self.day(day).into()), ("year", year.into())])
    }

    /// A moment with its zone.
    pub(super) fn moment(&self, at: Instant) -> String {
        self.words.moment(&self.language, at, self.zone)
    }

    /// A day.
    pub(super) fn day(&self, day: NaiveDate) -> String {
        self.words.day(&self.language, day)
    }

    /// The languages there are, by code.
    pub(super) fn languages(&self) -> Vec<String> {
        self.words.languages().into_iter().map(|one| one.0).collect()
    }

    /// Why an act was refused.
    pub(super) fn refused(&self, refused: &Refused) -> String {
        let name = |key: &str, name: &str| self.fill(key, &[("name", name.into())]);
        let known = |key: &str, asked: &str, known: String| {
            self.fill(key, &[("name", asked.into()), ("known", known.into())])
        };
        match refused {
            Refused::NoPersona(asked) => known("refused-no-persona", asked, personas()),
            Refused::NoRoom(asked) => known("refused-no-room", asked, rooms()),
            Refused::NoMessage(asked) => name("refused-no-message", asked),
            Refused::Deleted(asked) => name("refused-deleted", asked),
            Refused::NoKind(asked) => name("refused-no-kind", asked),
            Refused::NotYours(asked) => name("refused-not-yours", asked),
            Refused::NoWords => self.say("refused-no-words"),
            Refused::TooLong(max) => self.fill("refused-too-long", &[("max", (*max).into())]),
            Refused::NoButton { asked, known: there, .. } => {
                known("refused-no-button", asked, there.clone())
            }
            Refused::NoForm(asked) => name("refused-no-form", asked),
            Refused::NoField { asked, known: there } => {
                known("refused-no-field", asked, there.clone())
            }
            Refused::Missing(label) => name("refused-missing", label),
            Refused::Disk(why) => self.fill("refused-disk", &[("why", why.to_string().into())]),
        }
    }
}

impl FromRequestParts<Web> for Tongue {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        Ok(Self::of(&web.words, &parts.uri, &parts.headers))
    }
}

/// What a cookie holds.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get("cookie")?.to_str().ok()?.split(';');
    let mut pairs = cookies.filter_map(|one| one.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The languages of `Accept-Language`, the dearest first.
fn accepted(headers: &HeaderMap) -> Vec<&str> {
    let header = headers.get("accept-language").and_then(|value| value.to_str().ok());
    let mut ranked: Vec<(f32, &str)> = header
        .unwrap_or_default()
        .split(',')
        .map(|one| {
            let (code, weight) = one.split_once(";q=").unwrap_or((one, "1"));
            (weight.trim().parse().unwrap_or(0.0), code)
        })
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    ranked.into_iter().map(|(_, code)| code).collect()
}

fn personas() -> String {
    cast::PERSONAS.map(|one| one.id).join(", ")
}

fn rooms() -> String {
    cast::ROOMS.map(|one| one.id).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(query: &str, headers: &[(&'static str, &'static str)]) -> String {
        let uri: Uri = format!("/practice{query}").parse().unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Tongue::of(&Words::shipped().unwrap(), &uri, &map).language.0
    }

    #[test]
    fn the_address_goes_before_the_cookie_and_the_cookie_before_the_browser() {
        assert_eq!(language("", &[]), "en");
        assert_eq!(language("", &[("accept-language", "de, en;q=0.3, fr-CA;q=0.8")]), "fr");
        let chosen = [("accept-language", "en"), ("cookie", "a=b; samovar_language=fr")];
        assert_eq!(language("", &chosen), "fr");
        assert_eq!(language("?as=ana&lang=en", &chosen), "en");
        assert_eq!(language("?lang=tlh", &[]), "en");
    }

    #[test]
    fn both_languages_say_everything() {
        let texts = ["en", "fr"].map(|language| {
            let folder = format!("{}/config/locales/{language}", env!("CARGO_MANIFEST_DIR"));
            let files = ["practice", "curate"]
                .map(|file| std::fs::read_to_string(format!("{folder}/{file}.ftl")).unwrap());
            let text = files.concat();
            let keys =
                text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
            keys.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect::<Vec<_>>()
        });
        assert_eq!(texts[0], texts[1]);
    }
}
