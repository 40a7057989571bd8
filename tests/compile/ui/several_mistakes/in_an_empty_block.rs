//! An empty block is the one mistake that is reported at the whole block.

matrix_api::ruma_api! {}

fn main() {
    println!("{:?}", Request::new());
}
