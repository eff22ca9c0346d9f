//! One test binary: every file a feature, every test a sentence, a fresh database each.

mod support;

mod access_ends;
mod main_job;
mod support_staff;
mod tenancy;
