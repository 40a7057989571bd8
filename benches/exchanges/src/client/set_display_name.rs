//! A request with a path argument and a small JSON body. The response is empty.

use matrix_api::{identifiers::UserId, ruma_api};

ruma_api! {
    metadata {
        description: "Set the display name of a user.",
        method: PUT,
        name: "set_display_name",
        path: "/_matrix/client/v3/profile/{user_id}/displayname",
        rate_limited: true,
        requires_authentication: true,
    }

    request {
        #[ruma_api(path)]
        pub user_id: UserId,
        pub displayname: String,
    }

    response {}
}
