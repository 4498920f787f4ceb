"""Data of the course: makers whose truth is known and bundled real data, each with its source, licence and units."""

from firsthand.datasets.alerts import phishing_mail
from firsthand.datasets.bikes import bike_trips
from firsthand.datasets.calibration import flow_readings, true_flow
from firsthand.datasets.cars import car_fuel
from firsthand.datasets.deployment import loan_segments, payment_requests, three_worlds
from firsthand.datasets.digits import handwritten_digits
from firsthand.datasets.fairness import care_programme, chest_xrays, loan_applicants
from firsthand.datasets.finance import card_payments, card_stream
from firsthand.datasets.fleet import delivery_stops, fleet_costs
from firsthand.datasets.flights import new_york_flights
from firsthand.datasets.health import (
    bed_demand,
    breast_samples,
    breast_tumours,
    diabetes_progression,
    repeat_scans,
    triage_forecasts,
    unknown_study,
)
from firsthand.datasets.inspection import dented_sheets, stamped_parts
from firsthand.datasets.kitchen import meal_lists, sure_answers
from firsthand.datasets.logistics import delivery_minutes, parcel_delays, parcels
from firsthand.datasets.mail import helpdesk_entropy, helpdesk_messages, helpdesk_word_kinds
from firsthand.datasets.manufacturing import dye_bath, dye_spectra
from firsthand.datasets.media import film_ratings, ranked_clicks
from firsthand.datasets.network import network_sessions
from firsthand.datasets.pay import pay_survey, training_earnings
from firsthand.datasets.project import project_table
from firsthand.datasets.pumps import pump_weeks
from firsthand.datasets.wine import cellar_temperature, wine_alcohol, wine_like_table, wine_varieties

__all__ = [
    "bed_demand",
    "bike_trips",
    "breast_samples",
    "breast_tumours",
    "car_fuel",
    "card_payments",
    "card_stream",
    "care_programme",
    "cellar_temperature",
    "chest_xrays",
    "delivery_minutes",
    "delivery_stops",
    "dented_sheets",
    "diabetes_progression",
    "dye_bath",
    "dye_spectra",
    "film_ratings",
    "fleet_costs",
    "flow_readings",
    "handwritten_digits",
    "helpdesk_entropy",
    "helpdesk_messages",
    "helpdesk_word_kinds",
    "loan_applicants",
    "loan_segments",
    "meal_lists",
    "network_sessions",
    "new_york_flights",
    "parcel_delays",
    "parcels",
    "pay_survey",
    "payment_requests",
    "phishing_mail",
    "project_table",
    "pump_weeks",
    "ranked_clicks",
    "repeat_scans",
    "stamped_parts",
    "sure_answers",
    "three_worlds",
    "training_earnings",
    "triage_forecasts",
    "true_flow",
    "unknown_study",
    "wine_alcohol",
    "wine_like_table",
    "wine_varieties",
]
