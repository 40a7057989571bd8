//! Account registration and management of the Matrix Client-Server API.
