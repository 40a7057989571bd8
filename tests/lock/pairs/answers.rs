//! Fields of answers, and error responses.

use matrix_api::{Problem, string_enum};
use serde::{Deserialize, Serialize};

string_enum! {
    pub enum Open {
        One = "one",
    }
}

string_enum! {
    pub enum OpenWithTwo {
        One = "one",
        Two = "two",
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Closed {
    One,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClosedWithTwo {
    One,
    Two,
}

fn five() -> u8 {
    5
}

definitions! {
    one { response { pub a: String } }
    required { response { pub a: String, pub b: u8 } }
    wide { response { pub a: String, pub b: u32 } }
    optional { response { pub a: String, pub b: Option<u8> } }
    defaulted { response { pub a: String, #[serde(default = "five")] pub b: u8 } }
    nullable { response { pub a: String, #[ruma_api(nullable)] pub b: Option<u8> } }
    renamed_with_alias { response { pub a: String, #[serde(alias = "b")] pub c: u8 } }
    optional_with_alias { response { pub a: String, #[serde(alias = "b")] pub c: Option<u8> } }
    header { response { pub a: String, #[ruma_api(header = "x-b")] pub b: u8 } }
    optional_header { response { pub a: String, #[ruma_api(header = "x-b")] pub b: Option<u8> } }
    open { response { pub a: Open } }
    open_with_two { response { pub a: OpenWithTwo } }
    closed { response { pub a: Closed } }
    closed_with_two { response { pub a: ClosedWithTwo } }
    strict { POST path: "/endpoint" request {} #[serde(deny_unknown_fields)] response { pub a: String } }
    problem { response { pub a: String } error: Problem }
}

rows! {
    "answer: required member added": one => required, Works, Breaks;
    "answer: required member removed": required => one, Breaks, Works;
    "answer: optional member added": one => optional, Works, Works;
    "answer: optional member removed": optional => one, Works, Works;
    "answer: member with a default added": one => defaulted, Works, Works;
    "answer: member: required -> optional": required => optional, Breaks, Works;
    "answer: member: optional -> required": optional => required, Works, Breaks;
    "answer: member: required -> with a default": required => defaulted, Breaks, Works;
    "answer: member: optional -> with a default": optional => defaulted, OtherMeaning, OtherMeaning;
    "answer: member: required -> nullable": required => nullable, Breaks, Works;
    "answer: member: nullable -> required": nullable => required, Works, Breaks;
    "answer: member renamed, the old name is an alias": required => renamed_with_alias, Breaks, Works;
    "answer: optional member renamed, the old name is an alias": optional => optional_with_alias, OtherMeaning, Works;
    "answer: optional member with a default renamed, the old name is an alias": defaulted => optional_with_alias, OtherMeaning, OtherMeaning;
    "answer: optional member renamed, the new name was an alias": optional_with_alias => optional, Works, OtherMeaning;
    "answer: alias is the name again": renamed_with_alias => required, Works, Breaks;
    "answer: type widened": required => wide, Breaks, Works;
    "answer: type narrowed": wide => required, Works, Breaks;
    "answer: value added to an open enum": open => open_with_two, Works, Works;
    "answer: value added to a closed enum": closed => closed_with_two, Breaks, Works;
    "answer: value removed from a closed enum": closed_with_two => closed, Works, Breaks;
    "answer: required header added": one => header, Works, Breaks;
    "answer: required header removed": header => one, Breaks, Works;
    "answer: header: optional -> required": optional_header => header, Works, Breaks;
    "answer: optional header removed": optional_header => one, Works, Works;
    "answer: moved from the body to a header": required => header, Breaks, Breaks;
    "answer: member added to a strict answer": strict => optional, Breaks, Works;
    "answer: `deny_unknown_fields` added": one => strict, Works, OtherMeaning;
    "type of errors changed": one => problem, OtherMeaning, OtherMeaning;
}
