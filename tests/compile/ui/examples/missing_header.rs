//! A required header is there.

matrix_api::ruma_api! {
    metadata {
        description: "Rename a device.",
        method: PUT,
        name: "rename_device",
        path: "/devices/{device_id}",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub device_id: String,
        #[ruma_api(query)]
        pub notify: Option<bool>,
        #[ruma_api(header = IF_MATCH)]
        pub tag: Option<String>,
        pub name: String,
        pub color: Option<String>,
    }
    response FOUND {
        #[ruma_api(header = LOCATION)]
        pub location: String,
    }
    example "a new name" {
        // wrong:
        response { 302 }
        // instead:
        // response { 302 "location": "/devices/QBV" }
    }
}

fn main() {}
