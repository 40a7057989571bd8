//! Only one field can be the whole query.

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
        #[ruma_api(query_all)]
        pub filter: std::collections::BTreeMap<String, String>,
        #[ruma_api(query_all)]
        pub options: std::collections::BTreeMap<String, String>,
        // instead:
        // #[ruma_api(query_all)]
        // pub filter: std::collections::BTreeMap<String, String>,
    }
    response {}
}

fn main() {}
