//! Measures times, without preparing inputs and dropping outputs.

use std::{hint::black_box, time::Duration};

use criterion::{BatchSize, Criterion};
use matrix_api_benches::{Measure, Name, cases};

struct Times(Criterion);

impl Measure for Times {
    fn measure<I, O>(&mut self, name: Name, prepare: impl Fn() -> I, run: impl Fn(I) -> O) {
        self.0.bench_function(&name.to_string(), |bencher| {
            let run = |input| black_box(run(black_box(input)));
            bencher.iter_batched(&prepare, run, BatchSize::SmallInput);
        });
    }
}

fn main() {
    let criterion = Criterion::default()
        .without_plots()
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400))
        .sample_size(40)
        .configure_from_args();
    let mut times = Times(criterion);
    cases::measure_all(&mut times);
    times.0.final_summary();
}
