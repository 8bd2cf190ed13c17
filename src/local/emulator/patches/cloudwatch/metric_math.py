"""Metric math: the expressions of CloudWatch over time series.

A series is a dict from timestamp to value; a missing timestamp is a missing datapoint, which counts as 0 beside one
that is there. A number stands for itself at every timestamp. The functions here are those that alarms use; any other is
an error that names it.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import itertools
import math
import operator
import re

TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?)|([A-Za-z_]\w*)|(\"[^\"]*\")|(&&|\|\||[<>=!]=|[-+*/^<>(),\[\]]))"
)
COMPARISONS = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
WORD_OPERATORS = {"AND": "&&", "OR": "||"}


class MathError(ValueError):
    """The expression is not one, or uses what is not modelled here."""


def evaluate(expression, metrics, period, timestamps):
    """The series (or number) that `expression` gives. `metrics` has the series of each id it may name;
    `timestamps` are those of the period that is looked at, which FILL fills."""
    parser = Parser(expression, metrics, period, timestamps)
    try:
        value = parser.expression()
    except (TypeError, AttributeError) as error:
        # A list or text where a series or number belongs, or a wrong number of arguments.
        raise MathError(f"wrong operands in {expression!r}") from error
    if parser.tokens:
        raise MathError(f"unexpected {parser.tokens[0]!r} in {expression!r}")
    return value


def combine(function, *values):
    """`function` of the values at each timestamp that any series has; no datapoint where it is undefined."""
    series = [value for value in values if isinstance(value, dict)]
    if not series:
        return function(*values)
    combined = {}
    for timestamp in sorted(set().union(*series)):
        try:
            combined[timestamp] = float(function(*(at(value, timestamp, 0.0) for value in values)))
        except (ZeroDivisionError, OverflowError):
            continue
    return combined


def at(value, timestamp, missing=None):
    return value.get(timestamp, missing) if isinstance(value, dict) else value


class Parser:
    """A recursive-descent parser that computes while it reads. One method per level of precedence."""

    def __init__(self, expression, metrics, period, timestamps):
        self.tokens = tokens(expression)
        self.metrics = metrics
        self.period = period
        self.timestamps = timestamps

    def take(self, *accepted):
        """The next token, if it is one of `accepted`."""
        token = self.tokens[0] if self.tokens else None
        token = WORD_OPERATORS.get(token, token)
        return token if token in accepted and self.tokens.pop(0) else None

    def require(self, token):
        if not self.take(token):
            raise MathError(f"expected {token!r} before {self.tokens[:1] or 'the end'}")

    def expression(self):
        value = self.conjunction()
        while self.take("||"):
            value = combine(lambda a, b: bool(a) or bool(b), value, self.conjunction())
        return value

    def conjunction(self):
        value = self.comparison()
        while self.take("&&"):
            value = combine(lambda a, b: bool(a) and bool(b), value, self.comparison())
        return value

    def comparison(self):
        if self.take("NOT"):
            return combine(operator.not_, self.comparison())
        value = self.sum()
        while sign := self.take(*COMPARISONS):
            value = combine(COMPARISONS[sign], value, self.sum())
        return value

    def sum(self):
        value = self.product()
        while sign := self.take("+", "-"):
            value = combine(operator.add if sign == "+" else operator.sub, value, self.product())
        return value

    def product(self):
        value = self.power()
        while sign := self.take("*", "/"):
            value = combine(operator.mul if sign == "*" else operator.truediv, value, self.power())
        return value

    def power(self):
        value = self.unary()
        return combine(operator.pow, value, self.power()) if self.take("^") else value

    def unary(self):
        if self.take("-"):
            return combine(operator.neg, self.unary())
        return self.operand()

    def operand(self):
        if self.take("("):
            value = self.expression()
            self.require(")")
            return value
        if self.take("["):
            return self.list("]")
        if not self.tokens:
            raise MathError("the expression ends too early")
        token = self.tokens.pop(0)
        if token[0].isdigit():
            return float(token)
        if token[0] == '"':
            return token[1:-1]
        if self.take("("):
            return self.call(token, self.list(")"))
        if token in ("REPEAT", "LINEAR"):
            return token
        if token not in self.metrics:
            raise MathError(f"{token!r} is not defined")
        return self.metrics[token]

    def list(self, end):
        values = []
        while not self.take(end):
            if values:
                self.require(",")
            values.append(self.expression())
        return values

    def call(self, name, arguments):
        function = getattr(self, f"function_{name.lower()}", None)
        if function is None:
            raise MathError(f"the function {name} is not modelled")
        return function(*arguments)

    def function_metrics(self, part=""):
        return [series for name, series in self.metrics.items() if part in name]

    def function_period(self, _series):
        return float(self.period)

    def function_if(self, condition, then, otherwise=None):
        if not isinstance(condition, dict):
            return then if condition else otherwise
        chosen = {
            timestamp: at(then, timestamp, 0.0) if truth else at(otherwise, timestamp)
            for timestamp, truth in condition.items()
        }
        return {timestamp: value for timestamp, value in chosen.items() if value is not None}

    def function_fill(self, series, filler):
        if isinstance(series, list):
            return [self.function_fill(one, filler) for one in series]
        if filler == "LINEAR":
            raise MathError("FILL(..., LINEAR) is not modelled")
        filled, previous = {}, None
        for timestamp in sorted({*self.timestamps, *series}):
            value = series.get(timestamp, previous if filler == "REPEAT" else at(filler, timestamp))
            previous = value
            if value is not None:
                filled[timestamp] = value
        return filled

    def function_sum(self, values):
        return aggregate(values, sum)

    def function_avg(self, values):
        # Of several series, those without a datapoint count as 0.
        return aggregate(values, lambda present: sum(present) / len(values if isinstance(values, list) else present))

    def function_min(self, values):
        return aggregate(values, min)

    def function_max(self, values):
        return aggregate(values, max)

    def function_abs(self, value):
        return combine(abs, value)

    def function_ceil(self, value):
        return combine(math.ceil, value)

    def function_floor(self, value):
        return combine(math.floor, value)

    def function_rate(self, series):
        return self.function_diff(series, per_second=True)

    def function_diff(self, series, per_second=False):
        times = sorted(series)
        return {
            time: (series[time] - series[before]) / (time - before if per_second else 1)
            for before, time in itertools.pairwise(times)
        }

    def function_running_sum(self, series):
        total, sums = 0.0, {}
        for timestamp in sorted(series):
            total += series[timestamp]
            sums[timestamp] = total
        return sums


def aggregate(values, function):
    """Of one series: the number over all its datapoints. Of a list: the series over those present at each time."""
    if isinstance(values, dict):
        return function(list(values.values())) if values else {}
    present = {}
    for series in values:
        for timestamp, value in series.items():
            present.setdefault(timestamp, []).append(value)
    return {timestamp: function(found) for timestamp, found in sorted(present.items())}


def tokens(expression):
    found, position = [], 0
    text = expression.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if not match:
            raise MathError(f"unexpected {text[position:]!r}")
        found.append(match[match.lastindex])
        position = match.end()
    return found
