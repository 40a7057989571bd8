//! The calls of `curl` in the documentation, as a shell reads them.

use std::process::Command;

use syn::{Expr, ExprLit, Item, Lit, Meta};

use super::{errors, expand};

/// Requests with everything that a shell could misread.
const DEFINITION: &str = r##"
    metadata {
        description: "Store text.", method: PUT, name: "store", path: "/{key}",
        rate_limited: false, requires_authentication: true,
    }
    request {
        #[ruma_api(path)] pub key: String,
        #[ruma_api(query)] pub tag: Option<String>,
        #[ruma_api(header = "x-note")] pub note: Option<String>,
        #[ruma_api(raw_body)] pub content: Vec<u8>,
    }
    response {}
    example "text" {
        request { PUT "/it's!?tag=$HOME;*" "x-note": "a \"b\" `c` \\ $(d)", "it's\n$HOME 100% `x` \"y\" \\n" }
    }
    example "bytes" {
        request { PUT "/b" "content-type": "image/png", "authorization": "Bearer '", "x-note": "", b"\x89P%s\\\r\n\0' -~\x7f" }
    }
    example "none" { request { PUT "/n" } }
"##;

/// Prints its arguments, each after a line with a dash, then the input if there is one.
const CURL: &str = r#"curl() { for argument; do printf -- '-\n%s\n' "$argument"; done; case "$*" in *@-*) cat;; esac; }"#;

/// What the call prints, for each example.
fn called(documentation: &str) -> Vec<Vec<u8>> {
    let scripts =
        documentation.split("```sh\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let run = |script: &str| {
        let script = format!("ACCESS_TOKEN='a b'\n{CURL}\n{script}");
        let output = Command::new("sh").arg("-c").arg(script).output().expect("a shell");
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        output.stdout
    };
    scripts.map(run).collect()
}

/// The documentation of `Request`.
fn documentation(definition: &str) -> String {
    let expansion = expand(definition.parse().expect("a definition is tokens"));
    assert_eq!(errors(&expansion), Vec::<String>::new());
    let file: syn::File = syn::parse2(expansion).expect("items");
    let request = file.items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == "Request" => Some(item),
        _ => None,
    });
    let attributes = &request.expect("there is a request").attrs;
    let texts = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    texts.collect()
}

fn arguments(arguments: &[&str]) -> Vec<u8> {
    arguments.iter().flat_map(|argument| format!("-\n{argument}\n").into_bytes()).collect()
}

#[test]
fn a_shell_passes_the_messages_on() {
    let expected = [
        arguments(&[
            "-X",
            "PUT",
            "https://example.org/it's!?tag=$HOME;*",
            "-H",
            "authorization: Bearer a b",
            "-H",
            "x-note: a \"b\" `c` \\ $(d)",
            "-H",
            "content-type:",
            "--data-raw",
            "it's\n$HOME 100% `x` \"y\" \\n",
        ]),
        [
            arguments(&[
                "-X",
                "PUT",
                "https://example.org/b",
                "-H",
                "content-type: image/png",
                "-H",
                "authorization: Bearer '",
                "-H",
                "x-note;",
                "--data-binary",
                "@-",
            ]),
            b"\x89P%s\\\r\n\0' -~\x7f".to_vec(),
        ]
        .concat(),
        arguments(&["-X", "PUT", "https://example.org/n", "-H", "authorization: Bearer a b"]),
    ];
    let called = called(&documentation(DEFINITION));
    let shown = |output: &Vec<u8>| output.escape_ascii().to_string();
    assert_eq!(called.iter().map(shown).collect::<Vec<_>>(), expected.each_ref().map(shown));
}

/// The macro does not know what the scheme adds.
#[test]
fn a_scheme_of_the_author_is_named() {
    let definition = DEFINITION
        .replace("requires_authentication: true", "authentication: crate::schemes::ApiKey");
    let documentation = documentation(&definition);
    let note = "\n```sh\n# with the credentials of the scheme ApiKey\ncurl -X PUT 'https://example.org/n'\n```\n";
    assert!(documentation.contains(note), "{documentation}");
    let called = called(&documentation);
    assert_eq!(called[2], arguments(&["-X", "PUT", "https://example.org/n"]));
}
