//! The fields of a form implement `Serialize` and `Deserialize`.

/// A grant.
#[derive(Clone, Debug)]
// wrong:
pub struct Grant {
    pub code: String,
}
// instead:
// #[derive(serde::Serialize, serde::Deserialize)]
// pub struct Grant {
//     pub code: String,
// }

matrix_api::ruma_api! {
    metadata {
        description: "Get an access token.",
        method: POST,
        name: "token",
        path: "/oauth2/token",
        rate_limited: true,
        requires_authentication: false,
    }
    request {
        #[ruma_api(raw_body)]
        pub grant: matrix_api::wire::Form<Grant>,
    }
    response {
        pub access_token: String,
    }
}

fn main() {}
