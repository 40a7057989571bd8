//! A placeholder is a keyword without `r#`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        // wrong:
        path: "/rooms/{r#type}/tag",
        // instead:
        // path: "/rooms/{type}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub r#type: String,
    }
    response {}
}

fn main() {}
