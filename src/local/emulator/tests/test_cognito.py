"""Cognito: codes, tokens and filters."""

import base64
import hmac
import pathlib
import subprocess
import sys
import time
import unittest

import botocore.exceptions

from tests.support import emulator


class UserPools(unittest.TestCase):
    def setUp(self):
        self.client = emulator().client("cognito-idp")
        self.pool = self.client.create_user_pool(PoolName=self.id())["UserPool"]["Id"]
        self.app = self.client.create_user_pool_client(
            UserPoolId=self.pool,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]

    def sign_in(self, name="ann"):
        self.client.sign_up(ClientId=self.app, Username=name, Password="Secret-123")
        self.client.admin_confirm_sign_up(UserPoolId=self.pool, Username=name)
        return self.client.initiate_auth(
            ClientId=self.app,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": "Secret-123"},
        )["AuthenticationResult"]

    def refresh(self, tokens):
        return self.client.initiate_auth(
            ClientId=self.app, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]}
        )

    def refused(self, code, action, **request):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            action(**request)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_a_wrong_confirmation_code_is_refused(self):
        self.client.sign_up(ClientId=self.app, Username="bob", Password="Secret-123")

        self.refused(
            "CodeMismatchException",
            self.client.confirm_sign_up,
            ClientId=self.app,
            Username="bob",
            ConfirmationCode="000000",
        )

        self.client.confirm_sign_up(ClientId=self.app, Username="bob", ConfirmationCode="123456")

    def test_the_address_of_a_sign_up_is_masked(self):
        answer = self.client.sign_up(
            ClientId=self.app,
            Username="eve",
            Password="Secret-123",
            UserAttributes=[{"Name": "email", "Value": "eve@example.com"}],
        )

        self.assertEqual(answer["CodeDeliveryDetails"]["Destination"], "e****@e****")

    def test_signing_out_revokes(self):
        endings = {
            "global": lambda tokens: self.client.global_sign_out(AccessToken=tokens["AccessToken"]),
            "admin": lambda tokens: self.client.admin_user_global_sign_out(UserPoolId=self.pool, Username="admin"),
            "revoke": lambda tokens: self.client.revoke_token(Token=tokens["RefreshToken"], ClientId=self.app),
            "disable": lambda tokens: self.client.admin_disable_user(UserPoolId=self.pool, Username="disable"),
        }
        for name, end in endings.items():
            tokens = self.sign_in(name)
            self.refresh(tokens)

            end(tokens)

            self.refused("NotAuthorizedException", self.refresh, tokens=tokens)
            self.refused("NotAuthorizedException", self.client.get_user, AccessToken=tokens["AccessToken"])

    def test_a_used_refresh_token_is_replaced(self):
        client = self.client.create_user_pool_client(
            UserPoolId=self.pool,
            ClientName="rotating",
            GenerateSecret=True,
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
            RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 5},
        )["UserPoolClient"]
        name, secret = client["ClientId"], client["ClientSecret"]
        self.assertEqual(client["RefreshTokenRotation"], {"Feature": "ENABLED", "RetryGracePeriodSeconds": 5})
        self.client.admin_create_user(UserPoolId=self.pool, Username="rae", MessageAction="SUPPRESS")
        self.client.admin_set_user_password(UserPoolId=self.pool, Username="rae", Password="Secret-123", Permanent=True)
        proof = base64.b64encode(hmac.digest(secret.encode(), f"rae{name}".encode(), "sha256")).decode()
        parameters = {"USERNAME": "rae", "PASSWORD": "Secret-123", "SECRET_HASH": proof}
        first = self.client.initiate_auth(ClientId=name, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)[
            "AuthenticationResult"
        ]["RefreshToken"]

        def refresh(token, **more):
            request = {"ClientId": name, "ClientSecret": secret, "RefreshToken": token, **more}
            answer = self.client.get_tokens_from_refresh_token(**request)
            return answer["AuthenticationResult"]["RefreshToken"]

        second = refresh(first)
        again = refresh(first)
        third = refresh(second)

        self.assertEqual(len({first, second, again, third}), 4)
        self.refused("NotAuthorizedException", refresh, token=third, ClientSecret="x" * 30)
        time.sleep(5.1)
        self.refused("RefreshTokenReuseException", refresh, token=first)
        self.assertNotEqual(refresh(third), third)
        self.refused(
            "InvalidParameterException",
            self.client.initiate_auth,
            ClientId=name,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": third, "SECRET_HASH": proof},
        )

    def test_the_factors_of_a_user_are_listed(self):
        tokens = self.sign_in("fay")
        self.client.admin_set_user_mfa_preference(
            UserPoolId=self.pool, Username="fay", SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
        )

        answers = (
            self.client.admin_get_user_auth_factors(UserPoolId=self.pool, Username="fay"),
            self.client.get_user_auth_factors(AccessToken=tokens["AccessToken"]),
        )

        for answer in answers:
            del answer["ResponseMetadata"]
            self.assertEqual(
                answer,
                {
                    "Username": "fay",
                    "PreferredMfaSetting": "SOFTWARE_TOKEN_MFA",
                    "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"],
                    "ConfiguredUserAuthFactors": ["PASSWORD", "SOFTWARE_TOKEN"],
                },
            )
        self.refused(
            "UserNotFoundException", self.client.admin_get_user_auth_factors, UserPoolId=self.pool, Username="nobody"
        )

    def test_a_lost_software_token_is_deleted(self):
        self.sign_in("gus")
        user = {"UserPoolId": self.pool, "Username": "gus"}
        self.client.admin_set_user_mfa_preference(
            **user,
            SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True},
            SMSMfaSettings={"Enabled": True, "PreferredMfa": False},
        )

        self.client.admin_delete_software_token(**user)

        factors = self.client.admin_get_user_auth_factors(**user)
        self.assertEqual(factors["UserMFASettingList"], ["SMS_MFA"])
        self.assertNotIn("PreferredMfaSetting", factors)
        self.client.admin_delete_software_token(**user)

    def test_filters_follow_their_syntax(self):
        self.sign_in("cleo")
        self.client.sign_up(
            ClientId=self.app,
            Username="dave",
            Password="Secret-123",
            UserAttributes=[{"Name": "email", "Value": "dave@example.com"}],
        )

        def found(text, **options):
            return self.client.list_users(UserPoolId=self.pool, Filter=text, **options)["Users"]

        self.assertEqual([user["Username"] for user in found('cognito:user_status = "CONFIRMED"')], ["cleo"])
        self.assertEqual([user["Username"] for user in found('email ^= "DAVE@"')], ["dave"])
        self.assertEqual(
            found('username = "dave"', AttributesToGet=["email"])[0]["Attributes"],
            [{"Name": "email", "Value": "dave@example.com"}],
        )
        for text in ('custom:plan = "x"', "email", 'email != "x"'):
            self.refused("InvalidParameterException", found, text=text)

    def test_a_user_is_added_while_another_is_looked_for(self):
        race = pathlib.Path(__file__).parent / "race.py"

        found = subprocess.run([sys.executable, race], capture_output=True, text=True, check=True)

        self.assertEqual(found.stdout, "UserNotFoundException\n")
