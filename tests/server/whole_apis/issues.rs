//! An issue tracker: pages with `Link`, and tags of versions.

use matrix_api::{MatrixError, server::Api};
use serde::{Deserialize, Serialize};

use super::in_process::client;
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
        }
        response {
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
    Ok(list::Response::new(
        vec![link(page + 1, "next"), link(9, "last")],
        format!("W/\"{page}, {}\"", request.labels.len()),
        vec!["Accept".to_owned(), "Origin".to_owned()],
        issues.collect(),
    ))
}

#[tokio::test]
async fn links_are_a_list_however_they_are_sent() {
    let router = Api::new().endpoint(list_issues).into_router(()).unwrap();
    let labels = vec!["bug".to_owned(), "help wanted".to_owned()];
    let request_of_page = list::Request::new("ann".to_owned(), "site".to_owned(), labels);
    let page = client(router.clone()).send(&request_of_page.page(2)).await.unwrap();
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
    assert_eq!(read.unwrap().links.len(), 2);
}
