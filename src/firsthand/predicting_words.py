"""What a learner may type as a prediction, read kindly; and a number as it is said in a sentence."""

import math
import re
from numbers import Real

_LOOK_ALIKES = str.maketrans("авсеАВСЕ", "abceABCE")  # Cyrillic letters that look like Latin ones
_DIGITS = re.compile(
    r"(?:about|around|roughly|circa|ca\.?|[~≈=<>])*\s*"
    r"(?P<number>[-+]?\d[\d.,]*|[-+]?[.,]\d+)(?P<exponent>e[-+]?\d+)?(?:\s*/\s*(?P<divisor>\d+))?\s*(?P<percent>%?)",
    re.IGNORECASE,
)


def read_letter(said, options) -> tuple[str | None, str]:
    """Return the option that was meant; or None, and what to write."""
    letters = options if is_options(options) else "abc"
    which = f"{', '.join(letters[:-1])} or {letters[-1]}"
    example = f'predict("{letters[0]}")'
    if not is_options(options):
        return None, f"Two things stand in the brackets: write one letter there, {which}, as in {example}."
    if not isinstance(said, str):
        return None, f"No choice yet: write {which} between quotes, as in {example}, and run the cell again."
    words = re.findall(r"[^\W_]+", said.translate(_LOOK_ALIKES).lower())
    words = [word for word in words if word not in ("option", "answer")]
    if not words:
        return None, f"No choice yet: write {which} in place of ?, and run the cell again."
    if len(words) == 1 and words[0] in list(letters):
        return words[0], ""
    if len(words) == 1 and len(words[0]) == 1:
        return None, f"There is no ({words[0]}) here: write {which}, and run the cell again."
    return None, f"One letter alone: write {which}, and run the cell again."


def is_options(options) -> bool:
    """Say whether these can be the letters of options: a second letter in the brackets is none."""
    return isinstance(options, str) and len(options) > 1


def read_number(said, rest, unit: str) -> tuple[float | None, str]:
    """Return the number that was meant, in `unit`; or None, and what to write. `rest` : what stands behind a comma."""
    in_unit = f" in {unit}" if unit else ""
    if not (isinstance(rest, str) and rest == "abc"):
        return None, f"Two things stand in the brackets: write one number{in_unit}, with a point and no comma."
    if not isinstance(said, str | Real) or (isinstance(said, str) and not said.strip(" ?.")):
        return None, f"No number yet: write one{in_unit} in place of ?, and run the cell again."
    try:
        number = _from_text(said, unit) if isinstance(said, str) else float(said)
    except (ValueError, OverflowError, ZeroDivisionError):
        number = math.nan
    if math.isfinite(number) and not isinstance(said, bool):
        return number, ""
    return None, f"One number alone, such as 12 or 0.5: write it{in_unit}, and run the cell again."


def _from_text(text, unit) -> float:
    """Read a number as people write it: 1,5 · 1,500 · 1 500 · 50 % · 1/3 · about 12 kg. Raises ValueError for no number."""
    text = text.strip(" ()").replace("−", "-")
    text = re.sub(r"(?<=\d)[\s_'’](?=\d{3}(?!\d))", "", text)
    text = text.removesuffix(unit).strip() if unit else text
    match = _DIGITS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    number = float(_with_point(match["number"]) + (match["exponent"] or "")) / float(match["divisor"] or 1)
    return number / 100 if match["percent"] and "%" not in unit else number


def _with_point(digits) -> str:
    """Write a number with a point: of two marks the last is the decimal one; a mark before groups of three is not."""
    if "," in digits and "." in digits:
        thousands = "," if digits.rindex(",") < digits.rindex(".") else "."
        return digits.replace(thousands, "").replace(",", ".")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}((,\d{3})+|(\.\d{3}){2,})", digits):
        return re.sub("[.,]", "", digits)
    return digits.replace(",", ".")


def in_words(number: float, unit: str = "") -> str:
    """Write a number with about four digits, and its unit."""
    size = abs(number)
    if size >= 1e9 or 0 < size < 1e-4:
        text = f"{number:.2e}"
    elif size >= 1000:
        text = f"{number:,.0f}"
    else:
        text = f"{number:.4g}"
    return f"{text} {unit}".strip()
