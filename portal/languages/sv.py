"""Swedish, as it is written in Finland."""

from portal.languages.language import N_, Language
from portal.languages.locatives import swedish

LANGUAGE = Language(
    code="sv",
    order=2,
    html="sv",
    territory="FI",
    bibtex="swedish",
    own_name="Svenska",
    in_it="På svenska",
    last_words="Tjänsten har en störning.",
    name=N_("Swedish"),
    column=N_("Name in Swedish"),
    found_in=N_("The words were found in Swedish."),
    lacking=N_("the Swedish text is missing."),
    english_name="Swedish",
    name_forms={
        "nominative": "Basic form: Idensalmi.",
        "genitive": "Whose: Idensalmis.",
        "inside": "Where, with its preposition: i Idensalmi.",
    },
    inside=swedish,
    moment="{day} kl.\u00a0{time:%-H.%M}",
    stemmer="swedish",
    links=("", "s", "e", "o", "u"),
    compounds=True,
    hyphenation="sv",
)
