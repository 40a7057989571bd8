//! All mistakes of an example are reported in one run, also beside those of a section.

pub mod search {
    matrix_api::ruma_api! {
        metadata {
            description: "Search for things.",
            method: POST,
            name: "search",
            path: "/search/{kind}",
            rate_limited: false,
            requires_authentication: true,
        }
        request {
            #[ruma_api(path)]
            pub kind: String,
            #[ruma_api(query)]
            pub limit: Option<u64>,
            #[ruma_api(header = ACCEPT_LANGUAGE)]
            pub language: Option<String>,
            pub term: String,
            pub exact: Option<bool>,
        }
        response {
            #[ruma_api(headr = ETAG)]
            pub tag: String,
            pub total: u64,
        }
        example "a word" {
            request {
                PUT "/search/?limt=10"
                "accept-langage": "de", "content-length": "7",
                { term: 'x', "exact": True, "exact": .5 "sort": [1 2], }
            }
            response { 200 { "totl": 01 } }
        }
        example "a word" { response { NOT_FUND } answer { 200 } }
    }
}

fn main() {
    let _ = search::Request::new("book".to_owned(), "tea".to_owned()).limit(3);
}
