//! Each example has a name of its own.

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
    // wrong:
    example "renamed" { response { 200 { "version": 1 } } }
    example "renamed" { response { 200 { "version": 2 } } }
    // instead:
    // example "renamed" { response { 200 { "version": 1 } } }
    // example "renamed again" { response { 200 { "version": 2 } } }
}

fn main() {}
