"""Hostile notebooks: each tries one thing that no product of the kit may do.

Whatever runs in a browser would call `alert`, set `window.pwned` or ask example.org;
whatever is read from outside the notebook's folder would bring `CANARY` with it.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final

from tests.draft import (
    EXERCISE,
    EXPLORER,
    FIGURE,
    NOTE,
    PNG,
    QUIZ,
    SVG,
    TABLE,
    Json,
    code,
    displayed,
    exercise,
    explorer,
    markdown,
    notebook,
    png,
    printed,
    quiz,
    resource,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANARY: Final = "canary7f3a"
SCRIPT: Final = "<script>window.pwned=1;alert(1)</script>"
BREAKOUT: Final = f"""</script></style></title></textarea>--></template>"'>{SCRIPT}"""
HANDLER: Final = (
    f"<img alt=x src=data:image/png;base64,{PNG} onload='window.pwned=1;alert(1)' onerror=alert(1)>"
)
MILLION: Final = 1_000_000


def folder(root: Path) -> Path:
    """Make the folder of a hostile notebook, with what it should not reach around it."""
    secret = SVG.replace("<path", f"<desc>{CANARY}</desc><path")
    (root / "secret.svg").write_text(secret, encoding="utf-8")
    (root / "secret.png").write_bytes(png() + CANARY.encode())
    (root / "secret.txt").write_text(CANARY, encoding="utf-8")
    inside = root / "notebooks"
    inside.mkdir()
    (inside / "link.svg").symlink_to(root / "secret.svg")
    (inside / "below").symlink_to(root, target_is_directory=True)
    (inside / "loop.svg").symlink_to(inside / "loop.svg")
    (inside / "text.svg").write_text(CANARY, encoding="utf-8")
    return inside


def said(source: str, **metadata: Any) -> Json:
    """Write a notebook of one Markdown cell beneath a title."""
    return notebook(markdown("# Hostile"), markdown(source), **metadata)


def gave(*outputs: Json) -> Json:
    """Write a notebook of one code cell with these outputs."""
    return notebook(markdown("# Hostile"), code("x", *outputs))


def drew(inside: str, attributes: str = "") -> Json:
    """Write a notebook whose code drew an SVG."""
    return gave(
        displayed(
            {
                "image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>'
                f"<rect width='9' height='9'/>{inside}</svg>"
            },
            alt="A drawing",
        )
    )


def asked(**changes: Any) -> Json:
    """Write a notebook with a quiz."""
    return gave(displayed({QUIZ: quiz(**changes)}))


def explored(*views: list[Json], **changes: Any) -> Json:
    """Write a notebook with an explorer."""
    return gave(displayed({EXPLORER: explorer(*views, **changes)}))


def tabled(value: Any, name: str = "x", kind: str = "string") -> Json:
    """Write an output with a table of one cell."""
    return displayed({TABLE: resource({name: kind}, (value,))})


def nested(depth: int) -> Any:
    """Write a list within a list, and so on."""
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


IN_MARKDOWN: Final[dict[str, str]] = {
    "script in a block": SCRIPT,
    "script in a line": f"Words {SCRIPT} and more.",
    "script in a table": f"| a |\n|---|\n| {SCRIPT} |",
    "script in a heading": f"## {SCRIPT}\n\nWords.",
    "script in a list": f"- {SCRIPT}\n- `{SCRIPT}`",
    "script in a footnote": f"Words[^1].\n\n[^1]: {SCRIPT}",
    "script in a term": f"{SCRIPT}\n: {SCRIPT}",
    "script as title of a box": f":::{{note}} {SCRIPT}\n{SCRIPT}\n:::",
    "script as language of code": f'```"><script>alert(1)</script>\n{SCRIPT}\n```',
    "script as alternative text": f'![{SCRIPT}](data:image/png;base64,{PNG} "<b onclick=alert(1)>")',
    "script as title of a link": f"[words](https://example.org/ '\"{BREAKOUT}')",
    "script split by comments": "<scr<!-- -->ipt>alert(1)</scr<!-- -->ipt>",
    "script after a broken comment": f"<!--> {HANDLER} -->\n\n<!-- x --!> {HANDLER}",
    "closing tags of every kind": f"{BREAKOUT}\n\n`{BREAKOUT}`\n\n```\n{BREAKOUT}\n```",
    "event handler of an image": f"Words {HANDLER}\n\n{HANDLER}",
    "event handlers in a line": "a <b onmouseover='alert(1)' onfocus=alert(1) autofocus>b</b>",
    "event handler of a box": "<div onclick='alert(1)' onpointerenter='alert(1)'>words</div>",
    "event handler of details": "<details open ontoggle='alert(1)'>words</details>",
    "frame with a document": f'<iframe srcdoc="{SCRIPT}"></iframe>',
    "frame with a script": "<iframe src='javascript:alert(1)'></iframe>",
    "object and embed": "<object data='data:text/html,<script>alert(1)</script>'></object>"
    "<embed src='https://example.org/x.swf'>",
    "form that sends": "<form action='https://example.org'><button formaction='javascript:alert(1)'>"
    "Go</button></form>",
    "refresh, base and import": "<meta http-equiv=refresh content='0;url=https://example.org'>"
    "<base href='https://example.org/'><link rel=stylesheet href='https://example.org/x.css'>",
    "style in a block": "<style>*{display:none}@import 'https://example.org/x.css';"
    "body{background:url(https://example.org/x)}</style>\n\nWords.",
    "style of an element": "<p style=\"background:url('https://example.org/x');position:fixed\">a</p>"
    "<b style='width:expression(alert(1))'>b</b>",
    "mutation through math": "<math><mtext><table><mglyph><style><!--</style>"
    f"<img title='--&gt;{HANDLER}'>",
    "mutation through noscript": f"<noscript><p title='</noscript>{HANDLER}'>",
    "mutation through svg": f"<svg></p><style><a id='</style>{HANDLER}'>",
    "unclosed attribute": "<p title='>words " + HANDLER + '\n\n<a href="https://example.org',
    "link to a script": "[a](javascript:alert(1)) [b](JaVa&#115;cript&colon;alert(1)) "
    "[c](java&Tab;script:alert(1)) [d](&#1;javascript:alert(1)) <javascript:alert(1)> [e]\n\n"
    "[e]: javascript:alert(1)",
    "link to data": "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) "
    "<a href='data:text/html,<script>alert(1)</script>'>b</a>",
    "link to a file": "[a](file:///etc/passwd) [b](\\\\example.org\\x) [c](//example.org) "
    "<a href='vbscript:msgbox'>d</a> <a href='blob:x'>e</a>",
    "names that shadow the page": "## Location\n\n## Kit help\n\n## kit-source-1\n\n## __proto__\n\n"
    "<a id=kit-explorers name=kit-data>x</a>\n\n## Reveal\n\n## slides\n\nWords [@A/76/136].",
    "template syntax of Jinja": "{{ 7*7 }} {% include '/etc/passwd' %} {{ config.items() }} "
    "${7*7} <%= 7*7 %> #{7*7}",
    "template syntax of Typst": '#read("/etc/passwd") #eval("1+1") #import "x.typ" #panic("x") '
    "#let x = 1; $ a $ \\ ] #[ ``` = Heading\n\n`#sys.inputs`\n\n## #panic(1) <label> @ref",
    "fields of Word": '{ INCLUDETEXT "/etc/passwd" } { DDEAUTO c:\\\\x "calc" } =cmd|\'/C calc\'!A0 '
    "]]> &#x0; &xxe; <w:p/>",
    "image through a parent": "![x](../secret.svg)",
    "image through an encoded parent": "![x](%2e%2e%2fsecret.svg)",
    "image by an absolute path": "![x](/etc/passwd) ![y](//etc/passwd)",
    "image by a file address": "![x](file:///etc/passwd)",
    "image through a link": "![x](link.svg)",
    "image through a linked folder": "![x](below/secret.svg)",
    "image through a loop": "![x](loop.svg)",
    "image that is text": "![x](text.svg)",
    "image in html through a parent": "<img src='../secret.svg' alt='x'>",
    "image of a tracker": "![x](https://example.org/spy.gif)",
    "image of a tracker in html": "<img src='https://example.org/spy.gif' srcset='//example.org/x 2x'>",
    "letters that turn the line": "Adopted by \u202e8-051\u202c votes \u2066\u2067x\u2069 "
    "`\u202ereverse`\n\n## \u202eHeading\n\n| \u202ea |\n|---|\n| \u202eb |",
    "letters that break files": "a\x00b\x0b\x0c\x1b[31m\x7f\x85\ufffe\uffff\ud800\udc00\udfff "
    "\U000e0041\u2028\u2029",
    "letters upon letters": "z" + "\u0301\u0323" * 500 + " \u200b\u200d\ufeff",
    "letters without a shape": "声明 🇺🇳 𓀀 \ue000",
    "a word without end": "x" * 40_000,
    "lists without end": "".join(f"{'  ' * n}- x\n" for n in range(200)),
    "quotations without end": ">" * 10_000 + " x",
    "stress without end": "*" * 5_000 + "x" + "*" * 5_000 + "_a" * 5_000,
    "brackets without end": "[" * 20_000 + "![" * 5_000,
    "citations without end": "[@" * 10_000 + "a" * 10_000,
    "footnotes in a circle": "a[^1]\n\n[^1]: b[^2][^2]\n\n[^2]: c[^1][^1]",
    "elements without end": "<div>" * 9_000,
    "spans without end": "<b>" * 9_000 + "x",
    "a megabyte of text": "word " * (MILLION // 5),
    "headings without end": "\n\n".join(f"## Same\n\nWords {n}." for n in range(400)),
}

OTHERS: Final[dict[str, Json]] = {
    # --- outputs ---
    "html output with a script": gave(shown(text_html=f"<p>{SCRIPT}</p>")),
    "html output with handlers": gave(
        shown(text_html=f"<table onclick='alert(1)'><tr><td onload='alert(1)'>x{HANDLER}</table>")
    ),
    "html output with forms": gave(
        shown(text_html="<form action=https://example.org><input autofocus onfocus=alert(1)>")
    ),
    "javascript output": gave(
        displayed(
            {
                "application/javascript": "window.pwned=1;alert(1)",
                "text/plain": "<IPython.core.display.Javascript object>",
            }
        )
    ),
    "markdown output with a script": gave(shown(text_markdown=f"{SCRIPT}\n\n[a](javascript:x)")),
    "latex output": gave(shown(text_latex=r"\input{/etc/passwd}\href{javascript:alert(1)}{x}")),
    "json output": gave(displayed({"application/json": {BREAKOUT: [BREAKOUT]}})),
    "unknown output": gave(displayed({f"text/{BREAKOUT}": BREAKOUT})),
    "printed script": gave(printed(f"\x1b]8;;javascript:alert(1)\x07{BREAKOUT}\x1b[8mhidden")),
    "error with a script": gave(
        {"output_type": "error", "ename": BREAKOUT, "evalue": BREAKOUT, "traceback": [CANARY]}
    ),
    "plotly and vega": gave(
        displayed(
            {
                "application/vnd.plotly.v1+json": {"data": [], "layout": {"title": SCRIPT}},
                "application/vnd.vegalite.v5+json": {"data": {"url": "https://example.org/x.json"}},
            }
        )
    ),
    # --- drawings ---
    "drawing with a script": drew("<script>alert(1)</script>"),
    "drawing with a handler": drew("", "onload='alert(1)'"),
    "drawing with a document": drew(
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='alert(1)'/></foreignObject>"
    ),
    "drawing with an animation": drew(
        "<a><set attributeName='href' to='javascript:alert(1)'/><text>x</text></a>"
    ),
    "drawing with a link": drew("<a href='javascript:alert(1)'><text>x</text></a>"),
    "drawing that asks the network": drew(
        "<style>@import 'https://example.org/x.css';*{fill:url(https://example.org/x#y)}</style>"
    ),
    "drawing that reads a file": drew("<image href='../secret.png' width='9' height='9'/>"),
    "drawing that reads a file by its address": drew(
        "<image xmlns:x='http://www.w3.org/1999/xlink' x:href='file:///etc/passwd'/>"
    ),
    "drawing that carries another": drew(
        f"<image href='data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}'/>"
    ),
    "drawing that unfolds": gave(
        displayed(
            {
                "image/svg+xml": '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
                + "".join(
                    f'<!ENTITY {y} "{f"&{x};" * 10}">'
                    for x, y in zip("abcdefgh", "bcdefghi", strict=True)
                )
                + ']><svg xmlns="http://www.w3.org/2000/svg"><text>&i;</text></svg>'
            },
            alt="x",
        )
    ),
    "drawing that includes a file": gave(
        displayed(
            {
                "image/svg+xml": '<!DOCTYPE svg [<!ENTITY x SYSTEM "../secret.txt">]>'
                '<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'
            },
            alt="x",
        )
    ),
    "drawing that is too large": drew("", "width='1e9' height='1e9' viewBox='0 0 1e9 1e9'"),
    "drawing without a size": drew("", "width='0' height='0'"),
    "drawing of elements without end": drew("<g>" * 5_000 + "</g>" * 5_000),
    "drawing that repeats itself": drew(
        "<g id='a0'><path d='M0 0'/></g>"
        + "".join(f"<g id='a{n}'>" + f"<use href='#a{n - 1}'/>" * 10 + "</g>" for n in range(1, 9))
        + "<use href='#a8'/>"
    ),
    "drawing that refers to itself": drew("<g id='a'><use href='#a'/></g>"),
    "picture that is a page": gave(
        displayed({"image/png": base64.b64encode(SCRIPT.encode()).decode()}, alt="x")
    ),
    "picture that unfolds": gave(
        displayed(
            {
                "image/png": base64.b64encode(
                    png()[:16] + (60_000).to_bytes(4) * 2 + png()[24:]
                ).decode()
            },
            alt="x",
        )
    ),
    "picture that is cut short": gave(displayed({"image/png": PNG[:-32]}, alt="x")),
    "picture with a script behind it": gave(
        displayed(
            {"image/png": base64.b64encode(png() + SCRIPT.encode()).decode()},
            alt=f'"{BREAKOUT}',
        )
    ),
    # --- what the kit itself hands over ---
    "table with scripts": gave(
        displayed(
            {
                TABLE: resource(
                    {BREAKOUT: "string", "__proto__": "string", "n": "number"},
                    (BREAKOUT, HANDLER, BREAKOUT),
                    key=[BREAKOUT],
                )
            }
        )
    ),
    "table with formulas": gave(
        tabled('=HYPERLINK("https://example.org","x")'), tabled("+1+cmd|'x'!A0")
    ),
    "table with template syntax": gave(tabled('#read("/etc/passwd") {{7*7}} $x$ *a* _b_ \\ ] [')),
    "table of lies": gave(
        displayed(
            {
                TABLE: {
                    "schema": {
                        "fields": [{"name": "a", "type": ["x"]}],
                        "primaryKey": [["a"], 5, "a", "a"],
                    },
                    "data": [{"a": {"b": [None]}}, {}],
                }
            }
        )
    ),
    "explorer with scripts": explored(
        [shown(text_html=f"<p>{SCRIPT}</p>"), tabled(BREAKOUT), shown(text_plain=BREAKOUT)],
        [shown(text_markdown=f"**{BREAKOUT}** {SCRIPT}")],
        title=BREAKOUT,
        controls=[
            {
                "name": f"__proto__{BREAKOUT}",
                "label": BREAKOUT,
                "kind": "choice",
                "options": [BREAKOUT, '"]\u2028<!--<script>'],
            }
        ],
        text_filter=True,
    ),
    "explorer named like an object": explored(
        [tabled("a")],
        [tabled("b")],
        controls=[
            {
                "name": "__proto__",
                "label": "constructor",
                "kind": "choice",
                "options": ["toString", "valueOf"],
            }
        ],
    ),
    "explorer that closes its data": explored(
        [shown(text_plain="</script><script>alert(1)</script><!--<script>")],
        [tabled("]]>\u2028\u2029")],
    ),
    "explorer within an explorer": explored([displayed({EXPLORER: explorer([tabled("x")])})]),
    "explorer of lies": explored([tabled("x")], states=[[[0], 5]], initial=[9]),
    "quiz with scripts": asked(
        question=BREAKOUT,
        why=BREAKOUT,
        choices=[
            {"text": f"{SCRIPT} `{BREAKOUT}`", "correct": True, "feedback": HANDLER},
            {"text": '"; alert(1); "', "correct": False, "feedback": "[a](javascript:alert(1))"},
        ],
    ),
    "quiz that asks for a script": asked(kind="text", choices=[], accepted=[BREAKOUT, "\\", '"']),
    "quiz with scripts to match": asked(
        kind="match",
        choices=[{"text": BREAKOUT, "partner": HANDLER}, {"text": "a", "partner": "b"}],
    ),
    "exercise with scripts": gave(
        displayed(
            {EXERCISE: exercise(name=BREAKOUT, task=SCRIPT, expects=BREAKOUT, hints=[HANDLER])}
        )
    ),
    "figure with scripts": gave(
        displayed(
            {
                FIGURE: {
                    "media": "image/svg+xml",
                    "data": SVG,
                    "alt": f"Alternative {BREAKOUT}",
                    "caption": SCRIPT,
                    "table": resource({BREAKOUT: "string"}, (BREAKOUT,)),
                }
            }
        )
    ),
    "figure of another type": gave(
        displayed({FIGURE: {"media": "text/html", "data": SCRIPT, "alt": "x", "caption": ""}})
    ),
    "note with scripts": gave(displayed({NOTE: {"kind": "live-only", "text": SCRIPT}})),
    # --- what a notebook says about itself ---
    "front matter with scripts": said(
        "Words.",
        kit={
            "title": BREAKOUT,
            "subtitle": BREAKOUT,
            "questions": [BREAKOUT],
            "objectives": [SCRIPT],
            "key_points": [SCRIPT, "[a](javascript:alert(1))"],
            "audience": BREAKOUT,
            "marking": BREAKOUT,
        },
    ),
    "front matter with template syntax": said(
        "Words.",
        kit={"title": '#read("/etc/passwd") {{7*7}}', "marking": "#panic(1)", "subtitle": "$x$ ]"},
    ),
    "language that is a script": said("Words.", kit={"lang": 'en"><script>alert(1)</script>'}),
    "title that turns the line": said("Words.", kit={"title": "\u202eTitle\x00"}),
    "tags and types that are scripts": notebook(
        markdown("# Hostile"), markdown("a", BREAKOUT, slide="slide"), markdown("b", slide=BREAKOUT)
    ),
    "attachment that names a file": notebook(
        markdown("![x](attachment:../secret.svg)")
        | {"attachments": {"../secret.svg": {"image/svg+xml": ["x"]}}}
    ),
    "attachment that is a page": notebook(
        markdown("![x](attachment:a.png)")
        | {"attachments": {"a.png": {"text/html": SCRIPT, "image/png": SCRIPT}}}
    ),
    "state of widgets without end": notebook(
        markdown("# Hostile"),
        code(
            "x",
            displayed(
                {
                    "application/vnd.jupyter.widget-view+json": {"model_id": BREAKOUT},
                    "text/plain": BREAKOUT,
                }
            ),
        ),
        widgets={
            "application/vnd.jupyter.widget-state+json": {
                "state": {str(n): {"state": {"value": SCRIPT}} for n in range(20_000)}
            }
        },
    ),
    "raw cell with a script": notebook(
        markdown("# Hostile\n\nWords."),
        {"cell_type": "raw", "metadata": {"format": "text/html"}, "source": SCRIPT},
    ),
    "cells without end": notebook(*(markdown(f"## Cell {n}") for n in range(300))),
    "no cell at all": notebook(),
    "cells that are none": {"nbformat": 4, "cells": [5]},
    "metadata that lies": notebook(markdown("x") | {"metadata": {"tags": {"solution": 1}}}),
}

# Built only when asked for: they are large.
HEAVY: Final[dict[str, Callable[[], Json]]] = {
    "a hundred megabytes printed": lambda: gave(printed("line\n" * (20 * MILLION))),
    "a hundred megabytes of html": lambda: gave(shown(text_html="<p>x</p>" * (12 * MILLION))),
    "twenty megabytes of json": lambda: gave(
        displayed({"application/json": ["x" * 10] * (2 * MILLION)})
    ),
    "a table without end": lambda: gave(
        displayed({TABLE: resource({"a": "string", "b": "number"}, *[("x", 1.5)] * 200_000)})
    ),
    "a table as wide as it is long": lambda: gave(
        displayed(
            {TABLE: resource({f"c{n}": "integer" for n in range(1_500)}, *[range(1_500)] * 50)}
        )
    ),
    "an explorer of all states": lambda: explored(
        *[[tabled(f"{n} {BREAKOUT}")] for n in range(400)]
    ),
    "json nested without end": lambda: gave(displayed({"application/json": {"a": nested(50_000)}})),
    "a picture of nine megabytes": lambda: gave(
        displayed(
            {"image/png": base64.b64encode(b"\x89PNG" + b"\0" * 9 * MILLION).decode()}, alt="x"
        )
    ),
}

CORPUS: Final[dict[str, Callable[[], Json]]] = {
    **{name: lambda source=source: said(source) for name, source in IN_MARKDOWN.items()},
    **{
        name: lambda content=content: json.loads(json.dumps(content))
        for name, content in OTHERS.items()
    },
    **HEAVY,
}
