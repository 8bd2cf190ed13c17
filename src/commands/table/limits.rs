//! What long work leaves to the app.

use crate::aws::tables::Billing;

/// Half of the read units that the table may consume in a second; `None` where nothing limits them.
pub(super) fn default_read_units(billing: Billing) -> Option<u32> {
    match billing {
        Billing::OnDemand { max_read_units, .. } => max_read_units.and_then(half),
        Billing::Provisioned { read_units, .. } => half(read_units),
    }
}

/// The same for write units.
pub(super) fn default_write_units(billing: Billing) -> Option<u32> {
    match billing {
        Billing::OnDemand { max_write_units, .. } => max_write_units.and_then(half),
        Billing::Provisioned { write_units, .. } => half(write_units),
    }
}

/// DynamoDB answers with -1 for a limit that was lifted.
fn half(units: i64) -> Option<u32> {
    u32::try_from(units).ok().filter(|units| *units > 0).map(|units| (units / 2).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_limit_is_left_to_the_app() {
        let on_demand = |limit| Billing::OnDemand { max_read_units: limit, max_write_units: limit };

        assert_eq!(default_read_units(on_demand(Some(100))), Some(50));
        assert_eq!(default_write_units(Billing::Provisioned { read_units: 5, write_units: 1 }), Some(1));
        assert_eq!((default_read_units(on_demand(None)), default_write_units(on_demand(Some(-1)))), (None, None));
    }
}
