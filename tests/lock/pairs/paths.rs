//! Methods, paths and their history.

definitions! {
    a { POST path: "/a" }
    b { POST path: "/b" }
    put { PUT path: "/a" }
    argument { POST path: "/a/{id}" request { #[ruma_api(path)] pub id: u8 } response {} }
    renamed_argument { POST path: "/a/{name}" request { #[ruma_api(path)] pub name: u8 } response {} }
    text_argument { POST path: "/a/{id}" request { #[ruma_api(path)] pub id: String } response {} }
    optional_argument {
        POST path: "/a/{id}" request { #[ruma_api(path)] pub id: Option<u8> } response {}
    }
    segments { POST path: "/a/{id..}" request { #[ruma_api(path)] pub id: String } response {} }
    two_arguments {
        POST path: "/a/{x}/{y}"
        request { #[ruma_api(path)] pub x: u8, #[ruma_api(path)] pub y: u8 } response {}
    }
    swapped_arguments {
        POST path: "/a/{y}/{x}"
        request { #[ruma_api(path)] pub x: u8, #[ruma_api(path)] pub y: u8 } response {}
    }
    unstable { POST history: { unstable("org.example.a") => "/unstable/a" } }
    stabilized { POST history: { unstable("org.example.a") => "/unstable/a", 1.1 => "/v1/a" } }
    always { POST path: "/v1/a" }
    first { POST history: { 1.1 => "/v1/a" } }
    both { POST history: { 1.1 => "/v1/a", 1.3 => "/v3/a" } }
    second { POST history: { 1.3 => "/v3/a" } }
    later { POST history: { 1.2 => "/v1/a" } }
    deprecated { POST history: { 1.1 => "/v1/a", 1.4 => deprecated } }
    removed { POST history: { 1.1 => "/v1/a", 1.4 => deprecated, 1.5 => removed } }
}

rows! {
    "method changed": a => put, Breaks, Breaks;
    "path changed": a => b, Breaks, Breaks;
    "placeholder renamed": argument => renamed_argument, Works, Works;
    "placeholders swapped": two_arguments => swapped_arguments, OtherMeaning, OtherMeaning;
    "placeholder: type widened": argument => text_argument, Works, Breaks;
    "last placeholder: required -> optional": argument => optional_argument, Works, Breaks;
    "last placeholder: optional -> required": optional_argument => argument, Breaks, Works;
    "placeholder removed": argument => a, Breaks, Breaks;
    "optional placeholder added": a => optional_argument, Works, Breaks;
    "last placeholder: one segment -> all that are left": text_argument => segments, Works, Breaks;
    "stable path added": first => both, Works, Works;
    "stable path after unstable ones": unstable => stabilized, Works, Works;
    "unstable path removed": stabilized => first, Breaks, Breaks;
    "older path removed": both => second, Breaks, Breaks;
    "newest path removed": both => first, Breaks, Works;
    "history rewritten": first => second, Breaks, Breaks;
    "version of a path changed to a later one": first => later, Works, Breaks;
    "version of a path changed to an earlier one": later => first, Works, Works;
    "deprecated": first => deprecated, Works, Works;
    "removed in a later version": deprecated => removed, Works, Works;
    "path -> history with the same path": always => first, Works, Breaks;
    "path -> history in which it is removed": always => removed, Works, Breaks;
}
