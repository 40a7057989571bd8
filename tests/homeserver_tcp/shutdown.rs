//! A graceful shutdown, while a client has hung up.

use std::time::{Duration, Instant};

use matrix_api_examples::homeserver::{Config, ConnectionLimits, MailDelivery};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::server::{Server, config};

/// Sends a request for an email, and hangs up when the handler has connected to the SMTP server.
async fn ask_for_an_email_and_hang_up(server: &Server, smtp: &TcpListener) -> TcpStream {
    let body = r#"{"client_secret":"monkeys","email":"alice@example.org","send_attempt":1}"#;
    let path = "/_matrix/client/v3/register/email/requestToken";
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    let mut client = TcpStream::connect(server.running.address()).await.unwrap();
    client.write_all(request.as_bytes()).await.unwrap();
    let (connection, _) = smtp.accept().await.unwrap();
    connection
}

/// Accepts an email after a pause, as in RFC 5321. Returns when the last line of the email has arrived.
fn accept_email_later(mut connection: TcpStream, pause: Duration) -> JoinHandle<Instant> {
    tokio::spawn(async move {
        sleep(pause).await;
        let (reader, mut writer) = connection.split();
        let mut lines = BufReader::new(reader).lines();
        writer.write_all(b"220 example.org\r\n").await.unwrap();
        let mut is_email = false;
        while let Some(line) = lines.next_line().await.unwrap() {
            let reply = match line.as_str() {
                "." => break,
                _ if is_email => continue,
                "DATA" => "354 go ahead\r\n",
                _ => "250 OK\r\n",
            };
            is_email = line == "DATA";
            writer.write_all(reply.as_bytes()).await.unwrap();
        }
        let received_at = Instant::now();
        writer.write_all(b"250 accepted\r\n").await.unwrap();
        received_at
    })
}

async fn server(smtp: &TcpListener, handler_grace: Duration) -> Server {
    let address = smtp.local_addr().unwrap();
    let connections = ConnectionLimits {
        grace: Duration::from_millis(10),
        handler_grace,
        ..ConnectionLimits::default()
    };
    let mail = MailDelivery::Smtp { host: address.ip().to_string(), port: address.port() };
    Server::with(Config { connections, mail, ..config() }).await
}

#[tokio::test]
async fn a_shutdown_waits_for_the_handler_of_a_client_that_has_hung_up() {
    let smtp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = server(&smtp, Duration::from_secs(30)).await;
    let connection = ask_for_an_email_and_hang_up(&server, &smtp).await;
    let email = accept_email_later(connection, Duration::from_millis(300));
    server.running.shutdown().await.unwrap();
    let stopped_at = Instant::now();
    let received_at = timeout(Duration::from_secs(5), email).await.unwrap().unwrap();
    assert!(received_at < stopped_at, "the email is sent before the server has stopped");
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_ever() {
    let smtp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = server(&smtp, Duration::from_millis(100)).await;
    let silent = ask_for_an_email_and_hang_up(&server, &smtp).await;
    let shutdown = timeout(Duration::from_secs(5), server.running.shutdown()).await;
    shutdown.expect("the grace period ends").unwrap();
    // The thread that waits for the SMTP server ends.
    drop(silent);
}
