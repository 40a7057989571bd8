//! Values of the field types of the account endpoints.

use std::{collections::BTreeMap, fmt::Debug, time::Duration};

use matrix_api::identifiers::{ClientSecret, DeviceId, ServerName, SessionId, UserId};
use matrix_client_account::{
    IdentityServerUnbindResult, ThirdPartyMedium, UserIdentifier,
    capabilities::Capabilities,
    discovery::{
        DiscoveryInformation, HomeserverInformation, IdentityServerInformation,
        auth_metadata::{
            AccountManagementAction, CodeChallengeMethod, GrantType, PromptValue, ResponseMode,
            ResponseType,
        },
    },
    get_3pids::ThirdPartyIdentifier,
    post_3pid::IdentityServerCredentials,
    register::RegistrationKind,
    request_openid_token::OpenIdTokenType,
    session::{
        ApplicationServiceLogin, LoginInfo, LoginType, PasswordLogin, SsoRedirectAction,
        TokenLogin, UnknownLogin, get_login_flows::LoginFlow,
    },
    uiaa::{
        AuthData, AuthStage, Dummy, EmailIdentity, FallbackAcknowledgement, Msisdn, OAuth,
        Password, Recaptcha, RegistrationToken, Sso, Terms, ThirdPartyCredentials, UnknownAuthData,
    },
};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
};
use serde_json::{Map, Value as Json, json};

use super::MARKER;

/// A field type.
pub trait Value: Clone + Debug + PartialEq + 'static {
    /// Any value.
    fn any() -> BoxedStrategy<Self>;

    /// Any value that is valid in a header and in a path.
    fn any_narrow() -> BoxedStrategy<Self> {
        Self::any()
    }

    /// One value of each variant, with `text` where any text is valid, and with the marker where the
    /// type itself is secret.
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

    fn any_narrow() -> BoxedStrategy<Self> {
        "[!-~é]{3,12}".prop_filter("no other path", |text| text != "...").boxed()
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

    fn any_narrow() -> BoxedStrategy<Self> {
        vec(T::any_narrow(), 0..4).boxed()
    }

    fn forms(text: &str) -> Vec<Self> {
        vec![T::forms(text)]
    }
}

/// Types that are parsed from text.
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

/// String enums, which keep unknown values.
macro_rules! string_enums {
    ($($type:ident: $known:literal,)*) => {
        $(impl Value for $type {
            fn any() -> BoxedStrategy<Self> {
                prop_oneof![Just($known.to_owned()), "[a-z.]{1,10}"].prop_map(Self::from).boxed()
            }

            fn forms(_: &str) -> Vec<Self> {
                vec![Self::from($known), Self::from("org.example.other")]
            }
        })*
    };
}

string_enums! {
    RegistrationKind: "guest",
    ThirdPartyMedium: "msisdn",
    IdentityServerUnbindResult: "no-support",
    LoginType: "m.login.password",
    OpenIdTokenType: "Bearer",
    SsoRedirectAction: "register",
    ResponseType: "code",
    GrantType: "refresh_token",
    ResponseMode: "fragment",
    CodeChallengeMethod: "S256",
    PromptValue: "create",
    AccountManagementAction: "org.matrix.profile",
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

impl Value for Duration {
    fn any() -> BoxedStrategy<Self> {
        any::<u32>().prop_map(|seconds| Self::from_secs(seconds.into())).boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        vec![Self::from_secs(1)]
    }
}

impl Value for Map<String, Json> {
    fn any() -> BoxedStrategy<Self> {
        option::of(String::any())
            .prop_map(|text| {
                let text = text.map(|text| (format!("org.example.{text}"), json!([text, 1, null])));
                Self::from_iter(text)
            })
            .boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        vec![Self::from_iter([("org.example.other".to_owned(), json!({ "a": [1] }))])]
    }
}

impl Value for BTreeMap<String, bool> {
    fn any() -> BoxedStrategy<Self> {
        btree_map(String::any(), any::<bool>(), 0..3).boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        vec![Self::from([("org.example.feature".to_owned(), true)])]
    }
}

/// Types that are decoded from JSON that contains any text.
macro_rules! json_values {
    ($($type:ident: |$text:ident| [$($json:expr),* $(,)?];)*) => {
        $(impl Value for $type {
            fn any() -> BoxedStrategy<Self> {
                (String::any(), any::<usize>())
                    .prop_map(|(text, form)| {
                        let mut forms = Self::forms(&text);
                        let index = form % forms.len();
                        forms.swap_remove(index)
                    })
                    .boxed()
            }

            fn forms($text: &str) -> Vec<Self> {
                [$($json),*]
                    .into_iter()
                    .map(|json| serde_json::from_value(json).expect("the form is valid"))
                    .collect()
            }
        })*
    };
}

json_values! {
    HomeserverInformation: |text| [json!({ "base_url": text })];
    IdentityServerInformation: |text| [json!({ "base_url": text })];
    DiscoveryInformation: |text| [
        json!({ "m.homeserver": { "base_url": text } }),
        json!({
            "m.homeserver": { "base_url": text },
            "m.identity_server": { "base_url": "" },
            "org.example.x": [text],
        }),
    ];
    Capabilities: |text| [
        json!({}),
        json!({
            "m.change_password": { "enabled": true },
            "m.room_versions": { "default": text, "available": { "1": "stable", text: "odd" } },
            "m.profile_fields": { "enabled": false, "allowed": [text], "disallowed": [] },
            "m.account_moderation": { "suspend": true, "lock": false },
            "org.example.x": { "a": text },
        }),
    ];
    LoginFlow: |text| [
        json!({ "type": "m.login.token", "get_login_token": true }),
        json!({
            "type": "m.login.sso",
            "identity_providers": [
                { "id": text, "name": text, "icon": "mxc://example.org/a", "brand": "github" },
                { "id": "", "name": "" },
            ],
            "oauth_aware_preferred": false,
            "org.example.x": text,
        }),
    ];
    ThirdPartyIdentifier: |text| [
        json!({ "medium": "email", "address": text }),
        json!({ "medium": "msisdn", "address": text, "validated_at": 0, "added_at": u64::MAX }),
    ];
}

impl Value for IdentityServerCredentials {
    fn any() -> BoxedStrategy<Self> {
        (SessionId::any(), ClientSecret::any(), String::any(), String::any())
            .prop_map(|(sid, secret, server, token)| Self::new(sid, secret, server, token))
            .boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        let secret = ClientSecret::try_from(MARKER).expect("the marker is a client secret");
        let sid = SessionId::try_from("sid").expect("a session");
        vec![Self::new(sid, secret, "id.example.org", MARKER)]
    }
}

impl Value for LoginInfo {
    fn any() -> BoxedStrategy<Self> {
        prop_oneof![
            (UserIdentifier::any(), String::any())
                .prop_map(|(user, password)| Self::Password(PasswordLogin::new(user, password))),
            String::any().prop_map(|token| Self::Token(TokenLogin::new(token))),
            UserIdentifier::any()
                .prop_map(|user| Self::ApplicationService(ApplicationServiceLogin::new(user))),
        ]
        .boxed()
    }

    fn forms(_: &str) -> Vec<Self> {
        let user = || UserIdentifier::user("alice");
        let fields = Map::from_iter([("key".to_owned(), json!([MARKER, 7_365_001]))]);
        vec![
            Self::Password(PasswordLogin::new(user(), MARKER)),
            Self::Token(TokenLogin::new(MARKER)),
            Self::ApplicationService(ApplicationServiceLogin::new(user())),
            Self::Unknown(UnknownLogin::new(LoginType::from("org.example.login"), fields)),
        ]
    }
}
