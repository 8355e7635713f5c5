"""Which sign each key gives on the keyboards of different countries.

A scanner is a keyboard to the computer: it does not send letters but presses keys, those that carry the letters in the
country it was set to. The computer reads the keys by its own country. A scanner set to the United States (as they all
leave the factory) at a German computer so gives Z for Y.

The rows are the 47 keys that every keyboard has, in the order of the American one. They are those of xkeyboard-config
2.35; the German, French, Czech, Greek and Lithuanian ones were compared with the tables of Windows in Unicode's CLDR
(keyboards/windows), from where Greece's W and Lithuania's 9 and 0 come. Dead keys stand here as their accent alone.
"""

from __future__ import annotations

from functools import cache

US = "us"
AMERICAN = ("`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",  # ANSI INCITS 154
            "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?")
# layout: without and with Shift
LAYOUTS: dict[str, tuple[str, str]] = {
    "gb": ("`1234567890-=qwertyuiop[]#asdfghjkl;'zxcvbnm,./",  # United Kingdom, BS 4822
           "¬!\"£$%^&*()_+QWERTYUIOP{}~ASDFGHJKL:@ZXCVBNM<>?"),
    "de": ("^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-",  # Germany and Austria, DIN 2137-1 T1
           "°!\"§$%&/()=?`QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_"),
    "ch": ("§1234567890'^qwertzuiopü¨$asdfghjklöäyxcvbnm,.-",  # Switzerland, German and French, SN 074021
           "°+\"*ç%&/()=?`QWERTZUIOPè!£ASDFGHJKLéàYXCVBNM;:_"),
    "fr": ("²&é\"'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!",  # France, the AZERTY of Windows
           "~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§"),
    "be": ("²&é\"'(§è!çà)-azertyuiop^$µqsdfghjklmùwxcvbn,;:=",  # Belgium
           "³1234567890°_AZERTYUIOP¨*£QSDFGHJKLM%WXCVBN?./+"),
    "es": ("º1234567890'¡qwertyuiop`+çasdfghjklñ´zxcvbnm,.-",  # Spain
           "ª!\"·$%&/()=?¿QWERTYUIOP^*ÇASDFGHJKLÑ¨ZXCVBNM;:_"),
    "latam": ("|1234567890'¿qwertyuiop´+}asdfghjklñ{zxcvbnm,.-",  # Latin America
              "°!\"#$%&/()=?¡QWERTYUIOP¨*]ASDFGHJKLÑ[ZXCVBNM;:_"),
    "it": ("\\1234567890'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-",  # Italy
           "|!\"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_"),
    "pt": ("\\1234567890'«qwertyuiop+´~asdfghjklçºzxcvbnm,.-",  # Portugal
           "|!\"#$%&/()=?»QWERTYUIOP*`^ASDFGHJKLÇªZXCVBNM;:_"),
    "br": ("'1234567890-=qwertyuiop´[]asdfghjklç~zxcvbnm,.;",  # Brazil, ABNT NBR 10346
           "\"!@#$%¨&*()_+QWERTYUIOP`{}ASDFGHJKLÇ^ZXCVBNM<>:"),
    "se": ("§1234567890+´qwertyuiopå¨'asdfghjklöäzxcvbnm,.-",  # Sweden SS 66 22 41, Finland SFS 5966
           "½!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÖÄZXCVBNM;:_"),
    "no": ("|1234567890+\\qwertyuiopå¨'asdfghjkløæzxcvbnm,.-",  # Norway
           "§!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLØÆZXCVBNM;:_"),
    "dk": ("½1234567890+´qwertyuiopå¨'asdfghjklæøzxcvbnm,.-",  # Denmark
           "§!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÆØZXCVBNM;:_"),
    "tr": ("\"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.",  # Turkish Q, TS 2117
           "é!'^+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:"),
    "cz": (";+ěščřžýáíé=´qwertzuiopú)¨asdfghjklů§yxcvbnm,.-",  # Czech
           "°1234567890%ˇQWERTZUIOP/('ASDFGHJKL\"!YXCVBNM?:_"),
    "sk": (";+ľščťžýáíé=´qwertzuiopúäňasdfghjklô§yxcvbnm,.-",  # Slovak
           "°1234567890%ˇQWERTZUIOP/()ASDFGHJKL\"!YXCVBNM?:_"),
    "hu": ("0123456789öüóqwertzuiopőúűasdfghjkléáyxcvbnm,.-",  # Hungary
           "§'\"+!%/=()ÖÜÓQWERTZUIOPŐÚŰASDFGHJKLÉÁYXCVBNM?:_"),
    "hr": ("`1234567890'+qwertzuiopšđžasdfghjklčćyxcvbnm,.-",  # Croatia, Slovenia, Bosnia, Serbia in Latin letters
           "~!\"#$%&/()=?*QWERTZUIOPŠĐŽASDFGHJKLČĆYXCVBNM;:_"),
    "gr": ("`1234567890-=;ςερτυθιοπ[]\\ασδφγηξκλ΄'ζχψωβνμ,./",  # Greece
           "~!@#$%^&*()_+:΅ΕΡΤΥΘΙΟΠ{}|ΑΣΔΦΓΗΞΚΛ¨\"ΖΧΨΩΒΝΜ<>?"),
    "ru": ("ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.",  # Russia
           "Ё!\"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"),
    "jp": (" 1234567890-^qwertyuiop@[]asdfghjkl;:zxcvbnm,./",  # Japan, JIS X 6002; its first key gives no sign
           " !\"#$%&'()~=~QWERTYUIOP`{}ASDFGHJKL+*ZXCVBNM<>?"),
    "lt": ("`ąčęėįšųū90-žqwertyuiop[]\\asdfghjkl;'zxcvbnm,./",  # Lithuania: digits need AltGr
           "~ĄČĘĖĮŠŲŪ()_ŽQWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"),
    "ca": ("#1234567890-=qwertyuiop^¸<asdfghjkl;`zxcvbnm,.é",  # Canadian French
           "|!\"/$%?&*()_+QWERTYUIOP^¨>ASDFGHJKL:`ZXCVBNM'.É"),
}
# An input method that writes every sign as wide as a Chinese one: U+FF01 to U+FF5E stand 0xFEE0 behind ASCII.
LAYOUTS["wide"] = tuple("".join(chr(ord(sign) + 0xFEE0) for sign in row) for row in AMERICAN)
LAYOUTS[US] = AMERICAN


SET_TO = "set-to-"
"""In front of a layout: the scanner is set to that country, and the computer is American."""
COUNTRIES_OF_SCANNERS = ("gb", "de", "ch", "fr", "be", "it", "pt", "br", "tr", "cz", "hu", "hr", "jp", "ca")
"""Those that can be told apart at an American computer; Spanish looks like Italian there, Nordic like Portuguese,
Slovak like Czech."""


def pairs() -> list[str]:
    """Every way in which scanner and computer may differ that we can tell, and US, where they agree."""
    return [US, *(name for name in LAYOUTS if name != US), *(SET_TO + name for name in COUNTRIES_OF_SCANNERS)]


@cache
def keys(layout: str) -> dict[str, tuple[str, str]]:
    """What arrives for each sign: as the scanner presses its key, and with Shift the other way round.

    Signs that the scanner's country has on no key without AltGr are not among them.
    """
    if layout.startswith(SET_TO):
        return _pressed(LAYOUTS[layout.removeprefix(SET_TO)], AMERICAN)
    return _pressed(AMERICAN, LAYOUTS[layout])


def _pressed(scanner: tuple[str, str], computer: tuple[str, str]) -> dict[str, tuple[str, str]]:
    low, high = computer
    found = dict(zip(scanner[1], zip(high, low, strict=True), strict=True))
    return found | dict(zip(scanner[0], zip(low, high, strict=True), strict=True))
