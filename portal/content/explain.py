"""A model's mistakes in staff's words: where each is, what is wrong and how to mend it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.content import meant
from portal.content.advice import Advice, like_this, quoted, short
from portal.content.forms import bad_form
from portal.content.mistake import Mistake, did_you_mean, found, nearest, not_among
from portal.content.model_types import bare, child, fields_of, given
from portal.content.yaml_file import Steps, YamlFile
from portal.i18n import LocalizedText, _, ngettext
from portal.problems import Problem


def explain(
    kind: type[BaseModel], error: ValidationError, sheet: YamlFile, today: dt.date | None = None
) -> list[Problem]:
    """Each mistake that a model found, in staff words; no day is proposed that is refused today."""
    mistakes = [_mistake(kind, details, sheet, today) for details in error.errors(include_url=False)]
    named = {(*mistake.steps[:-1], near) for mistake in mistakes if (near := _nearest_field(mistake))}
    # A misspelt field is one mistake: the right one is not missing as well.
    kept = [mistake for mistake in mistakes if not (mistake.code == "missing" and mistake.steps in named)]
    problems = [
        Problem(mistake.place, mistake.field, *advice(mistake))
        for mistake in kept
        if not _stood_on_a_lost_line(mistake)
    ]
    return sorted(problems, key=lambda problem: problem.place)


def _stood_on_a_lost_line(mistake: Mistake) -> bool:
    """Whether what is missed may stand on a line that could not be read, and is reported already."""
    if mistake.code == "missing":
        return any(str(mistake.steps[-1]) in line for line in mistake.sheet.lost_below(mistake.steps[:-1]))
    return mistake.code == "value_error" and bool(mistake.sheet.lost_below(mistake.steps))


def advice(mistake: Mistake) -> Advice:
    """What to say of a mistake."""
    if mistake.value is None and (mistake.code.endswith("_type") or mistake.code == "literal_error"):
        return _nothing(mistake)
    return FAULTS.get(mistake.code, _other)(mistake)


def _mistake(kind: type[BaseModel], details: ErrorDetails, sheet: YamlFile, today: dt.date | None) -> Mistake:
    steps = details["loc"]
    context: dict[str, Any] = dict(details.get("ctx", {}))
    if steps and steps[-1] == "[key]":
        steps, context["of_key"] = steps[:-1], True
    parent = _kind_at(kind, steps[:-1])
    expected = parent if context.get("of_key") else _kind_at(kind, steps)
    if context.get("of_key"):
        expected = get_args(bare(parent))[0]
    return Mistake(details["type"], steps, expected, parent, details["input"], context, sheet, today)


def _kind_at(kind: Any, steps: Steps) -> Any:
    for step in steps:
        kind = child(kind, step)
    return kind


# What to say of each mistake


def _other(_mistake: Mistake) -> Advice:
    return _("this cannot be used here."), ""


def _missing(mistake: Mistake) -> Advice:
    return _("this field is missing."), _("Add a line that begins “%(name)s:”.", name=mistake.name)


def _nothing(mistake: Mistake) -> Advice:
    return _("the value is missing."), _("Write it after “%(name)s:”, or delete the line.", name=mistake.name)


def _unknown_field(mistake: Mistake) -> Advice:
    fields = fields_of(bare(mistake.parent))
    otherwise = _("The fields here are %(fields)s.", fields=", ".join(fields))
    return not_among(str(mistake.steps[-1]), fields, _("there is no such field."), otherwise)


def _nearest_field(mistake: Mistake) -> str | None:
    if mistake.code != "extra_forbidden":
        return None
    return nearest(str(mistake.steps[-1]), fields_of(bare(mistake.parent)))


def _not_text(mistake: Mistake) -> Advice:
    value = mistake.value
    message = _("one line of text is expected, but this is %(found)s.", found=found(value))
    if isinstance(value, dict):
        text = _as_text(value)
        if text is None:
            return message, _("If the text has a colon in it, put the text in quotation marks.")
        return message, _("If this is one text, put it in quotation marks: %(line)s", line=mistake.line(quoted(text)))
    if not isinstance(value, list):
        return message, _("Write it in quotation marks: %(line)s", line=mistake.line(f'"{mistake.written}"'))
    items = [item for item in value if isinstance(item, str) and item]
    if not items:
        return message, _("Write the text after “%(name)s:”.", name=mistake.name)
    return message, like_this(mistake.line(quoted(short(", ".join(items))) if items[1:] else short(items[0])))


#: Names that people give to a value that needs none.
VALUE_NAMES = frozenset({"text", "value", "teksti", "arvo", "värde"})


def _as_text(value: dict[Any, Any]) -> str | None:
    """The text that YAML took for a field: its colon is followed by one value."""
    (name, rest), *others = value.items() if value else [("", None)]
    if others or not name or isinstance(rest, dict | list | None):
        return None
    return str(rest) if str(name).casefold() in VALUE_NAMES else f"{name}: {rest}"


def _only(value: dict[Any, Any] | list[Any]) -> Any:
    """The one value within a group of fields or a list; nothing when there are more."""
    values = list(value.values()) if isinstance(value, dict) else value
    return values[0] if len(values) == 1 else None


def _not_list(mistake: Mistake) -> Advice:
    return (
        _("a list is expected, but this is %(found)s.", found=found(mistake.value)),
        _("Put each item on a line of its own, after a hyphen and a space."),
    )


def _not_group(mistake: Mistake) -> Advice:
    fields = fields_of(bare(mistake.kind))
    if bare(mistake.kind) is LocalizedText:
        message = _("the text is expected in each language, but this is %(found)s.", found=found(mistake.value))
        return message, _("Write fi:, sv: and en: on lines of their own, with the text in that language after each.")
    message = _("a group of fields is expected, but this is %(found)s.", found=found(mistake.value))
    if not fields:
        return message, _("Put each name on a line of its own, with its fields below it.")
    return message, _("Put these fields on lines of their own: %(fields)s.", fields=", ".join(fields))


def _not_number(mistake: Mistake) -> Advice:
    found_here = found(mistake.value)
    whole = bare(mistake.kind) is int
    if whole:
        message = _("a whole number is expected, but this is %(found)s.", found=found_here)
        if isinstance(mistake.value, float):
            message = _("a whole number is expected, but this has decimals.")
    else:
        message = _("a number is expected, but this is %(found)s.", found=found_here)
    plain = (
        None if isinstance(mistake.value, dict | list) else meant.number(mistake.whole, whole=bare(mistake.kind) is int)
    )
    if plain is None:
        return message, _("Write only the number, in digits.")
    return message, like_this(mistake.line(plain))


#: How staff say true and false, in three languages and in Excel.
YES = ("true", "yes", "y", "on", "kyllä", "ja", "1", "x", "tosi", "sant")
NO = ("false", "no", "n", "off", "ei", "nej", "0", "epätosi", "falskt")


def _not_true_or_false(mistake: Mistake) -> Advice:
    message = _("true or false is expected, but this is %(found)s.", found=found(mistake.value))
    word = mistake.whole.casefold()
    better = "true" if word in YES else "false" if word in NO else None
    return message, like_this(mistake.line(better)) if better else _("Write true or false, without quotation marks.")


def _not_day(mistake: Mistake) -> Advice:
    if isinstance(mistake.value, dict | list):
        message = _("a day is expected, but this is %(found)s.", found=found(mistake.value))
        return message, _("Write the year, month and day like this: 2027-01-31.")
    message = _("“%(value)s” is not a day.", value=mistake.written)
    better = meant.day(mistake.whole)
    if better and mistake.is_refused(better):
        return message, _("Check the date, and write it like this: 2027-01-31.")
    if better:
        return message, like_this(mistake.line(better.isoformat()))
    return message, _("Write the year, month and day like this: 2027-01-31.")


def _not_a_choice(mistake: Mistake) -> Advice:
    choices = get_args(bare(mistake.kind))
    listed = _("Choose one of these: %(choices)s.", choices=", ".join(choices))
    if isinstance(mistake.value, dict | list):
        message = _("one choice is expected, but this is %(found)s.", found=found(mistake.value))
        only = _only(mistake.value)
        in_line = isinstance(mistake.steps[-1], str)
        return message, like_this(mistake.line(only)) if in_line and only in choices else listed
    message = _("“%(value)s” is not one of the choices.", value=mistake.written)
    return message, f"{did_you_mean(str(mistake.value), choices)} {listed}".strip()


def _too_small(mistake: Mistake) -> Advice:
    return _("%(value)s is too small.", value=mistake.written), _limits(mistake)


def _too_large(mistake: Mistake) -> Advice:
    return _("%(value)s is too large.", value=mistake.written), _limits(mistake)


def _limits(mistake: Mistake) -> str:
    limits = getattr(given(mistake.kind), "__metadata__", ())
    least = next((limit.ge for limit in limits if hasattr(limit, "ge")), None)
    most = next((limit.le for limit in limits if hasattr(limit, "le")), None)
    if least is None or most is None:
        return str(_("Check the number."))
    return str(_("Write a number from %(least)s to %(most)s.", least=least, most=most))


def _too_many(mistake: Mistake) -> Advice:
    count, most = len(mistake.value), mistake.context["max_length"]
    message = _("there are %(count)s of these, but at most %(most)s are allowed.", count=count, most=most)
    return message, ngettext("Delete one.", "Delete %(num)s.", count - most)


def _too_few(mistake: Mistake) -> Advice:
    least = mistake.context["min_length"]
    lacking = least - len(mistake.value)
    message = ngettext("at least one is needed here.", "at least %(num)s are needed here.", least)
    return message, ngettext("Add one.", "Add %(num)s.", lacking)


def _model_rule(mistake: Mistake) -> Advice:
    rule = RULES.get(str(mistake.context.get("error", "")))
    return rule() if rule else _other(mistake)


#: Pydantic's name of a mistake -> what to say.
FAULTS: dict[str, Callable[[Mistake], Advice]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "string_type": _not_text,
    "string_too_short": _nothing,
    "string_pattern_mismatch": bad_form,
    "list_type": _not_list,
    "dict_type": _not_group,
    "model_type": _not_group,
    "int_type": _not_number,
    "int_parsing": _not_number,
    "int_from_float": _not_number,
    "float_type": _not_number,
    "float_parsing": _not_number,
    "finite_number": _not_number,
    "bool_type": _not_true_or_false,
    "bool_parsing": _not_true_or_false,
    "date_type": _not_day,
    "literal_error": _not_a_choice,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "too_long": _too_many,
    "too_short": _too_few,
    "value_error": _model_rule,
}

#: A rule of our own models -> what to say.
RULES: dict[str, Callable[[], Advice]] = {
    "needs_evidence": lambda: (_("this strength has no source and no indicator."), _("Add “source:” or “indicator:”.")),
    "claim_needs_indicator": lambda: (
        _("there is a claim, but no indicator to check it against."),
        _("Add “indicator:”, or delete “claim:”."),
    ),
    "site_address": lambda: (
        _("links need the address of a host, without a path, a question mark or a user's name."),
        like_this("site_url: https://invest.example.fi"),
    ),
    "actor_incomplete": lambda: (
        _("the organisation is not fully described."),
        _("Give it “name:”, “kind:” and “source:”, or only “organisation:” when several towns share it."),
    ),
    "actor_twice": lambda: (
        _("this refers to a shared organisation and also describes one."),
        _("Delete either “organisation:” or “name:”, “kind:” and “source:”."),
    ),
    "contact_incomplete": lambda: (
        _("the contact is not fully described."),
        _("Give it “name:” and “source:”, or “organisation:” when several towns share it."),
    ),
    "contact_unreachable": lambda: (
        _("this contact has no e-mail address, phone number or web address."),
        _("Add “email:”, “phone:” or “url:”."),
    ),
    "level_name_missing": lambda: (
        _("the name of the sub-region, region or port is missing."),
        _("Add “level_name:”."),
    ),
    "mean_needs_weight": lambda: (
        _("a mean needs a weight, and only a mean may have one."),
        _("Add “weight:” where “kind:” is mean, and delete it elsewhere."),
    ),
}
