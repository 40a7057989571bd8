//! JSON by this project, serde_json, simd-json and sonic-rs.
//!
//! ```text
//! matrix-api-large-json count [NAME]  runs the measurements with this name for callgrind, as `instructions` does
//! matrix-api-large-json times ROUNDS  prints name, size of the message and nanoseconds of each
//! ```

mod measure;
mod messages;
mod parties;

use std::env;

use self::{
    measure::Measurements,
    messages::{devices, events},
    parties::{checked_devices, checked_events, plain_devices, plain_events},
};

/// The numbers of devices: messages of 100 bytes, 2 kB, 30 kB and 500 kB.
const DEVICES: [(&str, usize); 4] = [("100 B", 1), ("2 kB", 18), ("30 kB", 258), ("500 kB", 4_300)];

/// A list of as many events has 500 kB, too.
const EVENTS: usize = 545;

fn main() {
    let mut measurements = Measurements::default();
    for (size, number) in DEVICES {
        checked_devices(&mut measurements, &format!("{size}, devices, checked"), devices(number));
        plain_devices(&mut measurements, &format!("{size}, devices, plain"), devices(number));
    }
    checked_events(&mut measurements, "500 kB, events, checked", events(EVENTS));
    plain_events(&mut measurements, "500 kB, events, plain", events(EVENTS));
    match env::args().nth(1).as_deref() {
        Some("times") => {
            let rounds = env::args().nth(2).expect("a number of rounds");
            measurements.print_times(rounds.parse().expect("a number"));
        }
        _ => measurements.count_instructions(&env::args().nth(2).unwrap_or_default()),
    }
}
