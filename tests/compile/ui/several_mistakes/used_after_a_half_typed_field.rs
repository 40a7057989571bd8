//! Code that uses a half-typed field, or the other fields, shows no further errors.

mod set_tag {
    matrix_api::ruma_api! {
        metadata {
            description: "Set the tag of a room.",
            method: PUT,
            name: "set_tag",
            path: "/rooms/{room_id}/tag",
            rate_limited: false,
            requires_authentication: true,
        }
        request {
            #[ruma_api(path)]
            pub room_id,
            pub tag:,
            #[ruma_api(querry)]
            pub filter: Option<
            pub order: u8,
        }
        response {
            pub tag String,
            pub order: u8
            pub rest: std::collections::
        }
    }
}

use std::collections::BTreeMap;

fn main() {
    let request = set_tag::Request::new("!room".to_owned(), Some("m.lowpriority"), 1)
        .filter(Some(0.5));
    println!("{request:?} {}", request.room_id.len() + usize::from(request.order));
    let set_tag::Request { room_id, tag, .. } = request.clone();
    let _: Option<u8> = tag.map(|tag| tag + 1);
    for character in room_id.chars() {
        println!("{character} {}", request.filter.unwrap_or_default());
    }
    let response = set_tag::Response::new(request.tag, 1, BTreeMap::new());
    match response.tag {
        "m.lowpriority" => println!("{}", response.order),
        _ => println!("{:?}", response.rest.get("key")),
    }
}
