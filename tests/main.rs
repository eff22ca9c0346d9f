//! One test binary: every file a feature, every test a sentence, a fresh database each.

mod support;

mod access_ends;
mod architecture;
mod brake;
mod cli;
mod faults;
mod filter_oracle;
mod group_members;
mod histories;
mod mail;
mod mailbox;
mod main_job;
mod oracle_cases;
mod private_cluster;
mod processes;
mod races;
mod retries;
mod scim_access;
mod scim_bulk;
mod scim_client;
mod scim_discovery;
mod scim_filters;
mod scim_group_lists;
mod scim_groups;
mod scim_linking;
mod scim_lists;
mod scim_memberships;
mod scim_pages;
mod scim_restore;
mod scim_root;
mod scim_users;
mod supply_chain;
mod support_staff;
mod tenancy;
