//! What registered persons do and are: their profiles.

pub mod record;
