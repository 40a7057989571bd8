//! Unusual examples that the rules allow on purpose.

mod messages_of_every_kind {
    matrix_api::ruma_api! {
        metadata {
            description: "Store an object.",
            method: PUT,
            name: "store_object",
            history: {
                unstable("org.example.objects") => "/unstable/objects/{bucket}/{key..}",
                1.0 => "/v1/objects/{bucket}/{key..}",
            },
            rate_limited: true,
            authentication: AppserviceToken,
        }
        #[serde(rename_all = "camelCase")]
        request {
            #[ruma_api(path)]
            pub bucket: String,
            #[ruma_api(path)]
            pub key: Option<Vec<String>>,
            #[ruma_api(query)]
            pub tags: Vec<String>,
            #[ruma_api(query)]
            pub expires_at: u64,
            #[ruma_api(header = LINK)]
            pub links: Vec<String>,
            #[serde(alias = "size", default)]
            pub total_size: u64,
            #[ruma_api(nullable)]
            pub label: Option<String>,
            #[serde(flatten)]
            pub rest: std::collections::BTreeMap<String, u8>,
        }
        response {
            #[ruma_api(status)]
            pub status: matrix_api::http::StatusCode,
            #[ruma_api(body)]
            pub text: String,
        }
        response NOT_MODIFIED {}
        response SEE_OTHER {
            #[ruma_api(header = CONTENT_TYPE)]
            pub media_type: String,
            #[ruma_api(raw_body)]
            pub content: Vec<u8>,
        }

        example "all parts" {
            request {
                PUT "/v1/objects/photos/2024/a%20b.jpg?expiresAt=7&tags=a&tags=b&user_id=%40ann%3Aexample.org"
                "Authorization": "Bearer abc", "link": "</a>" "Link": "</b>"
                { "size": 10, "label": null, "other": 1, }
            },
            response { 299 "content-type": "application/json", "a JSON string" },
        }
        example "a request alone, without optional parts" {
            request { PUT "/unstable/objects/photos?expiresAt=7" { "label": "x" } }
        },
        example concat!("a response", " alone") {
            response { NOT_MODIFIED }
        }
        example "a body that is not JSON" {
            response { 303 "content-type": "image/png" b"\x89PNG" }
        }
        example "an error of any form" {
            response { TOO_MANY_REQUESTS "x-reason": concat!("a", 1) [-1, 0.5, 1e3, "\u{e9}", r#"""#, true, null, [], {}] }
        }
        example "an error without a body" { response { 599 } }
    }
}

mod conditional_members {
    matrix_api::ruma_api! {
        metadata {
            description: "Set a colour.",
            method: PUT,
            name: "set_colour",
            path: "/colour",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[cfg(any())]
            pub red: String,
            pub green: String,
        }
        response {}

        example "with the conditional member" { request { PUT "/colour" { "red": "1", "green": "2" } } }
        example "without it" { request { PUT "/colour" { "green": "2" } } }
    }
}

/// Fragments of another macro arrive in groups.
mod fragments {
    macro_rules! shop_api {
        ($path:literal, $name:expr, $header:literal: $value:literal, $status:literal, $member:literal: $number:expr) => {
            matrix_api::ruma_api! {
                metadata {
                    description: "Count the items.",
                    method: POST,
                    name: "count",
                    path: $path,
                    rate_limited: false,
                    requires_authentication: false,
                }
                request {
                    pub name: String,
                    pub price: i64,
                }
                response {
                    #[ruma_api(header = ETAG)]
                    pub tag: String,
                    pub count: i64,
                }

                example $name {
                    request { POST $path { "name": $name, "price": $number } }
                    response { $status $header: $value { $member: $number } }
                }
            }
        };
    }

    shop_api!("/v1/items", "tea", "etag": "7", 200, "count": -5);
}
