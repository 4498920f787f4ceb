"""What cars burn."""

from importlib.resources import files

import pandas as pd


def car_fuel():
    """Load fuel and build of 392 cars of the model years 1970 to 1982.

    Returns a DataFrame (392, 8): `fuel` in litres for 100 km, `weight` in kg, `displacement` in litres, `power` in kW,
    `cylinders`, `acceleration` (seconds to 60 miles an hour), `year`, and `origin` (USA, Europe, Japan). Source: Auto MPG,
    StatLib and UCI (CC BY 4.0 as far as is known), as bundled with the package vega-datasets; what was changed stands in
    data/car_fuel.txt.
    """
    path = files("firsthand.datasets") / "data" / "car_fuel.csv.gz"
    with path.open("rb") as file:
        return pd.read_csv(file, compression="gzip")
