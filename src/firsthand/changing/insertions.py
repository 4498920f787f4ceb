"""The kinds of change that mend and no slip makes: a step put in, a step put elsewhere. As in `kinds`, one function each."""

import ast
import copy
from collections.abc import Iterator

_STEPS = [
    "-E",
    "1 - E",
    "E - 1",
    "E + 1",
    "E ** 2",
    "2 * E",
    "E / 2",
    "1 / E",
    "~E",
    "not E",
    "np.sqrt(E)",
    "np.abs(E)",
    "np.exp(E)",
    "np.log(E)",
    "E[::-1]",
    "E[1:]",
    "E[:-1]",
    "E[0]",
    "E[-1]",
    "E.T",
    "E[:, None]",
    "E.copy()",
    "list(E)",
    "float(E)",
    "np.asarray(E)",
    "np.asarray(E, float)",
    "np.sum(E)",
    "np.mean(E)",
    "np.sum(E, axis=0)",
    "np.mean(E, axis=0)",
    "np.sum(E, axis=1, keepdims=True)",
    "np.max(E)",
    "np.max(E, axis=1, keepdims=True)",
    "np.maximum(E, 0)",
    "np.minimum(E, 1)",
    "np.sort(E)",
    "np.unique(E)",
    "np.cumsum(E)",
    "E / np.sum(E)",
    "E - np.mean(E)",
]
_WITH_ANOTHER = ["E * V", "E / V", "E + V", "E - V", "V - E", "E / len(V)", "E * len(V)", "E @ V", "V[E]", "E[V]"]
LONGEST_PIECE = 24
_TINY = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0)
_STATEMENTS = ast.Assign | ast.AugAssign | ast.Expr | ast.Return | ast.If


def _templates(texts) -> list[ast.expr]:
    return [ast.parse(text, mode="eval").body for text in texts]


_STEP_TREES, _WITH_ANOTHER_TREES = _templates(_STEPS), _templates(_WITH_ANOTHER)


def _filled(node, **parts) -> ast.AST:
    """Copy a template with other code in place of its names."""
    if isinstance(node, ast.Name) and node.id in parts:
        return parts[node.id]
    made = copy.copy(node)
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            setattr(made, name, _filled(value, **parts))
        elif isinstance(value, list):
            setattr(made, name, [_filled(item, **parts) for item in value])
    return made


def _is_value(node, parents) -> bool:
    """Whether a node is an expression with a value that a step more may be done to."""
    if not isinstance(node, ast.Name | ast.BinOp | ast.Call | ast.Subscript | ast.Compare | ast.Attribute | ast.BoolOp):
        return False
    parent = parents[node]
    is_function = isinstance(parent, ast.Call) and parent.func is node
    is_stored = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
    is_part_of_name = (
        isinstance(parent, ast.Attribute) and isinstance(node, ast.Name) and node.id in ("np", "math", "pd")
    )
    return not (
        is_function or is_stored or is_part_of_name or (isinstance(node, ast.Name) and node.id in ("np", "math"))
    )


def _is_number(node) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def step_put_in(node, parents) -> Iterator[ast.AST]:
    """Yield a value with one step more done to it."""
    if _is_value(node, parents):
        yield from (_filled(template, E=node) for template in _STEP_TREES)


def guard_put_in(node, parents) -> Iterator[ast.AST]:
    """Yield a division that is not done where it would be by zero."""
    match node:
        case ast.BinOp(_, ast.Div(), below):
            for instead in (0.0, 1.0):
                yield ast.IfExp(ast.Compare(below, [ast.NotEq()], [ast.Constant(0)]), node, ast.Constant(instead))


def step_with_another(node, parents) -> Iterator[ast.AST]:
    """Yield a value with one step more done to it, together with a variable of the function."""
    if _is_value(node, parents) or _is_number(node):
        for name in _variables(node, parents):
            for template in _WITH_ANOTHER_TREES:
                yield _filled(template, E=node, V=ast.Name(name, ast.Load()))


def step_with_piece(node, parents) -> Iterator[ast.AST]:
    """Yield a value together with a piece of code that stands elsewhere in the function."""
    if _is_value(node, parents) or _is_number(node):
        for piece in _pieces(node, parents):
            for op in (ast.Mult(), ast.Div(), ast.Add(), ast.Sub(), ast.BitAnd()):
                yield ast.BinOp(node, op, piece)


def _pieces(node, parents) -> list[ast.expr]:
    """Return the short expressions of the function round a node, each once; variables and numbers are none."""
    function = _function_round(node, parents)
    found = (
        {}
        if function is None
        else {
            ast.unparse(item): item
            for item in ast.walk(function)
            if isinstance(item, ast.BinOp | ast.Call | ast.Compare | ast.Subscript | ast.UnaryOp)
            and not isinstance(getattr(item, "ctx", None), ast.Store)
        }
    )
    return [piece for text, piece in found.items() if len(text) <= LONGEST_PIECE]


def boundary_moved(node, parents) -> Iterator[ast.AST]:
    """Yield a comparison that takes the boundary in, or leaves it out."""
    match node:
        case ast.Compare(left, [op], [right]) if type(op) in _AT_THE_BOUNDARY:
            yield ast.Compare(left, [_AT_THE_BOUNDARY[type(op)]()], [right])


_AT_THE_BOUNDARY: dict[type, type] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}


def other_comparison(node, parents) -> Iterator[ast.AST]:
    """Yield a comparison with any other sign."""
    match node:
        case ast.Compare(left, [ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() | ast.Eq() | ast.NotEq() as op], [right]):
            for other in (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq):
                if not isinstance(op, other):
                    yield ast.Compare(left, [other()], [right])


def other_number(node, parents) -> Iterator[ast.AST]:
    """Yield the numbers that stand in most formulas."""
    if _is_number(node):
        usual = _TINY if 0 < abs(node.value) < 0.01 else (0, 1, 2, 0.5, -1, node.value / 2, 10 * node.value)
        yield from (ast.Constant(number) for number in usual if number != node.value)


def other_operator(node, parents) -> Iterator[ast.AST]:
    """Yield an operation with any other sign."""
    if isinstance(node, ast.BinOp | ast.AugAssign):
        for other in (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult):
            if not isinstance(node.op, other):
                changed = copy.copy(node)
                changed.op = other()
                yield changed
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        for op in (ast.Add(), ast.Sub(), ast.Mult()):
            yield ast.AugAssign(ast.Name(node.targets[0].id, ast.Store()), op, node.value)
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)


def other_variable(node, parents) -> Iterator[ast.AST]:
    """Yield a variable of the function in place of another, or of a number."""
    if _is_number(node) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _is_value(node, parents)):
        own = getattr(node, "id", None)
        yield from (ast.Name(name, ast.Load()) for name in _variables(node, parents) if name != own)


def other_function(node, parents) -> Iterator[ast.AST]:
    """Yield a call of the function that another one is mostly written for."""
    if isinstance(node, ast.Call) and (name := _called(node)) in _WRITTEN_FOR:
        other = copy.copy(node.func)
        setattr(other, "id" if isinstance(other, ast.Name) else "attr", _WRITTEN_FOR[name])
        yield ast.Call(other, node.args, node.keywords)


_WRITTEN_FOR = {
    "log2": "log",
    "log10": "log",
    "exp2": "exp",
    "nanmean": "mean",
    "nansum": "sum",
    "average": "mean",
    "fabs": "sum",
    "union1d": "unique",
    "append": "extend",
    "extend": "append",
    "hstack": "vstack",
    "vstack": "hstack",
    "multiply": "dot",
    "dot": "multiply",
    "outer": "dot",
    "trunc": "round",
    "arange": "ones",
    "zeros": "ones",
    "ones": "zeros",
    "fit_transform": "transform",
    "predict": "predict_proba",
    "predict_proba": "predict",
    "shuffle": "permutation",
}


def other_axis(node, parents) -> Iterator[ast.AST]:
    """Yield a call with an axis where none was, and with one that is kept."""
    if not isinstance(node, ast.Call) or _called(node) not in _REDUCE:
        return
    rest = [keyword for keyword in node.keywords if keyword.arg not in ("axis", "keepdims")]
    for axis in (0, 1, -1):
        yield ast.Call(node.func, node.args[:1], [*rest, ast.keyword("axis", ast.Constant(axis))])
    kept = ast.keyword("keepdims", ast.Constant(True))
    for axis in (0, 1):
        yield ast.Call(node.func, node.args[:1], [*rest, ast.keyword("axis", ast.Constant(axis)), kept])


_REDUCE = set(
    [
        "sum",
        "mean",
        "max",
        "min",
        "std",
        "var",
        "argmax",
        "argmin",
        "any",
        "all",
        "median",
        "prod",
        "cumsum",
        "norm",
        "amax",
        "amin",
        "average",
    ]
)


def _called(node) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def other_bounds(node, parents) -> Iterator[ast.AST]:
    """Yield a range that begins or ends one place on."""
    match node:
        case ast.Call(ast.Name("range"), [*before, end], []) if len(before) <= 1:
            start = before[0] if before else ast.Constant(0)
            one = ast.Constant(1)
            more, fewer = ast.BinOp(end, ast.Add(), one), ast.BinOp(end, ast.Sub(), one)
            later, earlier = ast.BinOp(start, ast.Add(), one), ast.BinOp(start, ast.Sub(), one)
            several: tuple[list[ast.expr], ...] = (
                [start, more],
                [start, fewer],
                [later, end],
                [later, more],
                [earlier, end],
                [ast.Constant(0), end],
            )
            for bounds in several:
                yield ast.Call(node.func, bounds, [])


def statement_moved(node, parents) -> Iterator[ast.AST]:
    """Yield a block whose last statement stands behind it, or with two neighbours exchanged, or the first before it."""
    for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
        if not isinstance(body, list) or isinstance(node, ast.ClassDef | ast.Module):
            continue
        field = "body" if body is node.body else "orelse"
        for i in range(len(body) - 1):
            yield _with(node, field, [*body[:i], body[i + 1], body[i], *body[i + 2 :]], body[i])
        for i, inner in enumerate(body):
            if isinstance(inner, ast.For | ast.While | ast.If) and len(inner.body) > 1:
                out, into = _with(inner, "body", inner.body[:-1]), _with(inner, "body", inner.body[1:])
                yield _with(node, field, [*body[:i], out, inner.body[-1], *body[i + 1 :]], inner.body[-1])
                yield _with(node, field, [*body[:i], inner.body[0], into, *body[i + 1 :]], inner.body[0])
            if isinstance(inner, ast.For | ast.While) and i + 1 < len(body) and isinstance(body[i + 1], _STATEMENTS):
                longer = _with(inner, "body", [*inner.body, body[i + 1]])
                yield _with(node, field, [*body[:i], longer, *body[i + 2 :]], body[i + 1])
            if isinstance(inner, ast.For | ast.While) and i > 0 and isinstance(body[i - 1], ast.Assign):
                longer = _with(inner, "body", [body[i - 1], *inner.body])
                yield _with(node, field, [*body[: i - 1], longer, *body[i + 1 :]], body[i - 1])


def statement_left_out(node, parents) -> Iterator[ast.AST]:
    """Yield a block without one of its statements."""
    body = getattr(node, "body", None)
    if isinstance(body, list) and len(body) > 1 and not isinstance(node, ast.ClassDef | ast.Module):
        for i, inner in enumerate(body):
            if isinstance(inner, ast.Assign | ast.AugAssign | ast.If | ast.Expr):
                yield _with(node, "body", [*body[:i], *body[i + 1 :]], inner)


def _with(node, field, body, moved=None):
    changed = copy.copy(node)
    changed.moved = moved  # the statement that a reader is to look at
    setattr(changed, field, body or [ast.Pass()])
    return changed


def _variables(node, parents) -> list[str]:
    """Return the names that the function round a node binds."""
    function = _function_round(node, parents)
    if function is None:
        return []
    bound = [item.arg for item in function.args.args]
    bound += [item.id for item in ast.walk(function) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)]
    return list(dict.fromkeys(bound))


def _function_round(node, parents) -> ast.FunctionDef | None:
    while node in parents and not isinstance(node, ast.FunctionDef):
        node = parents[node]
    return node if isinstance(node, ast.FunctionDef) else None
