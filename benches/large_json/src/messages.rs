//! The messages: lists of a user's devices, and of messages in a room.

use std::{fmt::Debug, str::FromStr};

use matrix_api::identifiers::{DeviceId, EventId, RoomId, UserId};
use serde::{Deserialize, Serialize};

/// One of a user's devices: short strings and a number, in 116 bytes.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Device<Id> {
    pub(crate) device_id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_seen_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_seen_ts: Option<u64>,
}

/// A message in a room: three identifiers, and a text of some 600 bytes. A quarter of the texts have line breaks and
/// quotes, which JSON escapes, and another quarter has letters beyond ASCII.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Event<Ids: Identifiers> {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) event_id: Ids::Event,
    pub(crate) room_id: Ids::Room,
    pub(crate) sender: Ids::User,
    pub(crate) origin_server_ts: u64,
    pub(crate) content: Content,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Content {
    pub(crate) msgtype: String,
    pub(crate) body: String,
}

/// The types of identifiers.
pub(crate) trait Identifiers {
    type Event: Identifier;
    type Room: Identifier;
    type User: Identifier;
}

pub(crate) trait Identifier:
    Clone + Debug + FromStr<Err: Debug> + Serialize + for<'de> Deserialize<'de>
{
}

impl<T> Identifier for T where
    T: Clone + Debug + FromStr<Err: Debug> + Serialize + for<'de> Deserialize<'de>
{
}

/// The types of this project, which check their grammar.
#[derive(Clone, Debug)]
pub(crate) enum Checked {}

impl Identifiers for Checked {
    type Event = EventId;
    type Room = RoomId;
    type User = UserId;
}

/// Strings.
#[derive(Clone, Debug)]
pub(crate) enum Plain {}

impl Identifiers for Plain {
    type Event = String;
    type Room = String;
    type User = String;
}

pub(crate) type CheckedDevice = Device<DeviceId>;
pub(crate) type PlainDevice = Device<String>;
pub(crate) type CheckedEvent = Event<Checked>;
pub(crate) type PlainEvent = Event<Plain>;

fn parse<T: FromStr<Err: Debug>>(text: String) -> T {
    text.parse().expect("an identifier")
}

pub(crate) fn devices<Id: FromStr<Err: Debug>>(number: usize) -> Vec<Device<Id>> {
    let device = |number| Device {
        device_id: parse(format!("DEVICE{number:04}")),
        display_name: Some(format!("Phone {number}")),
        last_seen_ip: Some("203.0.113.24".to_owned()),
        last_seen_ts: Some(1_474_491_775_024 + number as u64),
    };
    (0..number).map(device).collect()
}

pub(crate) fn events<Ids: Identifiers>(number: usize) -> Vec<Event<Ids>> {
    let event = |number| Event {
        kind: "m.room.message".to_owned(),
        event_id: parse(format!("$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3{number:06}")),
        room_id: parse("!n8f893n9:matrix.example.org".to_owned()),
        sender: parse(format!("@user{}:matrix.example.org", number % 50)),
        origin_server_ts: 1_474_491_775_024 + number as u64,
        content: Content { msgtype: "m.text".to_owned(), body: text(number) },
    };
    (0..number).map(event).collect()
}

fn text(number: usize) -> String {
    let sentence = match number % 4 {
        0 => "She said \"never mind\", and went on.\nNobody knew what she had meant by that. ",
        1 => "Die Straße war naß, und ein Mädchen fragte höflich nach dem Weg zur Brücke. ",
        _ => "The next meeting is on Thursday at ten, in the small room on the third floor. ",
    };
    sentence.repeat(8)
}
