//! The differences that are accepted, each with its reason.

use serde_json::{Value, json};

use crate::comparison::{Difference, Direction, Kind};

/// A difference from the peer that is not a fault of this project.
pub struct Accepted {
    /// Its name.
    pub name: &'static str,
    /// Why it is right, or not ours.
    pub reason: &'static str,
    /// Whether a difference is this one.
    pub is: fn(&Difference) -> bool,
}

/// All of them. Each occurs.
pub const ACCEPTED: &[Accepted] = &[
    Accepted {
        name: "the peer lacks a deprecated member",
        reason: "`bind_email`, `home_server` and an identity server for passwords are in old versions of the specification",
        is: |it| {
            by_peer(it)
                && it.after.is_none()
                && ["bind_email", "home_server", "id_server", "id_access_token"]
                    .iter()
                    .any(|name| it.at == format!("/body/{name}"))
        },
    },
    Accepted {
        name: "the peer leaves out a default",
        reason: "absent means the same; this project writes what the program set",
        is: |it| {
            let defaults =
                [json!(false), json!("user"), json!([]), json!({}), json!({ "enabled": true })];
            by_peer(it)
                && it.after.is_none()
                && it.before.as_ref().is_some_and(|before| defaults.contains(before))
        },
    },
    Accepted {
        name: "this project writes an empty list",
        reason: "the specification requires `threepids` and `stages`",
        is: |it| !by_peer(it) && it.before.is_none() && it.after == Some(json!([])),
    },
    Accepted {
        name: "the peer writes null",
        reason: "for an absent `device_id`, `icon` or `brand`; this project reads it as absent, and leaves it out",
        is: |it| match it.direction {
            Direction::OursToPeer => it.before.is_none() && it.after == Some(Value::Null),
            Direction::PeerToOurs => it.before == Some(Value::Null) && it.after.is_none(),
        },
    },
    Accepted {
        name: "the peer drops unknown members",
        reason: "this project keeps the members of others, where a type says so",
        is: |it| by_peer(it) && it.at.contains("/org.example.") && it.after.is_none(),
    },
    Accepted {
        name: "the peer requires what old servers leave out",
        reason: "`available`, `id_server_unbind_result`, `validated_at` and `device_id` are absent in responses of r0.2.0 and of some servers",
        is: |it| {
            let after = it.after.as_ref().and_then(Value::as_str).unwrap_or_default();
            let names = ["available", "id_server_unbind_result", "validated_at", "device_id"];
            by_peer(it)
                && it.kind == Kind::Response
                && names.iter().any(|name| after.contains(&format!("missing field `{name}`")))
        },
    },
    Accepted {
        name: "the peer sends no body with a logout",
        reason: "both are read by both; this project sends `{}` with every request that may have a body",
        is: |it| {
            it.module.starts_with("session::logout") && it.kind == Kind::Request && it.at == "/body"
        },
    },
    Accepted {
        name: "the peer sends `{}` with a redirect",
        reason: "a redirect has no JSON body in the specification",
        is: |it| {
            it.module.starts_with("session::sso_redirect")
                && it.kind == Kind::Response
                && ["/body", "/headers/content-type"].contains(&it.at.as_str())
        },
    },
    Accepted {
        name: "the peer keeps one cookie",
        reason: "a server may set several, each in a header line",
        is: |it| by_peer(it) && it.at.starts_with("/headers/set-cookie/") && it.after.is_none(),
    },
    Accepted {
        name: "the peer lacks an unstable path",
        reason: "of MSC2858, which servers had before 1.1; the peer answers with the stable path",
        is: |it| it.module == "session::sso_redirect_to_idp" && it.at.starts_with("/path/"),
    },
    Accepted {
        name: "the peer cannot pass on a page",
        reason: "it decodes a body that is not JSON, and cannot encode it",
        is: |it| {
            let after = it.after.as_ref().and_then(Value::as_str).unwrap_or_default();
            by_peer(it) && it.kind == Kind::Error && after.contains("ErrorBody::NotJson")
        },
    },
    Accepted {
        name: "the peer sends any error as JSON",
        reason: "this project keeps a body that is not an object as bytes, and sends it as such",
        is: |it| it.kind == Kind::Error && it.at == "/headers/content-type/0",
    },
];

/// Whether the peer changed the message.
fn by_peer(difference: &Difference) -> bool {
    difference.direction == Direction::OursToPeer
}
