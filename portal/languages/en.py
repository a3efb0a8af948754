"""British English, in which the messages of the code are written."""

from portal.languages.language import N_, Language

LANGUAGE = Language(
    code="en",
    order=3,
    source=True,
    html="en-GB",
    territory="GB",
    bibtex="british",
    own_name="English",
    in_it="In English",
    last_words="Something has gone wrong.",
    name=N_("English"),
    column=N_("Name in English"),
    found_in=N_("The words were found in English."),
    lacking=N_("the English text is missing."),
    english_name="British English",
    name_forms={
        "nominative": "Basic form: Iisalmi.",
        "genitive": "Whose: Iisalmi's.",
        "inside": "Where, with its preposition: in Iisalmi.",
    },
    date="d MMMM y",
    inside="in {}".format,
    moment="{day}, {time:%H:%M}",
    before_percent="",
    euro_first=True,
    stemmer="english",
    hyphenation="en_GB",
)
