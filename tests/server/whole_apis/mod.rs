//! APIs that are hard to define, served by `Api` and called by `Client`, in process and over TCP: endpoints of Matrix,
//! an object store and an issue tracker.
//!
//! The Client-Server API has 13 endpoints that `ruma-client-api` 0.25 implements without its macros:
//!
//! | endpoint | what is special | here |
//! |---|---|---|
//! | `state::get_state_event_for_key` | the key may be empty, without its slash | [`matrix::get_state`] |
//! | `state::send_state_event` | the same, and the whole body is the content | [`matrix::send_state`] |
//! | `push::set_pushrule` | the kind of the rule is in the path, and decides what the body has | [`matrix::set_push_rule`], whose body has all members; which of them a kind has is for the server to check, as in the specification |
//! | `knock::knock_room` | `server_name` and `via` have the same values for servers of different versions | [`matrix::knock`], with both lists; the caller fills the one that the server knows, or both |
//! | `membership::join_room_by_id_or_alias` | the same | the same two fields |
//! | `profile::get_profile_field` | the member of the response has the name of an argument | [`matrix::get_profile_field`], whose body is a map |
//! | `profile::set_profile_field` | the same in the request | [`matrix::set_profile_field`] |
//! | the paths of those two | the path history depends on the argument | two blocks: a block has one history |
//! | `rendezvous::create_rendezvous_session` | a body of text, and a response with dates in headers | [`matrix::create_rendezvous`] |
//! | `room::get_summary` | a flattened member beside another one | [`matrix::get_summary`] |
//! | `session::login_fallback` | a page of HTML | `matrix_client_account::session::fallback` |
//! | `session::logout`, `session::logout_all` | a POST without a body | `matrix_client_account::session`; the body is `{}`, which servers of all versions take |
//! | `uiaa::get_uiaa_fallback_page` | a redirect or a page | a block with two responses; `matrix_client_account::uiaa::fallback` has the page |

mod in_process;
mod issues;
mod matrix;
mod objects;
mod over_tcp;
