//! All mistakes of a block are reported in one run, in source order, each once.

matrix_api::ruma_api! {
    metadata {
        descripton: "Set the tag of a room.",
        method: "PUT",
        name: "",
        path: "/rooms/{room_id/tag",
        rate_limited: yes,
    }
    request {
        #[ruma_api(paht)]
        pub room_id: String,
        pub order:,
        #[ruma_api(header = SET_COOKIE)]
        pub cookie: &str,
    }
    reponse {
        #[ruma_api(query)]
        pub tag: String,
        pub tag: String,
        #[serde(flaten)]
        pub rest: std::collections::BTreeMap<String, String>,
    }
}

fn main() {}
