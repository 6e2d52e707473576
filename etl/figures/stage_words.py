"""Words that tell how far a transfer has come, and whether it is a sum, a gift or smuggled."""

import re

from etl.vocabulary import FigureStatus

REFUSED = re.compile(
    r"\b(?:cancel\w*|refus\w+|den(?:y|ied|ies|ying)|block\w*|suspen\w+|barr(?:ed|ing)|froze|frozen|"
    r"freez\w+|halt\w*|reject\w*|"
    r"turned\s+down|declin\w+|called\s+off|veto\w*|scrapp\w+|withdrew|abandon\w+|stopped|prevented|"
    r"terminated|never\s+delivered|opted\s+out|decided\s+(?:against|not)|ruled\s+out|(?:did|does|has|"
    r"have|had|would|will)\s+not\s+(?:been\s+)?(?:\w+ly\s+)?(?:buy|bought|sell|sold|deliver\w*|"
    r"purchase\w*|supply|supplied|order\w*|transfer\w*|ship\w*))\b",
    re.I,
)
HYPOTHETICAL = re.compile(r"\b(?:if|could|might|would|may|whether|threat\w*|unless|risk\w*)\b", re.I)
PROPOSED = re.compile(
    r"\b(?:would|will|may|might|could|should|shall|plan\w*|propos\w+|offer\w*|request\w*|seek\w*|"
    r"sought|negotiat\w+|prospective|"
    r"possible|possibly|potential\w*|consider(?:s|ed|ing)?|want\w*|wish\w*|expect\w*|intend(?:s|"
    r"ed\s+to|ing)?|intention|interest\w*|hop(?:e|es|ed|ing)|discuss\w*|tender\w*|bid\w*|"
    r"compet\w+|future|upcoming|pursu\w+|need(?:ed|ing)?|needs\s+to|prepared|ready|willing|pending|about\s+to|notif\w+|"
    r"forecast\w*|scheduled|"
    r"in\s+development|convince|persuade|pitch\w*|lobby\w*|eyeing|explor\w+|asking|"
    r"asked\s+(?:\w+\s+){0,3}?(?:for|to)|pressing|push\w*|trying|promis\w+|continue\s+to\s+work|"
    r"looking|contemplat\w+|mull\w*|options?|desire\w*|eager|keen|approv\w+|authoriz\w+|quot(?:e|ed|"
    r"ation)|anticipat\w+|under\s+discussion|talks|envision\w*|prospect\w*|next\s+year|"
    r"proposal\w*|preferred|vying|submissions|(?:is|are|was|were)\s+to\s+(?!have\b)\w+|asked\s+that|"
    r"close\s+to|on\s+the\s+verge|in\s+the\s+market|estimated\s+at|to\s+follow|hopeful|shopping\s+for|due\s+to)\b",
    re.I,
)
CONTRACTED = re.compile(
    r"\b(?:sign\w*|contract\w*|order(?:ed|s)?|agree\w*|bought|buying|purchas\w+|acquir\w+|procur\w+|"
    r"paid|award\w*|commit\w*|selected|conclud\w+|"
    r"deals?|under\s+construction|being\s+built|obligated|lease[ds]?|on\s+order|cargo)\b",
    re.I,
)
NO_STAGE = re.compile(r"\bMay\s+(?=\d)|\b(?:in|of|by|since|last)\s+May\b|\ban\s+estimated\b|\bBlock\s+\d")
NOT_DONE = re.compile(
    r"\b(?:not|never|neither)\s+(?:yet\s+)?(?:been\s+|be\s+)?(?:\w+ly\s+)?(?:bought|sold|sell|buy|suppl\w+|"
    r"deliver\w*|transferred|shipped|provided|exported|purchased|ordered|handed)\b",
    re.I,
)
ARRIVED = re.compile(
    r"\b(?:joined\s+the|(?:went|gone|go|entered|now)\s+(?:in|into\s+)?\s*service|sailed\s+into|touched\s+down|arrived|landed|"
    r"offloaded|unloaded|took\s+delivery|taken\s+delivery|(?:gone|went|flew|flown|shipped)\s+to|now\s+(?:based|"
    r"flying|operational|in\s+(?:use|hand))|brought\s+in|reached|carried|crossed|left|"
    r"(?:has|have|had|was|were)\s+(?:\w+\s+)?(?:been\s+)?(?:delivered|completed|handed\s+over|received))\b",
    re.I,
)
DONE = re.compile(
    r"\b(?:was|were|has\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:completed|delivered|handed\s+over)\b", re.I
)
TO_COME = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were)\s+(?:to|due|slated|scheduled|expected)|should|expects?\s+to|would)\b",
    re.I,
)
HANDOVER = re.compile(
    r"^(?:deliver|receiv|accept|arriv|assembl|hand|turn|ship|suppl|take|taking|complet|transfer|provid)", re.I
)
SIGNED = re.compile(
    r"\b(?:signed|ordered|inked|clinched|awarded|under\s+(?:a|an|the|its|that)\s+(?:[\w$.-]+\s+){0,4}?(?:contract|"
    r"agreement|arrangement|deal)|bought|purchased)\b",
    re.I,
)
UNDER_WAY = re.compile(
    r"\b(?:under\s+construction|being\s+built|on\s+order|in\s+production\s+for|on\s+(?:its|their)\s+way|en\s+route|in\s+transit)\b",
    re.I,
)
UNCONFIRMED = re.compile(
    r"\b(?:may|might|could)\s+have\s+(?:been\s+)?\w+|\bpossibl[ey]\s+shipments?\b|\bwould\s+have\s+been\b",
    re.I,
)
TAIL = re.compile(
    r"\b(?:in\s+development|under\s+(?:discussion|negotiation|consideration|review)|"
    r"in\s+the\s+(?:works|pipeline)|(?:is|are|was|were)\s+(?:planned|expected|pending|proposed))\b",
    re.I,
)
DELIVERED = re.compile(
    r"\b(?:delivered|received|provided|transferred|transfers?|shipped|arriv(?:ed|al)|handed\s+over|"
    r"took\s+delivery|taken\s+delivery|supplied|supplying|given|gave|"
    r"sent|donated|imported|in\s+service|completed|turned\s+over|went\s+to|ended\s+up|smuggled)\b",
    re.I,
)
TOTAL = re.compile(
    r"\b(?:total\w*|annual\w*|per\s+year|a\s+year|each\s+year|yearly|exports|imports|sales|"
    r"deliveries|purchases|deals|contracts|orders|transfers|cases|level|"
    r"altogether|cumulative\w*|combined|overall|since)\b",
    re.I,
)
ONE_DEAL = re.compile(
    r"\b(?:the|a|an|this|that|its|one)\s+(?:[\w.$€-]+\s+){0,6}?(?:deal|contract|sale|package|"
    r"agreement|purchase|order|tender|program|offer|loan)\b",
    re.I,
)
GRANT = re.compile(
    r"\b(?:FMF|foreign\s+military\s+(?:financing|funding)|EDA|excess\s+defen[sc]e\s+articles?|"
    r"donat\w+|gift\w*|grants?|free\s+of\s+charge|(?:at\s+)?no[\s-](?:charge|cost)|drawdown|gratis|"
    r"without\s+(?:charge|payment)|military\s+(?:aid|assistance)|"
    r"security\s+assistance|assistance\s+fund\w*|capabilit(?:y|ies)\s+fund|PCCF|section\s+1206|1206|"
    r"coalition\s+support\s+funds?|IMET|train[\s-]and[\s-]equip|supplemental)\b",
    re.I,
)
ILLICIT = re.compile(
    r"\b(?:smuggl\w+|traffick\w+|illicit\w*|illegal\w*|black[\s-]market|clandestin\w+|"
    r"unauthori[sz]ed|unlicen[sc]ed|diversion|front\s+compan\w+|contraband|gun[\s-]?running|"
    r"(?:embargo|sanctions)[\s-](?:busting|breaking)|forged|false\s+(?:end[\s-]user|papers|documents)|"
    r"in\s+(?:violation|breach|defiance|contravention)\s+of|(?:violat|breach|defy|bust)\w*\s+(?:\w+\s+){0,3}embargo|"
    r"(?:to|for|with|by)\s+(?:\w+\s+){0,2}(?:militants?|insurgents?|guerr?illas?|terrorists?|rebels?)|"
    r"(?:militants?|insurgents?|guerr?illas?|terrorists?|rebels?)\s+(?:\w+\s+){0,2}(?:received|bought|got|acquired|"
    r"obtained|purchased))\b",
    re.I,
)
TRAFFIC = re.compile(
    r"\b(?:smuggl|traffick|illicit|illegal|gun[\s-]?running|(?:embargo|sanctions)[\s-](?:bust|break))", re.I
)
GIVEN = re.compile(r"\b(?:gifts?|donations?|donates?|EDA|excess\s+defense\s+articles)\b", re.I)
PRICE = re.compile(r"\b(?:for|at|worth|cost\w*|price\w*)\s+(?:[\w-]+\s+){0,2}\W?$", re.I)
REACH = 14
STAGES = (
    (REFUSED, FigureStatus.REFUSED),
    (SIGNED, FigureStatus.CONTRACTED),
    (ARRIVED, FigureStatus.DELIVERED),
    (PROPOSED, FigureStatus.PROPOSED),
    (DELIVERED, FigureStatus.DELIVERED),
    (CONTRACTED, FigureStatus.CONTRACTED),
)
OWN_VERB = re.compile(
    r"\s*(?:of\s+(?:which|these|them|those)\s+)(?:have|has|had|were|was|will|are|is)\b", re.I
)
OF_NUMBER = re.compile(
    r"\s+of\s+(?:the\s+|its\s+|their\s+)?(?:\d|[a-z]+teen\b|two|three|four|five|six|seven|eight|nine|ten)",
    re.I,
)
CLAUSE_ENDS = frozenset({",", ";", ":", "from", "to", "for", "and", "or", "in", "by", "at"})
DEFINITE_PACKAGE = re.compile(r"\b(?:the|that|this)\s+(?:\w+\s+)?packages?\b", re.I)
TO_BE_DONE = re.compile(r"\bto\s+be\s+\w+$", re.I)
SALE_WORDS = ("sale", "sales", "sell", "sells", "selling", "sold", "exports", "fms")
NO_CHARGE = re.compile(r"\b(?:free\s+of\s+charge|no[\s-](?:charge|cost)\b|drawdown)", re.I)
AID = re.compile(r"\b(?:FMF|EDA|military|security|1206|assistance)\b", re.I)
