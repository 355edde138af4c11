//! How a language writes a number: its digits, what groups them, and the sign before the fraction, as CLDR
//! has them.
//!
//! The formats are those of ICU4X (feature `icu`); without them there is none.

use super::tag::Tag;

/// The format of one language. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct NumberFormat {
    #[cfg(feature = "icu")]
    formatter: icu_decimal::DecimalFormatter,
    /// Nobody can make one.
    #[cfg(not(feature = "icu"))]
    never: std::convert::Infallible,
}

#[cfg(not(feature = "icu"))]
impl NumberFormat {
    /// None: only the feature `icu` has the formats.
    pub(crate) fn of(_: &Tag) -> Option<Self> {
        None
    }

    pub(crate) fn write(&self, _: &str, _: Option<i16>) -> Option<String> {
        match self.never {}
    }
}

#[cfg(feature = "icu")]
impl NumberFormat {
    /// The format of the language, or of its nearest parent in CLDR; at last that of the root.
    pub(crate) fn of(tag: &Tag) -> Option<Self> {
        let locale = super::cldr::nearest_locale(tag).unwrap_or(icu_locale_core::Locale::UNKNOWN);
        let options = icu_decimal::options::DecimalFormatterOptions::default();
        let formatter = icu_decimal::DecimalFormatter::try_new((&locale).into(), options);
        Some(Self { formatter: formatter.ok()? })
    }

    /// The number that `digits` writes, which is one of JSON, with all of its digits; or with so many
    /// behind the sign, the last one rounded, halves away from zero. Nothing if there are more than 32,767
    /// before or behind it.
    pub(crate) fn write(&self, digits: &str, fraction: Option<i16>) -> Option<String> {
        use fixed_decimal::{Decimal, SignedRoundingMode, UnsignedRoundingMode};

        // JSON writes `1e+3` too, ICU4X does not.
        let mut decimal = Decimal::try_from_str(&digits.replacen('+', "", 1)).ok()?;
        if let Some(fraction) = fraction {
            let halves = SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand);
            decimal.round_with_mode(-fraction, halves);
            decimal.absolute.pad_end(-fraction);
        }
        Some(self.formatter.format(&decimal).to_string())
    }
}

#[cfg(all(test, feature = "icu"))]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_languages_write_them() {
        for (tag, digits, fraction, expected) in [
            ("en", "1234567.5", None, "1,234,567.5"),
            ("de", "1234567.5", None, "1.234.567,5"),
            ("de_DE-oed", "1234", None, "1.234"),
            ("pl", "1234", None, "1234"),
            ("hi", "12345678", None, "1,23,45,678"),
            ("ar-EG", "1234.5", None, "١٬٢٣٤٫٥"),
            ("xx", "1234.5", None, "1,234.5"),
            ("en", "1.50", None, "1.50"),
            ("en", "-1e+3", None, "-1,000"),
            ("en", "1e-3", None, "0.001"),
            ("en", "0.125", Some(2), "0.13"),
            ("en", "-0.125", Some(2), "-0.13"),
            ("en", "2", Some(2), "2.00"),
            ("en", "999.995", Some(2), "1,000.00"),
            ("fr", "1.5", Some(0), "2"),
        ] {
            let format = NumberFormat::of(&Tag::read(tag).unwrap()).unwrap();
            assert_eq!(format.write(digits, fraction).as_deref(), Some(expected), "{tag} {digits}");
        }
    }

    #[test]
    fn numbers_of_any_size_come_to_an_end() {
        let format = NumberFormat::of(&Tag::read("en").unwrap()).unwrap();
        for number in ["1e99999999999999999999", "1e40000", "1e-40000"] {
            assert_eq!(format.write(number, None), None, "{number}");
        }
        assert_eq!(format.write("1e-30000", Some(2)).as_deref(), Some("0.00"));
        assert!(format.write("1e30000", Some(20)).is_some_and(|text| text.len() > 40_000));
    }
}
