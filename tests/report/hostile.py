"""Texts that try to be something else: each must come out of every output as the text it is."""

from __future__ import annotations

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "closing script": "</script></td></table><img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'y',
    "javascript link": "[click](javascript:alert(1))",
    "reference link": "[a]: http://evil.example 'x'\n\n[a]",
    "image": "![x](http://evil.example/x.png)",
    "bare address": "see https://evil.example and www.evil.example",
    "autolink": "<http://evil.example>",
    "formula": "=cmd|' /C calc'!A0",
    "formula after a semicolon": "a;=1+1;@x",
    "plus, minus, at": "+1 -1 @SUM(A1)",
    "hidden formula": "\t=1+1",
    "return before a formula": "\r\n=1+1",
    "wide equals sign": "＝1+1",
    "terminal": "\x1b]0;owned\x07\x1b[31mred\x9b31m\x08\x7f\x00",
    "direction": "gnp\u202e.exe\u2066\u2069\u200f\u061c",
    "tag characters": "\U000e0041\U000e0042",
    "line separators": "one\u2028two\u2029three\x0bfour\x85five",
    "pipes": "a | b || c\n| --- |",
    "backticks": "`code` ``` fence\n```\nx",
    "emphasis": "*a* _b_ **c** __d__ ~~e~~ $x$",
    "heading": "\n# heading\n\n- item\n\n1. one\n\n> quote\n\n---\n",
    "entity": "&lt;b&gt; &#x3c;b&#62;",
    "backslashes": "\\* \\\\ \\[x\\]",
    "rich markup": "[red]x[/red] [link=http://evil.example]y[/link] :smile:",
    "evidence anchor": '<a id="e1"></a> [\\[E1\\]](#e999)',
    "arabic": "كتائب حزب الله",
    "very long": "long " * 20_000,
}
