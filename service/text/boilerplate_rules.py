"""All rules for lines and sentences that are not the article, in the order they are asked."""

from __future__ import annotations

from service.text.block_rules import RuleSet
from service.text.rules_calls import CALLS
from service.text.rules_credits import CREDITS
from service.text.rules_editors import EDITORIAL
from service.text.rules_notices import NOTICES
from service.text.rules_page import PAGE
from service.text.rules_subscribe import JOIN

RULES = RuleSet((*PAGE, *CREDITS, *NOTICES, *EDITORIAL, *CALLS, *JOIN))
