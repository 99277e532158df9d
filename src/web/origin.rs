//! From where a form was sent: a page of another site can send one here, and its browser says so.

use axum::http::HeaderMap;
use url::Url;

/// How browsers outside reach the pages, where an operator said so.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Scheme, host and port, as browsers name them.
    origin: Option<String>,
    /// Whether cookies are for encrypted connections alone.
    pub(super) secure: bool,
}

impl Site {
    /// The site at this address.
    #[must_use]
    pub fn of(public_url: Option<&str>) -> Self {
        let url = public_url.and_then(|url| Url::parse(url).ok());
        Self {
            secure: url.as_ref().is_some_and(|url| url.scheme() == "https"),
            origin: url.map(|url| url.origin().ascii_serialization()),
        }
    }

    /// Whether a form comes from a page of ours. Every browser says from where it sends a form;
    /// what says nothing of it is none, and holds nobody's cookies.
    pub(super) fn sent(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = text(headers, "origin") else {
            return text(headers, "sec-fetch-site").is_none_or(|site| site == "same-origin");
        };
        self.origin.as_deref().is_some_and(|ours| ours.eq_ignore_ascii_case(origin))
            || same_host(origin, headers)
    }
}

/// Whether an origin is the very host that was asked.
pub(super) fn same_host(origin: &str, headers: &HeaderMap) -> bool {
    let host = text(headers, "host").unwrap_or_default();
    origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
}

/// A header as text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(public: Option<&str>, headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Site::of(public).sent(&map)
    }

    #[test]
    fn a_form_comes_from_a_page_of_ours_or_is_refused() {
        let host = ("host", "127.0.0.1:8080");
        assert!(sent(None, &[host]));
        assert!(sent(None, &[host, ("origin", "http://127.0.0.1:8080")]));
        assert!(!sent(None, &[host, ("origin", "http://127.0.0.1:8081")]));
        assert!(!sent(None, &[host, ("origin", "null")]));
        assert!(!sent(None, &[host, ("sec-fetch-site", "cross-site")]));
        let public = Some("https://tea.example/");
        assert!(sent(public, &[host, ("origin", "https://tea.example")]));
        assert!(!sent(public, &[host, ("origin", "https://tea.example.org")]));
        assert!(Site::of(public).secure && !Site::of(None).secure);
    }
}
