//! The files of the page.

use bytes::Bytes;
use http::HeaderValue;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;

use super::zip::ZipFile;

/// A file that a browser asks for.
#[derive(Clone, Debug)]
pub(super) struct Asset {
    /// The name below the path of the page; the page itself has none.
    pub(super) name: &'static str,
    pub(super) media_type: HeaderValue,
    /// Whether the bytes are compressed with gzip.
    pub(super) is_gzip: bool,
    pub(super) bytes: Bytes,
}

const SCRIPT: HeaderValue = HeaderValue::from_static("text/javascript; charset=utf-8");
const STYLES: HeaderValue = HeaderValue::from_static("text/css; charset=utf-8");

/// A compressed file of Swagger UI.
macro_rules! viewer_file {
    ($name:literal, $media_type:expr) => {{
        const FILE: ZipFile = match ZipFile::find(SWAGGER_UI_VENDORED, concat!("/dist/", $name)) {
            Some(file) => file,
            None => panic!(concat!("the archive of Swagger UI has no file `", $name, "`")),
        };
        static GZIP: [u8; FILE.gzip_length()] = FILE.gzip();
        Asset {
            name: $name,
            media_type: $media_type,
            is_gzip: true,
            bytes: Bytes::from_static(&GZIP),
        }
    }};
}

/// The files that are the same for all documents.
pub(super) fn fixed() -> [Asset; 4] {
    let own = |name, media_type, text: &'static str| Asset {
        name,
        media_type,
        is_gzip: false,
        bytes: Bytes::from_static(text.as_bytes()),
    };
    [
        viewer_file!("swagger-ui-bundle.js", SCRIPT),
        viewer_file!("swagger-ui.css", STYLES),
        own("page.js", SCRIPT, include_str!("page.js")),
        own("page.css", STYLES, include_str!("page.css")),
    ]
}
