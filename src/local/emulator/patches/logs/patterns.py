"""Filter patterns of CloudWatch Logs, compiled to functions that decide whether a message matches.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import fnmatch
import json
import operator
import re

TERM = re.compile(r'([-?]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|(\S+))')
JSON_TOKEN = re.compile(
    r'\s*(\(|\)|&&|\|\||\$(?:\.[\w\-@]+|\[\d+\]|\[\*\])+|>=|<=|!=|=|<|>|"(?:[^"\\]|\\.)*"|%[^%]*%|[^\s()=<>!&|]+)'
)
COMPARISONS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


class PatternError(ValueError):
    """The pattern is not valid."""


def compile_pattern(pattern):
    """The function for `pattern`: terms, "quoted terms", -excluded, ?optional, %expressions%, or { $.json = ... }."""
    pattern = (pattern or "").strip()
    if pattern.startswith("{"):
        if not pattern.endswith("}"):
            raise PatternError("Invalid filter pattern: missing }")
        condition = JsonPattern(pattern[1:-1]).compiled()
        return lambda message: matches_json(condition, message)
    required, excluded, optional = [], [], []
    kinds = {"": required, "-": excluded, "?": optional}
    for sign, quoted, expression, word in TERM.findall(pattern):
        kinds[sign].append(re.compile(expression or re.escape(quoted.replace('\\"', '"') or word)))

    def matches(message):
        found = all(term.search(message) for term in required)
        if optional and not required:
            found = any(term.search(message) for term in optional)
        return found and not any(term.search(message) for term in excluded)

    return matches


def matches_json(condition, message):
    try:
        document = json.loads(message)
    except ValueError:
        return False
    return isinstance(document, dict) and condition(document)


def selected_by(path, message):
    """The values at a path such as $.user.id in a message; none where it is not JSON."""
    try:
        return selected(json.loads(message), steps(path))
    except ValueError:
        return []


def steps(path):
    return re.findall(r"\.([\w\-@]+)|\[(\d+|\*)\]", path)


class JsonPattern:
    """Compiles the inside of a { ... } pattern."""

    def __init__(self, text):
        self.text = text
        self.tokens = []
        position = 0
        while text[position:].strip():
            token = JSON_TOKEN.match(text, position)
            if not token:
                raise PatternError(f"Invalid filter pattern: {text[position:].strip()}")
            self.tokens.append(token[1])
            position = token.end()

    def compiled(self):
        condition = self.alternatives()
        if self.tokens:
            raise PatternError(f"Invalid filter pattern: unexpected {self.tokens[0]}")
        return condition

    def next(self):
        if not self.tokens:
            raise PatternError(f"Invalid filter pattern: {self.text.strip()} ends too early")
        return self.tokens.pop(0)

    def take(self, token):
        return self.tokens[:1] == [token] and self.tokens.pop(0)

    def alternatives(self):
        conditions = [self.conjunction()]
        while self.take("||"):
            conditions.append(self.conjunction())
        return lambda document: any(condition(document) for condition in conditions)

    def conjunction(self):
        conditions = [self.comparison()]
        while self.take("&&"):
            conditions.append(self.comparison())
        return lambda document: all(condition(document) for condition in conditions)

    def comparison(self):
        if self.take("("):
            condition = self.alternatives()
            if not self.take(")"):
                raise PatternError("Invalid filter pattern: missing )")
            return condition
        path = steps(self.next())
        if not path:
            raise PatternError(f"Invalid filter pattern: {self.text.strip()}")
        sign = self.next()
        if sign == "IS":
            return self.special(path, self.next())
        if sign == "NOT":
            self.next()
            return lambda document: not selected(document, path)
        test = value_test(sign, self.next())
        return lambda document: any(test(value) for value in selected(document, path))

    def special(self, path, word):
        constant = {"TRUE": True, "FALSE": False, "NULL": None}.get(word.upper(), self)
        if constant is self:
            raise PatternError(f"Invalid filter pattern: IS {word}")
        return lambda document: any(value is constant for value in selected(document, path))


def selected(document, path):
    """The values at `path`: none, one, or with [*] many."""
    values = [document]
    for name, index in path:
        if name:
            values = [value[name] for value in values if isinstance(value, dict) and name in value]
        elif index == "*":
            values = [entry for value in values if isinstance(value, list) for entry in value]
        else:
            values = [value[int(index)] for value in values if isinstance(value, list) and int(index) < len(value)]
    return values


def value_test(sign, operand):
    """The test that `sign` and `operand` make: of numbers as numbers, of text with * as wildcard."""
    if sign in COMPARISONS:
        compare, bound = COMPARISONS[sign], number(operand)
        if bound is None:
            raise PatternError(f"Invalid filter pattern: {sign} needs a number")
        return lambda value: is_number(value) and compare(value, bound)
    if sign not in ("=", "!="):
        raise PatternError(f"Invalid filter pattern: unexpected {sign}")
    return equality(operand) if sign == "=" else negated(equality(operand))


def equality(operand):
    bound = number(operand)
    if operand.startswith("%"):
        expression = re.compile(operand.strip("%"))
        return lambda value: isinstance(value, str) and expression.search(value) is not None
    if bound is not None and not operand.startswith('"'):
        return lambda value: value == bound if is_number(value) else value == operand
    text = json.loads(operand) if operand.startswith('"') else operand
    return lambda value: isinstance(value, str) and fnmatch.fnmatchcase(value, text.replace("[", "[[]"))


def negated(test):
    return lambda value: not test(value)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number(text):
    try:
        return float(text)
    except ValueError:
        return None
