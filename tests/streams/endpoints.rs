//! Endpoints with streams.

/// A request with a stream.
pub(crate) mod upload {
    matrix_api::ruma_api! {
        metadata {
            description: "Upload a file.",
            method: POST,
            name: "upload",
            path: "/media/upload",
            rate_limited: true,
            requires_authentication: true,
        }

        request {
            /// The media type of the file.
            #[ruma_api(header = CONTENT_TYPE)]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub content_type: Option<String>,

            /// The name of the file.
            #[ruma_api(query)]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub filename: Option<String>,

            /// The file.
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }

        response {
            /// The size of the file in bytes.
            pub size: u64,
        }
    }
}

/// An upload that may be sent again whatever happens to it.
pub(crate) mod store {
    matrix_api::ruma_api! {
        metadata {
            description: "Store an object.",
            method: PUT,
            name: "store",
            path: "/objects/{key}",
            rate_limited: true,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub key: String,

            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }

        response {
            pub size: u64,
        }
    }
}

/// A response with a stream, of which a client can ask for a part.
pub(crate) mod download {
    matrix_api::ruma_api! {
        metadata {
            description: "Get an object or a part of it.",
            method: GET,
            name: "download",
            path: "/objects/{key}",
            rate_limited: true,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub key: String,

        }

        response {
            #[ruma_api(header = ETAG)]
            pub etag: String,

            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }
    }
}

/// Responses with a stream, with JSON and without a body.
pub(crate) mod version {
    matrix_api::ruma_api! {
        metadata {
            description: "Get an object unless it is known.",
            method: GET,
            name: "version",
            path: "/versions/{key}",
            rate_limited: true,
            requires_authentication: false,
        }

        request {
            #[ruma_api(path)]
            pub key: String,
        }

        response OK {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }

        response ACCEPTED {
            /// How long to wait, in seconds.
            pub wait: u64,
        }

        response NOT_MODIFIED {}
    }
}

/// A part of an object.
pub(crate) mod part {
    matrix_api::ruma_api! {
        metadata {
            description: "Get a part of an object.",
            method: GET,
            name: "part",
            path: "/parts/{key}",
            rate_limited: true,
            requires_authentication: false,
            status: PARTIAL_CONTENT,
        }

        request {
            #[ruma_api(path)]
            pub key: String,

            /// Which bytes: `bytes=0-99`.
            #[ruma_api(header = RANGE)]
            pub range: String,
        }

        response {
            /// Which bytes: `bytes 0-99/1000`.
            #[ruma_api(header = CONTENT_RANGE)]
            pub range: String,

            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }
    }
}

/// Both bodies are streams.
pub(crate) mod echo {
    matrix_api::ruma_api! {
        metadata {
            description: "Send back what arrives.",
            method: POST,
            name: "echo",
            path: "/echo",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }

        response {
            #[ruma_api(raw_body)]
            pub content: matrix_api::Body,
        }
    }
}

/// An answer that arrives piece by piece.
pub(crate) mod chat {
    use matrix_api::{
        DecodeError, EventStream,
        body::BodyError,
        wire::{EventData, EventDecoder},
    };

    matrix_api::ruma_api! {
        metadata {
            description: "Complete a chat.",
            method: POST,
            name: "chat",
            path: "/v1/chat/completions",
            rate_limited: true,
            requires_authentication: false,
        }

        request {
            pub prompt: String,
        }

        response {
            #[ruma_api(raw_body)]
            pub events: EventStream<Piece>,
        }
    }

    /// A piece of the answer, or its end, which is not JSON.
    #[derive(Clone, Debug, PartialEq)]
    pub(crate) enum Piece {
        Delta(Delta),
        Done,
    }

    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    pub(crate) struct Delta {
        pub(crate) content: String,
    }

    impl EventData for Piece {
        fn to_event_data(&self) -> Result<String, BodyError> {
            match self {
                Self::Delta(delta) => delta.to_event_data(),
                Self::Done => Ok("[DONE]".to_owned()),
            }
        }

        fn from_event(event: EventDecoder<'_>) -> Result<Self, DecodeError> {
            match event.data() {
                "[DONE]" => Ok(Self::Done),
                _ => event.json().map(Self::Delta),
            }
        }
    }
}

/// Events without an end.
pub(crate) mod ticks {
    use matrix_api::EventStream;

    matrix_api::ruma_api! {
        metadata {
            description: "Count.",
            method: GET,
            name: "ticks",
            path: "/ticks",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(header = "last-event-id")]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub last_event_id: Option<String>,
        }

        response {
            #[ruma_api(raw_body)]
            pub events: EventStream<u64>,
        }
    }
}

/// JSON lines in both directions.
pub(crate) mod double {
    use matrix_api::JsonLines;

    matrix_api::ruma_api! {
        metadata {
            description: "Double numbers.",
            method: POST,
            name: "double",
            path: "/double",
            rate_limited: false,
            requires_authentication: false,
        }

        request {
            #[ruma_api(raw_body)]
            pub numbers: JsonLines<u64>,
        }

        response {
            #[ruma_api(raw_body)]
            pub numbers: JsonLines<u64>,
        }
    }
}

/// Neither body is a stream.
pub(crate) mod plain {
    matrix_api::ruma_api! {
        metadata {
            description: "Do nothing.",
            method: POST,
            name: "plain",
            path: "/plain",
            rate_limited: false,
            requires_authentication: false,
        }

        request {}

        response {}
    }
}
