//! Types of values in the definitions that are compared.

use matrix_api::string_enum;
use serde::{Deserialize, Serialize};

string_enum! {
    pub enum Open {
        One = "one",
        Two = "two",
    }
}

string_enum! {
    pub enum OpenWithThree {
        One = "one",
        Two = "two",
        Three = "three",
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Closed {
    One,
    Two,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClosedWithThree {
    One,
    Two,
    Three,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Inner {
    pub x: u8,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct InnerWithRequired {
    pub x: u8,
    pub y: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct InnerWithOptional {
    pub x: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
}
