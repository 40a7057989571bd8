//! A setter takes the value itself: a literal for a number, the content of an `Option`, text for a `String`.

mod list_rooms {
    matrix_api::ruma_api! {
        metadata {
            description: "List rooms.",
            method: GET,
            name: "list_rooms",
            path: "/rooms",
            rate_limited: false,
            requires_authentication: false,
        }
        request {
            #[ruma_api(query)]
            #[serde(default)]
            pub timeout_ms: u32,
            #[ruma_api(query)]
            #[serde(default)]
            pub distance: f64,
            #[ruma_api(query)]
            pub limit: Option<u16>,
            #[ruma_api(query)]
            #[serde(skip_serializing_if = "String::is_empty")]
            pub since: String,
            #[ruma_api(query)]
            pub until: Option<String>,
        }
        response {}
    }
}

#[test]
fn setters_take_values() {
    let request = list_rooms::Request::new().timeout_ms(5).distance(1.5).limit(3).since("start");
    let request = request.until("end").until(Some("end".to_owned())).until(None);
    let request = request.clone().limit(request.limit).limit(None);
    println!("{request:?}");
}
