//! RFC 2046 and RFC 7578, and bodies as other programs write them.

use bytes::Bytes;

use super::{
    parse::{Malformed, is_boundary, parse},
    part::Part,
    write::write,
};

fn read(body: impl Into<Bytes>) -> Result<Vec<Part>, Malformed> {
    parse(&body.into(), "b", "form-data")
}

/// The reason why a body is refused, and in which part.
fn refused(body: impl Into<Bytes>) -> (Option<usize>, &'static str) {
    let Malformed { part, reason } = read(body).unwrap_err();
    (part, reason)
}

/// [RFC 2046, section 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1), its example.
#[test]
fn preamble_and_epilogue_are_read_over() {
    let body = "This is the preamble.  It is to be ignored, though it\r\n\
                is a handy place to include an explanatory note.\r\n\
                \r\n--simple boundary\r\n\r\n\
                This is implicitly typed plain US-ASCII text.\r\n\
                It does NOT end with a linebreak.\
                \r\n--simple boundary  \t\r\n\
                Content-type: text/plain; charset=us-ascii\r\n\r\n\
                This is explicitly typed plain US-ASCII text.\r\n\
                It DOES end with a linebreak.\r\n\
                \r\n--simple boundary--  \r\n\
                \r\nThis is the epilogue.\r\n--simple boundary\r\n";
    let parts = parse(&body.into(), "simple boundary", "attachment").unwrap();
    assert_eq!(parts.len(), 2);
    assert!(parts[0].content.ends_with(b"linebreak.") && parts[0].headers.is_empty());
    assert!(parts[1].content.ends_with(b"linebreak.\r\n"));
    assert_eq!(parts[1].content_type.as_deref(), Some("text/plain; charset=us-ascii"));
}

#[test]
fn parts_may_be_empty() {
    assert_eq!(read("--b--").unwrap(), []);
    assert_eq!(read("--b--\r\n").unwrap(), []);
    for body in ["--b\r\n--b--", "--b\r\n\r\n--b--", "--b\r\n\r\n\r\n--b--"] {
        assert_eq!(read(body).unwrap(), [Part::default()], "{body:?}");
    }
    // The empty line after the header may be that of the delimiter.
    for body in ["--b\r\nLocation: /x\r\n\r\n--b--", "--b\r\nLocation: /x\r\n\r\n\r\n--b--"] {
        let parts = read(body).unwrap();
        assert_eq!((parts.len(), parts[0].content.len()), (1, 0), "{body:?}");
        assert_eq!(parts[0].headers["location"], "/x");
    }
}

#[test]
fn a_longer_line_is_no_delimiter() {
    let parts = read("--b\r\n\r\n--bc\r\n--b c\r\n--b\n\r\n--b--").unwrap();
    assert_eq!(parts[0].content, "--bc\r\n--b c\r\n--b\n");
    let parts = read("--bc\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--").unwrap();
    assert_eq!(parts[0].content, "y");
}

#[test]
fn content_shares_the_memory_of_the_body() {
    let body = Bytes::from_static(b"--b\r\n\r\ncontent\r\n--b--");
    let parts = read(body.clone()).unwrap();
    assert_eq!(parts[0].content.as_ptr(), body[7..].as_ptr());
}

#[test]
fn dispositions_of_other_programs_are_read() {
    for (disposition, name, file_name) in [
        ("form-data; name=\"a\"", Some("a"), None),
        ("Form-Data;NAME=a ; filename=b.txt", Some("a"), Some("b.txt")),
        (r#"form-data; name="a\"b\\c"; filename="C:\dir\x""#, Some(r#"a"b\c"#), Some(r"C:\dir\x")),
        ("form-data; name=\"Grüße; a=b\"", Some("Grüße; a=b"), None),
        ("form-data; name=\"a%22b\"", Some("a%22b"), None),
        ("form-data; name=\"\"; other=x; filename=\"\"", Some(""), Some("")),
        ("attachment; filename=\"x\"; filename*=utf-8''%e2%82%ac%20rates", None, Some("€ rates")),
        ("attachment; filename*=iso-8859-1'en'%A3; filename=\"x\"", None, Some("x")),
        ("attachment; filename*=utf-8''a%0d%0ab; filename=\"x\"", None, Some("x")),
        ("inline", None, None),
    ] {
        let body = format!("--b\r\nCONTENT-Disposition:{disposition}\r\n\r\nx\r\n--b--");
        let part = &read(body).unwrap()[0];
        assert_eq!((part.name.as_deref(), part.file_name.as_deref()), (name, file_name));
        let own = if disposition.starts_with("attachment") { Some("attachment") } else { None };
        let own = if disposition == "inline" { Some("inline") } else { own };
        assert_eq!(part.disposition.as_deref(), own, "{disposition}");
    }
}

#[test]
fn headers_may_be_folded_and_others_are_kept() {
    let body = "--b\r\nContent-Disposition: form-data;\r\n\tname=\"a\"\r\nX-A: 1\r\nx-a:  2 \r\n\
                Content-Transfer-Encoding: binary\r\n\r\nx\r\n--b--";
    let part = &read(body).unwrap()[0];
    assert_eq!(part.name.as_deref(), Some("a"));
    assert_eq!(part.headers.get_all("x-a").iter().collect::<Vec<_>>(), ["1", "2"]);
}

#[test]
fn malformed_bodies_are_refused_with_their_part() {
    let second =
        |header: &str| refused(format!("--b\r\n\r\n\r\n--b\r\n{header}\r\n\r\nx\r\n--b--"));
    let delimiter = (None, "expected a line of `--` and the boundary");
    for body in ["", "x", "--c--", "--b", "--b\n\n--b--", "\n--b--"] {
        assert_eq!(refused(body), delimiter, "{body:?}");
    }
    for body in ["--b\r\n", "--b\r\n\r\nx", "--b\r\n\r\nx\n--b--", "--b\r\n\r\nx\r\n--b"] {
        assert_eq!(refused(body), (Some(0), "expected a delimiter after the part"), "{body:?}");
    }
    let no_empty_line = "expected an empty line after the headers";
    assert_eq!(refused("--b\r\nA: b\r\n--b--"), (Some(0), no_empty_line));
    assert_eq!(second("no header"), (Some(1), "expected `name: value` as a header"));
    assert_eq!(second("a b: c"), (Some(1), "a header's name is malformed"));
    assert_eq!(second("a: b\0"), (Some(1), "a header's value is malformed"));
    assert_eq!(second("content-type: a/b\r\ncontent-type: a/b").1, "`content-type` is given twice");
    assert_eq!(
        second("content-transfer-encoding: base64").1,
        "`content-transfer-encoding` is not supported",
    );
    for malformed in ["name", "name=\"a", "name=\"a\\", "name=a; name=b"] {
        let (_, reason) = second(&format!("content-disposition: form-data; {malformed}"));
        assert_eq!(reason, "`content-disposition` is malformed", "{malformed}");
    }
    for disposition in ["", "; name=a", "form data", "attachment name=\"a\"; filename=\"b\""] {
        let (_, reason) = second(&format!("content-disposition: {disposition}"));
        assert_eq!(reason, "`content-disposition` is malformed", "{disposition}");
    }
    assert_eq!(refused(&b"--b\r\na: \xff\r\n\r\n\r\n--b--"[..]).1, "the headers are not UTF-8");
}

#[test]
fn parts_and_headers_have_limits() {
    let parts = |count| format!("{}--b--", "--b\r\n\r\n\r\n".repeat(count));
    assert_eq!(read(parts(1024)).unwrap().len(), 1024);
    assert_eq!(refused(parts(1025)), (None, "too many parts"));
    let headers = |count, value: &str| {
        format!("--b\r\n{}\r\n\r\n--b--", format!("a: {value}\r\n").repeat(count))
    };
    assert_eq!(read(headers(64, "b")).unwrap()[0].headers.len(), 64);
    assert_eq!(refused(headers(65, "b")), (Some(0), "too many headers"));
    assert_eq!(refused(headers(1, &"b".repeat(16 * 1024))), (Some(0), "the headers are too long"));
}

#[test]
fn a_boundary_occurs_in_no_part() {
    let parts = [Part::text("a", "--b"), Part::new("x")];
    let (boundary, body) = write(&parts, "form-data", None).unwrap();
    assert!(is_boundary(&boundary));
    assert_eq!(parse(&body, &boundary, "form-data").unwrap(), parts);
    let (other, _) = write(&parts, "form-data", None).unwrap();
    assert_ne!(boundary, other);

    let refused = write(&parts, "form-data", Some("b")).unwrap_err();
    assert_eq!((refused.part, refused.reason), (0, "the boundary of `content-type` occurs in it"));
    let (_, body) = write(&parts, "form-data", Some("c")).unwrap();
    assert_eq!(
        body,
        "--c\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n--b\r\n--c\r\n\r\nx\r\n--c--\r\n",
    );
}

#[test]
fn what_could_not_be_read_is_not_written() {
    let refused = |part: Part| write(&[Part::default(), part], "form-data", None).unwrap_err();
    for (part, reason) in [
        (Part::text("a\r\nb", ""), "a name must not have control characters"),
        (Part::text("a", "").with_disposition("form data"), "the disposition is not a token"),
        (
            Part::new("").with_content_type("text/plain\n"),
            "a header value must not have control characters, or spaces at its ends",
        ),
        (
            Part::new("").with_header(http::header::CONTENT_TYPE, "a/b".parse().unwrap()),
            "`content-disposition` and `content-type` have fields of their own",
        ),
        (
            Part::new("").with_header(
                http::HeaderName::from_static("content-transfer-encoding"),
                "base64".parse().unwrap(),
            ),
            "`content-transfer-encoding` is not supported",
        ),
    ] {
        let refused = refused(part);
        assert_eq!((refused.part, refused.reason), (1, reason));
    }
}

#[test]
fn boundaries_are_those_of_rfc_2046() {
    for boundary in ["a", "gc0pJq0M:08jU534c0p", "a b", "'()+_,-./:=?", &"a".repeat(70)] {
        assert!(is_boundary(boundary), "{boundary}");
    }
    for other in ["", "a ", "a\"", "a\r\n", "é", "a;b", &"a".repeat(71)] {
        assert!(!is_boundary(other), "{other}");
    }
}
