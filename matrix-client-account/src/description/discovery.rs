//! What a homeserver supports.

use matrix_api::{
    description::{Describe, Member, Shape, Shapes},
    identifiers::MxcUri,
};

use crate::{
    capabilities::{
        AccountModerationCapability, Capabilities, EnabledCapability, ProfileFieldsCapability,
        RoomVersionsCapability,
    },
    discovery::{DiscoveryInformation, HomeserverInformation, IdentityServerInformation},
    login_type::LoginType,
    session::get_login_flows::{IdentityProvider, IdentityProviderBrand, LoginFlow},
};

/// Capabilities that are unknown are kept.
impl Describe for Capabilities {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("Capabilities", |shapes| {
            let enabled = shapes.ask::<EnabledCapability>();
            let enabled = |name, means| Member::optional(name, enabled.clone()).documented(means);
            Shape::open_object([
                enabled(
                    "m.change_password",
                    "Whether users can change their password. If absent, they can.",
                ),
                enabled(
                    "m.forget_forced_upon_leave",
                    "Whether leaving a room also forgets it. If absent, it does not. Since 1.18.",
                ),
                Member::optional("m.room_versions", shapes.ask::<RoomVersionsCapability>())
                    .documented(
                        "The room versions that the server supports. If absent, version 1 is the \
                         only one, and stable.",
                    ),
                enabled(
                    "m.set_displayname",
                    "Whether users can change their display name. If absent, they can. Deprecated \
                     since 1.16 in favour of `m.profile_fields`.",
                )
                .lenient(),
                enabled(
                    "m.set_avatar_url",
                    "Whether users can change their avatar. If absent, they can. Deprecated since \
                     1.16 in favour of `m.profile_fields`.",
                )
                .lenient(),
                enabled(
                    "m.3pid_changes",
                    "Whether users can add and remove third-party identifiers. If absent, they \
                     can.",
                ),
                enabled(
                    "m.get_login_token",
                    "Whether users can get tokens that log another device in. If absent, they \
                     cannot.",
                ),
                Member::optional("m.profile_fields", shapes.ask::<ProfileFieldsCapability>())
                    .documented("Which fields of their profile users can change. Since 1.16."),
                Member::optional(
                    "m.account_moderation",
                    shapes.ask::<AccountModerationCapability>(),
                )
                .documented(
                    "The actions that the user can take on other accounts of the server. If \
                     absent, none. Since 1.18.",
                ),
            ])
        })
    }
}

impl Describe for DiscoveryInformation {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("DiscoveryInformation", |shapes| {
            Shape::open_object([
                Member::required("m.homeserver", shapes.ask::<HomeserverInformation>())
                    .documented("The homeserver."),
                Member::optional("m.identity_server", shapes.ask::<IdentityServerInformation>())
                    .documented("The identity server, if the user's server recommends one."),
            ])
        })
    }
}

impl Describe for LoginFlow {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("LoginFlow", |shapes| {
            Shape::open_object([
                Member::required("type", shapes.of::<LoginType>()).documented("The type of login."),
                Member::optional("get_login_token", Shape::Boolean).documented(
                    "For `m.login.token`: whether users can get tokens that log another device \
                     in. Defaults to `false`. Since 1.7.",
                ),
                Member::optional("identity_providers", shapes.of::<Vec<IdentityProvider>>())
                    .documented("For `m.login.sso`: the identity providers to choose from."),
                Member::optional("oauth_aware_preferred", Shape::Boolean).documented(
                    "For `m.login.sso`: whether clients that support the OAuth 2.0 API should use \
                     only this flow. Defaults to `false`.",
                ),
            ])
        })
    }
}

/// An icon or a brand that is malformed is read as absent.
impl Describe for IdentityProvider {
    fn describe(shapes: &mut Shapes) -> Shape {
        shapes.named("IdentityProvider", |shapes| {
            Shape::object([
                Member::required("id", Shape::TEXT)
                    .documented("The ID of the provider at the homeserver."),
                Member::required("name", Shape::TEXT)
                    .documented("The human-readable name of the provider."),
                Member::optional("icon", shapes.of::<MxcUri>())
                    .documented("The icon of the provider.")
                    .lenient(),
                Member::optional("brand", shapes.of::<IdentityProviderBrand>())
                    .documented("The brand of the provider.")
                    .lenient(),
            ])
        })
    }
}
