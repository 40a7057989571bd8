//! Of macros, only `concat!` and `stringify!` can be written for a path, a name or a description.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: format!("/v{}/rooms/{{room_id}}/tag", 3),
        // instead:
        // path: concat!("/v", 3, "/rooms/{room_id}/tag"),
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
