//! The credentials of a login.

use matrix_api::description::{Describe, Member, Shape, Shapes, Variant};

use crate::{ThirdPartyMedium, UserIdentifier, session::LoginInfo};

/// An identifier of another type is kept, with all members.
impl Describe for UserIdentifier {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("UserIdentifier", |shapes| Shape::Tagged {
            tag: "type".to_owned(),
            variants: vec![
                Variant::new(
                    "m.id.user",
                    Shape::object([Member::required("user", Shape::TEXT)
                        .documented("The full user ID, or its localpart.")]),
                ),
                Variant::new(
                    "m.id.thirdparty",
                    Shape::object([
                        Member::required("medium", shapes.of::<ThirdPartyMedium>())
                            .documented("The type of the identifier."),
                        Member::required("address", Shape::TEXT)
                            .documented("The email address or phone number in its canonical form."),
                    ]),
                ),
                Variant::new(
                    "m.id.phone",
                    Shape::object([
                        Member::required("country", Shape::TEXT).documented(
                            "The country of the phone number: two uppercase letters of ISO \
                             3166-1 alpha-2.",
                        ),
                        Member::required("phone", Shape::TEXT)
                            .documented("The phone number, as the user entered it."),
                    ]),
                ),
            ],
            other: Some(Box::new(Shape::Any.map())),
        })
    }
}

/// A login of another type is kept, with all members.
impl Describe for LoginInfo {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("LoginInfo", |shapes| {
            let identifier = Member::optional("identifier", shapes.of::<UserIdentifier>())
                .documented("The user.");
            let user = Member::optional("user", Shape::TEXT)
                .documented("The user ID, or its localpart. Deprecated in favour of `identifier`.");
            let password = [
                identifier.clone(),
                Member::required("password", Shape::text("password")).documented("The password."),
                user.clone(),
                Member::optional("medium", shapes.of::<ThirdPartyMedium>())
                    .documented("The type of `address`. Deprecated in favour of `identifier`."),
                Member::optional("address", Shape::TEXT).documented(
                    "An email address or phone number of the user. Deprecated in favour of \
                     `identifier`.",
                ),
            ];
            let token = Member::required("token", Shape::text("password")).documented("The token.");
            Shape::Tagged {
                tag: "type".to_owned(),
                variants: vec![
                    Variant::new("m.login.password", Shape::object(password)),
                    Variant::new("m.login.token", Shape::object([token])),
                    Variant::new("m.login.application_service", Shape::object([identifier, user])),
                ],
                other: Some(Box::new(Shape::Any.map())),
            }
        })
    }
}
