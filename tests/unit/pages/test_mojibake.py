"""Pages that were written as UTF-8 and read as something else: mended, and only they."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from etl.pages.mojibake import mended
from etl.schemas import DUMP_COLUMNS

ReadAll = Callable[..., list[dict[str, Any]]]
BROWSERS = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
READINGS: dict[str, Callable[[str], str]] = {
    "windows_1252_of_browsers": lambda text: "".join(BROWSERS[octet] for octet in text.encode()),
    "latin_1": lambda text: text.encode().decode("latin-1"),
}
PRINTED = "¶§©®°£€½×éèêëàâäáãåçñóòôöõøúùûüÉÀÂÄÅÇÑÓÖÚÜßæœŒÆ’‘“”–—…•™ŠšŽžćčęłńřśşğıİőű"


def mend(text: str) -> str:
    return str(mended(pl.Series("text", [text]))[0])


MISREAD = {
    "pilcrow": ("Â¶1. (S)", "¶1. (S)"),
    "apostrophe": ("the portâ€™s pier", "the port’s pier"),
    "apostrophe_of_latin_1": ("the portâ\x80\x99s pier", "the port’s pier"),
    "dash": ("pier â€“ and quay", "pier – and quay"),
    "closing_quotation_mark_of_browsers": ("the quayâ€\x9d", "the quay”"),
    "closing_quotation_mark_replaced": ("the quayâ€\ufffd", "the quay”"),
    "letter": ("BogotÃ¡", "Bogotá"),
    "letter_that_ends_in_a_quotation_mark": ("BrasÃ­lia", "Brasília"),
    "letter_whose_octet_is_open": ("MEDELLÃ\x8dN", "MEDELLÍN"),
    "fixed_blank_behind_a_number": ("1.Â\xa0(C)", "1.\xa0(C)"),
    "byte_order_mark": ("ï»¿Fish", "\ufeffFish"),
    "letters_beyond_latin_1": ("KrakÃ³w, ÅšlÄ…sk", "Kraków, Śląsk"),
    "twice": ("the portÃ¢â‚¬â„¢s pier", "the port’s pier"),
    "twice_pilcrow": ("Ã‚Â¶1. (S)", "¶1. (S)"),
    "twice_in_other_encodings": ("Ã\x82Â¶1. (S)", "¶1. (S)"),
    "beside_sound_text": ("“QuitÃ³n” ¶ 1. – café", "“Quitón” ¶ 1. – café"),
    "doubtful_beside_a_sure_one": ("Â¶1. Ã–resund", "¶1. Öresund"),
}


@pytest.mark.parametrize(("misread", "meant"), MISREAD.values(), ids=MISREAD)
def test_misread_text_is_mended(misread: str, meant: str) -> None:
    assert mend(misread) == meant


SOUND = {
    "ascii": "1. (C) The fleet is at sea.",
    "print": "¶1. (C) The port’s “pier” – café, Bogotá…",
    "capital_and_closing_quotation_mark": "“FOLHA DA MANHÃ” said so",
    "capital_and_apostrophe": "IRMÃ’S, CÂ’EST",
    "capital_and_dash": "MANHÃ–TARDE",
    "capital_and_fixed_blank": "MANHÃ\xa0E TARDE",
    "capital_and_trademark": "MANHÃ® CAFÉ™",
    "capital_within_a_word": "SÃO PAULO, CÂMARA, ÂNGELA",
    "lower_case": "a manhã, château, pâté, naïve, «â»",
    "turkish": "Âdem, kâğıt, Şırnak",
    "octet_lost": "MEDELLÃ\ufffdN",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound_text_stays(text: str) -> None:
    assert mend(text) == text


@pytest.mark.parametrize("read", READINGS.values(), ids=READINGS)
@given(text=st.text(st.sampled_from(PRINTED + "abz AZ.1\n")), times=st.integers(1, 2))
def test_what_is_misread_comes_back(read: Callable[[str], str], text: str, times: int) -> None:
    """Beside a pilcrow, for a page is misread as a whole; but for text that looks misread from the start."""
    meant = f"¶1. {text}"
    assume(mend(f"Â{meant}") == meant)
    misread = meant
    for _ in range(times):
        misread = read(misread)
    assert mend(misread) == meant


@given(st.text(st.sampled_from(PRINTED.translate(dict.fromkeys(map(ord, "ÀÂÄÅÇÉÑÓÖÚÜÆâ"))) + "abz AZ.1\n")))
def test_text_without_letters_that_begin_a_misread_one_stays(text: str) -> None:
    assert mend(text) == text


def test_one_text_does_not_tell_of_another() -> None:
    texts = pl.Series("text", ["Â¶1.", None, "“MANHÃ” said", "Â¶2."])
    assert mended(texts).to_list() == ["¶1.", None, "“MANHÃ” said", "¶2."]
    assert texts.to_list() == ["Â¶1.", None, "“MANHÃ” said", "Â¶2."]


BODY = "SUBJECT: FISH\n\nÂ¶1. (U) The portâ€™s pier is closed."
ENTITIES = BODY.replace("Â¶", "&Acirc;&para;").replace("â€™", "&acirc;&euro;&trade;")
DUMP = dict.fromkeys(DUMP_COLUMNS, "") | {"reference_id": "04QUITO7001", "body": BODY}
PAGES = {
    "letters": f"<html><body><pre>FM AMEMBASSY QUITO\nTO SECSTATE WASHDC\n\nUNCLAS QUITO 007001\n\n{BODY}</pre>",
    "entities": f"<html><body><pre>FM AMEMBASSY QUITO\nTO SECSTATE WASHDC\n\nUNCLAS QUITO 007001\n\n{ENTITIES}</pre>",
    "dump": DUMP,
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_pages_are_mended_wherever_they_hold_the_marks(read_all: ReadAll, page: object) -> None:
    (record,) = read_all(page)
    assert record["telegram"].endswith("¶1. (U) The port’s pier is closed.")


def test_what_a_page_lists_is_mended(read_all: ReadAll) -> None:
    (record,) = read_all(DUMP | {"origin": "Embassy BogotÃ¡"})
    assert record["listed_origin"] == "Embassy Bogotá"
