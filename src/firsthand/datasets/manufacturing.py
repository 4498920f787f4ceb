"""A dye works: spectra of three dyes, and vats measured by light."""

import numpy as np

PEAKS_NM, HEIGHTS = (450.0, 520.0, 580.0), (1.0, 0.8, 1.2)
WIDTH_NM = 30.0
IMPURITY_PEAK_NM, IMPURITY_WIDTH_NM = 640.0, 20.0


def dye_spectra(third_peak=580.0):
    """Return the absorbance of three pure dyes at 31 wavelengths, for a concentration of 1 g/L.

    third_peak : where the third dye absorbs most, in nm; moved towards 520 it comes to look like the second. Returns
    wavelength (31,), 400 to 700 nm, and K (31, 3), a column a dye, without unit. Each dye is one bell-shaped band
    (standard deviation 30 nm, heights 1.0, 0.8 and 1.2 at 450, 520 and `third_peak` nm): made for this course.
    """
    wavelength = np.linspace(400, 700, 31)
    peaks = (*PEAKS_NM[:2], third_peak)
    columns = [height * _band(wavelength, peak, WIDTH_NM) for peak, height in zip(peaks, HEIGHTS, strict=True)]
    return wavelength, np.column_stack(columns)


def dye_bath(rng, vats=40, noise=0.02, impure=15):
    """Simulate the light that vats of a dye works absorb: three dyes in each, and in the last `impure` something else.

    rng : numpy Generator; noise : standard deviation of a reading. Returns A (vats, 31), a row a vat, the spectra K
    (31, 3), the concentrations C (vats, 3), uniform between 0.5 and 3 g/L, and the amount of the impurity (vats,), 0 or
    uniform between 0.1 and 0.3 g/L. The truth: A is C @ K.T + amount · impurity + noise (Beer-Lambert for dilute baths);
    the impurity is one band at 640 nm with standard deviation 20 nm and height 1.
    """
    wavelength, K = dye_spectra()
    C = rng.uniform(0.5, 3, (vats, 3))
    amount = np.zeros(vats)
    amount[vats - impure :] = rng.uniform(0.1, 0.3, impure)
    foreign = np.outer(amount, _band(wavelength, IMPURITY_PEAK_NM, IMPURITY_WIDTH_NM))
    return C @ K.T + foreign + rng.normal(0, noise, (vats, len(wavelength))), K, C, amount


def _band(wavelength, peak, width):
    return np.exp(-((wavelength - peak) ** 2) / (2 * width**2))
