from tests.inspecting.units import *
from tests.inspecting.units import BROKEN, WELL
from tests.support.tablets import TabletAt, check_undo
from workflow.scanning.commands import Command
from models.lifecycle import *

def test_it(app, statements):
    row = arrived(wanted=Resolution.REPAIR)[0]
    t = TabletAt("ina")
    def go(code):
        statements.clear(); a = t.scan(code)
        print(a.result, "|", a.title, "|", a.thing, "|", a.next, [ (str(l), str(v)) for l, v in a.lines], [str(c.label) for c in a.choices], len(statements))
        if len(statements) > 10: print("\n".join(s[:150] for s in statements))
        return a
    go(row.tag); go(row.tag)
    while look(row.id).question:
        q = look(row.id).question
        go(CHOICES[list(q.answers).index(BROKEN[q.code])])
    go(Command.GRADE_B); go(Command.CHOICE_1); go(Command.OTHER_USE); go(Command.CHOICE_3); go(Command.FAULT); go(Command.CHOICE_8); go(Command.CHOICE_8);go(Command.CHOICE_2)
    go(Command.REPAIR); go(Command.SIGN); go(row.tag)
    go(Command.UNDO); go(Command.UNDO); go(Command.UNDO)
    assert 0
from workflow.scanning.commands import CHOICES
