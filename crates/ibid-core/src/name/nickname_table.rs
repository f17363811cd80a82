//! Given names and what people called by them are called for short: a table, for names whose beginnings say little.

#[rustfmt::skip]
pub(super) const NICKNAMES: &[(&str, &[&str])] = &[
    ("abraham", &["abe", "avi"]), ("albert", &["al", "bert"]), ("alexander", &["alex", "sandy", "sasha", "xander"]),
    ("alexandra", &["alex", "sandra", "sasha"]), ("alfred", &["al", "fred"]), ("andrew", &["andy", "drew"]),
    ("anthony", &["tony"]), ("antonio", &["toni", "tonio"]), ("arthur", &["art"]), ("barbara", &["barb"]),
    ("benjamin", &["ben", "benny", "bibi"]), ("catherine", &["cathy", "kate", "cate"]), ("charles", &["charlie", "chuck"]),
    ("christina", &["chris", "tina"]), ("christine", &["chris"]), ("christopher", &["chris"]), ("daniel", &["dan", "danny"]),
    ("david", &["dave"]), ("deborah", &["deb", "debbie"]), ("dmitry", &["dima"]), ("donald", &["don"]),
    ("douglas", &["doug"]), ("edward", &["ed", "eddie", "ted"]), ("elizabeth", &["liz", "beth", "betty", "eliza", "lisa"]),
    ("eugene", &["gene"]), ("francis", &["frank"]), ("francisco", &["paco"]), ("frederick", &["fred", "freddy"]),
    ("friedrich", &["fritz"]), ("gerald", &["gerry", "jerry"]), ("gregory", &["greg"]), ("harold", &["harry", "hal"]),
    ("henry", &["harry", "hank"]), ("herbert", &["herb"]), ("ivan", &["vanya"]), ("jacob", &["jake"]),
    ("james", &["jim", "jimmy", "jamie"]), ("jeffrey", &["jeff"]), ("jennifer", &["jen", "jenny"]), ("joan", &["joanie"]),
    ("johannes", &["hans", "jan"]), ("john", &["jack", "johnny"]), ("joseph", &["joe"]), ("jose", &["pepe"]),
    ("joshua", &["josh"]), ("katherine", &["kate", "kathy", "katie"]), ("kenneth", &["ken"]), ("lawrence", &["larry"]),
    ("leonard", &["len"]), ("louis", &["lou"]), ("margaret", &["maggie", "meg", "peggy", "greta"]), ("matthew", &["matt"]),
    ("michael", &["mike", "mick", "misha"]), ("mikhail", &["misha"]), ("nicholas", &["nick"]), ("nikolai", &["kolya"]),
    ("patricia", &["pat", "patty", "tricia"]), ("patrick", &["pat"]), ("peter", &["pete"]), ("philip", &["phil"]),
    ("raymond", &["ray"]), ("rebecca", &["becky"]), ("richard", &["rich", "rick", "dick"]),
    ("robert", &["bob", "rob", "bobby", "bert"]), ("ronald", &["ron"]), ("rudolf", &["rudi"]), ("samuel", &["sam"]),
    ("stanley", &["stan"]), ("stephen", &["steve"]), ("steven", &["steve"]), ("susan", &["sue", "susie"]),
    ("theodore", &["ted", "teddy", "theo"]), ("thomas", &["tom", "tommy"]), ("timothy", &["tim"]), ("victor", &["vic"]),
    ("victoria", &["vicky"]), ("vladimir", &["volodya", "vova"]), ("walter", &["walt"]),
    ("william", &["bill", "will", "billy", "willy", "liam"]), ("yevgeny", &["zhenya"]), ("zachary", &["zach"]),
];
