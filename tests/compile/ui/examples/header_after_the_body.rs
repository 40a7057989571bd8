//! Headers stand before the body.

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
        pub version: u64,
    }
    example "a new name" {
        // wrong:
        request { PUT "/devices/QBU" { "name": "phone" } "if-match": "7" }
        // instead:
        // request { PUT "/devices/QBU" "if-match": "7" { "name": "phone" } }
    }
}

fn main() {}
