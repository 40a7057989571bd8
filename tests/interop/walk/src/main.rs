//! Calls every endpoint of the account area on Synapse, for success and for failure.
//!
//! `tests/interop/run` starts the servers and passes a file with their addresses.

mod account;
mod check;
mod coverage;
mod mail;
mod peer;
mod places;
#[path = "../../../recordings/account.rs"]
mod recorded_account;
mod recorder;
mod walk;

/// The parts of the walk, each with its own accounts.
mod chapters {
    pub(crate) mod addresses;
    pub(crate) mod deactivation;
    pub(crate) mod delegated;
    pub(crate) mod discovery;
    pub(crate) mod guarded;
    pub(crate) mod passwords;
    pub(crate) mod phone_numbers;
    pub(crate) mod recording;
    pub(crate) mod registration;
    pub(crate) mod sessions;
    pub(crate) mod single_sign_on;
}

use std::{env, process::ExitCode};

use check::Outcome;
use places::Places;
use walk::Walk;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match walk(env::args().nth(1)).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("synapse_walk: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every step passed.
async fn walk(places: Option<String>) -> Outcome<bool> {
    let places = Places::read(&places.ok_or("usage: synapse_walk PLACES.json")?)?;
    let walk = Walk::new(places);
    walk.chapter("discovery", chapters::discovery::walk(&walk)).await;
    walk.chapter("registration", chapters::registration::walk(&walk)).await;
    walk.chapter("sessions", chapters::sessions::walk(&walk)).await;
    walk.chapter("single sign on", chapters::single_sign_on::walk(&walk)).await;
    walk.chapter("passwords", chapters::passwords::walk(&walk)).await;
    walk.chapter("addresses", chapters::addresses::walk(&walk)).await;
    walk.chapter("phone numbers", chapters::phone_numbers::walk(&walk)).await;
    walk.chapter("guarded", chapters::guarded::walk(&walk)).await;
    walk.chapter("delegated", chapters::delegated::walk(&walk)).await;
    walk.chapter("deactivation", chapters::deactivation::walk(&walk)).await;
    walk.chapter("recording", chapters::recording::walk(&walk)).await;
    walk.chapter("coverage", coverage::check(&walk)).await;
    Ok(walk.all_passed())
}
