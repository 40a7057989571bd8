//! Walks one account from registration to deactivation, on a homeserver of its own or another one, and
//! prints every call.

use std::{env, process::ExitCode};

use matrix_api_examples::{
    command_line::{self, Command, LIFECYCLE_HELP, explain},
    console::Console,
    lifecycle,
    log::log_to_stderr,
};

#[tokio::main]
async fn main() -> ExitCode {
    log_to_stderr();
    let outcome = match command_line::account_lifecycle(env::args_os().skip(1)) {
        Ok(Command::Help) => {
            print!("{LIFECYCLE_HELP}");
            Ok(())
        }
        Ok(Command::Run(homeserver)) => lifecycle::run(homeserver, Console::stdout()).await,
        Err(error) => Err(format!("{error}; --help lists the options").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("account_lifecycle: {}", explain(&*error));
            ExitCode::FAILURE
        }
    }
}
