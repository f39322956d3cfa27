"""Finds every guard in the source and puts a switch before it, so that one at a time can be off.

A guard is one of these; `python benchmarks/guards.py` says which test misses it when it is off:

- REFUSAL: `if condition: raise ...` in the places that decide (actions, queries, permissions, views,
  middleware). Each part of a condition joined by `or` is a guard of its own.
- CALL: a call alone on its line of something that only refuses, as `check_holds(...)`.
- CLOSED: `if ...: return None` (or nothing found) where the condition asks who somebody is.
- ANSWER: what a predicate returns, as `holds` or `is_complete`; off, it always allows.
- FILTER: one condition of a query, or one part of a conjunction or disjunction, in the modules that
  decide what a person sees.

The source is rewritten while it is imported; the files stay as they are.
"""

from __future__ import annotations

import ast
import builtins
import importlib.abc
import importlib.machinery
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOMS = "accounts|programme|governance|register|evidence|claims|web"
PLACES = "actions|queries|permissions|views|middleware|demonstration|api"
DECIDES = re.compile(rf"^mutualise\.(?:{ROOMS})\.(?:{PLACES})(?:\.|$)")
LAW = re.compile(r"^mutualise\.(?:accounts\.rules\.(?:roles|sessions|second_factor)|.*\.rules\.meeting_steps)$")  # fmt: skip
SIGHT = re.compile(r"^mutualise\.programme\.queries\.(?:visible|ties)$")
ONLY_REFUSES = re.compile(r"^_?(?:check|require|must|may_issue)")
WHO = re.compile(
    r"holds|may_|is_staff|is_authenticated|actors|Actor\.|Role\.|is_closed_to|is_active|roles|secretary"
)
NOTHING = re.compile(r"^(?:None|False|\[\]|\(\)|\{\}|NONE|.*\.none\(\)|Q\(pk__in=\[\]\)|frozenset\(\))$")  # fmt: skip
# Predicates for which False is the answer that allows.
FALSE_ALLOWS = {
    "is_closed_to", "needs_second_factor", "is_over", "needs_it", "_took_part", "_appealed",
    "_events_by", "_undecided", "is_closed", "over", "unanswered", "left_office", "goes_public",
}  # fmt: skip
# Predicates that say what is shown or found, and keep nobody out.
TELLS = {
    "changed", "waits", "ready", "standing", "any_figure_of_list", "source_exists", "is_large",
    "organisation_exists", "subject_known", "_is", "_fits", "_is_of_a_sample", "goes_public",
    "shown_is_demonstration", "send_again", "_held_back", "_taken", "forget_order", "reset",
    "_take_away", "has_edited", "are_there", "signed_here", "is_of_the_demonstration",
}  # fmt: skip


class Switchboard:
    """Which guard is off, and in which test each of them refused somebody."""

    def __init__(self) -> None:
        self.points: dict[str, str] = {}
        self.off: str = ""
        self.test: str = ""
        self.refused_in: dict[str, dict[str, None]] = defaultdict(dict)
        self.asked_in: dict[str, dict[str, None]] = defaultdict(dict)

    def refusal(self, point: str, value: Any, step: Any = None) -> Any:
        """The condition of a refusal; off, it never holds."""
        keyed = f"{point} {step.name}" if step is not None else point
        if value:
            self.points.setdefault(keyed, self.points[point])
            self.refused_in[keyed].setdefault(self.test)
        return False if self.off in (keyed, point) else value

    def call(self, point: str, deed: Any) -> None:
        """A call that only refuses; off, its refusal is passed over."""
        try:
            deed()
        except Exception as refused:
            self.refused_in[point].setdefault(self.test)
            step = sys._getframe(1).f_locals.get("step")
            for reason in getattr(refused, "reasons", ()) if step else ():
                self.refused_in[f"unmet {step.name} {reason}"].setdefault(self.test)
            if self.off != point:
                raise

    def answer(self, point: str, value: Any, allows: bool) -> Any:
        if bool(value) is not allows:
            self.refused_in[point].setdefault(self.test)
            if self.off == point:
                return allows
        return value

    def part(self, point: str, value: Any, without: Any) -> Any:
        """A part of a query; off, the query is `without` it."""
        self.asked_in[point].setdefault(self.test)
        return without() if self.off == point else value()

    def query(self, point: str, method: Any, *args: Any, **asked: Any) -> Any:
        """A query by its conditions; off, one of them is left out."""
        for name in (*map(str, range(len(args))), *asked):
            self.asked_in[f"{point} {name}"].setdefault(self.test)
        if self.off.startswith(f"{point} "):
            name = self.off.removeprefix(f"{point} ")
            args = tuple(each for n, each in enumerate(args) if str(n) != name)
            asked = {key: value for key, value in asked.items() if key != name}
        return method(*args, **asked)


BOARD = Switchboard()
builtins.__guard__ = BOARD  # type: ignore[attr-defined]


def asked(method: str, *args: ast.expr) -> ast.Call:
    name = ast.Attribute(ast.Name("__guard__", ast.Load()), method, ast.Load())
    return ast.Call(name, list(args), [])


def later(value: ast.expr) -> ast.Lambda:
    nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.Lambda(nothing, value)


class Switches(ast.NodeTransformer):
    """Puts the switches into one module."""

    def __init__(self, module: str) -> None:
        self.module = module.removeprefix("mutualise.")
        self.sight, self.decides = bool(SIGHT.match(module)), bool(DECIDES.match(module))
        self.functions: list[ast.FunctionDef] = []

    def point(self, kind: str, node: ast.AST, part: str = "", words: str = "") -> ast.Constant:
        name = f"{kind} {self.module}:{node.lineno}{part}"  # type: ignore[attr-defined]
        while name in BOARD.points:
            name += "'"
        said = words or ast.unparse(node)
        BOARD.points[name] = f"{self.functions[-1].name if self.functions else ''}: {said}"[:150]
        return ast.Constant(name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.functions.append(node)
        self.generic_visit(node)
        self.functions.pop()
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        last = node.body[-1]
        refuses = isinstance(last, ast.Raise) and last.exc is not None
        closes = (
            isinstance(last, ast.Return)
            and bool(NOTHING.match(ast.unparse(last.value) if last.value else "None"))
            and bool(WHO.search(ast.unparse(node.test)))
        )
        if self.decides and (refuses or closes):
            kind = "REFUSAL" if refuses else "CLOSED"
            of_a_step = refuses and "step.actors" in ast.unparse(node.test)
            step = [ast.Name("step", ast.Load())] if of_a_step else []
            if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.Or):
                node.test.values = [
                    asked("refusal", self.point(kind, each, f"/{number}"), each)
                    for number, each in enumerate(node.test.values, 1)
                ]
            else:
                node.test = asked("refusal", self.point(kind, node.test), node.test, *step)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        called = node.value.func if isinstance(node.value, ast.Call) else None
        name = getattr(called, "attr", getattr(called, "id", ""))
        self.generic_visit(node)
        if self.decides and self.functions and ONLY_REFUSES.match(name):
            node.value = asked("call", self.point("CALL", node), later(node.value))
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        inside = self.functions[-1] if self.functions else None
        answers = inside is not None and inside.returns is not None and ast.unparse(inside.returns) == "bool"  # fmt: skip
        if answers and node.value is not None and inside.name not in TELLS:
            allows = inside.name not in FALSE_ALLOWS
            if not (isinstance(node.value, ast.Constant) and node.value.value is allows):
                point = self.point("ANSWER", node)
                node.value = asked("answer", point, node.value, ast.Constant(allows))
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not self.sight or not isinstance(node.func, ast.Attribute):
            return node
        if node.func.attr in ("filter", "exclude"):
            first = self.point("FILTER", node)
            said = BOARD.points.pop(first.value)
            for number, each in enumerate(node.args):
                BOARD.points[f"{first.value} {number}"] = f"{said.split(':')[0]}: {ast.unparse(each)}"[:150]  # fmt: skip
            for each in node.keywords:
                BOARD.points[f"{first.value} {each.arg}"] = f"{said.split(':')[0]}: {each.arg}"
            node.args = [first, node.func, *node.args]
            node.func = ast.Attribute(ast.Name("__guard__", ast.Load()), "query", ast.Load())
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not self.sight or not self.functions or not isinstance(node.op, ast.BitOr | ast.BitAnd):
            return node
        if "set" in ast.unparse(node) or self.functions[-1].name in ("_by_body", "actors_of"):
            return node
        found: ast.expr = node
        for side, without in ((node.left, node.right), (node.right, node.left)):
            if not isinstance(side, ast.Call) or "__guard__.part" not in ast.unparse(side.func):
                point = self.point("FILTER", side, f"@{side.col_offset}", ast.unparse(side))
                found = asked("part", point, later(found), later(without))
        return found


class Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> Any:
        path = self.get_filename(fullname)
        tree = ast.parse(Path(path).read_bytes())
        return compile(ast.fix_missing_locations(Switches(fullname).visit(tree)), path, "exec", dont_inherit=True)  # fmt: skip


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if not (DECIDES.match(fullname) or LAW.match(fullname)):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(fullname, spec.loader.path)
        return spec


def install() -> None:
    """Rewrite what is imported from now on. Called before Django is set up."""
    late = [name for name in sys.modules if DECIDES.match(name)]
    if late:
        raise RuntimeError(f"imported too early to be rewritten: {late[:3]}")
    sys.meta_path.insert(0, Finder())
