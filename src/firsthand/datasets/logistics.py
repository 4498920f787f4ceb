"""Parcels on their way."""


def delivery_minutes(rng, n=2_000):
    """Simulate how long parcels take from the depot to the door: 15 minutes plus two stages of 6 minutes on average.

    rng : numpy Generator; n : deliveries. Returns minutes (n,). The mean is 27 minutes; late ones reach far to the
    right (a gamma distribution of shape 2), as in real traffic, so mean, median and quantiles all differ.
    """
    return 15 + rng.gamma(2, 6, n)
