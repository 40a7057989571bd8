//! Describe an HTTP endpoint once; get everything else from it.
