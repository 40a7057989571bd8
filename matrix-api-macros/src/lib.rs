//! The procedural macro behind `matrix_api::ruma_api!`.
