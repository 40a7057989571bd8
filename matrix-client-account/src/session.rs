//! Login, logout and token refresh.

mod fallback;
pub mod get_login_flows;
pub mod get_login_token;
pub mod login;
mod login_info;
mod login_responses;
pub mod logout;
pub mod logout_all;
pub mod refresh_token;
pub mod sso_redirect;
mod sso_redirect_action;
pub mod sso_redirect_to_idp;
pub mod token_refresh;

pub use self::{
    fallback::login_fallback_url,
    login_info::{ApplicationServiceLogin, LoginInfo, PasswordLogin, TokenLogin, UnknownLogin},
    sso_redirect_action::SsoRedirectAction,
};
pub use crate::login_type::LoginType;
