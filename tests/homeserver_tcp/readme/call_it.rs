use matrix_api::client::Client;
use matrix_client_account::{register, uiaa::Dummy};

pub async fn register_ann(homeserver: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(homeserver)?;
    let ann = register::Request::new().username("ann".to_owned()).password("wonderland".to_owned());
    let account = client.send_interactive(&ann, |_| async { Some(Dummy::new().into()) }).await?;
    println!("{} is registered", account.user_id);
    Ok(())
}
