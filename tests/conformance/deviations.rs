//! Intended deviations of the account crate from the facts.

/// Reasons, each with the findings that it explains.
pub(crate) const LIST: &[(&str, &[&str])] = &[
    (
        "An application service registers its users and logs them in with its own token, as the \
         application service API says; the schemas of the client-server API leave it out.",
        &[
            "v1.19 register: security is {[], [\"accessTokenBearer\"], [\"accessTokenQuery\"]} here, {} there",
            "r0.2.0 register: security is {[], [\"accessToken\"]} here, {} there",
            "v1.19 session::login: security is {[], [\"accessTokenBearer\"], [\"accessTokenQuery\"]} here, {} there",
            "r0.2.0 session::login: security is {[], [\"accessToken\"]} here, {} there",
            "register: request body `type` is in no version",
            "register: request query `device_id` is in no version",
            "register: request query `user_id` is in no version",
            "session::login: request query `device_id` is in no version",
            "session::login: request query `user_id` is in no version",
        ],
    ),
    (
        "The access token became optional after r0.2.0: a validated address can replace it, and servers \
         can offer more to some users.",
        &[
            "r0.2.0 change_password: security is {[], [\"accessToken\"]} here, {[\"accessToken\"]} there",
            "r0.2.0 deactivate: security is {[], [\"accessToken\"]} here, {[\"accessToken\"]} there",
            "r0.2.0 discovery::versions: security is {[], [\"accessToken\"]} here, {} there",
        ],
    ),
    (
        "Responses of early r0 versions lack members that 1.19 requires (r0.4 and r0.5 added them), and \
         clients still have to decode them.",
        &[
            "v1.19 delete_3pid: response body `id_server_unbind_result` is optional here, required there",
            "v1.19 deactivate: response body `id_server_unbind_result` is optional here, required there",
            "v1.19 get_3pids: response body `threepids[0].added_at` is optional here, required there",
            "v1.19 get_3pids: response body `threepids[0].validated_at` is optional here, required there",
            "v1.19 session::login: response body `device_id` is optional here, required there",
        ],
    ),
    (
        "Requests of r0.2.0 lack a member that 1.19 requires, and servers still have to decode them. \
         Homeservers in use do not require it either.",
        &[
            "v1.19 post_3pid: request body `three_pid_creds.id_access_token` is optional here, required there",
        ],
    ),
    (
        "1.19 made optional what r0.2.0 required: application services and guests have no password, and \
         an acknowledgement that a fallback is done has no type.",
        &[
            "r0.2.0 change_password: request body `auth.type` is optional here, required there",
            "r0.2.0 deactivate: request body `auth.type` is optional here, required there",
            "r0.2.0 register: request body `auth.type` is optional here, required there",
            "r0.2.0 register: request body `password` is optional here, required there",
        ],
    ),
    (
        "The schemas of r0.2.0 mark no member of a response as required; r0.3.0 corrected that without a \
         change of the messages. Responses need these members, and 1.19 requires them.",
        &[
            "r0.2.0 discovery::versions: response body `versions` is required here, optional there",
            "r0.2.0 get_3pids: response body `threepids[0].address` is required here, optional there",
            "r0.2.0 get_3pids: response body `threepids[0].medium` is required here, optional there",
            "r0.2.0 register: response body `user_id` is required here, optional there",
            "r0.2.0 session::login: response body `access_token` is required here, optional there",
            "r0.2.0 session::login: response body `user_id` is required here, optional there",
            "r0.2.0 session::token_refresh: response body `access_token` is required here, optional there",
        ],
    ),
    (
        "r0.2.0 refers to the identity service API for these messages instead of listing their members. \
         There they are the same as in 1.19, the session included, which a validation needs.",
        &[
            "r0.2.0 request_3pid_token: response body `sid` is required here, unknown there",
            "r0.2.0 request_3pid_token: the request has no body there",
            "r0.2.0 request_password_change_token: response body `sid` is required here, unknown there",
            "r0.2.0 request_password_change_token: the request has no body there",
            "r0.2.0 request_register_token: response body `sid` is required here, unknown there",
        ],
    ),
    (
        "Clients in use expect the list even if it is empty. It is always written, and optional when \
         read.",
        &[
            "v1.19 get_3pids: response body `threepids` left out: `body.threepids` is added",
            "v1.19 get_3pids: response with the required fields: `body.threepids` is added",
            "r0.2.0 get_3pids: response body `threepids` left out: `body.threepids` is added",
            "r0.2.0 get_3pids: response with the required fields: `body.threepids` is added",
            "v1.19 session::get_login_flows: response body `flows` left out: `body.flows` is added",
            "v1.19 session::get_login_flows: response with the required fields: `body.flows` is added",
        ],
    ),
    (
        "matrix-nio refuses a challenge without `params`. They are always written, and optional when \
         read.",
        &[
            "v1.19 add_3pid: error 401: `body.params` is added",
            "v1.19 change_password: error 401: `body.params` is added",
            "v1.19 deactivate: error 401: `body.params` is added",
            "v1.19 register: error 401: `body.params` is added",
            "v1.19 session::get_login_token: error 401: `body.params` is added",
            "r0.2.0 change_password: error 401: `body.params` is added",
            "r0.2.0 deactivate: error 401: `body.params` is added",
            "r0.2.0 register: error 401: `body.params` is added",
        ],
    ),
    (
        "r0.2.0 knows one type of login, with a password.",
        &["r0.2.0 session::login: request body `password` is optional here, required there"],
    ),
    (
        "The module on guest access describes the member in its prose; the schema leaves it out.",
        &["register: request body `guest_access_token` is in no version"],
    ),
    (
        "Homeservers send cookies with these redirects to recognize the browser.",
        &[
            "session::sso_redirect: response header `set-cookie` is in no version",
            "session::sso_redirect_to_idp: response header `set-cookie` is in no version",
        ],
    ),
    (
        "A redirect needs a target, although the schemas do not say so.",
        &[
            "v1.19 session::sso_redirect: response header `location` is required here, optional there",
            "v1.19 session::sso_redirect_to_idp: response header `location` is required here, optional there",
        ],
    ),
    (
        "The facts lack the version: 1.15 added it.",
        &["v1.19 discovery::auth_metadata: added in 1.15 here, in no version there"],
    ),
    (
        "The facts say 1.1, which added the path with `v3`; r0.5 added the operation with `r0`.",
        &["v1.19 session::sso_redirect: added in 1.0 here, in 1.1 there"],
    ),
    (
        "The operation's proposal has this path for the time before its release.",
        &[
            "check_registration_token_validity: /_matrix/client/unstable/org.matrix.msc3231/register/org.matrix.msc3231.login.registration_token/validity with org.matrix.msc3231",
            "discovery::auth_metadata: /_matrix/client/unstable/org.matrix.msc2965/auth_metadata with org.matrix.msc2965",
            "session::get_login_token: /_matrix/client/unstable/org.matrix.msc3882/login/get_token with org.matrix.msc3882",
            "session::refresh_token: /_matrix/client/unstable/org.matrix.msc2918/refresh with org.matrix.msc2918",
            "session::sso_redirect_to_idp: /_matrix/client/unstable/org.matrix.msc2858/login/sso/redirect/{idpId} with org.matrix.msc2858",
        ],
    ),
    (
        "A malformed member that is deprecated, or that clients can do without, is read as absent, or as \
         `false`: it should not cost the token, or whatever else the answer brings.",
        &[
            "r0.2.0 register: response body `home_server` may be 5 or true or [\"text\"] or {\"text\":5}",
            "r0.2.0 session::login: response body `home_server` may be 5 or true or [\"text\"] or {\"text\":5}",
            "v1.19 discovery::versions: response body `unstable_features.example` may be \"true\" or 1 or [true] or {\"true\":true}",
            "v1.19 discovery::versions: response body `unstable_features` may be \"text\" or 5 or true",
            "v1.19 get_capabilities: response body `capabilities[\"m.set_avatar_url\"].enabled` left out: `body.capabilities.m.set_avatar_url` is lost",
            "v1.19 get_capabilities: response body `capabilities[\"m.set_avatar_url\"].enabled` may be \"true\" or 1 or [true] or {\"true\":true}",
            "v1.19 get_capabilities: response body `capabilities[\"m.set_avatar_url\"]` may be \"text\" or 5 or true",
            "v1.19 get_capabilities: response body `capabilities[\"m.set_displayname\"].enabled` left out: `body.capabilities.m.set_displayname` is lost",
            "v1.19 get_capabilities: response body `capabilities[\"m.set_displayname\"].enabled` may be \"true\" or 1 or [true] or {\"true\":true}",
            "v1.19 get_capabilities: response body `capabilities[\"m.set_displayname\"]` may be \"text\" or 5 or true",
            "v1.19 register: response body `device_id` may be 5 or true or [\"text\"] or {\"text\":5}",
            "v1.19 register: response body `home_server` may be 5 or true or [\"text\"] or {\"text\":5}",
            "v1.19 session::login: response body `device_id` may be 5 or true or [\"text\"] or {\"text\":5}",
            "v1.19 session::login: response body `home_server` may be 5 or true or [\"text\"] or {\"text\":5}",
            "v1.19 session::login: response body `well_known[\"m.homeserver\"].base_url` left out: `body.well_known` is lost",
            "v1.19 session::login: response body `well_known[\"m.homeserver\"].base_url` may be 5 or true or [\"text\"] or {\"text\":5}",
            "v1.19 session::login: response body `well_known[\"m.homeserver\"]` left out: `body.well_known` is lost",
            "v1.19 session::login: response body `well_known[\"m.homeserver\"]` may be \"text\" or 5 or true",
            "v1.19 session::login: response body `well_known[\"m.identity_server\"].base_url` left out: `body.well_known` is lost",
            "v1.19 session::login: response body `well_known[\"m.identity_server\"].base_url` may be 5 or true or [\"text\"] or {\"text\":5}",
            "v1.19 session::login: response body `well_known[\"m.identity_server\"]` may be \"text\" or 5 or true",
            "v1.19 session::login: response body `well_known` may be \"text\" or 5 or true",
            "v1.19 whoami: response body `device_id` may be 5 or true or [\"text\"] or {\"text\":5}",
        ],
    ),
    (
        "A homeserver writes these members, and the document says so; a response without them is read as one \
         without what they belong to.",
        &[
            "v1.19 get_capabilities: response body `capabilities[\"m.set_avatar_url\"].enabled` is optional either on the wire or in the document, but not in both",
            "v1.19 get_capabilities: response body `capabilities[\"m.set_displayname\"].enabled` is optional either on the wire or in the document, but not in both",
            "v1.19 session::login: response body `well_known[\"m.homeserver\"].base_url` is optional either on the wire or in the document, but not in both",
            "v1.19 session::login: response body `well_known[\"m.homeserver\"]` is optional either on the wire or in the document, but not in both",
            "v1.19 session::login: response body `well_known[\"m.identity_server\"].base_url` is optional either on the wire or in the document, but not in both",
        ],
    ),
    (
        "A flow without stages is read as an empty one.",
        &[
            "v1.19 add_3pid: error 401 body `flows[0].stages` is optional here, required there",
            "v1.19 change_password: error 401 body `flows[0].stages` is optional here, required there",
            "v1.19 deactivate: error 401 body `flows[0].stages` is optional here, required there",
            "v1.19 register: error 401 body `flows[0].stages` is optional here, required there",
            "v1.19 session::get_login_token: error 401 body `flows[0].stages` is optional here, required there",
            "r0.2.0 change_password: error 401 body `flows[0].stages` is optional here, required there",
            "r0.2.0 deactivate: error 401 body `flows[0].stages` is optional here, required there",
            "r0.2.0 register: error 401 body `flows[0].stages` is optional here, required there",
        ],
    ),
    (
        "The first r0 versions had the member, and 1.3 added it again: a field has one version.",
        &[
            "r0.2.0 register: response body `refresh_token` is unknown here",
            "r0.2.0 session::login: response body `refresh_token` is unknown here",
        ],
    ),
];
