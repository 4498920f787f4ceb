"""Handwritten digits, as small pictures."""

from sklearn.datasets import load_digits


def handwritten_digits():
    """Load 1,797 handwritten digits of 8 x 8 pixels.

    Returns X (1797, 64) float, the grey values row by row, whole numbers from 0 (paper) to 16 (ink), and y (1797,), the
    digit 0 to 9. Source: Alpaydin and Kaynak, UCI Optical Recognition of Handwritten Digits (its test part), as bundled
    with scikit-learn (`load_digits`).
    """
    digits = load_digits()
    return digits.data.copy(), digits.target.copy()
