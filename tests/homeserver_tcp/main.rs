//! The example homeserver over TCP: success and failure of every endpoint.

mod abuse_limits;
mod addresses;
mod blocking;
mod confirmation;
mod connections;
mod email_owners;
mod every_endpoint;
mod hostile_values;
mod http_limits;
mod interactive_authentication;
mod lifecycle_output;
mod login;
mod openid;
mod password_and_deactivation;
mod persistence;
mod private_files;
mod readme;
mod registration;
mod server;
mod server_discovery;
mod session;
mod shutdown;
mod single_sign_on;
mod typed_client;
