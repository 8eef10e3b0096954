"""Whether words name something that cells were compared with. English and Spanish."""

import re

from content.text.analyser import fold_phrase

CLAUSES = re.compile(r"[,;(]")
# In folded words: small letters, singular, without accents and signs.
NONE = r"none|nothing|nil|not|ninguno|ninguna|nada|no|sin"
BETWEEN = (
    r"(?:an?|any|other|separate|concurrent|parallel|formal|direct|randomized|blinded"
    r"|se|fue|un|una|ningun|grupo|de)"
)
SAYS_NONE = re.compile(
    rf"(?:{NONE})"  # and no more words
    r"|(?:none|ninguno|ninguna)\b.*"
    rf"|(?:no|not|never|without|lack(?:ing)?|non|sin|nunca)\s+(?:{BETWEEN}\s+)*"
    r"(?:compar|control)\w*"
    r"(?:\s+(?:group|arm|patient|people|with anything|made|done|available|grupo))?"
    r"|uncontrolled.*|uncompared|n a|na|not applicable|no aplica|no procede"
    r"|(?:single|one|un solo|un|unico) (?:arm|group|brazo|grupo)"
    r"(?: (?:study|trial|design|only|estudio|ensayo))?"
    r"|(?:brazo|grupo) unico|(?:compar|control)\w* (?:none|ninguno|ninguna)"
    r"|(?:(?:compared|with|versu|v|from|own|their|the|valore?|nivel|situacion|linea|su|la|con|el)\s+)*"
    r"(?:baseline|basal(?:e)?)(?: (?:value|level|state|score|measurement))?"
    r"|(?:the )?(?:same )?(?:people |patient )?(?:before|ante)(?: (?:and|y) (?:after|despue))?"
    r"(?: (?:the )?(?:treatment|cell|tratamiento))?"
)


def names_none(comparator: str) -> bool:
    """What is said first decides; “no treatment” and “no cells” are comparisons."""
    clauses = [" ".join(fold_phrase(clause)) for clause in CLAUSES.split(comparator)]
    first = next(filter(None, clauses), "")
    return not first or SAYS_NONE.fullmatch(first) is not None
