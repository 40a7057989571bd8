//! Rooms and their events.

use super::{
    grammar,
    newtype::{identifier, show_identifier},
    server_name::ServerName,
};

identifier! {
    /// The ID of a room: `!opaque:example.org`, or `!opaque` in newer rooms.
    ///
    /// See [Room IDs](https://spec.matrix.org/v1.19/appendices/#room-ids).
    RoomId, "room ID", grammar::room_id
}

show_identifier!(RoomId);

identifier! {
    /// An alias of a room: `#lobby:example.org`.
    ///
    /// See [Room Aliases](https://spec.matrix.org/v1.19/appendices/#room-aliases).
    RoomAliasId, "room alias", grammar::room_alias_id
}

show_identifier!(RoomAliasId);

impl RoomAliasId {
    /// The part between `#` and the server name.
    #[must_use]
    #[inline]
    pub fn localpart(&self) -> &str {
        grammar::localpart(self.as_str())
    }

    /// The server that the alias is on.
    #[must_use]
    #[inline]
    pub fn server_name(&self) -> ServerName {
        ServerName::from_validated(grammar::after_colon(self.as_str()))
    }
}

identifier! {
    /// The ID of an event: `$opaque`, or `$opaque:example.org` in the oldest rooms.
    ///
    /// See [Event IDs](https://spec.matrix.org/v1.19/appendices/#event-ids).
    EventId, "event ID", grammar::event_id
}

show_identifier!(EventId);
