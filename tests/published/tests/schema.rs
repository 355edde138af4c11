//! Templates against schemas once more, with a published validator as the judge of what passes.

#[path = "../../schema/claims.rs"]
mod claims;
#[path = "../../schema/fitting.rs"]
mod fitting;
#[path = "../../schema/generator.rs"]
mod generator;
#[path = "../../schema/oracle.rs"]
mod oracle;

use lacuna::Schema;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use self::claims::assert_true;
use self::generator::{expression, schema_and_values, syntax};
use self::oracle::is_valid;

/// The published judge; none of schemas that are refused, since those in a circle have no end.
fn validator(json: &Value) -> Option<jsonschema::Validator> {
    Schema::new(json).ok()?;
    Some(jsonschema::draft202012::new(json).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What passes for the judge of `tests/schema/` passes for the published one, and nothing else.
    #[test]
    fn both_judges_agree((json, values) in schema_and_values()) {
        let Some(validator) = validator(&json) else { return Ok(()) };
        for value in values {
            let (own, published) = (is_valid(&json, &value), validator.is_valid(&value));
            prop_assert_eq!(own, published, "{}\n{}", json, value);
        }
    }

    /// The law of `tests/schema/laws.rs`.
    #[test]
    fn what_is_claimed_holds(
        (json, values) in schema_and_values(),
        expressions in vec(expression(), 6),
        syntax in syntax(),
    ) {
        let Some(validator) = validator(&json) else { return Ok(()) };
        assert_true(&json, &values, &syntax, &expressions, |value| validator.is_valid(value))?;
    }
}
