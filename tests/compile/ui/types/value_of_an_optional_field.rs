//! The setter of an optional field takes the value, or an `Option`.

matrix_api::ruma_api! {
    metadata {
        description: "Set the tag of a room.",
        method: PUT,
        name: "set_tag",
        path: "/rooms/{room_id}/tag",
        rate_limited: false,
        requires_authentication: true,
    }
    request {
        #[ruma_api(path)]
        pub room_id: String,
        pub tag: Option<String>,
    }
    response {}
}

fn main() {
    let request = Request::new("!room".to_owned());
    // wrong:
    let request = request.tag(5);
    // instead:
    // let request = request.tag("5");
    println!("{request:?}");
}
