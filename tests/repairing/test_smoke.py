from tests.repairing.benches import *
from tests.support.tablets import TabletAt, check_undo
from workflow.scanning.commands import Command as C
from models.lifecycle import *

def test_it(app, statements):
    a, b = at_bench(units=2)
    c, = at_bench()
    k = part(1); k2 = part(0)
    t = TabletAt("tom")
    def go(code):
        statements.clear(); a = t.scan(code)
        print(len(statements), a.result, "|", a.title, "|", a.thing, "|", a.next, [ (str(l), str(v)) for l, v in a.lines], [str(c.label) for c in a.choices])
        if len(statements) > 10 and code is not C.UNDO: print("\n".join(s[:150] for s in statements))
        return a
    go(a.tag); go(a.tag); go(C.START); go(k.code); go("XY-1"); go(k.code); go(C.NO); go(k2.sku); go(C.WAIT_PART)
    go(b.tag); go(c.tag); go(b.tag); go(C.FAULT); go(C.CHOICE_2); go(C.QUOTE); go("LABOUR:12,50"); go("LABOUR:12,505");go("FREIGHT:4"); go(C.YES); go(C.UNDO); go(C.YES); go(b.tag)
    go(c.tag); go(C.PART_SAVED); go(k2.code); go(C.DONE); go(c.tag)
    go(a.tag); go(C.YES); go(C.CANNOT); go(C.UNDO); go(C.PARK); go(a.tag)
    assert 0
