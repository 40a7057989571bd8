//! One endpoint of each kind that a client treats differently.

macro_rules! endpoint {
    ($(#[$doc:meta])* $module:ident, $method:ident, $authentication:ident) => {
        $(#[$doc])*
        pub(crate) mod $module {
            matrix_api::ruma_api! {
                metadata {
                    description: "Does nothing.",
                    method: $method,
                    name: "test",
                    path: "/test",
                    rate_limited: true,
                    authentication: $authentication,
                }
                request {}
                response {}
            }
        }
    };
}

endpoint!(get, GET, NoAuthentication);
endpoint!(put, PUT, NoAuthentication);
endpoint!(post, POST, NoAuthentication);
endpoint!(no_token, GET, NoAccessToken);
endpoint!(token, GET, AccessToken);
endpoint!(optional_token, GET, AccessTokenOptional);
endpoint!(appservice_token, GET, AppserviceToken);
endpoint!(optional_appservice_token, GET, AppserviceTokenOptional);
