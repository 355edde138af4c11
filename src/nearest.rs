//! "Did you mean": the candidate that a name was probably meant to be.

/// Candidates looked at, so that a wide object costs no more than a narrow one.
const CANDIDATES: usize = 10_000;
/// The longest name compared, in bytes: the distance costs the product of two lengths.
const LENGTH: usize = 64;

/// The candidate nearest to `name`, if one is near enough to be a slip of the hand.
///
/// Near is: the same but for case, or at most a third of the characters (at least one) inserted,
/// deleted, substituted or swapped. The first of equals wins.
pub(crate) fn nearest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let length = name.chars().count();
    if name.len() > LENGTH {
        return None;
    }
    let allowed = (length / 3).max(1);
    candidates
        .into_iter()
        .take(CANDIDATES)
        .filter(|candidate| candidate.len() <= LENGTH && *candidate != name)
        .filter_map(|candidate| {
            let distance = if candidate.to_lowercase() == name.to_lowercase() {
                0
            } else {
                strsim::osa_distance(name, candidate)
            };
            // A single character is a slip of any other.
            let near = distance <= allowed && distance < length;
            near.then_some((distance, candidate))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}
