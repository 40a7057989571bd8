//! Each piece of `concat!` follows the rules of paths.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: concat!("/v3", "/rooms/{room_id}", "/the tag"),
        // instead:
        // path: concat!("/v3", "/rooms/{room_id}", "/the_tag"),
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
