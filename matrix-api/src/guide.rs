//! The guide: short pages for the first hours.
//!
//! | I want to | page |
//! |---|---|
//! | call a Matrix homeserver | [`first_client`] |
//! | implement one | [`first_server`] |
//! | define, serve and call an API that has nothing to do with Matrix | [`your_own_api`] |
//! | answer or demand more than a token | [`interactive`] |
//! | keep users logged in | [`sessions`] |
//! | test a program without a server | [`testing`] |
//! | send and receive large bodies, lines and events | [`streaming`] |
//! | understand errors, and tell users about them | [`errors`] |
//! | run a server in production | [`behind_a_proxy`] |
//! | move a program from Ruma | [`from_ruma`] |
//! | know that a definition is right | [`the_specification`] |

#[doc = include_str!("guide/behind_a_proxy.md")]
pub mod behind_a_proxy {}
#[doc = include_str!("guide/errors.md")]
pub mod errors {}
#[doc = include_str!("guide/first_client.md")]
pub mod first_client {}
#[doc = include_str!("guide/first_server.md")]
pub mod first_server {}
#[doc = include_str!("guide/from_ruma.md")]
pub mod from_ruma {}
#[doc = include_str!("guide/interactive.md")]
pub mod interactive {}
#[doc = include_str!("guide/sessions.md")]
pub mod sessions {}
#[doc = include_str!("guide/streaming.md")]
pub mod streaming {}
#[doc = include_str!("guide/testing.md")]
pub mod testing {}
#[doc = include_str!("guide/the_specification.md")]
pub mod the_specification {}
#[doc = include_str!("guide/your_own_api.md")]
pub mod your_own_api {}
