//! User-interactive authentication.

use matrix_api::{
    ErrorCode,
    description::{Describe, Member, Object, Shape, Shapes, UnknownMembers, Variant},
    identifiers::{ClientSecret, SessionId},
};

use crate::{
    UserIdentifier,
    uiaa::{AuthData, AuthFlow, AuthStage, StageParams, ThirdPartyCredentials, UiaaInfo},
};

impl Describe for ThirdPartyCredentials {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("ThirdPartyCredentials", |shapes| {
            Shape::object([
                Member::required("sid", shapes.of::<SessionId>())
                    .documented("The ID of the validation."),
                Member::required("client_secret", shapes.of::<ClientSecret>())
                    .documented("The secret that the client generated for the validation."),
                Member::optional("id_server", Shape::TEXT)
                    .documented("The identity server that validated the identifier. Deprecated."),
                Member::optional("id_access_token", Shape::text("password"))
                    .documented("An access token of the identity server. Deprecated."),
            ])
        })
    }
}

/// An acknowledgement of a stage that was completed elsewhere has no `type`. Data of another type are kept,
/// with all members.
impl Describe for AuthData {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("AuthData", |shapes| {
            let session = Member::optional("session", Shape::TEXT)
                .documented("The session of the server's response.");
            let variant = |stage: AuthStage, member: Option<Member>| {
                let members = member.into_iter().chain([session.clone()]);
                Variant::new(stage.as_str(), Shape::object(members))
            };
            let member = |name, shape, means| Some(Member::required(name, shape).documented(means));
            let credentials = shapes.of::<ThirdPartyCredentials>();
            let credentials = || {
                member("threepid_creds", credentials.clone(), "The credentials of the validation.")
            };
            let password = Shape::object([
                Member::required("identifier", shapes.of::<UserIdentifier>())
                    .documented("The user."),
                Member::required("password", Shape::text("password")).documented("The password."),
                session.clone(),
            ]);
            let secret = || Shape::text("password");
            let recaptcha = member("response", secret(), "The response of the reCAPTCHA.");
            let token = member("token", secret(), "The registration token.");
            let tagged = Shape::Tagged {
                tag: "type".to_owned(),
                variants: vec![
                    Variant::new(AuthStage::Password.as_str(), password),
                    variant(AuthStage::Recaptcha, recaptcha),
                    variant(AuthStage::Sso, None),
                    variant(AuthStage::EmailIdentity, credentials()),
                    variant(AuthStage::Msisdn, credentials()),
                    variant(AuthStage::Dummy, None),
                    variant(AuthStage::RegistrationToken, token),
                    variant(AuthStage::Terms, None),
                    variant(AuthStage::OAuth, None),
                ],
                other: Some(Box::new(Shape::Any.map())),
            };
            let mut acknowledgement = Object::default();
            acknowledgement.members.push(session);
            // Without a limit, it would be any object.
            acknowledgement.unknown = UnknownMembers::Refused;
            Shape::OneOf(vec![tagged, Shape::Object(acknowledgement)])
        })
    }
}

impl Describe for AuthFlow {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("AuthFlow", |shapes| {
            Shape::object([Member::optional("stages", shapes.of::<Vec<AuthStage>>())
                .documented("The stages, which the client completes in this order.")])
        })
    }
}

/// The parameters of a stage are those of its type.
impl Describe for StageParams {
    fn describe(_: &mut Shapes) -> Shape {
        Shape::Any.map()
    }
}

/// Stages that take several requests may add members.
impl Describe for UiaaInfo {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("UiaaInfo", |shapes| {
            Shape::open_object([
                Member::required("flows", shapes.of::<Vec<AuthFlow>>())
                    .documented("The flows. The client has to complete one of them."),
                Member::optional("completed", shapes.of::<Vec<AuthStage>>())
                    .documented("The stages that the client has completed."),
                Member::optional("params", shapes.of::<StageParams>())
                    .documented("The parameters of the stages, by stage."),
                Member::optional("session", Shape::TEXT)
                    .documented("The session, which the client sends back."),
                Member::optional("errcode", shapes.of::<ErrorCode>())
                    .documented("Why the last attempt at a stage failed.")
                    .lenient(),
                Member::optional("error", Shape::TEXT)
                    .documented("Why the last attempt at a stage failed, for people.")
                    .lenient(),
            ])
        })
    }
}
