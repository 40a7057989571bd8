//! Structs that are read from a JSON object and from nothing else.
//!
//! What serde derives reads a list as well, by the order of the fields.

use serde::{Deserializer, de::Visitor, forward_to_deserialize_any};

/// Declares a struct, and implements `Deserialize` for it. The fields may have attributes of serde.
macro_rules! json_struct {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident {
            $($(#[$field_attribute:meta])* pub $field:ident: $type:ty,)+
        }
    ) => {
        $(#[$attribute])*
        pub struct $name {
            $($(#[$field_attribute])* pub $field: $type,)+
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                // It has the name of the type, which descriptions show.
                #[derive(serde::Deserialize)]
                #[serde(expecting = "an object")]
                struct $name {
                    $($(#[$field_attribute])* $field: $type,)+
                }

                let $name { $($field),+ } =
                    $name::deserialize($crate::json_struct::ObjectDeserializer(deserializer))?;
                Ok(Self { $($field),+ })
            }
        }
    };
}

pub(crate) use json_struct;

/// Asks for an object, whatever the type asks for.
pub(crate) struct ObjectDeserializer<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for ObjectDeserializer<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use matrix_api::{IncomingRequest, IncomingResponse, bytes::Bytes, http};
    use serde_json::{Value, json};

    use crate::{
        discovery::well_known_client, get_3pids, get_capabilities, post_3pid,
        session::get_login_flows,
    };

    fn error<T: IncomingResponse>(json: &Value) -> String {
        let response = http::Response::new(Bytes::from(json.to_string()));
        T::try_from_http_response(&response).map(drop).unwrap_err().to_string()
    }

    fn posted(json: &Value) -> Result<post_3pid::Request, String> {
        let mut request = http::Request::new(Bytes::from(json.to_string()));
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = http::Uri::from_static("/_matrix/client/v3/account/3pid");
        post_3pid::Request::try_from_http_request(&request).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_is_not_an_object() {
        let capability = |name: &str, list: Value| json!({"capabilities": {name: list}});
        for (error, location) in [
            (
                error::<get_3pids::Response>(&json!({"threepids": [["email", "a@b", 1, 1]]})),
                "threepids[0]",
            ),
            (
                error::<well_known_client::Response>(&json!({"m.homeserver": ["a"]})),
                r#"["m.homeserver"]"#,
            ),
            (
                error::<well_known_client::Response>(
                    &json!({"m.homeserver": {"base_url": "a"}, "m.identity_server": ["a"]}),
                ),
                r#"["m.identity_server"]"#,
            ),
            (error::<get_login_flows::Response>(&json!({"flows": [["m.login.sso"]]})), "flows[0]"),
            (
                error::<get_login_flows::Response>(
                    &json!({"flows": [{"type": "m.login.sso", "identity_providers": [["a", "A"]]}]}),
                ),
                "flows[0]",
            ),
            (error::<get_capabilities::Response>(&json!({"capabilities": []})), "capabilities"),
            (
                error::<get_capabilities::Response>(&capability(
                    "m.change_password",
                    json!([true]),
                )),
                "capabilities",
            ),
            (
                error::<get_capabilities::Response>(&capability(
                    "m.room_versions",
                    json!(["1", {"1": "stable"}]),
                )),
                "capabilities",
            ),
            (
                error::<get_capabilities::Response>(&capability("m.profile_fields", json!([true]))),
                "capabilities",
            ),
            (
                error::<get_capabilities::Response>(&capability(
                    "m.account_moderation",
                    json!([true, true]),
                )),
                "capabilities",
            ),
            (
                posted(&json!({"three_pid_creds": ["a", "b", "c", "d"]})).unwrap_err(),
                "three_pid_creds",
            ),
        ] {
            assert!(error.contains(&format!("body: `{location}")), "{location}: {error}");
            assert!(error.ends_with("expected an object, found a list"), "{location}: {error}");
        }
    }

    #[test]
    fn members_are_read_in_any_order() {
        let credentials = json!({"sid": "a", "other": [1], "id_server": "b", "client_secret": "c"});
        let read = posted(&json!({"three_pid_creds": credentials})).unwrap().three_pid_creds;
        assert_eq!((read.sid.as_str(), read.id_server.as_str()), ("a", "b"));
        assert_eq!(read.id_access_token, None);
        let twice = posted(&json!({"three_pid_creds": {"sid": "a"}})).unwrap_err();
        assert!(twice.ends_with("`three_pid_creds.client_secret`: missing"), "{twice}");
    }
}
