"""A fleet and its rounds."""

import numpy as np


def fleet_costs(rng, regions=6):
    """Simulate what it costs to share a fleet out over regions: wᵀSw − rᵀw for shares w that sum to 1.

    rng : numpy Generator. Returns S (regions, regions), symmetric with eigenvalues from 0.1 on, the risk that regions
    are busy together, and r (regions,), uniform from 0 to 0.5, what a region earns. S = BBᵀ/6 + 0.1 I with standard normal B.
    """
    B = rng.normal(size=(regions, regions))
    return B @ B.T / 6 + 0.1 * np.eye(regions), rng.uniform(0, 0.5, regions)


def delivery_stops(rng, n=30):
    """Simulate n stops of a delivery round, uniform on a town of 10 km x 10 km. Returns places (n, 2) in km."""
    return rng.uniform(0, 10, (n, 2))
