"""Sixty things that nobody should type, and what must not be found in any answer to them."""

from __future__ import annotations

import html5lib

MARK = "hostile-mark"
"""An element of this name, or any handler, in a page means that what was typed became markup."""

VALUES: tuple[str, ...] = (
    f"<{MARK}>", f'"><{MARK}>', f"'><{MARK} x='", f"</textarea><{MARK}>", f"</title><{MARK}>", f"--><{MARK}>",
    f"<svg onload=alert(1)><{MARK}>", f'" onmouseover="alert(1)" x="<{MARK}>',
    f"<img src=x onerror=alert(1)><{MARK}>", f"</script><{MARK}>", f"]]><{MARK}>", f"&lt;{MARK}&gt;",
    f"\x3c{MARK}\x3e\u2028", f"<{MARK}//\x00>", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "//example.com/", "https://example.com/", "/\\example.com", "{{ 'seven' * 7 }}", "{% raw %}{{ config }}",
    "${'seven'*7}", "#{7*7}", "%(csrf_token)s", "%s%n%x", "{0.__class__.__mro__}", "' OR '1'='1",
    "'; DROP TABLE rma; --", "\" OR 1=1 --", "1) UNION SELECT NULL --", "%", "_%", "\\", "../../../../etc/passwd",
    "..\\..\\windows\\win.ini", "/etc/passwd\x00.jpg", "file:///etc/passwd", "CON", "a\r\nSet-Cookie: hostile=1",
    "a\r\nBcc: someone@example.org\r\n\r\nhello", "$(touch /tmp/hostile)", "`id`", "; ls -la",
    "=HYPERLINK(\"http://example.com\")", "+1+1", "@SUM(1)", "\x00", "\x1b[31mred\x1b[0m",
    "\ufeff\u200b\u202eevil\u202c", "Z\u0351\u036b\u0343\u036a\u0302" * 40,
    "\U0001f9d1\u200d\U0001f4bb\U0001f1e9\U0001f1ea", "\ufffe\uffff\ud7ff",
    "\u0625\u0633\u062a\u0628\u062f\u0627\u0644 \u8bf7\u6362\u8d27 \u0e40\u0e1b\u0e25\u0e35\u0e48\u0e22\u0e19",
    "x" * 20_000, " \t\u3000 ", "-1", "0", "99999999999999999999999", "1e309", "NaN", "Infinity", "-0", "0x1F",
    "\uff11\uff12\uff13", "1.2.3", "9" * 400, "1,000.00", "2026-02-30", "9999-99-99T99:99:99Z", "null", "undefined",
    "true", "[]", "{\"a\":1}", "[object Object]", "a@b, c@d", "a@" + "b" * 320 + ".example", "\"<x>\"@example.com",
)
ASSIGNED = {"role": "admin", "roles_": "admin", "is_admin": "1", "owner": "us", "stage": "stocked", "state": "done",
            "status": "closed", "refund_amount": "999999", "amount_minor": "999999", "id": "1", "staff_id": "1",
            "created_at": "1999-01-01T00:00:00Z", "by": "system", "token": "hostile", "rma_id": "1", "paid_minor": "1"}
"""Names that an attacker adds to a form in the hope that somebody copies all of it into a row."""
SLOW_SECONDS = 5.0
TRACES = ("Traceback (most recent call last)", "sqlalchemy.exc", "psycopg.errors", "sqlite3.", "seven" * 7)


def findings(html: str) -> list[str]:
    """What stands in a page and must not: our mark or a handler as markup, a trace, an evaluated template."""
    found = [trace for trace in TRACES if trace in html]
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        if MARK in element.tag:
            found.append("typed text became an element")
        found += [f"{element.tag} got {name}" for name in element.attrib if name.lower().startswith("on")]
        target = element.get("href") or element.get("action") or element.get("src") or ""
        if target.strip().lower().startswith(("javascript:", "data:text", "//")):
            found.append(f"{element.tag} leads to {target[:60]}")
    return found
