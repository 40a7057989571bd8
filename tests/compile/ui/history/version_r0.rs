//! The versions r0.x of the specification are written `1.0`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        history: { r0.6.1 => "/rooms/{room_id}/tag" },
        // instead:
        // history: { 1.0 => "/rooms/{room_id}/tag" },
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
    }
    response {}
}

fn main() {}
