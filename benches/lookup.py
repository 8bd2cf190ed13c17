"""One user found by srvls and by the AWS CLI, in one run: `python3 benches/lookup.py`.

`srvls user lookup` says who a user is and whether they can sign in, from the account, the profile, the data, the
images and the logs. `aws cognito-idp list-users --filter` has the account alone. Both ask the local emulator, once
directly and once through a proxy that makes every call take 100 ms longer: srvls asks for all at once, so that it waits
for little more than two calls, once it knows the outputs of the stack. Memory is compared twice: all that is resident,
and what is the process's own, without pages of files, such as of the program itself, which the kernel can drop. What
counts are the ratios: the numbers beside them are those of this machine, medians of all rounds. Measure a release build
by `--binary`: a debug build is the default, and no fair peer."""

import argparse
import json
import statistics
import sys
from pathlib import Path

from delayed import Delayed
from deploy import aws_cli, built, installed
from report import Row
from stage import Stage

HANDLE = "user7@example.com"
DELAY = 0.1
FIGURES = (("seconds", "time", "s"), ("megabytes", "memory", "MB"), ("own_megabytes", "memory of its own", "MB"))
UNKEPT = "Metadata: {srvls: {Suppress: [{Id: SRV505, Reason: bench}]}}"
TABLE = f"""
    Type: AWS::DynamoDB::Table
    {UNKEPT}
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{{AttributeName: userId, AttributeType: S}}]
      KeySchema: [{{AttributeName: userId, KeyType: HASH}}]"""
TEMPLATE = f"""Resources:
  UserPool:
    Type: AWS::Cognito::UserPool
    {UNKEPT}
    Properties:
      UsernameAttributes: [email]
      UsernameConfiguration: {{CaseSensitive: false}}
      AutoVerifiedAttributes: [email]
  UserProfilesTable:{TABLE}
  AppDataTable:{TABLE}
  ImagesBucket:
    Type: AWS::S3::Bucket
    {UNKEPT}
Outputs:
  UserPoolId: {{Value: !Ref UserPool}}
  UserProfilesTable: {{Value: !Ref UserProfilesTable}}
  AppDataTable: {{Value: !Ref AppDataTable}}
  ImagesBucket: {{Value: !Ref ImagesBucket}}
"""


def main():
    args = arguments()
    venv, srvls = installed(), args.binary or built()
    with Users(srvls) as stage:
        stage.fill(args.users)
        with Delayed(stage.port, DELAY) as proxy:
            taken = {where: measured(stage, venv, url, args.rounds) for where, url in places(stage, proxy).items()}
            # The CLI makes one, and srvls was asked once more.
            calls = (proxy.requests - args.rounds) / (args.rounds + 1)
    print(f"\n{args.users} users, {args.rounds} rounds\n")
    print(table(taken))
    print(f"\nsrvls made {calls:.0f} calls, and waited for {depth(taken):.1f} of them, one after the other")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=200, help="users of the pool")
    parser.add_argument("--rounds", type=int, default=9, help="how often each looks for one")
    parser.add_argument("--binary", type=Path, help="the srvls to measure, instead of a debug build")
    return parser.parse_args()


def places(stage, proxy):
    return {"at once": stage.endpoint, f"{DELAY * 1000:.0f} ms a call": proxy.endpoint}


class Users(Stage):
    """An emulator with a pool of users, and where their data would be."""

    def __init__(self, srvls):
        super().__init__(srvls, TEMPLATE)

    def __enter__(self):
        super().__enter__()
        # It is read as a stage on AWS is: over an endpoint.
        self.run(*self.elsewhere(), "deploy", "--yes")
        self.pool = json.loads(self.run(*self.elsewhere(), "outputs", "-o", "json"))["UserPoolId"]
        return self

    def fill(self, count):
        for number in range(count):
            email = f"user{number}@example.com"
            attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
            user = {"Username": email, "UserAttributes": attributes, "MessageAction": "SUPPRESS"}
            self.call("cognito-idp", "AdminCreateUser", {"UserPoolId": self.pool, **user})

    def read(self, command):
        taken, out = self.measured(command)
        return taken, json.loads(out.read_text())


def commands(stage, venv, endpoint):
    return {
        "srvls": [stage.srvls, *stage.elsewhere(endpoint), "user", "lookup", HANDLE, "-o", "json"],
        "aws": [
            *(*aws_cli(venv), "cognito-idp", "list-users", "--output", "json"),
            *("--endpoint-url", endpoint, "--user-pool-id", stage.pool, "--filter", f'email = "{HANDLE}"'),
        ],
    }


def measured(stage, venv, endpoint, rounds):
    """By tool, what each round took."""
    taken = {"srvls": [], "aws": []}
    tools = commands(stage, venv, endpoint)
    # From here on, the outputs of the stack are known.
    stage.read(tools["srvls"])
    for number in range(rounds):
        found = {}
        # Who is first alternates, as the machine may be busier at one time than at another.
        for tool in tools if number % 2 else reversed(tools):
            took, answer = stage.read(tools[tool])
            found[tool] = answer["user"]["sub"] if tool == "srvls" else sub(answer)
            taken[tool].append(took)
            print(".", end="", flush=True, file=sys.stderr)
        if found["srvls"] != found["aws"]:
            raise SystemExit(f"not the same user: {found}")
    return taken


def sub(answer):
    (user,) = answer["Users"]
    return next(attribute["Value"] for attribute in user["Attributes"] if attribute["Name"] == "sub")


def median(rounds, what):
    return statistics.median(getattr(took, what) for took in rounds)


def depth(taken):
    """How many calls follow one another: what the delay adds, by the delay."""
    at_once, delayed = (median(tools["srvls"], "seconds") for tools in taken.values())
    return (delayed - at_once) / DELAY


def table(taken):
    rows = [("", "srvls", "aws", "ratio"), ("---", "--:", "--:", "--:")]
    for where, tools in taken.items():
        for what, name, unit in FIGURES:
            ours, theirs = (median(tools[tool], what) for tool in ("srvls", "aws"))
            rows.append(Row(f"{name}, {where}", unit, ours, theirs).cells())
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    main()
