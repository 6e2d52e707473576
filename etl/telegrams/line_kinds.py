"""What kind of line a line of a head is: patterns for lines without indent and pilcrow.

Classes of letters and digits are ASCII: Polars compiles a regex again in each batch, and one of Unicode
classes costs milliseconds.
"""

FIRST_PARAGRAPH = (
    r"[ \t]*(?:¶[ \t]*\(?[0-9]{1,2}[ \t]*[.)( ]|\(?1[ \t]*[.)][ \t]*[^0-9\s]"
    r"|1,[ \t]*\((?:[CSU]|SBU|LOU|TS)[)/])"
)
"""A numbered paragraph: any number behind the viewer's pilcrow, the number one without it."""

_MARK = r"[ -/:-@\[-`{-~]"
CLASSIFICATION_LINE = (
    rf"(?i-u)^{_MARK}*(?:S{{1,2}} ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L"
    r"|U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?"
    r"|T ?O ?P *S ?E ?C ?R ?E ?T|L ?I ?M ?I ?T ?E ?D *O ?F ?F ?I ?C ?I ?A ?L|R ?E ?S ?T ?R ?I ?C ?T ?E ?D"
    rf"|LOU)(?:{_MARK}|[0-9]|SECTION|$)"
    r"|^(?:[A-Z] )?(?:[A-Z]{1,12} )*(?:SECTION [0-9]+ OF [0-9]+ )?[A-Z][A-Z ]* 0[0-9]{5,7}$"
)
ENVELOPE_LINE = (
    r"^(?:VZCZC|[ZOPRY]{1,2}(?: [ZOPR]{1,2}){0,2} (?:RU|RH|[0-9]{6}Z)|(?:DE )?R[UH][A-Z]{3,6} ?#|ZN[YR] "
    r"|FM[ /]|TO[ /]|INFO[ /]|XMT |R[UH][A-Z]{2,6}/|[0-9]{6}Z [A-Z]{3} [0-9][0-9]|PAGE [0-9][0-9]|ACTION "
    r"|NNNN)"
)
SENDER_LINE = r"^(?:FM[ /]|(?:[ZOPRY]{1,2} ){0,4}[0-9]{6}Z[!-~]{0,4} [A-Za-z]{3} [0-9][0-9])"
DATE_LINE = r"^(?i-u:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?i-u:day, [0-9]{1,2} [A-Z]+ [0-9]{4})"


def slips_of(word: str) -> list[str]:
    """The word with two neighbouring letters swapped, or with one letter lost, as hands mistype."""
    swapped = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    shortened = [word[:at] + word[at + 1 :] for at in range(len(word))]
    return sorted({*swapped, *shortened} - {word})


SUBJECT_SLIPS = slips_of("SUBJECT")
SUBJECT_LABEL = rf"(?:SUBJECTS?|{'|'.join(SUBJECT_SLIPS)}|SUBJ|UBJ|SUB)"
TAGS_SLIPS = ("ATGS", "TGAS", "TASG", "TABS", "TAB")
TAGS_LABEL = rf"(?:TAGS?|{'|'.join(TAGS_SLIPS)})"
BY_SLIPS = [*slips_of("CLASSIFIED"), "CLASFIED", "CLASIFED", "CLASSFED"]
BY = rf"(?:CLASSIFIED|{'|'.join(BY_SLIPS)})"
"""The first word of `Classified By`."""
_BY_LINE = rf"(?:(?:DE)?{BY}|DERIVED|CLASS)[ \t]*(?:BY|FROM)\b"
FIELD_LINE = (
    r"(?i-u)^(?:\(?[USC]\)[ \t]*)?(?:E\.? ?[O0]\.?,? ?[1I][0-9]{4}|E\.? ?O\.?[ \t]*:[ \t]*(?:1[0-9]{4}|DECL)"
    rf"|{TAGS_LABEL}(?:[ \t]*[:;,/-]|[ \t]+[A-Z])|{SUBJECT_LABEL}(?:[ \t]*[:;.-]|  )"
    r"|REF(?:S|TELS?|ERENCES?|\(S\))?(?:[ \t]*[:;]|[ \t]+\(?[A-Z]\b)"
    r"|REF(?:S|TELS?)?\.?[ \t]+(?:[0-9]{2,4} )?[A-Z]{3}[A-Z .']*[ #]{1,3}[0-9]{1,7}\b"
    rf"|{_BY_LINE}|REASONS?(?:\(S\))?[ \t]*:|DECLASSIFY ON"
    r"|1\.[ \t]?[45]\.?[ \t]*\(?[A-H]\b)"
)
SUBJECT_LINE = rf"(?i-u)^(?:\(?[USC]\)[ \t]*)?{SUBJECT_LABEL}\b"
CLOSING_LINE = rf"(?i-u)^(?:{_BY_LINE}|REASON|DECLASSIFY|1\.[ \t]?[45])"
REFERENCE_LINE = r"(?i-u)^REF"
REFERENCE_BULLET = r"^(?:\(?[A-Z][.)][ -~]{0,100}[0-9]|[A-Z][A-Z.' ]{2,24} [0-9]{1,7}" + _MARK + r"*$)"
PROSE_LINE = (
    r"^(?:-{4,}|(?:- ){3,}|={4,}|\((?i-u:TS|SBU|FOUO|[SCU])(?i-u:/[A-Z/]+)?\)[ \t]*[^ \t]"
    rf"|{_MARK}{{0,4}}(?i-u:(?:BEGIN )?(?:SUMMARY|INTRODUCTION|COMMENT|ACTION REQUEST)\b))"
)
_PARTY = r"(?: (?i-u:the))? [A-Z(][ -~]{1,60}"
ATTENTION_LINE = rf"^(?:(?i-u:FOR){_PARTY} (?i-u:FROM){_PARTY}|(?i-u:FROM){_PARTY} (?i-u:FOR){_PARTY})[^.!?]$"
"""Whom the message is for and from; only below a blank line, as a subject may hold both words."""
