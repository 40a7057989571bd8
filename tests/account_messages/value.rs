//! The types that fields of the account endpoints have.

use std::fmt::Debug;

use matrix_api::identifiers::{ClientSecret, DeviceId, ServerName, SessionId, UserId};
use matrix_client_account::{
    ThirdPartyMedium, UserIdentifier,
    register::RegistrationKind,
    uiaa::{
        AuthData, AuthStage, Dummy, EmailIdentity, FallbackAcknowledgement, Msisdn, OAuth,
        Password, Recaptcha, RegistrationToken, Sso, Terms, ThirdPartyCredentials, UnknownAuthData,
    },
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Map, json};

use super::MARKER;

/// The type of a field.
pub trait Value: Clone + Debug + PartialEq + 'static {
    /// Any value.
    fn any() -> BoxedStrategy<Self>;

    /// Values of every form that the type has, with `text` where the text of the value is free, and
    /// with the marker where the type itself says that something is secret.
    fn forms(text: &str) -> Vec<Self>;
}

impl Value for bool {
    fn any() -> BoxedStrategy<Self> {
        any::<Self>().boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        vec![true, false]
    }
}

impl Value for u64 {
    fn any() -> BoxedStrategy<Self> {
        prop_oneof![Just(0), Just(Self::MAX), any::<Self>()].boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        vec![1]
    }
}

impl Value for String {
    fn any() -> BoxedStrategy<Self> {
        vec(any::<char>(), 0..12).prop_map(|text| text.into_iter().collect()).boxed()
    }

    fn forms(text: &str) -> Vec<Self> {
        vec![text.to_owned()]
    }
}

impl<T: Value> Value for Option<T> {
    fn any() -> BoxedStrategy<Self> {
        option::of(T::any()).boxed()
    }

    fn forms(text: &str) -> Vec<Self> {
        T::forms(text).into_iter().map(Some).collect()
    }
}

impl<T: Value> Value for Vec<T> {
    fn any() -> BoxedStrategy<Self> {
        vec(T::any(), 0..4).boxed()
    }

    fn forms(text: &str) -> Vec<Self> {
        vec![T::forms(text)]
    }
}

/// Types that are made from text.
macro_rules! text_values {
    ($($type:ident: $pattern:literal, |$text:ident| $form:expr;)*) => {
        $(impl Value for $type {
            fn any() -> BoxedStrategy<Self> {
                let valid = |text: String| Self::try_from(text).ok();
                $pattern.prop_filter_map("valid", valid).boxed()
            }

            fn forms($text: &str) -> Vec<Self> {
                vec![Self::try_from($form).expect("the form is valid")]
            }
        })*
    };
}

text_values! {
    UserId: "@[a-z0-9._=/+-]{1,20}:[a-z0-9.-]{1,20}(:[0-9]{1,4})?", |text| format!("@{text}:example.org");
    DeviceId: "\\PC{1,20}", |text| text.to_owned();
    ServerName: "([a-z0-9.-]{1,20}|\\[::1\\]|10\\.0\\.0\\.1)(:[0-9]{1,4})?", |text| format!("{text}.example.org");
    ClientSecret: "[0-9a-zA-Z.=_-]{1,64}", |text| text.to_owned();
    SessionId: "[0-9a-zA-Z.=_-]{1,64}", |text| text.to_owned();
}

impl Value for RegistrationKind {
    fn any() -> BoxedStrategy<Self> {
        let unknown = "[a-z]{1,10}".prop_map(Self::from);
        prop_oneof![Just(Self::Guest), Just(Self::User), unknown].boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        vec![Self::Guest]
    }
}

impl Value for UserIdentifier {
    fn any() -> BoxedStrategy<Self> {
        let text = String::any;
        prop_oneof![
            text().prop_map(Self::user),
            (text(), text()).prop_map(|(country, phone)| Self::phone(country, phone)),
            text().prop_map(|address| Self::third_party(ThirdPartyMedium::Email, address)),
        ]
        .boxed()
    }

    fn forms(text: &str) -> Vec<Self> {
        vec![Self::user(text), Self::phone("DE", text)]
    }
}

impl Value for ThirdPartyCredentials {
    fn any() -> BoxedStrategy<Self> {
        let server = option::of((String::any(), String::any()));
        (SessionId::any(), ClientSecret::any(), server)
            .prop_map(|(sid, client_secret, server)| {
                let credentials = Self::new(sid, client_secret);
                match server {
                    Some((server, token)) => credentials.with_identity_server(server, token),
                    None => credentials,
                }
            })
            .boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        let secret = ClientSecret::try_from(MARKER).expect("the marker is a client secret");
        let sid = SessionId::try_from("sid").expect("a session");
        vec![Self::new(sid, secret).with_identity_server("id.example.org", MARKER)]
    }
}

impl Value for AuthData {
    fn any() -> BoxedStrategy<Self> {
        let text = String::any;
        let data = prop_oneof![
            (UserIdentifier::any(), text())
                .prop_map(|(user, password)| Password::new(user, password).into()),
            text().prop_map(|answer| Recaptcha::new(answer).into()),
            Just(Sso::new().into()),
            ThirdPartyCredentials::any().prop_map(|proof| EmailIdentity::new(proof).into()),
            ThirdPartyCredentials::any().prop_map(|proof| Msisdn::new(proof).into()),
            Just(Dummy::new().into()),
            text().prop_map(|token| RegistrationToken::new(token).into()),
            Just(Terms::new().into()),
            Just(OAuth::new().into()),
            text().prop_map(|answer| {
                let fields = Map::from_iter([("answer".to_owned(), json!([answer, null]))]);
                UnknownAuthData::new(AuthStage::from("org.example.stage"), fields).into()
            }),
        ];
        let with_session =
            (data, option::of(text())).prop_map(|(data, session): (Self, _)| match session {
                Some(session) => data.with_session(session),
                None => data,
            });
        let acknowledged = text().prop_map(|session| FallbackAcknowledgement::new(session).into());
        prop_oneof![10 => with_session, 1 => acknowledged].boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        let proof = || ThirdPartyCredentials::forms("").remove(0);
        let fields = Map::from_iter([
            ("text".to_owned(), json!(MARKER)),
            ("deep".to_owned(), json!([{ "deeper": MARKER, "number": 7_365_001 }])),
        ]);
        vec![
            Password::new(UserIdentifier::user("alice"), MARKER).into(),
            Recaptcha::new(MARKER).into(),
            EmailIdentity::new(proof()).into(),
            Msisdn::new(proof()).into(),
            RegistrationToken::new(MARKER).into(),
            UnknownAuthData::new(AuthStage::from("org.example.stage"), fields).into(),
            Dummy::new().into(),
            FallbackAcknowledgement::new("session").into(),
        ]
    }
}
