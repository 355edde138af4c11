//! Promises of parts, for all inputs.

use lacuna_serve::address::{asked, of_page};
use lacuna_serve::answer::etag;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

const IN_A_NAME: &AsciiSet = NON_ALPHANUMERIC;

/// A path as a browser writes it.
fn encoded(address: &str) -> String {
    let names = address.split('/').map(|name| utf8_percent_encode(name, IN_A_NAME).to_string());
    names.collect::<Vec<_>>().join("/")
}

proptest! {
    #[test]
    fn a_page_is_found_where_it_stands(stem in "([a-zé %.+&?#-]{1,8}/){0,3}[a-zé %.+&?#-]{1,8}") {
        let Ok(address) = of_page(&stem) else {
            prop_assert!(stem.split('/').any(|name| name == "." || name == ".."));
            return Ok(());
        };
        prop_assert_eq!(asked(&encoded(&address)), Ok(address));
    }

    #[test]
    fn two_files_never_stand_at_one_address(one in "(index|a|b)(/(index|a|b)){0,3}", other in "(index|a|b)(/(index|a|b)){0,3}") {
        let addresses = (of_page(&one).unwrap(), of_page(&other).unwrap());
        prop_assert_eq!(addresses.0 == addresses.1, one == other);
    }

    #[test]
    fn what_is_asked_climbs_nowhere(path in "/(%?[2-7a-fA-F./\\\\x%]{1,3}){0,12}") {
        if let Ok(address) = asked(&path) {
            for name in address[1..].split('/') {
                prop_assert!(name != "." && name != ".." && !name.contains(['\\', '\0']));
            }
            // As many names as the path has: none was hidden in an escape.
            prop_assert_eq!(address.matches('/').count(), path.matches('/').count());
        }
    }

    #[test]
    fn another_byte_is_another_tag(mut content in prop::collection::vec(any::<u8>(), 1..300), at in any::<prop::sample::Index>()) {
        let tag = etag("de", &content);
        prop_assert_eq!(&tag, &etag("de", &content.clone()));
        let at = at.index(content.len());
        content[at] ^= 1;
        prop_assert_ne!(tag, etag("de", &content));
    }

    #[test]
    fn no_path_panics(path in any::<String>()) {
        let _ = asked(&path);
        let _ = of_page(&path);
    }
}
