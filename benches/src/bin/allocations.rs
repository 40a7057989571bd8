//! Prints, for every measurement, its name, the number of allocations and the bytes allocated.

use allocation_counter::measure;
use matrix_api_benches::{Measure, Name, cases};

struct Allocations;

impl Measure for Allocations {
    fn measure<I, O>(&mut self, name: Name, prepare: impl Fn() -> I, run: impl Fn(I) -> O) {
        // Once unmeasured: what is set up on first use is nobody's.
        drop(run(prepare()));
        let (input, mut output) = (prepare(), None);
        let counted = measure(|| output = Some(run(input)));
        println!("{name}\t{}\t{}", counted.count_total, counted.bytes_total);
    }
}

fn main() {
    cases::measure_all(&mut Allocations);
}
