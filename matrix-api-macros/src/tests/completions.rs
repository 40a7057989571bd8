//! The items that an editor completes in a definition.

use proc_macro2::TokenStream;

use crate::runtime_path::RuntimePath;

fn completions_of(definition: &str) -> String {
    let definition: TokenStream = definition.parse().expect("tokens");
    let completions = crate::expand_completions(&RuntimePath::by_name(), definition).to_string();
    completions.replace(' ', "").replace("::matrix_api::__private::completions::", "")
}

#[test]
fn every_keyword_is_found_right_or_wrong() {
    let completions = completions_of(
        r#"metadata { method: PUTT, status: OK, histry, history: { unstable("a") => "/", 1.1 => dep },
                      authentication: Acc }
           #[ruma_api(exhaust)] request { #[ruma_api(pa, header = AC)] pub id: #[ruma_api(que)] }
           response CREA {}
           example "a" { request { PUT "/" } response { NOT } respon }
           res"#,
    );
    for path in [
        "sections::metadata,sections::example,sections::res,sections::metadata",
        "keys::method,keys::status,keys::histry,keys::history,keys::authentication,keys::description",
        "history::unstable,history::dep,",
        "fields::pa,fields::header,fields::que,",
        "messages::exhaust,",
        "examples::request,examples::response,examples::respon,",
        "schemes::Acc,",
        "methods::PUTT,",
        "(methods::PUTT,methods::PUT,methods::GET,statuses::CREA,statuses::OK,",
        "statuses::OK,final_statuses::NOT,final_statuses::OK,headers::AC,headers::ACCEPT,)",
    ] {
        assert!(completions.contains(path), "{path} is not in {completions}");
    }
}

#[test]
fn items_that_the_expansion_names_are_left_out() {
    let completions = completions_of(
        r#"metadata { method: PUT, authentication: AccessToken } request {} response {}"#,
    );
    for path in ["sections::request", "methods::PUT", "schemes::AccessToken"] {
        assert!(!completions.contains(path), "{path} is in {completions}");
    }
}
