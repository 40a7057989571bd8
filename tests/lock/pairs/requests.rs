//! Fields of requests: presence, names and places.

use std::collections::BTreeMap;

use matrix_api::endpoints::Endpoints;
use serde::{Deserialize, Serialize};

use super::Definition;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct B {
    pub b: u8,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Both {
    pub a: String,
    pub b: u8,
}

fn five() -> u8 {
    5
}

fn six() -> u8 {
    6
}

/// No endpoint.
mod nothing {
    use super::{Definition, Endpoints};

    pub const DEFINITION: Definition =
        Definition { side: None, endpoints: Endpoints::new("PAIR", "", &[]) };
}

definitions! {
    one { request { pub a: String } }
    required { request { pub a: String, pub b: u8 } }
    reordered { request { pub b: u8, pub a: String } }
    optional { request { pub a: String, pub b: Option<u8> } }
    defaulted { request { pub a: String, #[serde(default = "five")] pub b: u8 } }
    defaulted_otherwise { request { pub a: String, #[serde(default = "six")] pub b: u8 } }
    nullable { request { pub a: String, #[ruma_api(nullable)] pub b: Option<u8> } }
    doubled { request { pub a: String, pub b: Option<Option<u8>> } }
    renamed { request { pub a: String, pub c: u8 } }
    renamed_with_alias { request { pub a: String, #[serde(alias = "b")] pub c: u8 } }
    old_name_of_other_type { request { pub a: String, pub b: bool } }
    optional_with_alias { request { pub a: String, #[serde(alias = "b")] pub c: Option<u8> } }
    flattened { request { pub a: String, #[serde(flatten)] pub rest: B } }
    whole_body { request { #[ruma_api(body)] pub body: Both } }
    kept { request { pub text: String, #[serde(flatten)] pub rest: BTreeMap<String, u8> } }
    strict_and_kept {
        #[serde(deny_unknown_fields)]
        request { pub text: String, #[serde(flatten)] pub rest: BTreeMap<String, u8> }
    }
    optional_with_two_aliases {
        request { pub a: String, #[serde(alias = "b", alias = "d")] pub c: Option<u8> }
    }
    optional_with_another_alias {
        request { pub a: String, #[serde(alias = "c")] pub e: Option<u8> }
    }
    two_optional { request { pub a: String, pub b: Option<u8>, pub c: Option<u8> } }
    strict_without_alias {
        #[serde(deny_unknown_fields)] request { pub a: String, pub c: Option<u8> }
    }
    strict { #[serde(deny_unknown_fields)] request { pub a: String } }
    strict_with_optional { #[serde(deny_unknown_fields)] request { pub a: String, pub b: Option<u8> } }
    in_query { request { pub a: String, #[ruma_api(query)] pub b: u8 } }
    optional_in_query { request { pub a: String, #[ruma_api(query)] pub b: Option<u8> } }
    list_in_query { request { pub a: String, #[ruma_api(query)] pub b: Vec<u8> } }
    whole_query { request { pub a: String, #[ruma_api(query_all)] pub query: B } }
    in_header { request { pub a: String, #[ruma_api(header = "x-b")] pub b: u8 } }
    optional_in_header { request { pub a: String, #[ruma_api(header = "x-b")] pub b: Option<u8> } }
    optional_secret { request { pub a: String, #[ruma_api(secret)] pub b: Option<u8> } }
    defaulted_secret {
        request { pub a: String, #[ruma_api(secret)] #[serde(default = "five")] pub b: u8 }
    }
    secret { request { pub a: String, #[ruma_api(secret)] pub b: u8 } }
}

rows! {
    "endpoint added": nothing => one, Works, Breaks;
    "endpoint removed": one => nothing, Breaks, Works;
    "required member added": one => required, Breaks, OtherMeaning;
    "required member removed": required => one, OtherMeaning, Breaks;
    "optional member added": one => optional, Works, OtherMeaning;
    "optional member removed": optional => one, OtherMeaning, Works;
    "member with a default added": one => defaulted, Works, OtherMeaning;
    "member: optional -> required": optional => required, Breaks, Works;
    "member: required -> optional": required => optional, Works, Breaks;
    "member: required -> with a default": required => defaulted, Works, Breaks;
    "member: with a default -> required": defaulted => required, Breaks, Works;
    "member: optional -> with a default": optional => defaulted, OtherMeaning, OtherMeaning;
    "member: default changed": defaulted => defaulted_otherwise, OtherMeaning, OtherMeaning;
    "member: required -> nullable": required => nullable, Works, Breaks;
    "member: nullable -> required": nullable => required, Breaks, Works;
    "member: nullable -> optional": nullable => optional, Works, Works;
    "member: optional -> nullable": optional => nullable, Works, Works;
    "member: `null` gets a meaning": optional => doubled, Works, OtherMeaning;
    "member: `null` loses its meaning": doubled => optional, OtherMeaning, Works;
    "member renamed": required => renamed, Breaks, Breaks;
    "required member renamed, the old name is an alias": required => renamed_with_alias, Works, Breaks;
    "optional member renamed, the old name is an alias": optional => optional_with_alias, Works, OtherMeaning;
    "required field renamed, the new name was an alias": renamed_with_alias => required, Breaks, Works;
    "optional field renamed, the new name was an alias": optional_with_alias => optional, OtherMeaning, Works;
    "alias becomes a field of another type": optional_with_alias => old_name_of_other_type, Breaks, Breaks;
    "optional field becomes an alias of another one": two_optional => optional_with_alias, Breaks, Works;
    "alias removed, and other members are refused": optional_with_alias => strict_without_alias, Breaks, Works;
    "alias added": renamed => renamed_with_alias, Works, Works;
    "alias removed": renamed_with_alias => renamed, Breaks, Works;
    "members in another order": required => reordered, Works, Works;
    "member moved into a flattened field": required => flattened, Works, Works;
    "members become the whole body": required => whole_body, Works, Works;
    "`deny_unknown_fields` added": one => strict, OtherMeaning, Works;
    "`deny_unknown_fields` removed": strict => one, Works, Works;
    "optional member added to a strict request": strict => strict_with_optional, Works, Breaks;
    "optional member removed from a strict request": strict_with_optional => strict, Breaks, Works;
    "required parameter of the query added": one => in_query, Breaks, OtherMeaning;
    "optional parameter of the query added": one => optional_in_query, Works, OtherMeaning;
    "parameter of the query: optional -> required": optional_in_query => in_query, Breaks, Works;
    "parameter of the query: required -> optional": in_query => optional_in_query, Works, Breaks;
    "parameter of the query: one value -> list": in_query => list_in_query, Works, Breaks;
    "parameter of the query: list -> one value": list_in_query => in_query, Breaks, Works;
    "parameters become the whole query": in_query => whole_query, Works, Works;
    "required header added": one => in_header, Breaks, OtherMeaning;
    "optional header removed": optional_in_header => one, OtherMeaning, Works;
    "moved from the body to the query": required => in_query, Breaks, Breaks;
    "moved from the query to a header": in_query => in_header, Breaks, Breaks;
    "optional, moved from the query to a header": optional_in_query => optional_in_header, OtherMeaning, OtherMeaning;
    "optional field renamed, other aliases removed": optional_with_two_aliases => optional_with_another_alias, OtherMeaning, OtherMeaning;
    "`deny_unknown_fields` added beside a flattened map": kept => strict_and_kept, Breaks, Works;
    "secret: optional -> with a default": optional_secret => defaulted_secret, OtherMeaning, OtherMeaning;
    "secret with a default: a value is required": defaulted_secret => secret, Breaks, Works;
    "secret -> public": secret => required, Works, Works;
}
