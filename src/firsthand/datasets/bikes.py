"""Bike trips of a city, hour by hour."""

from importlib.resources import files

import numpy as np
import pandas as pd

HOURS_OF_2011 = 365 * 24


def bike_trips():
    """Load the trips of Capital Bikeshare in Washington, one row for each hour of 2011 that has a record.

    Returns a DataFrame (8645, 12) in the order of time: `date`, `day` (1 to 365), `hour` (0 to 23), `weekday` (0 is
    Sunday), `working` (1 on a working day), `temp` in °C and `hum` (0 to 1), both measured at that hour, `casual` and
    `registered` trips, `trips` (their sum), and `lag24` and `lag168`, the trips of the same hour a day and a week before,
    NaN where that hour has no record. Source: Fanaee-T and Gama, UCI Bike Sharing (CC BY 4.0 as far as is known), as
    bundled with the package ISLP; what was changed stands in data/bike_trips_2011.txt.
    """
    path = files("firsthand.datasets") / "data" / "bike_trips_2011.csv.gz"
    with path.open("rb") as file:
        table = pd.read_csv(file, compression="gzip")
    table["temp"] = 47 * table["temp"] - 8
    table.insert(0, "date", pd.Timestamp("2011-01-01") + pd.to_timedelta(table["day"] - 1, unit="D"))
    place = (table["day"] - 1) * 24 + table["hour"]  # of each row among all hours of the year
    every_hour = np.full(HOURS_OF_2011, np.nan)
    every_hour[place] = table["trips"]
    for hours in (24, 168):
        before = place - hours
        table[f"lag{hours}"] = np.where(before >= 0, every_hour[np.maximum(before, 0)], np.nan)
    return table
