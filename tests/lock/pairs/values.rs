//! Types of values in requests. What a server reads there, a client reads in an answer.

use std::collections::BTreeMap;

use matrix_api::identifiers::{DeviceId, UserId};

pub use crate::kinds::*;

definitions! {
    small { request { pub a: u8 } }
    large { request { pub a: u32 } }
    largest { request { pub a: u64 } }
    number { request { pub a: f64 } }
    text { request { pub a: String } }
    user { request { pub a: UserId } }
    device { request { pub a: DeviceId } }
    open { request { pub a: Open } }
    open_with_three { request { pub a: OpenWithThree } }
    closed { request { pub a: Closed } }
    closed_with_three { request { pub a: ClosedWithThree } }
    list { request { pub a: Vec<u8> } }
    map { request { pub a: BTreeMap<String, u8> } }
    object { request { pub a: Inner } }
    object_with_required { request { pub a: InnerWithRequired } }
    object_with_optional { request { pub a: InnerWithOptional } }
    objects { request { pub a: Vec<Inner> } }
    objects_with_required { request { pub a: Vec<InnerWithRequired> } }
    any { request { pub a: serde_json::Value } }
    text_in_query { request { #[ruma_api(query)] pub a: String } }
    number_in_query { request { #[ruma_api(query)] pub a: u8 } }
}

rows! {
    "integer widened": small => large, Works, Breaks;
    "integer narrowed": large => small, Breaks, Works;
    "integer -> number": large => number, Works, Breaks;
    "large integer -> number": largest => number, OtherMeaning, Breaks;
    "integer -> text": small => text, Breaks, Breaks;
    "text -> identifier": text => user, Breaks, Works;
    "identifier -> text": user => text, Works, Breaks;
    "text -> identifier without a format": text => device, Breaks, Works;
    "identifier without a format -> text": device => text, Works, Breaks;
    "value added to an open enum": open => open_with_three, Works, Works;
    "value removed from an open enum": open_with_three => open, Works, Works;
    "value added to a closed enum": closed => closed_with_three, Works, Breaks;
    "value removed from a closed enum": closed_with_three => closed, Breaks, Works;
    "enum: open -> closed": open => closed, Breaks, Works;
    "enum: closed -> open": closed => open, Works, Breaks;
    "text -> open enum": text => open, Works, Works;
    "text -> closed enum": text => closed, Breaks, Works;
    "one value -> list": small => list, Breaks, Breaks;
    "list -> map": list => map, Breaks, Breaks;
    "object -> map": object => map, Works, Breaks;
    "required member of an object added": object => object_with_required, Breaks, OtherMeaning;
    "optional member of an object added": object => object_with_optional, Works, OtherMeaning;
    "member of an object: optional -> required": object_with_optional => object_with_required, Breaks, Works;
    "required member of listed objects added": objects => objects_with_required, Breaks, OtherMeaning;
    "text -> anything": text => any, Unknown, Unknown, executed Works, Breaks;
    "anything -> text": any => text, Unknown, Unknown, executed Breaks, Works;
    "parameter of the query: integer -> text": number_in_query => text_in_query, Works, Breaks;
    "parameter of the query: text -> integer": text_in_query => number_in_query, Breaks, Works;
}
