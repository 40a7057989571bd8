//! An issue tracker: pages with `Link`, and with `ETag`, so that a page that a client has is not sent again.

use matrix_api::{MatrixError, server::Api};
use serde::{Deserialize, Serialize};

use self::list::{NotModifiedResponse, OkResponse};
use super::{in_process::client, over_tcp::client_over_tcp};
use crate::exchange::{request, send};

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Issue {
    pub number: u32,
    pub title: String,
}

pub mod list {
    use super::Issue;

    matrix_api::ruma_api! {
        metadata {
            description: "List the issues of a repository.",
            method: GET,
            name: "list_issues",
            path: "/repos/{owner}/{repository}/issues",
            rate_limited: true,
            requires_authentication: false,
        }
        request {
            #[ruma_api(path)]
            pub owner: String,
            #[ruma_api(path)]
            pub repository: String,
            #[ruma_api(query)]
            pub page: Option<u32>,
            #[ruma_api(query)]
            pub labels: Vec<String>,
            /// The tags of pages that the client has.
            #[ruma_api(header = IF_NONE_MATCH)]
            pub known_tags: Vec<String>,
        }
        response OK {
            /// The other pages.
            #[ruma_api(header = LINK)]
            pub links: Vec<String>,
            #[ruma_api(header = ETAG)]
            pub tag: String,
            #[ruma_api(header = VARY)]
            pub vary: Vec<String>,
            #[ruma_api(body)]
            pub issues: Vec<Issue>,
        }
        response NOT_MODIFIED {
            #[ruma_api(header = ETAG)]
            pub tag: String,
        }
    }
}

/// The page has the labels as titles.
async fn list_issues(request: list::Request) -> Result<list::Response, MatrixError> {
    let page = request.page.unwrap_or(1);
    let link = |page, relation| {
        let labels = request.labels.join(",");
        format!(
            "</issues?page={page}&labels={labels}>; rel=\"{relation}\"; title=\"page {page}, of 9\""
        )
    };
    let issues = request.labels.iter().map(|title| Issue { number: page, title: title.clone() });
    let tag = format!("W/\"{page}, {}\"", request.labels.len());
    if request.known_tags.contains(&tag) {
        return Ok(NotModifiedResponse::new(tag).into());
    }
    let links = vec![link(page + 1, "next"), link(9, "last")];
    let vary = vec!["Accept".to_owned(), "Origin".to_owned()];
    Ok(OkResponse::new(links, tag, vary, issues.collect()).into())
}

#[tokio::test]
async fn links_are_a_list_however_they_are_sent() {
    let router = Api::new().endpoint(list_issues).into_router(()).unwrap();
    let labels = vec!["bug".to_owned(), "help wanted".to_owned()];
    let request_of_page = list::Request::new("ann".to_owned(), "site".to_owned(), labels, vec![]);
    let page = client(router.clone()).send(&request_of_page.page(2)).await.unwrap();
    let list::Response::Ok(page) = page else { panic!("{page:?}") };
    let expected = [
        "</issues?page=3&labels=bug,help wanted>; rel=\"next\"; title=\"page 3, of 9\"",
        "</issues?page=9&labels=bug,help wanted>; rel=\"last\"; title=\"page 9, of 9\"",
    ];
    assert_eq!(page.links, expected);
    assert_eq!((&*page.tag, page.issues.len()), ("W/\"2, 2\"", 2));
    assert_eq!(page.vary, ["Accept", "Origin"]);

    // A proxy may send the lines as one.
    let answer = send(&router, request("GET", "/repos/ann/site/issues", "")).await;
    let lines: Vec<_> = answer.headers.get_all("link").iter().collect();
    assert_eq!(lines.len(), 2);
    let joined = lines.iter().map(|line| line.to_str().unwrap()).collect::<Vec<_>>().join(", ");
    let mut response = matrix_api::http::Response::new(answer.body.clone());
    *response.headers_mut() = answer.headers.clone();
    response.headers_mut().insert("link", joined.parse().unwrap());
    let read = <list::Response as matrix_api::IncomingResponse>::try_from_http_response(&response);
    let list::Response::Ok(page) = read.unwrap() else { panic!("another status") };
    assert_eq!(page.links.len(), 2);
}

#[tokio::test]
async fn a_page_that_the_client_has_is_not_sent_again() {
    let router = Api::new().endpoint(list_issues).into_router(()).unwrap();
    let client = client_over_tcp(router.clone()).await;
    let mut request_of_page =
        list::Request::new("ann".into(), "site".into(), vec!["bug".into()], vec![]);
    let list::Response::Ok(page) = client.send(&request_of_page).await.unwrap() else {
        panic!("the client has no page")
    };

    request_of_page.known_tags = vec!["\"other, page\"".to_owned(), page.tag.clone()];
    let list::Response::NotModified(known) = client.send(&request_of_page).await.unwrap() else {
        panic!("the client has this page")
    };
    assert_eq!(known.tag, page.tag);

    let mut conditional = request("GET", "/repos/ann/site/issues?labels=bug", "");
    let known_tags = "\"other, page\", W/\"1, 1\"".parse().unwrap();
    conditional.headers_mut().insert("if-none-match", known_tags);
    let answer = send(&router, conditional).await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (304, 0));
}
