"""A language that is not the portal's: its registration, as a language of the portal has it."""

from portal.languages.language import Language

LANGUAGE = Language(
    code="et",
    order=4,
    html="et",
    territory="EE",
    bibtex="estonian",
    own_name="Eesti",
    in_it="Eesti keeles",
    last_words="Midagi läks valesti.",
    name="Estonian",
    column="Name in Estonian",
    found_in="The words were found in Estonian.",
    lacking="the Estonian text is missing.",
    english_name="Estonian",
    name_forms={
        "nominative": "Basic form: Iisalmi.",
        "genitive": "Whose: Iisalmi.",
        "inside": "Where: Iisalmis.",
    },
    moment="{day} kell\u00a0{time:%H.%M}",
    stemmer="estonian",
    links=("", "e"),
    compounds=True,
    hyphenation="et_EE",
)
