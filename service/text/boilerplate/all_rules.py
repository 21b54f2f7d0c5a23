"""All rules for lines and sentences that are not the article, in the order in which they apply."""

from __future__ import annotations

from service.text.boilerplate.calls import CALLS
from service.text.boilerplate.credits import CREDITS
from service.text.boilerplate.editors import EDITORIAL
from service.text.boilerplate.notices import NOTICES
from service.text.boilerplate.page import PAGE
from service.text.boilerplate.rule import RuleSet
from service.text.boilerplate.subscribe import SUBSCRIBE
from service.text.boilerplate.take_part import TAKE_PART

RULES = RuleSet((*PAGE, *CREDITS, *NOTICES, *EDITORIAL, *CALLS, *SUBSCRIBE, *TAKE_PART))
