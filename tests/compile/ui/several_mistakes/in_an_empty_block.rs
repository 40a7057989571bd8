//! A block that holds nothing is wrong as a whole: this error alone is at the whole block.

matrix_api::ruma_api! {}

fn main() {
    println!("{:?}", Request::new());
}
