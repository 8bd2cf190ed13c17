//! The support desk, the tables and the logs against another emulator of AWS than the local stage's, which reads filters
//! and expressions in its own, stricter way.

mod logs;
mod moto;
mod tables;
mod users;

use libtest_mimic::Trial;

use self::{
    logs::every_page_of_a_log_is_read_on_another_emulator,
    tables::{items_are_read_and_written_on_another_emulator, tables_are_copied_on_another_emulator},
    users::{
        the_verdict_is_right_on_another_emulator, users_are_found_changed_and_moved_on_another_emulator,
        who_shares_an_address_is_said_on_another_emulator,
    },
};
use crate::support::trials;

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        users_are_found_changed_and_moved_on_another_emulator,
        the_verdict_is_right_on_another_emulator,
        who_shares_an_address_is_said_on_another_emulator,
        items_are_read_and_written_on_another_emulator,
        tables_are_copied_on_another_emulator,
        every_page_of_a_log_is_read_on_another_emulator
    ]
}
