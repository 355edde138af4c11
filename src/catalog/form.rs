//! Which keys are forms of a message: `key_one`, `key_ordinal_two`, and the members of a plural
//! object, `one`, `=0`.

use crate::locale::{Counting, PluralCategory};
use crate::value::is_number;

/// What stands between a key and the name of a form or a context.
pub(super) const SEPARATOR: char = '_';
/// What stands between a key and the category of an ordinal number; also the key of an object of
/// such forms.
const ORDINAL: &str = "ordinal";

/// A member of a plural object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Category(PluralCategory),
    /// `=0`.
    Exact(Exact),
    /// `ordinal`, an object of the same kind.
    Ordinal,
}

impl Member {
    pub(super) fn named(key: &str) -> Option<Self> {
        if let Some(number) = key.strip_prefix('=') {
            return is_number(number).then(|| Self::Exact(Exact::of(number)));
        }
        let category = || PluralCategory::named(key).map(Self::Category);
        if key == ORDINAL { Some(Self::Ordinal) } else { category() }
    }
}

/// The number that digits write, however they do: `1.0` and `10e-1` are 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exact {
    is_negative: bool,
    /// Without zeros at either end; empty for 0.
    digits: String,
    /// How many zeros follow the digits, or how many digits stand behind the point.
    exponent: i64,
}

impl Exact {
    /// Of a number of JSON; looks at every digit.
    pub(crate) fn of(number: &str) -> Self {
        let unsigned = number.strip_prefix('-').unwrap_or(number);
        let (mantissa, power) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole, fraction].concat();
        let digits = all.trim_end_matches('0');
        // Powers that do not fit are all the same.
        let limit = i64::MAX / 4;
        let huge = if power.starts_with('-') { -limit } else { limit };
        let power = power.parse().unwrap_or(huge).clamp(-limit, limit);
        let length = |text: &str| i64::try_from(text.len()).unwrap_or(limit);
        let exponent = power - length(fraction) + length(&all) - length(digits);
        let digits = digits.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Self { is_negative: false, digits, exponent: 0 };
        }
        Self { is_negative: number.starts_with('-'), digits, exponent }
    }
}

impl Exact {
    /// Whether a text writes this number.
    pub(crate) fn is(&self, number: &str) -> bool {
        is_number(number) && Self::of(number) == *self
    }
}

/// Whether digits write 0.
pub(crate) fn is_zero(number: &str) -> bool {
    let mantissa = number.split(['e', 'E']).next().unwrap_or(number);
    mantissa.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'))
}

/// A key as a form of another key.
pub(super) type Suffixed<'k> = (&'k str, Counting, PluralCategory);

/// The keys that this one is a form of, by its suffix: `k_ordinal_one` is one of `k` and of
/// `k_ordinal`.
pub(super) fn suffixed(key: &str) -> impl Iterator<Item = Suffixed<'_>> {
    let form = key.rsplit_once(SEPARATOR).and_then(|(base, name)| {
        let category = PluralCategory::named(name)?;
        Some((base, Counting::Cardinal, category))
    });
    let ordinal = form.and_then(|(base, _, category)| {
        let base = base.strip_suffix(ORDINAL)?.strip_suffix(SEPARATOR)?;
        Some((base, Counting::Ordinal, category))
    });
    form.into_iter().chain(ordinal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        let same = [
            ["1", "1.0", "10e-1", "0.1E1", "1e0", "1e+0"],
            ["0", "-0", "0.00", "0e999999999999999999999", "-0.0e-3", "0"],
            ["-1200", "-1.2e3", "-1200.00", "-12E+2", "-12e2", "-0.0012e6"],
        ];
        for (row, numbers) in same.iter().enumerate() {
            for number in numbers {
                assert_eq!(Exact::of(number), Exact::of(numbers[0]), "{number}");
                assert_eq!(is_zero(number), row == 1, "{number}");
            }
        }
        let different =
            ["1", "-1", "10", "0.1", "11", "101", "1e99999999999999999999", "1.01", "0"];
        for (number, other) in different.iter().zip(&different[1..]) {
            assert_ne!(Exact::of(number), Exact::of(other));
        }
    }

    #[test]
    fn suffixes_name_forms() {
        use Counting::{Cardinal, Ordinal};
        use PluralCategory::{Few, Other, Two};
        let forms = |key: &'static str| suffixed(key).collect::<Vec<_>>();
        assert_eq!(forms("a.b_few"), [("a.b", Cardinal, Few)]);
        assert_eq!(forms("k_ordinal_two"), [("k_ordinal", Cardinal, Two), ("k", Ordinal, Two)]);
        assert_eq!(forms("ordinal_two"), [("ordinal", Cardinal, Two)]);
        assert_eq!(forms("_other"), [("", Cardinal, Other)]);
        for key in ["other", "k_", "k_Other", "k_ordinal", "k_one_", "kother", ""] {
            assert_eq!(forms(key), [], "{key}");
        }
    }
}
