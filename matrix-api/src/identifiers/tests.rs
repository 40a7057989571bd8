use ruma_identifiers_validation::{
    Error as Violation, error::MxcUriError, event_id, mxc_uri, room_alias_id, room_id, server_name,
    user_id,
};

use super::{
    ClientSecret, DeviceId, EventId, InvalidIdentifier, MxcUri, RoomAliasId, RoomId, ServerName,
    SessionId, UserId,
    grammar::{self, Reason, Validity},
};

type Parse = fn(&str) -> Result<String, InvalidIdentifier>;

fn parse<T: for<'a> TryFrom<&'a str, Error = InvalidIdentifier> + Into<String>>(
    text: &str,
) -> Result<String, InvalidIdentifier> {
    T::try_from(text).map(Into::into)
}

fn accepts(parse: Parse, texts: &[&str]) {
    for text in texts {
        assert_eq!(parse(text).as_deref(), Ok(*text));
    }
}

fn refuses(parse: Parse, cases: &[(&str, &str)]) {
    for (text, message) in cases {
        assert_eq!(parse(text).unwrap_err().to_string(), *message, "{text:?}");
    }
}

/// A string of `length` bytes between a beginning and an end.
fn padded(start: &str, end: &str, length: usize) -> String {
    format!("{start}{}{end}", "x".repeat(length - start.len() - end.len()))
}

#[test]
fn server_names_follow_their_grammar() {
    // The first six are the specification's examples.
    accepts(
        parse::<ServerName>,
        &[
            "matrix.org",
            "matrix.org:8888",
            "1.2.3.4",
            "1.2.3.4:1234",
            "[1234:5678::abcd]",
            "[1234:5678::abcd]:5678",
            "[::]",
            "[::ffff:1.2.3.4]:1",
            "localhost",
            "EXAMPLE.org",
            "xn--bcher-kva.example:65535",
        ],
    );
    const MALFORMED: &str = "invalid server name: \
        the server name is not a domain name or IP address with an optional port";
    for text in [
        ":8448",
        "example.org:",
        "example.org:port",
        "example.org:+80",
        "example.org:-1",
        "example.org:000080",
        "example.org:65536",
        "example.org:80:80",
        "example org",
        " a",
        "bücher.example",
        "under_score.org",
        "example.org/",
        "user@example.org",
        "[]",
        "[::1",
        "::1",
        "[::1]8448",
        "[::1]:",
        "[::g]",
        "[1.2.3.4]",
        "\u{0}",
    ] {
        refuses(parse::<ServerName>, &[(text, MALFORMED)]);
    }
    refuses(parse::<ServerName>, &[("", "invalid server name: it is empty")]);
}

#[test]
fn a_host_has_at_most_255_characters() {
    for length in [1, 254, 255, 256, 257, 261, 262, 1000] {
        let host = "a".repeat(length);
        for name in [host.clone(), format!("{host}:1"), format!("{host}:65535")] {
            assert_eq!(ServerName::try_from(&name).is_ok(), length <= 255, "{name}");
            let uri = MxcUri::try_from(format!("mxc://{name}/a"));
            assert_eq!(uri.is_ok(), length <= 255, "{name}");
        }
    }
}

#[test]
fn server_names_have_a_host_and_an_optional_port() {
    for (text, host, port) in [
        ("example.org", "example.org", None),
        ("example.org:80", "example.org", Some(80)),
        ("1.2.3.4:65535", "1.2.3.4", Some(65535)),
        ("[::1]", "[::1]", None),
        ("[::1]:1", "[::1]", Some(1)),
        ("1:1", "1", Some(1)),
    ] {
        let server: ServerName = text.parse().unwrap();
        assert_eq!((server.host(), server.port()), (host, port));
    }
}

/// The reason of the library, which has others than the grammar.
fn reason(violation: &Violation, sigil: &'static str) -> Reason {
    match violation {
        Violation::Empty => Reason::Empty,
        Violation::InvalidCharacters => Reason::InvalidCharacters,
        Violation::InvalidServerName => Reason::InvalidServerName,
        Violation::MaximumLengthExceeded => Reason::TooLong,
        Violation::MissingColon => Reason::MissingColon,
        Violation::MissingLeadingSigil => Reason::MissingPrefix(sigil),
        _ => panic!("{violation}"),
    }
}

/// Compares the grammar with the library, which also accepts a port with a sign or with more than five digits.
/// Returns whether the text is valid.
#[track_caller]
fn agrees(
    ours: fn(&str) -> Validity,
    library: fn(&str) -> Result<(), Violation>,
    sigil: &'static str,
    text: &str,
) -> bool {
    let (ours, library) = (ours(text), library(text));
    let server_name = match sigil {
        "" => text,
        // What follows the sigil of a room ID is opaque.
        "!" => "",
        _ => grammar::after_colon(text),
    };
    let has_unusual_port =
        grammar::port_of(server_name).is_some_and(|port| port.starts_with('+') || port.len() > 5);
    match library {
        Ok(()) if has_unusual_port => assert_eq!(ours, Err(Reason::InvalidServerName), "{text:?}"),
        _ => assert_eq!(ours, library.map_err(|it| reason(&it, sigil)), "{text:?}"),
    }
    ours.is_ok()
}

#[test]
fn the_grammar_is_that_of_the_library() {
    let pieces = [
        "@", "#", "!", "$", ":", "a", "A", ".", "-", "[", "]", "[::1]", "[1", "1", "65536",
        "00001", "+", "/", "\0", "é", "\u{7f}",
    ];
    let mut texts = vec![String::new()];
    let (mut valid, mut invalid) = (0, 0);
    for _ in 0..=3 {
        for rest in &texts {
            for start in ["", "@", "@a:", "#a:", "!a:", "$a:"] {
                let text = format!("{start}{rest}");
                let results = [
                    agrees(grammar::user_id, user_id::validate, "@", &text),
                    agrees(grammar::new_user_id, user_id::validate_strict, "@", &text),
                    agrees(grammar::room_alias_id, room_alias_id::validate, "#", &text),
                    agrees(grammar::room_id, room_id::validate, "!", &text),
                    agrees(grammar::event_id, event_id::validate, "$", &text),
                    text.is_empty()
                        || agrees(grammar::server_name, server_name::validate, "", &text),
                ];
                valid += results.iter().filter(|valid| **valid).count();
                invalid += results.iter().filter(|valid| !**valid).count();
            }
        }
        texts = texts.iter().flat_map(|text| pieces.map(|last| format!("{text}{last}"))).collect();
    }
    assert!(valid > 1_000 && invalid > 1_000, "{valid} {invalid}");
    for length in [250, 255, 256, 257, 300] {
        for (start, end) in [("@", ":a"), ("@a:", ""), ("@a:", ":80")] {
            agrees(grammar::user_id, user_id::validate, "@", &padded(start, end, length));
        }
        agrees(grammar::room_id, room_id::validate, "!", &padded("!", "", length));
    }
}

#[test]
fn content_uris_are_those_of_the_library() {
    let pieces = ["a", "-", "_", ".", "/", ":", ":1", "[::1]", "+", "é", "?"];
    let mut texts = vec![String::new()];
    for _ in 0..=4 {
        for rest in &texts {
            for text in [rest.clone(), format!("mxc://{rest}"), format!("mxc://a/{rest}")] {
                let ours = grammar::mxc_uri(&text);
                match mxc_uri::validate(&text) {
                    Ok(_) if text.ends_with('/') => {
                        assert_eq!(ours, Err(Reason::Empty), "{text:?}");
                    }
                    Ok(_) => assert_eq!(ours, Ok(()), "{text:?}"),
                    Err(MxcUriError::WrongSchema) => {
                        assert_eq!(ours, Err(Reason::MissingPrefix("mxc://")), "{text:?}");
                    }
                    Err(MxcUriError::MissingSlash) => {
                        assert_eq!(ours, Err(Reason::MissingSlash), "{text:?}");
                    }
                    Err(MxcUriError::MediaIdMalformed) => {
                        assert_eq!(ours, Err(Reason::InvalidCharacters), "{text:?}");
                    }
                    Err(_) => assert_eq!(ours, Err(Reason::InvalidServerName), "{text:?}"),
                }
            }
        }
        texts = texts.iter().flat_map(|text| pieces.map(|last| format!("{text}{last}"))).collect();
    }
}

#[test]
fn historical_user_ids_are_valid() {
    accepts(
        parse::<UserId>,
        &[
            "@alice:example.org",
            "@a-b.c=d_e/f+0:example.org:8448",
            "@alice:[::1]:8448",
            // Historical ones.
            "@Alice:example.org",
            "@al ice:example.org",
            "@àlîcé🦀:example.org",
            "@a\u{1}:example.org",
            "@:example.org",
            &padded("@", ":example.org", 255),
        ],
    );
    refuses(
        parse::<UserId>,
        &[
            ("", "invalid user ID: it does not start with `@`"),
            ("alice", "invalid user ID: it does not start with `@`"),
            ("#alice:example.org", "invalid user ID: it does not start with `@`"),
            ("@alice", "invalid user ID: the colon before the server name is missing"),
            ("@al\u{0}ice:example.org", "invalid user ID: it contains invalid characters"),
            (&padded("@", ":example.org", 256), "invalid user ID: it is longer than 255 bytes"),
        ],
    );
    const SERVER: &str = "invalid user ID: \
        the server name is not a domain name or IP address with an optional port";
    for text in ["@alice:", "@alice::80", "@alice:a b", "@a:b:c", "@a:b:+80", "@a:b.c:000080"] {
        refuses(parse::<UserId>, &[(text, SERVER)]);
    }
}

#[test]
fn new_user_ids_follow_the_strict_grammar() {
    let server: ServerName = "example.org".parse().unwrap();
    for localpart in ["alice", "0", "a.b_c=d-e/f+g"] {
        let user = UserId::new(localpart, &server).unwrap();
        assert_eq!((user.localpart(), user.server_name()), (localpart, server.clone()));
        assert!(!user.is_historical());
    }
    for localpart in ["", "Alice", "a b", "a:b", "é", "a@b", "a\u{0}", "a!"] {
        assert!(UserId::new(localpart, &server).is_err(), "{localpart:?}");
    }
    assert!(UserId::new(&"a".repeat(242), &server).is_ok());
    assert!(UserId::new(&"a".repeat(243), &server).is_err());
    assert!(UserId::try_from("@Alice:example.org").unwrap().is_historical());
}

#[test]
fn identifiers_have_parts() {
    let user: UserId = "@àlîcé:[::1]:8448".parse().unwrap();
    assert_eq!((user.localpart(), user.server_name().as_str()), ("àlîcé", "[::1]:8448"));
    let alias: RoomAliasId = "#:example.org".parse().unwrap();
    assert_eq!((alias.localpart(), alias.server_name().as_str()), ("", "example.org"));
    let media: MxcUri = "mxc://example.org:1/a-b_C".parse().unwrap();
    assert_eq!((media.media_id(), media.server_name().as_str()), ("a-b_C", "example.org:1"));
}

#[test]
fn room_ids_may_be_without_a_server() {
    accepts(
        parse::<RoomId>,
        &["!a:example.org", "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM", "!a b:c"],
    );
    refuses(
        parse::<RoomId>,
        &[
            ("#a:example.org", "invalid room ID: it does not start with `!`"),
            ("!a\u{0}", "invalid room ID: it contains invalid characters"),
            (&padded("!", "", 256), "invalid room ID: it is longer than 255 bytes"),
        ],
    );
}

#[test]
fn room_aliases_have_a_server() {
    accepts(parse::<RoomAliasId>, &["#lobby:example.org", "#Ein Zimmer 🦀:1.2.3.4:5"]);
    refuses(
        parse::<RoomAliasId>,
        &[
            ("lobby:example.org", "invalid room alias: it does not start with `#`"),
            ("#lobby", "invalid room alias: the colon before the server name is missing"),
            ("#a\u{0}:b", "invalid room alias: it contains invalid characters"),
            (&padded("#", ":a", 256), "invalid room alias: it is longer than 255 bytes"),
        ],
    );
}

#[test]
fn event_ids_may_be_without_a_server() {
    let longest = padded("$", "", 255);
    accepts(
        parse::<EventId>,
        &["$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg", "$a:example.org:1", &longest],
    );
    refuses(
        parse::<EventId>,
        &[
            ("", "invalid event ID: it does not start with `$`"),
            ("!a", "invalid event ID: it does not start with `$`"),
            (&padded("$", "", 256), "invalid event ID: it is longer than 255 bytes"),
            (&padded("$", ":a", 256), "invalid event ID: it is longer than 255 bytes"),
        ],
    );
    assert!(parse::<EventId>("$a:b c").is_err());
}

#[test]
fn media_has_a_server_and_an_id() {
    accepts(parse::<MxcUri>, &["mxc://example.org/AbC-1_2", "mxc://[::1]:8448/a"]);
    refuses(
        parse::<MxcUri>,
        &[
            (
                "https://example.org/a",
                "invalid Matrix content URI: it does not start with `mxc://`",
            ),
            (
                "mxc://example.org",
                "invalid Matrix content URI: the slash after the server name is missing",
            ),
            ("mxc://example.org/", "invalid Matrix content URI: it is empty"),
            ("mxc://example.org/a/b", "invalid Matrix content URI: it contains invalid characters"),
        ],
    );
    assert!(parse::<MxcUri>("mxc:///a").is_err());
    assert!(parse::<MxcUri>("mxc://a:+1/a").is_err());
}

#[test]
fn device_ids_are_any_string() {
    accepts(parse::<DeviceId>, &["GHTYAJCE", "a b/c?🦀", " "]);
    refuses(parse::<DeviceId>, &[("", "invalid device ID: it is empty")]);
}

#[test]
fn validation_sessions_follow_their_grammar() {
    let every_character = "0189azAZ.=_-";
    let longest = "a".repeat(255);
    accepts(parse::<ClientSecret>, &[every_character, &longest, "-"]);
    accepts(parse::<SessionId>, &[every_character, &longest, "-"]);
    let too_long = "a".repeat(256);
    refuses(
        parse::<ClientSecret>,
        &[
            ("", "invalid client secret: it is empty"),
            (&too_long, "invalid client secret: it is longer than 255 bytes"),
        ],
    );
    for text in ["a b", "a+b", "a/b", "a~b", "é", "１", "a\n", "a%20b"] {
        const CHARACTERS: &str = "it contains invalid characters";
        refuses(parse::<ClientSecret>, &[(text, &format!("invalid client secret: {CHARACTERS}"))]);
        refuses(parse::<SessionId>, &[(text, &format!("invalid session ID: {CHARACTERS}"))]);
    }
}

#[test]
fn identifiers_are_json_strings() {
    let json = r#""@\u0061lice:example.org""#;
    let user: UserId = serde_json::from_str(json).unwrap();
    assert_eq!(user, "@alice:example.org");
    assert_eq!(serde_json::to_string(&user).unwrap(), r#""@alice:example.org""#);
    let error = serde_json::from_str::<UserId>("5").unwrap_err().to_string();
    assert!(error.starts_with("invalid type: integer `5`, expected a string: user ID"), "{error}");
}

#[test]
fn errors_do_not_repeat_the_value() {
    let error = serde_json::from_str::<ClientSecret>(r#""hunter 2""#).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter"), "{error:?}");
    let error = ClientSecret::try_from("hunter 2").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter"), "{error:?}");
}

#[test]
fn identifiers_display_as_strings_unless_secret() {
    let user: UserId = "@alice:example.org".parse().unwrap();
    assert_eq!(format!("{user}|{user:?}"), r#"@alice:example.org|"@alice:example.org""#);
    let secret: ClientSecret = "hunter2".parse().unwrap();
    assert_eq!(format!("{secret:?} {secret:#?}"), "ClientSecret(..) ClientSecret(..)");
    assert_eq!(secret.as_str(), "hunter2");
}

#[test]
fn clones_share_one_allocation() {
    let user: UserId = "@alice:example.org".parse().unwrap();
    assert!(std::ptr::eq(user.as_str(), user.clone().as_str()));
}

#[test]
fn maps_of_identifiers_are_searched_by_string() {
    let user: UserId = "@alice:example.org".parse().unwrap();
    let ages = std::collections::HashMap::from([(user, 42)]);
    assert_eq!(ages.get("@alice:example.org"), Some(&42));
}
