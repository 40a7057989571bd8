//! The method of an example is that of the endpoint.

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
        request { POST "/devices/QBU" { "name": "phone" } }
        // instead:
        // request { PUT "/devices/QBU" { "name": "phone" } }
    }
}

fn main() {}
