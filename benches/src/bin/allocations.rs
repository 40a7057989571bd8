//! Prints the name, the number of allocations and the allocated bytes of each measurement.

use allocation_counter::measure;
use matrix_api_benches::{Measure, Name, cases};

struct Allocations;

impl Measure for Allocations {
    fn measure<I, O>(&mut self, name: Name, prepare: impl Fn() -> I, run: impl Fn(I) -> O) {
        // The first call is not measured, because it may initialize statics.
        drop(run(prepare()));
        let (input, mut output) = (prepare(), None);
        let counted = measure(|| output = Some(run(input)));
        println!("{name}\t{}\t{}", counted.count_total, counted.bytes_total);
    }
}

fn main() {
    cases::measure_all(&mut Allocations);
}
