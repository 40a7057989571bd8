#![no_main]

matrix_api_libfuzzer::target!("identifiers");
