//! An API can write what its endpoints share in a macro of its own.

use matrix_api::{Endpoint, http::HeaderMap};
use matrix_api_tests::{through_request, through_response};

/// The endpoints of one API: they share a prefix, headers and how they are authenticated.
macro_rules! shop_api {
    (
        $method:ident $version:literal $path:literal as $name:ident: $description:expr,
        { $($request:tt)* },
        $response:ty
    ) => {
        /// An endpoint.
        mod $name {
            matrix_api::ruma_api! {
                metadata {
                    description: concat!($description, " (", stringify!($method $version), ")"),
                    method: $method,
                    name: concat!("shop.", stringify!($name)),
                    path: concat!("/shop/v", $version, $path),
                    rate_limited: false,
                    authentication: super::Shop,
                }
                request {
                    /// The shop.
                    #[ruma_api(header = "x-shop")]
                    pub shop: String,
                    $($request)*
                }
                response {
                    /// All of it.
                    #[ruma_api(body)]
                    pub body: $response,
                }
            }
        }
    };
}

/// How the shop authenticates.
type Shop = matrix_api::authentication::NoAuthentication;

shop_api! {
    GET 2 "/items/{item_id}" as get_item: "Get an item.",
    {
        /// Which item.
        #[ruma_api(path)]
        pub item_id: u32,
    },
    Vec<String>
}

shop_api! { DELETE 3 "/items" as delete_items: "Delete all.", {}, u8 }

#[test]
fn fragments_of_the_macro_arrive_in_the_block() {
    let request = get_item::Request::new("books".to_owned(), 7);
    let (encoded, decoded) = through_request(&request, ());
    assert_eq!(encoded.uri().path(), "/shop/v2/items/7");
    let shop = |headers: &HeaderMap| headers["x-shop"].clone();
    assert_eq!(shop(encoded.headers()), "books");
    assert_eq!((decoded.shop.as_str(), decoded.item_id), ("books", 7));
    let (encoded, _) = through_response(&get_item::Response::new(vec!["a".to_owned()]));
    assert_eq!(encoded.body(), "[\"a\"]");
    let metadata = get_item::Request::METADATA;
    assert_eq!((metadata.name, metadata.description), ("shop.get_item", "Get an item. (GET 2)"));
    let templates: Vec<_> = metadata.path.templates().collect();
    assert_eq!(templates, ["/shop/v2/items/{item_id}"]);
    let (encoded, _) = through_request(&delete_items::Request::new("books".to_owned()), ());
    assert_eq!(encoded.uri().path(), "/shop/v3/items");
}

#[test]
fn a_history_has_texts_of_macros() {
    macro_rules! renamed {
        ($feature:expr, $path:expr) => {
            matrix_api::ruma_api! {
                metadata {
                    description: $feature,
                    method: GET,
                    name: "renamed",
                    history: {
                        unstable(concat!("org.example.", $feature)) => concat!("/unstable", $path),
                        1.1 => concat!("/v3", $path),
                    },
                    rate_limited: false,
                    requires_authentication: false,
                }
                request {}
                response {}
            }
        };
    }
    renamed!("msc1", "/renamed");
    let paths = Request::METADATA.path;
    assert_eq!(paths.unstable()[0].0, "org.example.msc1");
    let templates: Vec<_> = paths.templates().collect();
    assert_eq!(templates, ["/unstable/renamed", "/v3/renamed"]);
}
