//! A required key of the query is there.

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
        pub name: String,
    }
    response {
        pub version: u64,
    }
    example "a new name" {
        // wrong:
        request { PUT "/devices/QBU" }
        // instead:
        // request { PUT "/devices/QBU?name=phone" }
    }
}

fn main() {}
