"""Two user pools, and users in every state that moves in the first."""

import json

from stage import Stage

TEMPLATE = """Resources:
  UserPool:
    Type: AWS::Cognito::UserPool
    Metadata: {srvls: {Suppress: [{Id: SRV405, Reason: bench}, {Id: SRV505, Reason: bench}]}}
    Properties:
      UsernameAttributes: [email]
      UsernameConfiguration: {CaseSensitive: false}
      AutoVerifiedAttributes: [email]
      Schema: [{Name: team, AttributeDataType: String, Mutable: true}]
Outputs:
  UserPoolId: {Value: !Ref UserPool}
"""
GROUPS = ("admin", "readers")


class TwoPools(Stage):
    def __init__(self, srvls):
        super().__init__(srvls, TEMPLATE)

    def __enter__(self):
        super().__enter__()
        self.run(*self.elsewhere(), "deploy", "--yes")
        self.from_pool, self.to_pool = (
            json.loads(self.run(*where, "outputs", "-o", "json"))["UserPoolId"] for where in ((), self.elsewhere())
        )
        return self

    def cognito(self, operation, pool, **request):
        return self.call("cognito-idp", operation, {"UserPoolId": pool, **request})

    def fill(self, users):
        """Every third is in a group, every fifth is disabled, every seventh was only invited."""
        for group in GROUPS:
            self.cognito("CreateGroup", self.from_pool, GroupName=group, Precedence=3)

        # One at a time: the emulator looks for the address among all users, and fails if one comes in meanwhile.
        for number in range(users):
            email = f"user{number}@example.com"
            values = {"email": email, "email_verified": "true", "name": f'Ada, "{number}" 이도', "custom:team": "blue"}
            attributes = [{"Name": name, "Value": value} for name, value in values.items()]
            flags = {"UserAttributes": attributes, "MessageAction": "SUPPRESS"}
            created = self.cognito("AdminCreateUser", self.from_pool, Username=email, **flags)
            name = created["User"]["Username"]
            if number % 3 == 0:
                self.cognito("AdminAddUserToGroup", self.from_pool, Username=name, GroupName="admin")
            if number % 5 == 0:
                self.cognito("AdminDisableUser", self.from_pool, Username=name)
            if number % 7 != 0:
                password = {"Password": "Correct-Horse-9", "Permanent": True}
                self.cognito("AdminSetUserPassword", self.from_pool, Username=name, **password)

    def pages(self, operation, pool, token, **request):
        start = {}
        while True:
            page = self.cognito(operation, pool, **request, **start)
            yield from page["Users"]
            if not page.get(token):
                return
            start = {token: page[token]}

    def users(self, pool):
        """What moves of every user by their address, and their subs."""
        members = {
            group: {user["Username"] for user in self.pages("ListUsersInGroup", pool, "NextToken", GroupName=group)}
            for group in GROUPS
        }
        users, subs = {}, {}
        for user in self.pages("ListUsers", pool, "PaginationToken"):
            attributes = {attribute["Name"]: attribute["Value"] for attribute in user["Attributes"]}
            sub, email = attributes.pop("sub"), attributes["email"]
            if email in users:
                raise SystemExit(f"{email} is doubled")
            groups = [group for group in GROUPS if user["Username"] in members[group]]
            users[email] = (attributes, groups, user["Enabled"], user["UserStatus"])
            subs[email] = sub
        return users, subs

    def compare(self, count):
        (before, old), (after, new) = self.users(self.from_pool), self.users(self.to_pool)
        if len(before) != count or before != after:
            raise SystemExit("the pools are not equal")
        pairs = (self.folder / "users.jsonl.subs.csv").read_text().splitlines()[1:]
        if sorted(pairs) != sorted(f"{old[email]},{new[email]}" for email in old):
            raise SystemExit("the file of subs is not that of the users")
