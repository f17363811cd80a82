//! Stories over the toy world, through the real binary: what people do, and what they see.
//!
//! Each story has a world of its own. Those that change truth are told on every ledger there is.

mod bad_input;
mod bibliography;
mod browser;
mod clients;
mod commands;
mod copied;
mod harvest;
mod item;
mod killed;
mod live;
mod pages;
mod people;
mod readers;
mod real_data;
mod requests;
mod world;
