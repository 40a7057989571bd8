//! The server of the feature `axum`, in process: what every request is answered, and what handlers
//! are given.

mod arguments;
mod authentication;
mod bodies;
mod connection;
mod endpoints;
mod exchange;
mod failures;
mod layers;
mod log;
mod routes;
