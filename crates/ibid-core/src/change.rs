//! What differs between two versions of a record, and what kind of news that is.
