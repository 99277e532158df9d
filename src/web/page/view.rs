//! All that the page's template asks for.

use askama::Template;

use super::asked::{Asked, Spot, address, address_with};
use super::composer::Composer;
use super::item::{self, Listing, Reaction};
use crate::domain::body::{Block, Span};
use crate::domain::clock::{Instant, iso};
use crate::platform::practice::cast::{PERSONAS, Persona, ROOMS};
use crate::platform::practice::state::State;
use crate::platform::practice::view::SeenField;
use crate::web::Web;
use crate::web::assets::STAMP;
use crate::web::tongue::Tongue;

/// The page.
#[derive(Template)]
#[template(path = "practice.html")]
pub(super) struct Page<'a> {
    pub t: &'a Tongue,
    pub stamp: &'a str,
    pub spot: Spot,
    pub rooms: Vec<Place>,
    pub people: &'static [Persona],
    pub heading: String,
    pub prefix: String,
    pub clock: Option<Clock>,
    pub listing: Listing,
    pub composer: Composer,
    pub steps: Option<Steps>,
    pub problem: Option<String>,
}

/// A room in the list of rooms.
pub(super) struct Place {
    pub id: &'static str,
    pub name: String,
    pub href: String,
    pub here: bool,
}

/// The practice clock.
pub(super) struct Clock {
    pub iso: String,
    pub text: String,
}

/// What somebody does who sees this for the first time.
pub(super) struct Steps {
    /// Whether the bot has said nothing here yet.
    pub fresh: bool,
    pub found: String,
    pub start: String,
    pub close: String,
    pub help: String,
}

impl<'a> Page<'a> {
    pub(super) fn of(
        web: &Web,
        tongue: &'a Tongue,
        state: &State,
        asked: &Asked,
        problem: Option<String>,
    ) -> Self {
        let spot = Spot::of(asked.by.as_deref(), asked.room.as_deref());
        let prefix = web.practice.as_ref().map(|one| one.prefix().to_owned()).unwrap_or_default();
        let listing = item::list(tongue, state, spot, asked.all.is_some());
        let rooms = places(tongue, spot);
        let heading = rooms.iter().find(|one| one.here).map(|one| one.name.clone());
        Self {
            stamp: &STAMP,
            spot,
            people: &PERSONAS,
            heading: heading.unwrap_or_default(),
            clock: clock(web, tongue),
            composer: Composer::of(tongue, state, spot, asked),
            steps: (!spot.is_direct()).then(|| steps(tongue, &prefix, &listing)),
            t: tongue,
            rooms,
            prefix,
            listing,
            problem,
        }
    }

    /// The address of this room with something more to say.
    fn link(&self, name: &str, value: &str) -> String {
        address_with(self.spot, name, value)
    }

    /// This room, seen by somebody else.
    fn be(&self, persona: &str) -> String {
        address(persona, self.spot.room)
    }

    fn example(&self) -> String {
        if self.spot.is_direct() { "help".to_owned() } else { format!("{} help", self.prefix) }
    }

    /// This room with a command in the box, seen by the persona who may give it.
    fn as_convenor(&self, command: &str) -> String {
        let convenor = PERSONAS.iter().find(|one| one.convenor).unwrap_or(self.spot.me);
        let me = if self.spot.me.convenor { self.spot.me } else { convenor };
        address_with(Spot { me, ..self.spot }, "fill", command)
    }

    /// What choosing this sends: of a mood the number, else the words. (Templates hand references.)
    fn sent(&self, field: &SeenField, index: &usize, choice: &str) -> String {
        if field.kind == "mood" { index.to_string() } else { choice.to_owned() }
    }

    fn chosen(&self, value: &str, sent: &str, choice: &str) -> bool {
        value == sent || value == choice
    }

    fn field_name(&self, field: &SeenField) -> String {
        format!("f.{}", field.key)
    }

    fn field_id(&self, message: &str, field: &SeenField) -> String {
        format!("{message}-{}", field.key)
    }

    fn field_value(&self, field: &SeenField) -> String {
        field.value.clone().unwrap_or_default()
    }

    fn iso(&self, at: &Instant) -> String {
        iso(*at)
    }

    /// The bot's words in pieces, and which of them are web addresses.
    fn linked<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        let is_link = |word: &str| word.starts_with("http://") || word.starts_with("https://");
        let pieces = text.split_inclusive(char::is_whitespace).flat_map(|piece| {
            let word = piece.trim_end();
            [(word, is_link(word)), (piece.strip_prefix(word).unwrap_or_default(), false)]
        });
        pieces.filter(|(piece, _)| !piece.is_empty()).collect()
    }

    fn reaction_label(&self, one: &Reaction) -> String {
        let args = [("key", one.key.as_str().into()), ("names", one.names.as_str().into())];
        self.t.fill("practice-reaction-by", &args)
    }

    fn say_name(&self, key: &str, name: &str) -> String {
        self.t.fill(key, &[("name", name.into())])
    }

    fn say_count(&self, key: &str, count: usize) -> String {
        self.t.fill(key, &[("count", count.into())])
    }

    fn messages_label(&self) -> String {
        self.t.fill("practice-messages", &[("room", self.heading.as_str().into())])
    }

    fn write_label(&self) -> String {
        let key = if self.spot.is_direct() { "practice-write-direct" } else { "practice-write" };
        self.t.fill(key, &[("room", self.heading.as_str().into())])
    }

    fn write_hint(&self) -> String {
        let direct = self.spot.is_direct();
        let key = if direct { "practice-write-hint-direct" } else { "practice-write-hint" };
        let args = [
            ("name", self.spot.me.name.into()),
            ("prefix", self.prefix.as_str().into()),
            ("example", self.example().into()),
        ];
        self.t.fill(key, &args)
    }

    fn title(&self) -> String {
        self.t.fill("practice-tagline", &[("room", self.heading.as_str().into())])
    }

    /// The languages one can change to, by code and by their own name.
    fn tongues(&self) -> Vec<(String, bool)> {
        let now = self.t.language.as_str();
        self.t.languages().into_iter().map(|code| (code.clone(), code == now)).collect()
    }
}

fn places(tongue: &Tongue, spot: Spot) -> Vec<Place> {
    let rooms = ROOMS.iter().map(|room| (room.id, room.name.to_owned()));
    let direct = [("direct", tongue.say("practice-direct"))];
    rooms
        .chain(direct)
        .map(|(id, name)| Place { id, name, href: address(spot.me.id, id), here: id == spot.room })
        .collect()
}

fn clock(web: &Web, tongue: &Tongue) -> Option<Clock> {
    let now = web.time.as_ref()?.now();
    Some(Clock { iso: iso(now), text: tongue.moment(now) })
}

fn steps(tongue: &Tongue, prefix: &str, listing: &Listing) -> Steps {
    let name = tongue.say("practice-steps-community");
    let (zone, language) = (tongue.zone.name(), tongue.language.as_str());
    Steps {
        fresh: !listing.items.iter().any(|one| one.seen.bot),
        found: format!(
            "{prefix} setup --name \"{name}\" --zone {zone} --language {language} \
             --method check-in --days mon --at 09:00"
        ),
        start: format!("{prefix} ritual start"),
        close: format!("{prefix} round close"),
        help: format!("{prefix} help"),
    }
}
