//! A keyword of a field is spelled correctly, also one that is not a place.

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
        pub room_id: String,
        // wrong:
        #[ruma_api(nulable)]
        pub tag: Option<String>,
        // instead:
        // #[ruma_api(nullable)]
        // pub tag: Option<String>,
    }
    response {}
}

fn main() {}
