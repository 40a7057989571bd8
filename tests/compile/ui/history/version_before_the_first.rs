//! The first version is `1.0`, which also means r0.x.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        history: { 0.6 => "/rooms/{room_id}/tag" },
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
