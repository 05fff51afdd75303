//! Turns the list of events into their type and their keys.

macro_rules! events {
    ($($(#[doc = $doc:literal])* $name:ident, $key:literal, { $($(#[doc = $fdoc:literal])* $field:ident : $type:ty),* $(,)? };)*) => {
        /// One deed.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "event")]
        pub enum Event {
            $($(#[doc = $doc])* #[serde(rename = $key)] $name { $($(#[doc = $fdoc])* $field: $type),* },)*
        }

        impl Event {
            /// The keys of all events.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            /// The event's key: the same as the tag in its JSON.
            #[must_use]
            pub fn key(&self) -> &'static str {
                match self { $(Event::$name { .. } => $key,)* }
            }
        }
    };
}
