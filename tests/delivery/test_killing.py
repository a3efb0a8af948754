"""Whatever dies meanwhile: what was acknowledged is kept and delivered, and what repeats can be told to be a repeat.

`make bench` does the same with ten thousand enquiries and twenty kills.
"""

from __future__ import annotations

from pathlib import Path

from tests.killing import Plan, run
from tests.ports import free_port
from tests.small_data import write_small_data


def test_nothing_acknowledged_is_lost_when_processes_are_killed(database_url: str, tmp_path: Path) -> None:
    plan = Plan(
        enquiries=200,
        kills=4,
        addresses=20,
        at_once=8,
        lease=15,
        stall=3.0,
        patience=120,
        town="koivula",
        data=write_small_data(tmp_path),
        hurried=True,
    )
    outcome = run(plan, database_url, tmp_path, free_port())
    assert outcome.faults == []
    assert len(outcome.acknowledged) == plan.enquiries
    assert len(outcome.killed) == plan.kills
