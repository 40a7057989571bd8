//! A raw body is a string or bytes.

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
    response {
        #[ruma_api(raw_body)]
        pub content: Vec<u8>,
    }
    example "a new name" {
        // wrong:
        response { 200 { "version": 1 } }
        // instead:
        // response { 200 "version 1" }
    }
}

fn main() {}
