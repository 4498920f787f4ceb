"""Mails that reach a security operations centre."""

import numpy as np

PHISHING_SHARE = 0.1
SIGN_RATES = np.array([[0.1, 0.15, 0.1, 0.1, 0.05], [0.7, 0.6, 0.5, 0.4, 0.3]])


def phishing_mail(rng, n, copies=1):
    """Simulate n reported mails: which of five warning signs each shows, and whether it is phishing.

    rng : numpy Generator; copies : how many scanners report the first sign, all of them alike. Returns X (n, 4 + copies)
    of 0 and 1, the first `copies` columns equal, and y (n,), 1 for phishing. The truth: a tenth is phishing; the chances
    of the five signs are 0.7, 0.6, 0.5, 0.4 and 0.3 in phishing, 0.1, 0.15, 0.1, 0.1 and 0.05 in genuine mail, and given
    the kind of mail the signs are independent.
    """
    y = (rng.random(n) < PHISHING_SHARE).astype(int)
    signs = (rng.random((n, 5)) < SIGN_RATES[y]).astype(int)
    return np.hstack([np.repeat(signs[:, :1], copies, axis=1), signs[:, 1:]]), y
