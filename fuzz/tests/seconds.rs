//! Runs each fuzz target for `FUZZ_SECONDS`, or for a quarter of a second, and its seeds first.

use std::{env, time::Duration};

use matrix_api_fuzz::{TARGETS, runner};

#[test]
fn no_target_finds_anything() {
    let seconds = env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let reports = runner::run_all(TARGETS, Duration::from_secs_f64(seconds.unwrap_or(0.25)));
    let rows: Vec<_> = reports.iter().map(ToString::to_string).collect();
    let table = format!("{}\n{}", runner::HEAD, rows.join("\n"));
    println!("{table}");
    assert!(reports.iter().all(|report| report.finding.is_none()), "{table}");
}

#[test]
fn a_broken_rule_is_reported_with_its_input() {
    let mut target = TARGETS[0];
    target.run = |input| {
        assert!(!input.ends_with(b"!"), "it ends with a mark");
        true
    };
    target.seeds = || vec![b"a".to_vec(), b"b!".to_vec()];
    let reports = runner::run_all(&[target], Duration::ZERO);
    let Some((input, message)) = &reports[0].finding else { panic!("nothing was found") };
    assert_eq!(input, b"b!");
    assert!(message.ends_with("it ends with a mark"), "{message}");
    assert_eq!(reports[0].decoded, 1);
}

#[test]
fn the_targets_of_libfuzzer_are_these() {
    let manifest = include_str!("../libfuzzer/Cargo.toml");
    let mut binaries: Vec<_> = manifest.split("[[bin]]\nname = \"").skip(1).collect();
    binaries.iter_mut().for_each(|binary| *binary = binary.split('"').next().unwrap_or_default());
    let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(binaries, names);
}
