//! The setter of a deprecated field is deprecated, and the block itself causes no warning.

#![deny(warnings)]

mod set_tag {
    matrix_api::ruma_api! {
        metadata {
            description: "Set the tag of a room.",
            method: PUT,
            name: "set_tag",
            path: "/tag",
            rate_limited: false,
            requires_authentication: true,
        }
        request {
            /// The position.
            #[deprecated(note = "use `after`")]
            pub order: Option<u8>,
            /// The tag before it.
            pub after: Option<String>,
        }
        response {}
    }
}

#[test]
fn the_setter_of_a_deprecated_field_is_deprecated() {
    #[expect(deprecated, reason = "this is what the test is about")]
    let request = set_tag::Request::new().order(1);
    println!("{:?}", request.after("m.favourite"));
}
