"""Where something is: Helsingissä, i Helsingfors, in Helsinki."""

from __future__ import annotations

#: How Finnish names end and where something is there; the first that fits counts.
ENDINGS = (
    ("järvi", "järvellä"),
    ("joki", "joella"),
    ("koski", "koskella"),
    ("mäki", "mäellä"),
    ("niemi", "niemellä"),
    ("salmi", "salmella"),
    ("vesi", "vedellä"),
    ("lahti", "lahdella"),
    ("lampi", "lammilla"),
    ("saari", "saaressa"),
    ("kaupunki", "kaupungissa"),
    ("ranta", "rannassa"),
    ("valta", "vallassa"),
    ("suu", "suussa"),
    ("inen", "isissa"),
)
#: Finnish names whose cases or stems no ending tells.
EXCEPTIONS = {
    "Alavus": "Alavudella",
    "Enontekiö": "Enontekiöllä",
    "Hailuoto": "Hailuodossa",
    "Halsua": "Halsualla",
    "Hanko": "Hangossa",
    "Helsinki": "Helsingissä",
    "Huittinen": "Huittisissa",
    "Hyvinkää": "Hyvinkäällä",
    "Iisalmi": "Iisalmessa",
    "Iitti": "Iitissä",
    "Imatra": "Imatralla",
    "Isokyrö": "Isossakyrössä",
    "Jokioinen": "Jokioisilla",
    "Juuka": "Juuassa",
    "Juva": "Juvalla",
    "Kaavi": "Kaavilla",
    "Kangasala": "Kangasalla",
    "Kannus": "Kannuksessa",
    "Kauhava": "Kauhavalla",
    "Kaustinen": "Kaustisella",
    "Keitele": "Keiteleellä",
    "Kempele": "Kempeleessä",
    "Kerava": "Keravalla",
    "Keuruu": "Keuruulla",
    "Kirkkonummi": "Kirkkonummella",
    "Kitee": "Kiteellä",
    "Koski Tl": "Koskella Tl",
    "Kumlinge": "Kumlingessa",
    "Kuortane": "Kuortaneella",
    "Kurikka": "Kurikassa",
    "Kökar": "Kökarissa",
    "Lahti": "Lahdessa",
    "Laihia": "Laihialla",
    "Lapua": "Lapualla",
    "Lemi": "Lemillä",
    "Leppävirta": "Leppävirralla",
    "Lieto": "Liedossa",
    "Liminka": "Limingassa",
    "Lohja": "Lohjalla",
    "Loimaa": "Loimaalla",
    "Loppi": "Lopella",
    "Luhanka": "Luhangassa",
    "Luoto": "Luodossa",
    "Maalahti": "Maalahdessa",
    "Merikarvia": "Merikarvialla",
    "Mikkeli": "Mikkelissä",
    "Muhos": "Muhoksella",
    "Multia": "Multialla",
    "Mäntyharju": "Mäntyharjulla",
    "Nokia": "Nokialla",
    "Nurmes": "Nurmeksessa",
    "Outokumpu": "Outokummussa",
    "Parainen": "Paraisilla",
    "Pedersören kunta": "Pedersören kunnassa",
    "Pihtipudas": "Pihtiputaalla",
    "Pomarkku": "Pomarkussa",
    "Posio": "Posiolla",
    "Punkalaidun": "Punkalaitumella",
    "Puolanka": "Puolangalla",
    "Pyhtää": "Pyhtäällä",
    "Pyhäntä": "Pyhännällä",
    "Pälkäne": "Pälkäneellä",
    "Pöytyä": "Pöytyällä",
    "Ranua": "Ranualla",
    "Rauma": "Raumalla",
    "Rautavaara": "Rautavaaralla",
    "Rusko": "Ruskolla",
    "Savitaipale": "Savitaipaleella",
    "Siikalatva": "Siikalatvalla",
    "Somero": "Somerolla",
    "Sulkava": "Sulkavalla",
    "Taipalsaari": "Taipalsaarella",
    "Tampere": "Tampereella",
    "Teuva": "Teuvalla",
    "Toivakka": "Toivakassa",
    "Turku": "Turussa",
    "Tyrnävä": "Tyrnävällä",
    "Uurainen": "Uuraisilla",
    "Uusikaarlepyy": "Uudessakaarlepyyssä",
    "Uusikaupunki": "Uudessakaupungissa",
    "Vantaa": "Vantaalla",
    "Varkaus": "Varkaudessa",
    "Vehmaa": "Vehmaalla",
    "Vesanto": "Vesannolla",
    "Vieremä": "Vieremällä",
    "Vihti": "Vihdissä",
    "Viitasaari": "Viitasaarella",
    "Virrat": "Virroilla",
    "Vöyri": "Vöyrillä",
    "Ylitornio": "Ylitorniolla",
    "Ypäjä": "Ypäjällä",
}
#: Islands, on which one is in Swedish.
ISLANDS = ("Brändö", "Eckerö", "Föglö", "Karlö", "Kimitoön", "Kumlinge", "Kökar", "Sottunga", "Vårdö")
BACK, FRONT = "aouAOU", "äöyÄÖY"


def finnish(name: str) -> str:
    """Where a Finnish municipality is: Helsingissä, Raumalla."""
    return EXCEPTIONS.get(name) or _by_ending(name)


def swedish(name: str) -> str:
    """Where it is in Swedish: i Helsingfors, på Kökar."""
    return f"på {name}" if name in ISLANDS else f"i {name}"


def _by_ending(name: str) -> str:
    for ending, there in ENDINGS:
        if name.lower().endswith(ending):
            return name[: -len(ending)] + (there if ending != "inen" or _back(name) else "isissä")
    stem = name if name[-1] in BACK + FRONT + "eiå" else f"{name}i"
    return stem + ("ssa" if _back(name) else "ssä")


def _back(name: str) -> bool:
    """Whether endings have back vowels: the last vowel that is not neutral decides."""
    deciding = [letter for letter in name.rpartition("-")[2] if letter in BACK + FRONT]
    return bool(deciding) and deciding[-1] in BACK
