"""A bank's card payments."""


def card_payments(rng, n=2_500, prevalence=0.02, separation=2.5):
    """Simulate card payments: which are frauds, and how suspicious a scoring system finds each.

    rng : numpy Generator; n : payments (the default is one day); prevalence : chance of a fraud. Returns fraud (n,), 0 or
    1, and suspicion (n,), a score without unit: normal with standard deviation 1 around 0 for genuine payments and around
    `separation` for frauds. The truth: AUC is Φ(separation / √2), 0.961 by default, and the log-odds of fraud at
    suspicion s are log(prevalence / (1 − prevalence)) + separation · s − separation² / 2.
    """
    fraud = (rng.random(n) < prevalence).astype(int)
    return fraud, rng.normal(separation * fraud, 1)
