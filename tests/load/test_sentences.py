import re
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.load import split_sentences
from summarize.load.paragraphs import is_visible
from summarize.load.sentences import LONGEST

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def pieces(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


# Each row is one text as its list of sentences, with what stands between them left in.
CUT = {
    "an initialism inside": ["U.S. officials met U.N. and U.K. envoys in Washington, D.C. on Monday.", " They left."],
    "an initialism at the end": ["They live in the U.S.", " The men left."],
    "an initialism before a name": ["A convoy of U.S. Central Command turned back.", " Nobody fired."],
    "a month": ["The raid of Oct. 27 hit a depot.", " On Sept. 3, a second followed.", " Jan. 6 was quiet."],
    "a clock": ["It began at 3 a.m. Monday and ended at 5:15 p.m. ET.", " By 11 p.m. the town was quiet."],
    "a clock before a date": [
        "Fire was exchanged at 3 a.m. Oct. 5 near the dam.",
        " It ended at 4 p.m.",
        " The men left.",
    ],
    "ranks": [
        "Lt. Gen. Omar Said met Brig. Gen. Ali, Maj. Haddad, Spc. Lee and Staff Sgt. Roy.",
        " Vice Adm. Poe left.",
    ],
    "titles": ["Mr. Haddad and Ms. Nour saw Amb. Lane at Ft. Dale.", " Rep. Poe, Sen. Ray and Gov. Lee did not."],
    "initials": ["J. B. Haddad, H. R. Poe and J.D. Lane voted.", " George W. Ray did not."],
    "numbers": ["He is No. 2 on a list of 3.5 million (see p. 14).", " It cost $1,500.20.", " Nos. 3 and 4 fell."],
    "short words": ["They held approx. 50 men, incl. three boys, est. at most 12 km. from here.", " They ran."],
    "an unknown cut": ["Ali, Omar, etc. had gone.", " They say so, e.g. Haddad.", " Others do not."],
    "a quote of two sentences": ["“They came at night.", " We hid.”", " He wept."],
    "a quote, then who said it": ["“Who did it?” Ali Haddad asked.", " “Run!” she said.", " “No.”", " He left."],
    "a straight quote": ['"They came at night."', ' "We hid," he said.', " 'Yes,' she said."],
    "nested quotes": ["“He said ‘no.’”", " ‘Why?’ she asked.", " “It fell.”)", " Then it rose."],
    "brackets": [
        "The page is gone.",
        " (It was shut down.)",
        " Then it came back (in May).",
        " So it goes [see below].",
    ],
    "notes": ["The base was hit.[1]", " The next was not.[12]", " Both burned."],
    "ellipses": ["It will burn … and then it will not.", " Then nothing...", " Maybe?!", " Yes."],
    "dashes and hyphens": ["A U.S.-backed force—the S.D.F.—fell back.", " An Iran-backed one did not."],
    "no-break spaces": ["The truce\u00a0began.\u00a0", "“Peace,” he\u202fsaid.\u2003", "It held."],
    "Arabic": ["قتل ثلاثة أشخاص في هجوم.", " هل كان يوم الخميس؟", " نعم."],
    "direction marks": ["\u202bقتل ثلاثة.\u202c\u200f", " وقال المسؤول نعم.\u200f", " \u2067The end.\u2069"],
    "an item's number": ["1. Two men fell.", " 2. One fled.", "\n3. None stayed."],
    "control characters": ["A\x07 bell\x1b rang.", " It\x08 stopped."],
    "CRLF": ["A headline\r\n\r\n", "It fell.", " It rose.\r\n", "The end"],
    "headlines and lists": [
        "Raid on a base\n",
        "By Ali Haddad\n\n",
        "Killed:\n",
        "- two men\n",
        "- a boy\n",
        "• a dog",
    ],
    "Markdown": [
        "# Raid on a base\n",
        "It fell to the militia that had come in the night from a\nvillage nearby.\n",
        "> So it was.",
    ],
    "old line ends": ["One\r", "Two\u2028", "Three\x85", "Four\x0c", "Five"],
    "nothing but marks": ["It fell. \u200b\u200f\n", "So it did."],
    "signs alone": ["* * *\n", "It fell ... !\n", "***"],
}


@pytest.mark.parametrize("expected", list(CUT.values()), ids=list(CUT))
def test_cuts_where_a_reader_would(expected: list[str]) -> None:
    assert pieces("".join(expected)) == [part.strip() for part in expected]


WRAPPED = """\
Militia shells a base near the river as talks on a truce go on
By Ali Haddad
HASAKA — A militia shelled a base near the river on Monday, and two men
were hurt, officials said. The group, which calls itself the Guard of the
Valley, denied it and blamed its rivals in the province. The U.S. and
Syria have traded threats for weeks. Talks on a truce began in Aleppo and
Damascus.
    The next round is on Oct. 5, and nobody expects much of it to come of
it.
- a first item of the list that is as long as the lines above and goes
  on below
- a second item
"""


def test_a_hard_wrapped_paragraph_is_not_cut_at_its_lines() -> None:
    folded = [" ".join(sentence.split()) for sentence in pieces(WRAPPED)]
    assert folded == [
        "Militia shells a base near the river as talks on a truce go on",
        "By Ali Haddad",
        "HASAKA — A militia shelled a base near the river on Monday, and two men were hurt, officials said.",
        "The group, which calls itself the Guard of the Valley, denied it and blamed its rivals in the province.",
        "The U.S. and Syria have traded threats for weeks.",
        "Talks on a truce began in Aleppo and Damascus.",
        "The next round is on Oct. 5, and nobody expects much of it to come of it.",
        "- a first item of the list that is as long as the lines above and goes on below",
        "- a second item",
    ]


def test_lines_that_are_not_wrapped_each_stand_alone() -> None:
    lines = [
        "A militia shelled a base near the river on Monday, officials said",
        "Two were hurt in the raid on the base, a doctor at the clinic said",
        "The group denied it and blamed its rivals in the same province",
    ]
    assert pieces("\n".join(lines)) == lines


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_a_seed_reads_the_same_when_it_is_wrapped(seed: Path) -> None:
    paragraphs = [line for line in seed.read_bytes().decode().splitlines() if line.strip()]
    wrapped = "\r\n\r\n".join(textwrap.fill(line, 76, break_on_hyphens=False) for line in paragraphs)
    plain = [" ".join(sentence.split()) for sentence in pieces("\n\n".join(paragraphs))]
    assert [" ".join(sentence.split()) for sentence in pieces(wrapped)] == plain


SEED_COUNTS = list(zip(SEEDS, (12, 55, 45, 23, 21), strict=True))


@pytest.mark.parametrize(("seed", "count"), SEED_COUNTS, ids=lambda value: str(value)[-8:])
def test_the_seeds(seed: Path, count: int) -> None:
    text = seed.read_bytes().decode()
    found = pieces(text)
    assert len(found) == count
    assert min(map(len, found)) >= 5
    assert not [
        piece for piece in found if re.search(r"(?:Oct|No|Lt|Gen)\.$", piece) or re.match(r"\W*[a-vx-z]", piece)
    ]
    assert not re.search(r"U\.S\.\n", "\n".join(found))
    assert_guarantees(text)


@given(st.text(alphabet=st.sampled_from("aB.?! \n\r\t\u00a0“”\"’'()[]1,;—…\u200f\u200bق؟.😀\x07-#"), max_size=120))
def test_the_guarantees_hold_for_hostile_texts(text: str) -> None:
    assert_guarantees(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_the_guarantees_hold_for_any_text(text: str) -> None:
    assert_guarantees(text)


def assert_guarantees(text: str) -> None:
    sentences = split_sentences(text)
    last = 0
    for expected, sentence in enumerate(sentences, start=1):
        piece = text[sentence.start : sentence.end]
        assert sentence.number == expected
        assert sentence.start >= last
        assert piece == piece.strip()
        assert is_visible(piece)
        assert len(piece) <= LONGEST
        assert not is_visible(text[last : sentence.start])
        assert not re.search(r"\n\s*\n|\r\r", piece)
        last = sentence.end
    assert not is_visible(text[last:])


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("word " * 20_000, 140),
        ("a" * 100_000, 67),
        ("clause, and " * 10_000, 170),
        ("“" * 100_000, 67),
        ("«a" * 50_000, 67),
        ("! ? " * 25_000, 140),
        ("Ms. p.m. Monday U.S. " * 5_000, 140),
        ("a." + " " * 100_000 + "b", 2),
        ("a. " + "” " * 50_000, 70),
        ("\n" * 100_000, 0),
        ("They left. Oct. 5 came.\n" * 4_000, 8_000),
        ("”\n" * 30_000, 30_000),
    ],
    ids=lambda value: repr(value)[:12],
)
def test_any_text_takes_a_short_time(text: str, most: int) -> None:
    begin = time.perf_counter()
    assert len(pieces(text)) <= most
    assert time.perf_counter() - begin < 3


def test_a_too_long_sentence_is_cut_at_a_clause() -> None:
    found = pieces("the men of the valley left, " * 100)
    assert len(found) == 2
    assert all(piece.endswith("left,") for piece in found)


def test_a_line_of_invisible_marks_is_no_sentence() -> None:
    assert pieces("It fell.\n\u200e\u200b\nSo it did.\n\ufeff") == ["It fell.", "So it did."]


def test_an_indented_line_begins_a_paragraph() -> None:
    quoted = "The men of the valley and of the river wrote to the one they feared\n    we will not leave"
    assert len(pieces(WRAPPED + "\n" + quoted)) == 11


def test_one_wrap_does_not_make_a_text_hard_wrapped() -> None:
    titles = [f"Raid number {number} on a base in the valley, as told by the men" for number in range(8)]
    text = "\n".join([*titles, "A last line of which somebody broke the end by", "hand"])
    assert len(pieces(text)) == 10
