"""Latin forms of addresses: what can be written without its owner, and what cannot."""

from __future__ import annotations

import pytest

from reference.romanising import is_latin, latin, romanised


@pytest.mark.parametrize(("text", "country", "written"), [
    ("Иванов Пётр", "RU", "Ivanov Petr"), ("Γεώργιος", "GR", "Georgios"), ("გიორგი", "GE", "Giorgi"),
    ("김민준", "KR", "Gim-min-jun"), ("테헤란로 152", "KR", "Te-he-ran-ro 152"), ("역삼동", "KR", "Yeok-sam-dong"),
    ("강남파이낸스센터", "KR", "Gangnampainaenseusenteo"),
    ("서울특별시", "KR", "Seoul"), ("강남구", "KR", "Gangnam-gu"), ("東京都", "JP", "Tokyo"), ("دبي", "AE", "Dubai"),
    ("李伟", "CN", "Li Wei"), ("南京路88号3单元", "CN", "Nan Jing Lu 88 Hao 3 Dan Yuan"),
    ("重庆市", "CN", "Chongqing Shi"),
    ("бул. България 82", "BG", "Bul. Bulgaria 82"), ("Велико Търново", "BG", "Veliko Tarnovo"),
    ("София", "BG", "Sofia"),
    ("Щастливка Ъгълова", "BG", "Shtastlivka Agalova"), ("Володимир Мельник", "UA", "Volodymyr Melnyk"),
    ("вул. Хрещатик", "UA", "Vul. Khreshchatyk"), ("Львів", "UA", "Lviv"), ("Згурський Юрій", "UA", "Zghurskyi Yurii"),
    ("Їжакевич Соловʼянка Євген’я", "UA", "Yizhakevych Solovianka Yevhenia"), ("ЯГОТИН", "UA", "YAHOTYN"),
    ("Ευάγγελος", "GR", "Evangelos"), ("Ερμού 12", "GR", "Ermou 12"), ("Ηράκλειο", "GR", "Irakleio"),
    ("Μπάμπης Αυγουστάκης", "GR", "Bampis Avgoustakis"), ("Άυλος", "GR", "Aylos"), ("Αύγουστος", "GR", "Avgoustos"),
    ("Ευτυχία Χάιδω Μαΐου", "CY", "Eftychia Chaido Maiou"),
    ("Ђорђе Жикић, Љубљанска", "RS", "Đorđe Žikić, Ljubljanska"), ("Ќире Џамбаски", "MK", "Kjire Djambaski"),
    ("Игорь Подъяпольский", "RU", "Igor Podyapolskiy"),
    ("Nguyễn Thị", "VN", "Nguyễn Thị"), ("3º piso", "ES", "3º piso"), ("ул. Мира\nкв. 5", "RU", "Ul. Mira\nKv. 5"),
])
def test_what_can_be_written_in_latin_letters(text: str, country: str, written: str) -> None:
    assert latin(text, country) == written


@pytest.mark.parametrize(("text", "country"), [("吉田", "JP"), ("ジョージ", "JP"), ("陳大文", "HK"), ("דוד", "IL"),
                                               ("عبد الرحمن", "SA"), ("สมชาย", "TH"), ("李伟", "DE")])
def test_what_only_its_owner_can_write(text: str, country: str) -> None:
    assert latin(text, country) is None


def test_an_address_is_written_whole_or_not_at_all() -> None:
    assert romanised({"name": "علي", "city": "دبي"}, "AE") is None
    assert romanised({"name": "Ali", "city": "دبي"}, "AE") == {"name": "Ali", "city": "Dubai"}


def test_marks_are_latin_too() -> None:
    assert is_latin("Łódź Ærø Đặng 12–14") and not is_latin("Łódź Київ")
