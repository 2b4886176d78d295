import json
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papers.tex import decode_segments, decode_tex, split_math, to_plain
from tests.conftest import REAL_DATA

TEX_LIKE = st.text(alphabet="ab é$\\{}()[]~`'\"-^_.=Hcvi5 \n&%,", max_size=60)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Poincar\'e", "Poincaré"),
        (r"Schr\"{o}dinger, Schr\"odinger, Schr{\"o}dinger, Schr{\"{o}}dinger", "Schrödinger, " * 3 + "Schrödinger"),
        (r"Erd\H{o}s, Erd\H os, Erd{\H o}s", "Erdős, Erdős, Erdős"),
        (r"{\AA}berg and H{\aa}stad, \AA rhus", "Åberg and Håstad, Århus"),
        (r"Stra\ss{}e, Mei{\ss}ner, Wei\ss e", "Straße, Meißner, Weiße"),
        (r"Nordstr\o m, D{\O}, Ros{\l}anowski, \L{}ojasiewicz", "Nordstrøm, DØ, Rosłanowski, Łojasiewicz"),
        (r"Fran\c{c}ais, Fran\c cais", "Français, Français"),
        (r"\v{C}ech, {\v C}ech, \v Cech, Ti\v{s}er", "Čech, Čech, Čech, Tišer"),
        (
            r"Diki\u{\i}, Diki\u{i}, Mart{\'\i}nez, Mart\'{\i}nez, Mart\'\i nez",
            "Dikiĭ, Dikiĭ, Martínez, Martínez, Martínez",
        ),
        (r"\~n, \=a, \.z, \k{a}, \r{u}, \d{o}, \b{d}, \`a, \^o", "ñ, ā, ż, ą, ů, ọ, ḏ, à, ô"),
        (r"\t{oo}", "o͡o"),
        (r"Nguy\~{\^e}n, Nguy\^{\~e}n", "Nguyễn, Nguyễn"),
        (r"Gonz\' alez", "González"),
        (r"\'{etale}", "étale"),
        ("Tèmít\\dóp\\dé", "Tèmít\u1ecd\u0301p\u1eb9\u0301"),
    ],
)
def test_accents(tex, text):
    assert decode_tex(tex) == text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"R\&D, 5\%, PDB\_SELECT, \#P-hard", "R&D, 5%, PDB_SELECT, #P-hard"),
        (
            r"\textit{in vivo}, \emph{ab initio}, {\it et al.}, {\em a}, \textbf{\emph{b}}",
            "in vivo, ab initio, et al., a, b",
        ),
        (r"the \textsc{Maple} program {\tt FSS\/}", "the Maple program FSS"),
        (r"\emph{the $L_{2}$ norm}", "the $L_{2}$ norm"),
        ("``Kurchatov'' and `x'", "“Kurchatov” and ‘x’"),
        ("''braided'' but y'' and 6''", "“braided” but y'' and 6''"),
        ("pages 1--2 --- and a --> b", "pages 1–2 — and a --> b"),
        ("Fig.~3, A.~Smith, 5~km, ~5 km, z~2, z ~ 1", "Fig.\u00a03, A.\u00a0Smith, 5\u00a0km, ~5 km, z~2, z ~ 1"),
        ("http://example.org/~me", "http://example.org/~me"),
        ("{B}ayes and {NASA}", "Bayes and NASA"),
        (r"360{\deg} and 68{\textdegree}C, {\alpha}-decay, {\gamma}'", "360° and 68°C, α-decay, γ'"),
        (r"2.72 \AA and 5.32 \AA\ wide", "2.72 Å and 5.32 Å wide"),
        (r"km\textsuperscript{-1}", "km⁻¹"),
        (r"La\-Sr\-CuO, E.\ Stein", "LaSrCuO, E. Stein"),
        (r"costs \$7", "costs $7"),
    ],
)
def test_text_commands(tex, text):
    assert decode_tex(tex) == text


@pytest.mark.parametrize(
    "text",
    [
        r"\cite{AdR} and \foo{bar}{baz}",
        "{a, b} and x^{2} and {E_s: s in P}",
        r"\O(n) and \L_2",
        r"the \c quark",
        "US$5 to US$10",
        "\\",
        "{",
        "~",
        r"\'",
        r"\H",
        r"\$x\$ stays, for it would become a formula",
        "a noncharacter \ufdd0 and \\'e",
    ],
)
def test_what_is_not_known_stays(text):
    assert decode_tex(text) == text


@pytest.mark.parametrize(
    "formula",
    [
        r"$\'e$",
        r"$$\~n--{x}$$",
        r"\(\~n ``x''\)",
        r"\[ \&{x} \]",
        r"$\text{\$5 \& more}$",
        "\\begin{align*}\na &= \\~b \\\\\n\\end{align*}",
    ],
)
def test_formulas_stay_byte_for_byte(formula):
    assert decode_tex(f"\\'e {formula} \\'e") == f"é {formula} é"


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$5 and $10", []),
        ("US$5-$10, $20/month to $30/month", []),
        ("$100k for $x$", ["x"]),
        (r"a 5$\sigma$ excess of $\sim$10", [r"\sigma", r"\sim"]),
        ("let $ x $ and $420 $ nm", ["x", "420"]),
        ("H$_2$$^{+}$", ["_2", "^{+}"]),
        (r"\(a\) and \[b\] and $$c$$", ["a", "b", "c"]),
        (r"costs \$5 and \$6", []),
        ("an unmatched $ stays", []),
        ("$x\n\ny$", []),
        ("$$", []),
        ("$$x$", ["x"]),
        (r"\begin{equation*} x \end{equation*}", [r"\begin{equation*} x \end{equation*}"]),
        (r"\begin{itemize} x \end{itemize}", []),
        (r"line\\(one) and (two\\)", []),
        (r"\(unclosed", []),
        (r"0.35 $\mum) in order to be used in $x$", ["x"]),
    ],
)
def test_formulas_found(text, formulas):
    assert [segment.tex for segment in split_math(text) if segment.is_math] == formulas


def test_display_formulas():
    found = {segment.tex: segment.is_display for segment in split_math(r"$a$ $$b$$ \(c\) \[d\]") if segment.is_math}
    assert found == {"a": False, "b": True, "c": False, "d": True}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"The $\alpha^2$ in $O(n^{-1/2})$", "The α² in O(n^(-1/2))"),
        (r"$^{87}$Rb and TiO$_2$ above $T_c$", "⁸⁷Rb and TiO₂ above T_c"),
        (r"on $\mathbb{R}^n$, $\mathcal{H}_2$, $\mathbb R$", "on ℝⁿ, H₂, ℝ"),
        (r"$\frac{1}{\varepsilon} \log n \leq \sqrt{2}$", "1/ε log n ≤√2"),
        (r"$\bar\partial$ and $\hat{x}$", "∂̄ and x̂"),
        (r"$C^{1,\omega}$", "C^(1,ω)"),
        (r"$\{a\}$ costs \$5 and $6", "{a} costs $5 and $6"),
        ("Two\n lines ", "Two lines"),
        ("e\u0301", "é"),
        (r"$\mathrm{PSL}(2,\left(x\right))$ by Erd\H{o}s", "PSL(2,(x)) by Erdős"),
    ],
)
def test_plain(text, plain):
    assert to_plain(text) == plain


@given(TEX_LIKE | st.text())
@example("$$$")
@example("$\ufdd0$")
@example("\\'{\ufdd3}")
def test_anything_is_read(text):
    decode_tex(text)
    to_plain(text)
    assert "".join(segment.source for segment in split_math(text)) == text


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"], include_characters=",.;:!?()-'")))
def test_plain_words_stay(text):
    words = re.sub("-{2,}", "-", re.sub("'{2,}", "'", text))
    assert decode_tex(words) is words


@given(TEX_LIKE)
def test_no_formula_changes(text):
    before = [segment.source for segment in split_math(f"{text} \n\n \\'e $x_1$") if segment.is_math]
    position = 0
    decoded = decode_tex(f"{text} \n\n \\'e $x_1$")
    for formula in before:
        position = decoded.index(formula, position) + len(formula)


@given(st.lists(st.sampled_from(["word", r"Poincar\'e", r"\emph{it}", r"\unknown", "{a, b}", "$x$", "--", "\\&"])))
def test_no_word_gets_lost(parts):
    decoded = decode_tex(" ".join(parts))
    for part, word in [
        ("word", "word"),
        (r"\emph{it}", "it"),
        (r"\unknown", r"\unknown"),
        ("{a, b}", "{a, b}"),
        ("$x$", "$x$"),
    ]:
        assert decoded.count(word) == parts.count(part)


@pytest.mark.parametrize(
    "unit", ["\\(", "$", "$$ ", "{", "\\'{", "\\textit{", "``", "\\a[", "\\begin{align}", "\\( \\[ ", "''a"]
)
def test_long_nonsense_takes_no_longer_than_its_length(unit):
    decode_tex(unit * 5_000)
    to_plain(unit * 5_000)


def real_texts():
    for name in [
        "3-metadata/arxiv-odd-records.jsonl",
        "3-metadata/arxiv-sample-500.jsonl",
        "6-markup/real-abstracts-math-torture.jsonl",
    ]:
        for line in (REAL_DATA / name).read_text().splitlines():
            record = json.loads(line)
            yield record["title"]
            yield record["abstract"]


@pytest.mark.real_data
def test_no_accent_is_left_in_real_texts():
    known = re.compile(r"""\\(?:["'`^][A-Za-z]|[cvukHr]\{[A-Za-z]\}|(?:ss|aa|ae|[&%#_])(?![A-Za-z]))""")
    for text in real_texts():
        outside = "".join(segment.source for segment in split_math(decode_tex(text)) if not segment.is_math)
        assert not known.search(outside), outside


@pytest.mark.real_data
def test_formulas_of_real_texts_stay():
    count = 0
    for text in real_texts():
        formulas = [segment.source for segment in split_math(text) if segment.is_math]
        assert [segment.source for segment in split_math(decode_tex(text)) if segment.is_math] == formulas
        count += len(formulas)
    assert count > 5_000


@pytest.mark.real_data
def test_real_texts_hold_hardly_a_dollar_that_is_no_formula():
    texts = list(real_texts())
    # A text that is cut off, or holds a price, has an odd number of them.
    even = [text for text in texts if text.replace("\\$", "").count("$") % 2 == 0]
    rest = [
        text
        for text in even
        if any("$" in segment.source.replace("\\$", "") for segment in split_math(text) if not segment.is_math)
    ]
    assert len(rest) < len(even) / 200


@pytest.mark.real_data
def test_plain_titles_of_real_papers():
    for text in real_texts():
        plain = to_plain(text)
        assert "\n" not in plain
        assert unicodedata.is_normalized("NFC", plain)


@given(TEX_LIKE)
@example(r"A $x$ and \'e of $y$")
@example("No TeX but $x^2$, and $5 or $10")
def test_decoding_and_splitting_in_one_go_is_both_in_turn(text):
    assert decode_segments(text) == split_math(decode_tex(text))
