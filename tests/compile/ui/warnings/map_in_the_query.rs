//! A query field has one value or a list of values.

#![deny(deprecated)]

use std::collections::BTreeMap;

matrix_api::ruma_api! {
    metadata {
        description: "Search rooms.",
        method: GET,
        name: "search",
        path: "/search",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        // wrong:
        #[ruma_api(query)]
        pub filters: BTreeMap<String, String>,
        // instead:
        // #[ruma_api(query_all)]
        // pub filters: BTreeMap<String, String>,
    }
    response {}
}

fn main() {}
