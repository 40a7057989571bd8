//! The keywords of `ruma_api!` as items, from which editors complete definitions. Programs do not use them.

matrix_api_macros::completion_lists! {}
