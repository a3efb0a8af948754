"""A file against its model: every mistake in staff words, with its place, its fault and its cure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.content.models import City, Email, Key, PartialDate, Phone, Slug, WebAddress
from portal.content.yaml_file import Advice, Steps, YamlFile, day, named, read_yaml
from portal.i18n import Words, _, ngettext
from portal.problems import Problem

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, eq=False)
class Reading(Generic[M]):
    """What came of reading one file: the model where nothing is wrong, the sheet where it is YAML at all."""

    file: Path
    kind: type[M]
    model: M | None
    sheet: YamlFile | None
    problems: tuple[Problem, ...]

    def parts(self) -> Iterator[tuple[Steps, Any, Any]]:
        """Every part of the file, broken or not: the way to it, its kind in the model, its value."""
        return parts(self.kind, self.sheet.data) if self.sheet else iter(())

    def problem(self, steps: Steps, advice: Advice, severity: Literal["error", "warning"] = "error") -> Problem:
        """A problem with one value of the file."""
        assert self.sheet is not None  # noqa: S101  (parts of an unreadable file do not exist)
        return Problem(self.sheet.place(steps), named(steps), *advice, severity)


def read_model(kind: type[M], file: Path) -> Reading[M]:
    """Read one file as its model, or say everything that is wrong with it, in file order."""
    sheet, problems = read_yaml(file)
    if sheet is None:
        return Reading(file, kind, None, None, tuple(problems))
    model: M | None = None
    try:
        model = kind.model_validate(_as_meant(kind, sheet.data, (), sheet), strict=True)
    except ValidationError as error:
        said = {problem.place for problem in problems}
        problems += [problem for problem in explain(kind, error, sheet) if problem.place not in said]
    ordered = tuple(sorted(problems, key=lambda problem: problem.place))
    return Reading(file, kind, None if ordered else model, sheet, ordered)


def explain(kind: type[BaseModel], error: ValidationError, sheet: YamlFile) -> list[Problem]:
    """Each mistake that a model found, in staff words."""
    mistakes = [_mistake(kind, details, sheet) for details in error.errors(include_url=False)]
    meant = {(*mistake.steps[:-1], nearest) for mistake in mistakes if (nearest := _nearest_field(mistake))}
    # A misspelt field is one mistake: the right one is not missing as well.
    kept = [mistake for mistake in mistakes if not (mistake.code == "missing" and mistake.steps in meant)]
    return sorted((mistake.problem() for mistake in kept), key=lambda problem: problem.place)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Did you mean “population”? Nothing when no choice is near."""
    nearest = _nearest(word, choices)
    return _("Did you mean “%(nearest)s”?", nearest=nearest) if nearest else ""


def not_among(word: str, choices: Iterable[str], fault: str, otherwise: str) -> Advice:
    """A word that should be one of others: the fault, and the nearest of them or what to do instead."""
    return fault, did_you_mean(word, choices) or otherwise


def _nearest(word: str, choices: Iterable[str]) -> str | None:
    near = get_close_matches(word, list(choices), n=1)
    return near[0] if near else None


# The kinds of things that a model expects


def parts(kind: Any, value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any, Any]]:
    """Every part of the data whose kind the model knows, from the outside in."""
    yield steps, kind, value
    for step, item in _children(value):
        inner = child(kind, step)
        if inner is not None:
            yield from parts(inner, item, (*steps, step))


def _children(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def child(kind: Any, step: str | int) -> Any:
    """The kind of thing that stands under a name, or at a number of a list; none when there is no such thing."""
    core = bare(kind)
    if fields := fields_of(core):
        return fields[str(step)].rebuild_annotation() if step in fields else None
    origin = get_origin(core)
    if origin is list and isinstance(step, int):
        return get_args(core)[0]
    return get_args(core)[1] if origin is dict else None


def fields_of(kind: Any) -> Mapping[str, Any]:
    """The fields of a model; nothing for other kinds."""
    return kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


def bare(kind: Any) -> Any:
    """The kind without “may be left out” and without its limits."""
    kind = _given(kind)
    return _given(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


def _given(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        return next(choice for choice in get_args(kind) if choice is not type(None))
    return kind


def pattern(kind: Any) -> str | None:
    """The pattern that a text of this kind must have."""
    limits = getattr(_given(kind), "__metadata__", ())
    return next((found for limit in limits if (found := getattr(limit, "pattern", None))), None)


def _as_meant(kind: Any, value: Any, steps: Steps, sheet: YamlFile) -> Any:
    """The data with its dates as the model wants them, however staff put their quotation marks."""
    if isinstance(value, dict | list):
        pairs = [(step, _as_meant(child(kind, step), item, (*steps, step), sheet)) for step, item in _children(value)]
        if bare(kind) is Words:  # an empty translation is one that is missing
            pairs = [(step, item) for step, item in pairs if step == "fi" or str(item or "").strip()]
        return dict(pairs) if isinstance(value, dict) else [item for _step, item in pairs]
    if pattern(kind) == pattern(PartialDate) and isinstance(value, int | dt.date) and not isinstance(value, bool):
        return value.isoformat() if isinstance(value, dt.date) else sheet.written(steps)
    if bare(kind) is dt.date and isinstance(value, str):
        return day(value) or value
    return value


# One mistake


@dataclass(frozen=True)
class Mistake:
    """One thing a model found wrong: where, of what kind, and what stands there."""

    code: str
    steps: Steps
    kind: Any
    parent: Any
    value: Any
    context: Mapping[str, Any]
    sheet: YamlFile

    @property
    def name(self) -> str:
        """The last field's name, for an example line."""
        return next((step for step in reversed(self.steps) if isinstance(step, str)), "")

    @property
    def written(self) -> str:
        """The value as it was written."""
        return short(self.sheet.written(self.steps) or str(self.value))

    def line(self, value: str) -> str:
        """An example of the line as it should be."""
        return f"{self.name}: {value}" if self.steps and isinstance(self.steps[-1], str) else f"- {value}"

    def problem(self) -> Problem:
        """The mistake in staff words."""
        about_name = self.code == "extra_forbidden" or self.context.get("of_key")
        place = self.sheet.key(self.steps) if about_name else self.sheet.place(self.steps)
        return Problem(place, named(self.steps), *self._advice())

    def _advice(self) -> Advice:
        if self.value is None and (self.code.endswith("_type") or self.code == "literal_error"):
            return _nothing(self)
        return FAULTS.get(self.code, _other)(self)


def short(text: str) -> str:
    """A text cut so that it fits in a message."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _mistake(kind: type[BaseModel], details: ErrorDetails, sheet: YamlFile) -> Mistake:
    steps = details["loc"]
    context: dict[str, Any] = dict(details.get("ctx", {}))
    if steps and steps[-1] == "[key]":
        steps, context["of_key"] = steps[:-1], True
    parent = _kind_at(kind, steps[:-1])
    expected = parent if context.get("of_key") else _kind_at(kind, steps)
    if context.get("of_key"):
        expected = get_args(bare(parent))[0]
    return Mistake(details["type"], steps, expected, parent, details["input"], context, sheet)


def _kind_at(kind: Any, steps: Steps) -> Any:
    for step in steps:
        kind = child(kind, step)
    return kind


def found(value: Any) -> str:
    """What stands there, in a word or two: a list, a number."""
    words: dict[type, Callable[[], str]] = {
        bool: lambda: _("true or false"),
        list: lambda: _("a list"),
        dict: lambda: _("a group of fields"),
        dt.date: lambda: _("a date"),
        str: lambda: _("a text"),
    }
    say = words.get(type(value))
    return say() if say else str(_("a number"))


# What to say of each mistake


def _other(_mistake: Mistake) -> Advice:
    return _("this cannot be used here."), ""


def _missing(mistake: Mistake) -> Advice:
    return _("this field is missing."), _("Add a line that begins “%(name)s:”.", name=mistake.name)


def _nothing(mistake: Mistake) -> Advice:
    return _("the value is missing."), _("Write it after “%(name)s:”, or take the line away.", name=mistake.name)


def _unknown_field(mistake: Mistake) -> Advice:
    fields = fields_of(bare(mistake.parent))
    otherwise = _("The fields here are %(fields)s.", fields=", ".join(fields))
    return not_among(str(mistake.steps[-1]), fields, _("there is no such field."), otherwise)


def _nearest_field(mistake: Mistake) -> str | None:
    if mistake.code != "extra_forbidden":
        return None
    return _nearest(str(mistake.steps[-1]), fields_of(bare(mistake.parent)))


def _not_text(mistake: Mistake) -> Advice:
    value = mistake.value
    fault = _("one line of text is expected, but this is %(found)s.", found=found(value))
    if isinstance(value, dict):
        return fault, _("If the text has a colon in it, put the text in quotation marks.")
    if not isinstance(value, list):
        return fault, _("Write it in quotation marks: %(line)s", line=mistake.line(f'"{mistake.written}"'))
    item = next((short(item) for item in value if isinstance(item, str) and item), None)
    if item is None:
        return fault, _("Write the text after “%(name)s:”.", name=mistake.name)
    return fault, _("Write it like this: %(line)s", line=mistake.line(item))


def _not_list(mistake: Mistake) -> Advice:
    return (
        _("a list is expected, but this is %(found)s.", found=found(mistake.value)),
        _("Put each item on a line of its own, after a hyphen and a space."),
    )


def _not_group(mistake: Mistake) -> Advice:
    fields = fields_of(bare(mistake.kind))
    if bare(mistake.kind) is Words:
        fault = _("the text is expected in each language, but this is %(found)s.", found=found(mistake.value))
        return fault, _("Write fi:, sv: and en: on lines of their own, with the text in that language after each.")
    fault = _("a group of fields is expected, but this is %(found)s.", found=found(mistake.value))
    if not fields:
        return fault, _("Put each name on a line of its own, with its fields below it.")
    return fault, _("Put these fields on lines of their own: %(fields)s.", fields=", ".join(fields))


def _not_number(mistake: Mistake) -> Advice:
    found_here = found(mistake.value)
    if bare(mistake.kind) is int:
        fault = _("a whole number is expected, but this is %(found)s.", found=found_here)
        if isinstance(mistake.value, float):
            fault = _("a whole number is expected, but this has decimals.")
    else:
        fault = _("a number is expected, but this is %(found)s.", found=found_here)
    plain = _plain_number(mistake.value, whole=bare(mistake.kind) is int)
    if plain is None:
        return fault, _("Write only the number, in digits.")
    return fault, _("Write it like this: %(line)s", line=mistake.line(plain))


def _plain_number(value: Any, *, whole: bool) -> str | None:
    """12 345,6 as the file wants it: 12345.6."""
    text = re.sub(r"\s", "", str(value)).replace(",", ".").replace("\u2212", "-")
    text = re.sub(r"\.0+$", "", text) if whole else text
    return text if re.fullmatch(r"-?[0-9]{1,15}" + ("" if whole else r"(\.[0-9]{1,15})?"), text) else None


def _not_true_or_false(mistake: Mistake) -> Advice:
    fault = _("true or false is expected, but this is %(found)s.", found=found(mistake.value))
    return fault, _("Write true or false, without quotation marks.")


def _not_day(mistake: Mistake) -> Advice:
    if not isinstance(mistake.value, str):
        fault = _("a day is expected, but this is %(found)s.", found=found(mistake.value))
        return fault, _("Write the year, month and day like this: 2027-01-31.")
    fault = _("“%(value)s” is not a day.", value=mistake.written)
    finnish = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", mistake.value)
    turned = day("-".join(reversed(finnish.groups()))) if finnish else None
    if turned:
        return fault, _("Write it like this: %(line)s", line=mistake.line(turned.isoformat()))
    return fault, _("Write the year, month and day like this: 2027-01-31.")


def _not_a_choice(mistake: Mistake) -> Advice:
    choices = get_args(bare(mistake.kind))
    listed = _("Choose one of these: %(choices)s.", choices=", ".join(choices))
    if isinstance(mistake.value, dict | list):
        return _("one choice is expected, but this is %(found)s.", found=found(mistake.value)), listed
    fault = _("“%(value)s” is not one of the choices.", value=mistake.written)
    return fault, f"{did_you_mean(str(mistake.value), choices)} {listed}".strip()


def _too_small(mistake: Mistake) -> Advice:
    return _("%(value)s is too small.", value=mistake.written), _limits(mistake)


def _too_large(mistake: Mistake) -> Advice:
    return _("%(value)s is too large.", value=mistake.written), _limits(mistake)


def _limits(mistake: Mistake) -> str:
    limits = getattr(_given(mistake.kind), "__metadata__", ())
    least = next((limit.ge for limit in limits if hasattr(limit, "ge")), None)
    most = next((limit.le for limit in limits if hasattr(limit, "le")), None)
    if least is None or most is None:
        return str(_("Check the number."))
    return str(_("Write a number from %(least)s to %(most)s.", least=least, most=most))


def _too_many(mistake: Mistake) -> Advice:
    count, most = len(mistake.value), mistake.context["max_length"]
    fault = _("there are %(count)s of these, but at most %(most)s fit.", count=count, most=most)
    return fault, ngettext("Take one away.", "Take %(num)s away.", count - most)


def _too_few(mistake: Mistake) -> Advice:
    least = mistake.context["min_length"]
    lacking = least - len(mistake.value)
    fault = ngettext("at least one is needed here.", "at least %(num)s are needed here.", least)
    return fault, ngettext("Add one.", "Add %(num)s.", lacking)


def _model_rule(mistake: Mistake) -> Advice:
    rule = RULES.get(str(mistake.context.get("error", "")))
    return rule() if rule else _other(mistake)


# Texts of a certain form


def _bad_form(mistake: Mistake) -> Advice:
    return FORMS.get(pattern(mistake.kind) or "", _bad_other)(mistake)


def _bad_other(mistake: Mistake) -> Advice:
    return _("“%(value)s” is not in the form that is needed here.", value=mistake.written), ""


def _bad_slug(mistake: Mistake) -> Advice:
    fault = _("“%(value)s” cannot be part of an address.", value=mistake.written)
    rule = _("Use small letters a to z, digits and hyphens.")
    better = "-".join(re.findall("[a-z0-9]+", plain_letters(str(mistake.value)).lower()))
    return fault, _with_example(rule, better)


def _with_example(rule: str, better: str) -> str:
    return " ".join([rule, _("For example: %(better)s", better=short(better))]) if better else rule


def _bad_key(mistake: Mistake) -> Advice:
    fault = _("“%(value)s” cannot be a key.", value=short(str(mistake.value)))
    rule = _("Use letters a to z, digits and underscores, a small letter first.")
    better = "_".join(re.findall("[A-Za-z0-9]+", plain_letters(str(mistake.value)).lower())).lstrip("0123456789_")
    return fault, _with_example(rule, better)


def plain_letters(text: str) -> str:
    """The text with å, ä and ö as a and o."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _bad_email(mistake: Mistake) -> Advice:
    fault = _("“%(value)s” is not an e-mail address.", value=mistake.written)
    return fault, _("Write it like this: %(line)s", line=mistake.line("info@example.fi"))


def _bad_web_address(mistake: Mistake) -> Advice:
    fault = _("“%(value)s” is not a web address.", value=mistake.written)
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", str(mistake.value)):
        return fault, _("Write it like this: %(line)s", line=mistake.line(f"https://{mistake.written}"))
    return fault, _("Write it like this: %(line)s", line=mistake.line("https://www.example.fi"))


def _bad_phone(mistake: Mistake) -> Advice:
    fault = _("“%(value)s” is not a phone number with its country code.", value=mistake.written)
    digits = re.sub(r"[^0-9 ]", "", str(mistake.value)).strip()
    better = f"+358 {digits[1:]}" if re.fullmatch(r"0[0-9 ]{4,14}", digits) else "+358 40 123 4567"
    return fault, _("Use digits and spaces: %(line)s", line=mistake.line(better))


def _bad_partial_date(mistake: Mistake) -> Advice:
    fault = _("“%(value)s” is not a year, a month or a day.", value=mistake.written)
    return fault, _("Write it like one of these: 2023, 2023-05, 2023-05-06.")


def _bad_code(mistake: Mistake) -> Advice:
    fault = _("“%(value)s” is not a municipality code.", value=mistake.written)
    return fault, _("Write its three digits in quotation marks: %(line)s", line=mistake.line('"140"'))


#: The pattern of a text -> what to say when it does not fit.
FORMS: dict[str, Callable[[Mistake], Advice]] = {
    str(pattern(Slug)): _bad_slug,
    str(pattern(Key)): _bad_key,
    str(pattern(Email)): _bad_email,
    str(pattern(WebAddress)): _bad_web_address,
    str(pattern(Phone)): _bad_phone,
    str(pattern(PartialDate)): _bad_partial_date,
    str(pattern(child(City, "code"))): _bad_code,
}

#: Pydantic's name of a mistake -> what to say.
FAULTS: dict[str, Callable[[Mistake], Advice]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "string_type": _not_text,
    "string_too_short": _nothing,
    "string_pattern_mismatch": _bad_form,
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
    "needs_evidence": lambda: (_("nothing supports this strength."), _("Add “source:” or “indicator:”.")),
    "claim_needs_indicator": lambda: (
        _("there is a claim, but no indicator to check it against."),
        _("Add “indicator:”, or take “claim:” away."),
    ),
    "actor_incomplete": lambda: (
        _("the organisation is not fully described."),
        _("Give it “name:”, “kind:” and “source:”, or only “organisation:” when several towns share it."),
    ),
    "actor_twice": lambda: (
        _("a shared organisation is described here a second time."),
        _("Take “name:”, “kind:” and “source:” away, or take “organisation:” away."),
    ),
    "contact_incomplete": lambda: (
        _("the contact is not fully described."),
        _("Give it “name:” and “source:”, or “organisation:” when several towns share it."),
    ),
    "level_name_missing": lambda: (
        _("it is not said which sub-region, region or port the figure describes."),
        _("Add “level_name:”."),
    ),
    "mean_needs_weight": lambda: (
        _("a mean needs a weight, and nothing else may have one."),
        _("Add “weight:” to a mean, or take it away from the others."),
    ),
}
