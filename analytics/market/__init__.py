"""The licensing market as the deals show it: who buys what from whom, at what price, until when.

Counts and sums are of facts (``facts``); nothing of it depends on a scenario but ``as_of``, the day
from which one looks. What is assumed – the length of a contract whose term is not disclosed, the
words in a book – is named so in the result.
"""

from analytics.market.deals import RIGHTS, signed, unsummed
from analytics.market.facts import Deal, Facts, facts, prepare
from analytics.market.values import Value

__all__ = ["RIGHTS", "Deal", "Facts", "Value", "facts", "prepare", "signed", "unsummed"]
