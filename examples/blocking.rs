//! A client without `async`: it registers an account, and asks who it is from several threads.
//!
//! ```text
//! cargo run --example account_server -- --listen 127.0.0.1:8008
//! cargo run --example blocking -- http://127.0.0.1:8008
//! ```

use std::{env, error::Error, thread};

use matrix_api::{
    MatrixVersion,
    client::{Session, blocking::Client},
};
use matrix_client_account::{register, session::logout, uiaa::Dummy, whoami};

/// Registers an account, uses it, and returns a line for each step.
pub fn walk(homeserver: &str, username: &str) -> Result<Vec<String>, Box<dyn Error + Send + Sync>> {
    let client = Client::new(homeserver)?;
    let versions = client.supported_versions()?;
    let mut lines = vec![format!("supports 1.1: {}", versions.supports(MatrixVersion::V1_1))];

    let request =
        register::Request::new().username(username.to_owned()).password("wonderland".to_owned());
    let account = client.send_interactive(&request, |_| Some(Dummy::new().into()))?;
    lines.push(format!("registered {}", account.user_id));
    let (device_id, token) = account.device_id.zip(account.access_token).ok_or("no session")?;
    client.set_session(Session::new(account.user_id, device_id, token));

    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || {
                let me = client.send(&whoami::Request::new())?;
                Ok::<_, Box<dyn Error + Send + Sync>>(me.user_id)
            })
        })
        .collect();
    for thread in threads {
        let user_id = thread.join().map_err(|_| "a thread panicked")??;
        lines.push(format!("I am {user_id}"));
    }

    client.send(&logout::Request::new())?;
    if let Err(error) = client.send(&whoami::Request::new()) {
        lines.push(format!("after logout: {error}"));
    }
    Ok(lines)
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let homeserver = env::args().nth(1).ok_or("write the URL of a homeserver")?;
    for line in walk(&homeserver, "blocking_example")? {
        println!("{line}");
    }
    Ok(())
}
