"""The words for kinds of things, in the language being spoken."""

from __future__ import annotations

from portal.i18n import lazy

#: Kinds of actors, in the order in which they are listed.
ACTORS = {
    "company": lazy("Companies"),
    "cluster": lazy("Clusters and networks"),
    "education": lazy("Education"),
    "research": lazy("Research and development"),
    "development_company": lazy("Development company"),
    "city": lazy("Town"),
    "municipality": lazy("Municipality"),
    "business_park": lazy("Business parks"),
    "port": lazy("Ports"),
}

#: Groups of connections: heading, and the kinds that it holds, with how many of each are shown.
CONNECTIONS: tuple[tuple[str, object, dict[str, int]], ...] = (
    ("air", lazy("Air"), {"airport_scheduled": 2, "airport_helsinki": 1, "airfield_no_scheduled": 1}),
    ("sea", lazy("Cargo ports"), {"seaport_cargo": 3}),
    ("rail", lazy("Passenger rail"), {"railway_station_passenger": 2}),
    ("study", lazy("Higher education"), {"university": 1, "university_consortium": 1, "uas_campus": 2}),
    ("cities", lazy("Larger cities"), {"city": 4}),
)

#: The indicators of people and skills on a town's page, in this order.
SKILLS = (
    "share_15_64",
    "share_tertiary_15plus",
    "share_upper_secondary_or_higher_15plus",
    "employment_rate_18_64",
    "students_main_activity",
    "share_swedish_speakers",
    "share_foreign_citizens",
)

#: What a strength's own indicator must show for its claim to hold.
CLAIMS = {
    "above_country": lazy("Above the whole country"),
    "below_country": lazy("Below the whole country"),
    "top_three": lazy("Among the three highest of the ten towns"),
    "lowest_three": lazy("Among the three lowest of the ten towns"),
}

STAGES = {
    "starting": lazy("The ecosystem is in its starting stage."),
    "developing": lazy("The ecosystem is developing."),
    "established": lazy("The ecosystem is established."),
}

DRIVERS = {
    "city": lazy("The ecosystem is driven by the town."),
    "company": lazy("The ecosystem is driven by companies."),
    "education": lazy("The ecosystem is driven by educational institutions."),
}
