//! The words the bot says: Fluent texts, one folder a language, embedded in the binary.
//!
//! A text is asked for by its key. What a language lacks is said in English; what English lacks
//! is a mistake of ours: it is logged, and the key itself is shown, so that nobody meets silence.

mod told;

#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use unic_langid::LanguageIdentifier;

use super::fold::fold;
use crate::domain::community::Language;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/config/locales");
const FALLBACK: &str = "en";

/// What fills a place in a text: words or a number, made with `.into()`.
pub type Arg<'a> = FluentValue<'a>;

/// All texts in all languages. Cloning is cheap.
#[derive(Clone)]
pub struct Words {
    bundles: Arc<BTreeMap<Language, FluentBundle<FluentResource>>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.bundles.keys()).finish()
    }
}

impl Words {
    /// The texts inside the binary.
    ///
    /// # Errors
    /// When a text cannot be read, or two files of a language use one key.
    pub fn shipped() -> anyhow::Result<Self> {
        let mut bundles = BTreeMap::new();
        for folder in SHIPPED.dirs() {
            let name = folder.path().to_string_lossy().into_owned();
            let bundle = bundle(&name, folder).with_context(|| format!("texts of {name}"))?;
            bundles.insert(Language(name), bundle);
        }
        Ok(Self { bundles: Arc::new(bundles) })
    }

    /// The languages there are texts in.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        self.bundles.keys().cloned().collect()
    }

    /// The text of a key in a language, its places filled.
    #[must_use]
    pub fn say(&self, language: &Language, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, arg.clone())).collect();
        for language in fallbacks(language) {
            if let Some(text) = self.bundles.get(&language).and_then(|one| render(one, key, &args))
            {
                return text;
            }
        }
        tracing::error!(key, "no text has this key");
        key.to_owned()
    }

    /// Whether there is a text of this key in this very language.
    #[must_use]
    pub fn has(&self, language: &Language, key: &str) -> bool {
        self.bundles.get(language).is_some_and(|one| one.has_message(key))
    }

    /// Whether somebody typed what a key lists, in any language; the text of such a key holds its
    /// forms with `|` between them. Case, accents and a closing full stop make no difference.
    #[must_use]
    pub fn means(&self, key: &str, typed: &str) -> bool {
        let typed = fold(typed.trim().trim_end_matches(['.', '!']));
        self.bundles.keys().any(|language| {
            self.say(language, key, &[]).split('|').any(|form| fold(form.trim()) == typed)
        })
    }
}

/// The languages to try, in order: `fr-CA`, `fr`, `en`.
fn fallbacks(language: &Language) -> Vec<Language> {
    let base = language.as_str().split('-').next().unwrap_or(FALLBACK);
    let mut order = vec![language.clone(), Language::from(base), Language::from(FALLBACK)];
    order.dedup();
    order
}

fn render(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    args: &FluentArgs<'_>,
) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a text could not be filled");
    }
    Some(text)
}

fn bundle(
    name: &str,
    folder: &'static Dir<'static>,
) -> anyhow::Result<FluentBundle<FluentResource>> {
    let language: LanguageIdentifier = name.parse().context("the folder is not a language")?;
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolating marks are invisible characters; people copy commands out of these texts.
    bundle.set_use_isolating(false);
    for file in folder.files() {
        let path = file.path().display();
        let source = file.contents_utf8().with_context(|| format!("{path} is not UTF-8"))?;
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| anyhow!("{path} cannot be read: {errors:?}"))?;
        bundle
            .add_resource(resource)
            .map_err(|errors| anyhow!("{path} repeats a key: {errors:?}"))?;
    }
    Ok(bundle)
}
