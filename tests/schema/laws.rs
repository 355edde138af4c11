//! What is claimed of a template holds for every value that passes the schema.

use proptest::collection::vec;
use proptest::prelude::*;

use super::claims::assert_true;
use super::generator::{expression, schema_and_values, syntax};
use super::oracle::is_valid;

proptest! {
    // Each case is many schemas, values and templates.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..Default::default() })]
    #[test]
    fn what_is_claimed_holds(
        (json, values) in schema_and_values(),
        expressions in vec(expression(), 6),
        syntax in syntax(),
    ) {
        assert_true(&json, &values, &syntax, &expressions, |value| is_valid(&json, value))?;
    }
}
