"""What a place is called, in the forms that sentences of each language need, and in addresses."""

from __future__ import annotations

from typing import Any, cast

from pydantic import Field, create_model

from portal.content.fields import Form, Slug
from portal.i18n import LANGUAGES, Locale, Model, per_language
from portal.languages.language import Language


class NameForms(Model):
    """A place's name in the forms that sentences of one language need. A language may have more of them."""

    nominative: Form
    genitive: Form
    inside: Form


def _forms(language: Language) -> type[NameForms]:
    fields: dict[str, Any] = {
        name: (Form, Field(description=described)) for name, described in language.name_forms.items()
    }
    doc = f"A place's name in the forms that sentences of {language.english_name} need."
    return create_model(f"NameForms_{language.code}", __base__=NameForms, __module__=__name__, __doc__=doc, **fields)


#: The forms of each language; as members of this module they can be pickled.
FORMS = {code: _forms(language) for code, language in LANGUAGES.items()}
globals().update({model.__name__: model for model in FORMS.values()})


@per_language(lambda language: (FORMS[language.code], ...))
class Name(Model):
    """A place's name in three languages, inflected."""

    def forms(self, locale: Locale) -> NameForms:
        """The name in one language."""
        return cast(NameForms, getattr(self, locale))


@per_language(lambda language: (Slug, ...))
class Slugs(Model):
    """The place in the address, in each language: small letters a to z, digits and hyphens."""

    @property
    def each(self) -> dict[Locale, str]:
        """The slug of each language."""
        return self.model_dump()
