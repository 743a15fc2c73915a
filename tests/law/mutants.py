"""Mutants of a module: its source with one thing changed (`mutate.py` runs the tests on them).

Changed are a comparison, `and`/`or`, `not`, a sign, a number, True/False, a None that becomes
False, a text inside a function, `any`/`all`, `min`/`max`; a condition is turned round, a call
whose value nobody uses, a filter, or one item of a list, set, tuple or dict is taken away.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SWAPS = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}
NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
NOT_CHANGED = {"annotation", "returns", "decorator_list", "slice"}
# These conditions change by their own operator.
TURNED_INSIDE = ast.Compare | ast.BoolOp | ast.UnaryOp
Change = tuple[ast.AST, dict[str, object]]


class Mutant(NamedTuple):
    """One change: the module, the line, what stood there, what stands there now, all the source."""

    module: str
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}  {self.before}  →  {self.after}"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of one module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node, change in list(places(tree)):
        sound, before = {field: getattr(node, field) for field in change}, shown(node)
        put(node, change)
        source = ast.unparse(ast.fix_missing_locations(tree))
        yield Mutant(path.stem, line_of(node), before, shown(node), source)
        put(node, sound)


def put(node: ast.AST, fields: dict[str, object]) -> None:
    for field, value in fields.items():
        setattr(node, field, value)


def line_of(node: ast.AST) -> int:
    return node.target.lineno if isinstance(node, ast.comprehension) else node.lineno


def shown(node: ast.AST) -> str:
    """The node on one line; of a statement with a body only its head."""
    return ast.unparse(node).partition("\n")[0]


def places(node: ast.AST, inside: bool = False) -> Iterator[Change]:
    """(node, its changed fields) for every change; `inside`: within a function."""
    inside = inside or isinstance(node, ast.FunctionDef | ast.Lambda)
    yield from changes(node, inside)
    for field, value in ast.iter_fields(node):
        if field in NOT_CHANGED or (isinstance(node, ast.keyword) and node.arg == "strict"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not is_docstring(child):
                yield from places(child, inside)


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def changes(node: ast.AST, inside: bool) -> Iterator[Change]:
    """The changes of one node."""
    if isinstance(node, ast.Constant):
        yield from changed_constant(node, inside)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
        yield from without_one(node)
    elif isinstance(node, ast.Name) and node.id in NAMES:
        yield node, {"id": NAMES[node.id]}
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield node, {"value": ast.Constant(None)}
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield node, {"ifs": []}
    else:
        yield from turned(node)


def turned(node: ast.AST) -> Iterator[Change]:
    """Another operator; a condition without one is turned round."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            swapped = [*node.ops]
            swapped[index] = SWAPS[type(operator)]()
            yield node, {"ops": swapped}
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
        yield node, {"op": SWAPS[type(node.op)]()}
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, {"op": ast.UAdd()}
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, TURNED_INSIDE):
        yield node, {"test": ast.UnaryOp(ast.Not(), node.test)}


def without_one(node: ast.Tuple | ast.List | ast.Set | ast.Dict) -> Iterator[Change]:
    """The literal without one of its items; targets of an assignment stay."""
    if isinstance(node, ast.Dict):
        for index in range(len(node.keys)):
            yield node, {"keys": less(node.keys, index), "values": less(node.values, index)}
    elif isinstance(getattr(node, "ctx", None), ast.Store) or len(node.elts) < 2:
        return
    else:
        for index in range(len(node.elts)):
            yield node, {"elts": less(node.elts, index)}


def less(items: list, index: int) -> list:
    return [*items[:index], *items[index + 1 :]]


def changed_constant(node: ast.Constant, inside: bool) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield node, {"value": not value}
    elif isinstance(value, int):
        yield node, {"value": value + 1}
    elif value is None and inside:
        yield node, {"value": False}
    elif isinstance(value, str) and value and inside:
        yield node, {"value": value + "!"}
