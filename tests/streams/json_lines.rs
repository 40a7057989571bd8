//! JSON lines.

use matrix_api::{JsonLines, body::BodyError};

use crate::{
    endpoints::double,
    raw_server::{RawServer, response},
    server::{Server, client, soon},
};

#[tokio::test]
async fn json_lines_are_sent_in_both_directions() {
    let server = Server::start().await;
    for numbers in [
        JsonLines::from_items(1..=1000).unwrap(),
        JsonLines::unfold(1, |next| async move { (next <= 1000).then(|| (next, next + 1)) }),
    ] {
        let request = double::Request::new(numbers);
        let response = soon(server.client().send(&request)).await.unwrap();
        let (mut reader, mut count) = (response.numbers.open().unwrap(), 0);
        while let Some(number) = soon(reader.next()).await.unwrap() {
            count += 1;
            assert_eq!(number, 2 * count);
        }
        assert_eq!(count, 1000);
    }
}

#[tokio::test]
async fn a_stream_of_lines_that_is_cut_is_an_error() {
    let headers = "Content-Length: 10\r\nContent-Type: application/x-ndjson\r\n";
    let server = RawServer::start(vec![response("200 OK", headers, b"1\n23")]).await;
    let request = double::Request::new(JsonLines::from_items([1]).unwrap());
    let response = soon(client(&server.url).send(&request)).await.unwrap();
    assert_eq!(server.header(0, "content-type").unwrap(), "application/x-ndjson");
    let mut reader = response.numbers.open().unwrap();
    assert_eq!(reader.next().await.unwrap(), Some(1));
    let result = reader.next().await;
    assert!(matches!(result, Err(BodyError::Interrupted(_))), "{result:?}");
    assert_eq!(reader.next().await.unwrap(), None);
}
