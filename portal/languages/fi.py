"""Finnish, which every text must be there in."""

from portal.languages.language import N_, Language
from portal.languages.locatives import finnish

LANGUAGE = Language(
    code="fi",
    order=1,
    base=True,
    html="fi",
    territory="FI",
    bibtex="finnish",
    own_name="Suomi",
    in_it="Suomeksi",
    last_words="Palvelussa on häiriö.",
    name=N_("Finnish"),
    column=N_("Name in Finnish"),
    found_in=N_("The words were found in Finnish."),
    english_name="Finnish",
    name_forms={
        "nominative": "Basic form: Iisalmi.",
        "genitive": "Whose: Iisalmen.",
        "inside": "Where: Iisalmessa, Raumalla.",
        "into": "Where to: Iisalmeen, Raumalle.",
        "out_of": "Where from: Iisalmesta, Raumalta.",
    },
    inside=finnish,
    moment="{day} klo\u00a0{time:%-H.%M}",
    stemmer="finnish",
    links=("", "n", "s", "en", "in"),
    compounds=True,
    gradation=True,
)
