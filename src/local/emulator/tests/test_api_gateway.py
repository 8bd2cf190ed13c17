"""API Gateway: requests to a stage."""

import json
import time
import unittest

from tests.support import call, emulator


class ApiGateway(unittest.TestCase):
    def test_a_path_stays_percent_encoded(self):
        event = call("/echo/a%2Fb%20c").json()

        self.assertEqual(event["pathParameters"], {"name": "a%2Fb%20c"})
        self.assertEqual(event["path"], "/echo/a%2Fb%20c")

    def test_the_event_carries_what_the_client_sees(self):
        reply = call("/echo/x?page=1&page=2")
        event = reply.json()

        self.assertEqual(event["requestContext"]["requestId"], reply.headers["x-amzn-requestid"])
        self.assertEqual(event["queryStringParameters"], {"page": "2"})
        self.assertEqual(event["multiValueQueryStringParameters"], {"page": ["1", "2"]})
        self.assertEqual(event["requestContext"]["domainName"], f"127.0.0.1:{emulator().port}")
        self.assertIsNone(event["requestContext"]["identity"]["cognitoIdentityId"])

    def test_a_failing_function_shows_nothing_of_its_inside(self):
        for what in ("fail", "malformed", "object"):
            reply = call(f"/echo/x?do={what}")

            self.assertEqual(reply.status, 502, what)
            self.assertEqual(reply.json()["message"].strip(), "Internal server error")
            self.assertEqual(reply.headers["access-control-allow-origin"], "*")

    def test_a_function_without_permission_is_not_invoked(self):
        self.assertEqual(call("/forbidden").status, 500)

    def test_an_alias_is_invoked_by_its_own_permission(self):
        self.assertEqual(call("/aliased").status, 200)

    def test_a_slow_integration_answers_504_in_time(self):
        # Starts the emulator and the function.
        call("/echo/x")
        started = time.monotonic()
        reply = call("/slow?do=hang")

        self.assertEqual(reply.status, 504)
        self.assertLess(time.monotonic() - started, 3)

    def test_a_preflight_has_headers_and_no_body(self):
        reply = call("/notes", "OPTIONS", Origin="https://app.example.com")

        self.assertEqual((reply.status, reply.body), (204, b""))
        self.assertEqual(reply.headers["access-control-allow-origin"], "https://app.example.com")

    def test_a_mock_without_template_has_no_body(self):
        reply = call("/quiet")

        self.assertEqual((reply.status, reply.body), (200, b""))

    def test_a_body_that_its_model_refuses_is_explained(self):
        reply = call("/notes", "POST", '{"title": "x", "tag": "green"}', content_type="application/json")

        self.assertEqual(reply.status, 422)
        self.assertIn("too short", reply.json()["message"])
        self.assertEqual((reply.json()["path"], reply.json()["method"]), ("/notes", "POST"))
        self.assertEqual(call("/notes", "POST", '{"title": "ok", "tag": "red"}').status, 200)

    def test_a_body_of_another_media_type_is_not_validated(self):
        self.assertEqual(call("/notes", "POST", "no json", content_type="text/plain").status, 200)

    def test_a_required_parameter_is_required(self):
        reply = call("/pages")

        self.assertEqual(reply.status, 400)
        self.assertIn("Missing required request parameters: [page]", reply.json()["message"])

    def test_all_methods_reach_an_any_method(self):
        self.assertEqual(call("/any", "DELETE").json()["httpMethod"], "DELETE")

    def test_binary_replies_are_decoded(self):
        self.assertEqual(call("/echo/x?do=binary", Accept="image/png").body, b"\0\1\2")

    def test_the_authorizer_decides_and_its_answer_is_cached(self):
        missing = call("/guarded")
        self.assertEqual(missing.status, 401)
        self.assertEqual(
            missing.json(),
            {"message": "Unauthorized", "code": "unauthorized", "requestId": missing.headers["x-amzn-requestid"]},
        )
        self.assertEqual(call("/guarded", Authorization="unauthorized").status, 401)
        self.assertEqual(call("/guarded", Authorization="deny").status, 403)

        contexts = [call("/guarded", Authorization="allow").json()["requestContext"]["authorizer"] for _ in range(2)]

        self.assertEqual(contexts[0]["admin"], "true")
        self.assertEqual(contexts[0]["calls"], contexts[1]["calls"])
        self.assertIsInstance(contexts[0]["calls"], str)

    def test_requests_are_logged_as_the_stage_says(self):
        reply = call("/guarded", Authorization="allow")

        lines = (
            emulator()
            .client("logs")
            .filter_log_events(
                logGroupName="access", filterPattern=f'{{ $.id = "{reply.headers["x-amzn-requestid"]}" }}'
            )["events"]
        )

        logged = [json.loads(line["message"]) for line in lines]
        self.assertRegex(logged[0].pop("call"), "^[0-9a-f-]{36}$")
        self.assertEqual(
            logged,
            [{"id": reply.headers["x-amzn-requestid"], "status": "200", "path": "/guarded", "who": "someone"}],
        )
