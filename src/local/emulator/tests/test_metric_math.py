"""Metric math, without an emulator."""

import unittest

from patches.cloudwatch.metric_math import MathError, evaluate

SERIES = {"a": {0: 1.0, 60: 2.0, 120: 4.0}, "b": {0: 2.0, 60: 0.0}}


def result(expression):
    return evaluate(expression, SERIES, 60, [0, 60, 120])


def dated(values):
    return {time: value for time, value in enumerate(values) if value is not None}


class MetricMath(unittest.TestCase):
    def test_expressions_have_their_values(self):
        for expression, expected in (
            ("1 + 2 * 3 ^ 2", 19.0),
            ("-(2 - 5) / 2", 1.5),
            ("a * 10", {0: 10, 60: 20, 120: 40}),
            ("a + b", {0: 3, 60: 2, 120: 4}),
            ("a / b", {0: 0.5}),
            ("a > 1 AND NOT a > 3", {0: 0, 60: 1, 120: 0}),
            ("IF(a > 1, a, 0)", {0: 0, 60: 2, 120: 4}),
            ("IF(a > 1, b)", {60: 0, 120: 0}),
            ("FILL(b, 7)", {0: 2, 60: 0, 120: 7}),
            ("FILL(b, REPEAT)", {0: 2, 60: 0, 120: 0}),
            ("IF(a >= 2, 100 * b / a, 0)", {0: 0, 60: 0, 120: 0}),
            ("FILL(a, 0) + FILL(b, 0)", {0: 3, 60: 2, 120: 4}),
            ("100 * FILL(b, 0) / 60 / 5", {0: 200 / 60 / 5, 60: 0, 120: 0}),
            ("PERIOD(a)", 60.0),
            ("a / PERIOD(a)", {0: 1 / 60, 60: 2 / 60, 120: 4 / 60}),
            ("SUM(METRICS())", {0: 3, 60: 2, 120: 4}),
            ("MAX([a, b])", {0: 2, 60: 2, 120: 4}),
            ("AVG([a, b])", {0: 1.5, 60: 1, 120: 2}),
            ("SUM(a)", 7.0),
            ("100 * SUM(a) / PERIOD(a)", 700 / 60),
            ("DIFF(a)", {60: 1, 120: 2}),
            ("RUNNING_SUM(a)", {0: 1, 60: 3, 120: 7}),
        ):
            self.assertEqual(result(expression), expected, expression)

    def test_missing_datapoints_count_as_in_the_examples_of_aws(self):
        """The tables of the page that the module cites, under comparison operators and under IF."""
        for expression, metrics, expected in (
            ("metric1 < metric2", ([30, 20, 0, 0], [20, None, 20, None]), [0, 0, 1, 0]),
            ("metric1 >= 30", ([30, 20, 0, 0],), [1, 0, 0, 0]),
            ("metric1 > 15 AND metric2 > 15", ([30, 20, 0, 0], [20, None, 20, None]), [1, 0, 0, 0]),
            (
                "IF(metric1, metric2, metric3)",
                ([1, 1, 0, 0, None], [30, None, 0, 0, 30], [0, 0, 20, None, 20]),
                [30, 0, 20, None, None],
            ),
            ("IF(metric1, 5, metric2)", ([1, 1, 0, 0, None], [0, 0, 20, None, 20]), [5, 5, 20, None, None]),
            ("IF(metric1, metric2, 5)", ([1, 1, 0, 0, None], [30, None, 0, 0, 30]), [30, 0, 5, 5, None]),
        ):
            series = {f"metric{number}": dated(values) for number, values in enumerate(metrics, start=1)}
            self.assertEqual(evaluate(expression, series, 60, range(len(expected))), dated(expected), expression)

    def test_a_division_by_a_missing_datapoint_gives_none(self):
        self.assertEqual(result("a / b"), {0: 0.5})

    def test_what_is_no_expression_is_an_error(self):
        for expression in ("a +", "missing", "(a", "a b", "NOTHING(a)", "a $ b", "[a] + 1", "ABS(a, b)", ""):
            with self.assertRaises(MathError, msg=expression):
                result(expression)
