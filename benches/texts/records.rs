//! Customers of a made-up dealer as NDJSON, of about 1,200 bytes each: the same ones in every run.
//!
//! Compact, in the order in which a program writes its fields. Some fields are missing in some records, arrays are long or
//! short; 3 % of the names hold a JSON escape, and as many other letters than those of ASCII.

use std::fmt::Write;

/// So many records, a line each.
pub(crate) fn ndjson(count: u64) -> String {
    let mut out = String::new();
    for number in 0..count {
        push(number, &mut out);
        out.push('\n');
    }
    out
}

/// Appends the record of this number, without a line break.
pub(crate) fn push(number: u64, out: &mut String) {
    let mut dice = Dice(number);
    out.push('{');
    push_person(number, &mut dice, out);
    push_place(&mut dice, out);
    push_tags(&mut dice, out);
    push_account(&mut dice, out);
    push_orders(&mut dice, out);
    push_notes(&mut dice, out);
    out.push('}');
}

fn push_person(number: u64, dice: &mut Dice, out: &mut String) {
    let (salutation, name) = dice.name();
    let company = format!("{} {}", dice.one_of(&FIRMS), dice.one_of(&TRADES));
    let active = !dice.is_below(8);
    let locale = dice.one_of(&["en-GB", "en-IE", "de-CH", "de", "fr", "nl", "da"]);
    write(
        out,
        format_args!(
            "\"id\":{},\"ref\":\"C-{:06}\",\"active\":{active},\"locale\":\"{locale}\",\
         \"salutation\":\"{salutation}\",\"name\":\"{name}\",\"company\":\"{company}\"",
            100_000 + number * 7,
            number,
        ),
    );
    if dice.is_below(40) {
        let role = dice.one_of(&["buyer", "owner", "conservator", "workshop manager"]);
        write(out, format_args!(",\"role\":\"{role}\""));
    }
    let domain = dice.one_of(&FIRMS).to_lowercase();
    write(
        out,
        format_args!(
            ",\"email\":\"office{}@{domain}.example\",\"phone\":\"+44 {} {:06}\"",
            dice.below(900) + 100,
            dice.below(900) + 1_100,
            dice.below(1_000_000),
        ),
    );
    if dice.is_below(60) {
        write(
            out,
            format_args!(
                ",\"mobile\":\"+44 7{:03} {:06}\"",
                dice.below(1_000),
                dice.below(1_000_000)
            ),
        );
    }
    if dice.is_below(50) {
        *out += ",\"birthday\":null";
    }
}

fn push_place(dice: &mut Dice, out: &mut String) {
    write(
        out,
        format_args!(
            ",\"address\":{{\"street\":\"{} {}\",\"city\":\"{}\",\"zip\":\"{:05}\",\"country\":\"{}\",\
         \"position\":{{\"lat\":{}.{:04}1,\"lon\":-{}.{:04}3}}}}",
            dice.below(240) + 1,
            dice.one_of(&STREETS),
            dice.one_of(&TOWNS),
            dice.below(90_000) + 1_000,
            dice.one_of(&["GB", "IE", "CH", "DE", "FR", "NL", "DK"]),
            dice.below(20) + 45,
            dice.below(10_000),
            dice.below(12),
            dice.below(10_000),
        ),
    );
    if dice.is_below(25) {
        write(
            out,
            format_args!(
                ",\"delivery\":{{\"street\":\"{} {}\",\"city\":\"{}\",\"gate\":null}}",
                dice.below(240) + 1,
                dice.one_of(&STREETS),
                dice.one_of(&TOWNS),
            ),
        );
    }
}

fn push_tags(dice: &mut Dice, out: &mut String) {
    *out += ",\"tags\":[";
    for number in 0..dice.below(6) {
        separate(number, out);
        write(out, format_args!("\"{}\"", dice.one_of(&TAGS)));
    }
    out.push(']');
    if dice.is_below(70) {
        *out += ",\"referrer\":null";
    } else {
        write(out, format_args!(",\"referrer\":\"C-{:06}\"", dice.below(20_000)));
    }
}

fn push_account(dice: &mut Dice, out: &mut String) {
    let (_, manager) = dice.plain_name();
    write(
        out,
        format_args!(
            ",\"account\":{{\"plan\":\"{}\",\"seats\":{},\"manager\":{{\"name\":\"{manager}\",\"extension\":{}}},\
         \"points\":{},\"balance\":-{}.{}5,\"terms\":{{\"days\":{},\"reminders\":[7,14,30],\"currency\":\"GBP\"}}}}",
            dice.one_of(&["trade", "museum", "studio", "school"]),
            dice.below(40) + 1,
            dice.below(900) + 100,
            dice.below(90_000),
            dice.below(5_000),
            dice.below(10),
            dice.below(3) * 15 + 15,
        ),
    );
    write(
        out,
        format_args!(
            ",\"flags\":{{\"newsletter\":{},\"samples\":{},\"exempt\":false}},\"created\":\"20{:02}-{:02}-{:02}T08:15:00Z\"",
            dice.is_below(50),
            dice.is_below(30),
            dice.below(15) + 10,
            dice.below(12) + 1,
            dice.below(28) + 1,
        ),
    );
}

fn push_orders(dice: &mut Dice, out: &mut String) {
    *out += ",\"orders\":[";
    for number in 0..=dice.below(4) {
        separate(number, out);
        write(
            out,
            format_args!(
                "{{\"sku\":\"{}-{:04}\",\"title\":\"{}\",\"quantity\":{},\"price\":{}.{}5,\"shipped\":{}}}",
                dice.one_of(&["CL", "GL", "TL", "KN"]),
                dice.below(10_000),
                dice.one_of(&GOODS),
                dice.below(48) + 1,
                dice.below(400) + 2,
                dice.below(10),
                dice.is_below(80),
            ),
        );
    }
    out.push(']');
}

fn push_notes(dice: &mut Dice, out: &mut String) {
    *out += ",\"notes\":\"";
    for number in 0..=dice.below(4) {
        // A note in twenty begins a new line.
        *out += if number == 0 {
            ""
        } else if dice.is_below(5) {
            "\\n"
        } else {
            " "
        };
        *out += dice.one_of(&NOTES);
    }
    write(
        out,
        format_args!(
            "\",\"score\":0.{:03}1,\"visits\":{},\"next_visit\":\"{} {}\"",
            dice.below(1_000),
            dice.below(300),
            dice.below(28) + 1,
            dice.one_of(&["January", "February", "March", "April", "May", "September", "October"]),
        ),
    );
    if dice.is_below(30) {
        *out += ",\"reviewed\":null";
    }
    write(out, format_args!(",\"revision\":{}", dice.below(60) + 1));
}

fn separate(number: u64, out: &mut String) {
    if number > 0 {
        out.push(',');
    }
}

fn write(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    out.write_fmt(arguments).expect("a text grows");
}

/// Numbers that look thrown: `SplitMix64`.
struct Dice(u64);

impl Dice {
    /// From 0, and less than `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn is_below(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one_of(&mut self, texts: &[&'static str]) -> &'static str {
        let place = usize::try_from(self.below(texts.len() as u64));
        texts[place.expect("there are no more texts than memory")]
    }

    /// A salutation and a name as JSON writes it.
    fn name(&mut self) -> (&'static str, String) {
        let (salutation, name) = self.plain_name();
        match self.below(100) {
            0..3 => (salutation, self.one_of(&ESCAPED).to_owned()),
            3..6 => (salutation, self.one_of(&FOREIGN).to_owned()),
            _ => (salutation, name),
        }
    }

    fn plain_name(&mut self) -> (&'static str, String) {
        let salutation = self.one_of(&["Ms", "Mr", "Dr", "Mx", "Prof."]);
        (salutation, format!("{} {}", self.one_of(&FIRST), self.one_of(&LAST)))
    }
}

const ESCAPED: [&str; 4] = [
    r#"Margaret \"Peg\" Holloway"#,
    r"Ren\u00e9e Duch\u00eane",
    r"Hal\u2019s Workshop",
    r"Ines \/ Tom Barrow",
];

const FOREIGN: [&str; 4] = ["Zoë Lindqvist", "Jürg Bächtold", "Søren Østergård", "Chloé Lefèvre"];

const FIRST: [&str; 16] = [
    "Agnes",
    "Bertram",
    "Clara",
    "Dorian",
    "Edith",
    "Felix",
    "Greta",
    "Harold",
    "Imogen",
    "Jasper",
    "Kate",
    "Leonard",
    "Maud",
    "Nathaniel",
    "Olive",
    "Percival",
];

const LAST: [&str; 16] = [
    "Ashdown",
    "Birch",
    "Carver",
    "Dunmore",
    "Eastwood",
    "Fielding",
    "Garrick",
    "Hathersage",
    "Ingram",
    "Jessop",
    "Kerr",
    "Langley",
    "Marchbanks",
    "Norwood",
    "Oakes",
    "Penhaligon",
];

const FIRMS: [&str; 10] = [
    "Harbour",
    "Saltmarsh",
    "Northgate",
    "Limekiln",
    "Fernhill",
    "Stonebridge",
    "Oldmill",
    "Riverside",
    "Highfield",
    "Coppergate",
];

const TRADES: [&str; 6] = [
    "Pottery",
    "Glassworks & Kiln",
    "Conservation Ltd",
    "Studios",
    "Tileworks",
    "School of Ceramics",
];

const STREETS: [&str; 8] = [
    "Quay Street",
    "Chapel Lane",
    "Mill Road",
    "Station Approach",
    "Orchard Rise",
    "Tanner's Row",
    "Upper Market",
    "Canal Walk",
];

const TOWNS: [&str; 8] = [
    "Whitby",
    "Ludlow",
    "St Ives",
    "Stoke-on-Trent",
    "Kilkenny",
    "Hebden Bridge",
    "Delft",
    "Meissen",
];

const TAGS: [&str; 8] = [
    "wholesale",
    "glaze",
    "porcelain",
    "late payer",
    "fair 2024",
    "museum",
    "kiln owner",
    "catalogue",
];

const GOODS: [&str; 8] = [
    "Stoneware clay, 25 kg",
    "Celadon glaze, 5 l",
    "Turning tools, set of six",
    "Kiln shelf, cordierite",
    "Porcelain slip, 10 l",
    "Tenmoku glaze, 1 l",
    "Banding wheel, cast iron",
    "Pyrometric cones, box of 50",
];

const NOTES: [&str; 10] = [
    "Prefers delivery before nine, through the yard behind the shop.",
    "Asked whether the grey clay will be made again next spring.",
    "Returned two shelves that had cracked on the way; replaced without charge.",
    "Pays by transfer and always mentions the number of the invoice.",
    "The kiln is of 1974 and takes shelves of the old size only.",
    "Wants the printed catalogue, not the one by mail.",
    "Spoke with Greta about a course for the apprentices in autumn.",
    "Deliveries of more than 300 kg need the small lorry: the lane is narrow.",
    "Has ordered the same blue since 2011 and notices every change of it.",
    "Keep the old address for invoices until the move is done.",
];
