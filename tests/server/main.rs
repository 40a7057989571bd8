//! The server in process: responses to every kind of request, and what handlers receive.

mod arguments;
mod authentication;
mod bodies;
mod connection;
mod cors;
mod documentation;
mod endpoints;
mod exchange;
mod failures;
mod layers;
mod listing;
mod log;
mod metrics;
mod request_ids;
mod responses;
mod routes;
mod whole_apis;
