"""A town or a short list as something to hand to a board: a tagged PDF of a few pages, or slides."""

from portal.exports.brief.parts import Parts
from portal.exports.brief.pdf import pdf
from portal.exports.brief.places import of_places
from portal.exports.brief.slides import slides
from portal.exports.brief.town import of_town

__all__ = ["Parts", "of_places", "of_town", "pdf", "slides"]
