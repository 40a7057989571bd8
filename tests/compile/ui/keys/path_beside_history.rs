//! A definition has either a `path` or a `history`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: "/rooms/{room_id}/tag",
        history: { 1.0 => "/r0/rooms/{room_id}/tag" },
        // instead:
        // history: {
        //     1.0 => "/r0/rooms/{room_id}/tag",
        //     1.1 => "/rooms/{room_id}/tag",
        // },
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
