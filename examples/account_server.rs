//! Runs the account homeserver until it is interrupted.

use std::{env, error::Error, process::ExitCode};

use matrix_api_examples::{
    command_line::{self, Command, SERVER_HELP, explain},
    homeserver::{Config, Homeserver},
    interrupt::Interrupt,
    log::log_to_stderr,
};

#[tokio::main]
async fn main() -> ExitCode {
    log_to_stderr();
    let outcome = match command_line::account_server(env::args_os().skip(1)) {
        Ok(Command::Help) => {
            print!("{SERVER_HELP}");
            Ok(())
        }
        Ok(Command::Run(config)) => run(config).await,
        Err(error) => Err(format!("{error}; --help lists the options").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("account_server: {}", explain(&*error));
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), Box<dyn Error>> {
    let mut interrupt = Interrupt::listen()?;
    let server_name = config.server_name.clone();
    let server = Homeserver::start(config).await?;
    println!("{server_name} listens on {}", server.base_url());
    println!("documentation: {}", server.documentation_url());
    println!("database: {}", server.database().display());
    if let Some(folder) = server.mail_folder() {
        println!("emails: {}", folder.display());
    }
    interrupt.wait().await;
    println!("shutting down; interrupt again to stop without waiting for requests");
    tokio::select! {
        stopped = server.shutdown() => stopped?,
        () = interrupt.wait() => {}
    }
    Ok(())
}
