//! Makes calls whose requests are not sent for callgrind, and prints the names of the measurements. With an argument, makes
//! only those whose names start with it.

use matrix_api_exchanges::{
    client::unsent::{self, Measure},
    counting::Counting,
};

const CALLS: usize = 50;

struct Instructions(Counting);

impl Measure for Instructions {
    fn measure<I, O>(&mut self, name: &str, prepare: impl Fn() -> I, run: impl Fn(I) -> O) {
        self.0.measure(name, CALLS, prepare, run, |_| {});
    }
}

fn main() {
    unsent::measure_all(&mut Instructions(Counting::from_arguments()));
}
