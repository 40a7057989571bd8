//! Runs targets on a stable compiler: first their seeds, then random changes of them.

use std::{
    cell::{Cell, RefCell},
    fmt, panic,
    panic::AssertUnwindSafe,
    sync::{
        Mutex, Once, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use fastrand::Rng;

use crate::{Target, dictionary, mutation::mutate};

/// What a run of a target found.
#[derive(Clone, Debug)]
pub struct Report {
    /// The target.
    pub target: &'static str,
    /// How many inputs there were.
    pub executions: u64,
    /// How many of them were decoded.
    pub decoded: u64,
    /// How long it took.
    pub time: Duration,
    /// The input that broke a rule, and how.
    pub finding: Option<(Vec<u8>, String)>,
}

/// One row of a table with [`HEAD`].
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, executions, decoded, time, finding } = self;
        let rate = *executions as f64 / time.as_secs_f64();
        let percentage = 100.0 * *decoded as f64 / *executions as f64;
        let findings = usize::from(finding.is_some());
        write!(f, "{target:12}{executions:>12}{rate:>12.0}{percentage:>9.0}%  {findings}")?;
        match finding {
            Some((input, message)) => write!(f, "\n{message}\ninput: {}", input.escape_ascii()),
            None => Ok(()),
        }
    }
}

/// The head of a table of reports.
pub const HEAD: &str = "target        executions    a second   decoded  findings";

/// Runs each target for that long, or until a rule is broken. As many run at a time as there are processors.
#[must_use]
pub fn run_all(targets: &[Target], time: Duration) -> Vec<Report> {
    catch_panics();
    let (next, reports) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(target) = targets.get(next.fetch_add(1, Ordering::Relaxed)) {
            let report = run(target, time);
            reports.lock().unwrap_or_else(PoisonError::into_inner).push(report);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
    reports.sort_by_key(|report| targets.iter().position(|target| target.name == report.target));
    reports
}

thread_local! {
    /// Whether the thread runs a target.
    static IS_RUNNING: Cell<bool> = const { Cell::new(false) };
    /// The message of the last panic, and where it was.
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the panics of targets, instead of printing them.
fn catch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if IS_RUNNING.get() {
                LAST_PANIC.set(panic.to_string());
            } else {
                print(panic);
            }
        }));
    });
}

fn run(target: &Target, time: Duration) -> Report {
    let (seeds, words) = ((target.seeds)(), dictionary::words());
    let mut rng = Rng::new();
    let begin = Instant::now();
    let mut report = Report {
        target: target.name,
        executions: 0,
        decoded: 0,
        time: Duration::ZERO,
        finding: None,
    };
    for seed in &seeds {
        let decoded = report.execute(target, seed);
        if !decoded && report.finding.is_none() {
            report.finding = Some((seed.clone(), "this seed is not decoded".to_owned()));
        }
    }
    while report.finding.is_none() && begin.elapsed() < time {
        let mut input = rng.choice(&seeds).cloned().unwrap_or_default();
        mutate(&mut input, &seeds, &words, &mut rng);
        report.execute(target, &input);
    }
    report.time = begin.elapsed();
    report
}

impl Report {
    /// Whether the input was decoded.
    fn execute(&mut self, target: &Target, input: &[u8]) -> bool {
        self.executions += 1;
        IS_RUNNING.set(true);
        let decoded = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
        IS_RUNNING.set(false);
        let decoded = decoded.unwrap_or_else(|_| {
            self.finding = Some((input.to_vec(), LAST_PANIC.take()));
            false
        });
        self.decoded += u64::from(decoded);
        decoded
    }
}
