//! The source that the checks edit: an endpoint, and a function that uses it.

pub mod set_tag {
    use matrix_api::ruma_api;

    /// A tag of a room.
    pub type Tag = String;

    ruma_api! {
        metadata {
            description: "Set the tag of a room.",
            method: PUT,
            name: "set_tag",
            path: "/rooms/{room_id}/tag",
            rate_limited: false,
            requires_authentication: true,
        }

        request {
            /// The room.
            #[ruma_api(path)]
            pub room_id: String,
            /// The language of the tag.
            #[ruma_api(header = ACCEPT_LANGUAGE)]
            pub language: String,
            /// The tag.
            #[serde(default)] // So that it is optional before its type is written.
            pub tag: Option<Tag>,
        }

        response {
            /// The position of the room.
            pub order: u8,
        }

        example "a tag" { request { PUT "/rooms/!a/tag" "accept-language": "de" {} } }
    }
}

pub fn example() -> set_tag::Response {
    let request = set_tag::Request::new("!room".to_owned(), "de".to_owned()).tag("work".to_owned());
    println!("{} {:?}", request.room_id, request.tag);
    set_tag::Response::new(1)
}
