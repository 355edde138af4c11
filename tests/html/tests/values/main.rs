//! What a script or a style reads is the value, and nothing else.

mod css;
mod engine;
mod generator;
mod json;
mod reading;
mod scripts;
mod styles;
