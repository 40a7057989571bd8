//! Prints the name, the number of allocations and the allocated bytes of calls whose requests are not sent.

use matrix_api_exchanges::client::unsent::{self, Measure};

struct Allocations;

impl Measure for Allocations {
    fn measure<I, O>(&mut self, name: &str, prepare: impl Fn() -> I, run: impl Fn(I) -> O) {
        // The first call is not measured, because it may initialize statics.
        drop(run(prepare()));
        let (input, mut output) = (prepare(), None);
        let counted = allocation_counter::measure(|| output = Some(run(input)));
        println!("{name}\t{}\t{}", counted.count_total, counted.bytes_total);
    }
}

fn main() {
    unsent::measure_all(&mut Allocations);
}
