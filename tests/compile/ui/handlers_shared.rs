// Shared by the cases of `handlers`: an endpoint with authentication, one without, and a state.

#[allow(dead_code)]
mod shared {
    pub mod whoami {
        matrix_api::ruma_api! {
            metadata {
                description: "Ask who is calling.",
                method: GET,
                name: "whoami",
                path: "/whoami",
                rate_limited: false,
                requires_authentication: true,
            }
            request {}
            response {}
        }
    }

    pub mod ping {
        matrix_api::ruma_api! {
            metadata {
                description: "Do something.",
                method: POST,
                name: "ping",
                path: "/ping",
                rate_limited: false,
                requires_authentication: false,
            }
            request {}
            response {}
        }
    }

    #[derive(Clone)]
    pub struct App;

    #[derive(Clone)]
    pub struct User;

    impl matrix_api::server::Authenticate<matrix_api::authentication::AccessToken> for App {
        type Identity = User;

        async fn authenticate(
            &self,
            _: matrix_api::authentication::BearerToken,
            _: &matrix_api::http::Request<matrix_api::bytes::Bytes>,
        ) -> Result<User, matrix_api::MatrixError> {
            Ok(User)
        }
    }
}
