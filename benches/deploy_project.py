"""A small app, packaged twice with one function changed between, and the three ways to deploy the package."""

import os
import random
import socket
import subprocess
import urllib.request

FUNCTIONS = 3
# What a handler's zip weighs.
CODE_BYTES = 3_000_000
REGION = "us-east-1"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
CARGO = """[package]
name = "bench"
version = "0.1.0"
edition = "2024"

[profile.lambda]
inherits = "release"
"""
LOCK = """version = 4

[[package]]
name = "bench"
version = "0.1.0"
"""
CONFIG = """app = "bench"
default_stage = "local"
template = "template.yaml"
[stages.local]
emulator = true
[stages.srvls]
region = "us-east-1"
"""
TEMPLATE = """AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    {CodeUri: ., Handler: bootstrap, Runtime: provided.al2023, Architectures: [x86_64], Timeout: 10, MemorySize: 256,
     Tracing: Active}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: alias/aws/sns}}
"""
FUNCTION = """  Op{n}Function:
    Type: AWS::Serverless::Function
    Metadata: {{BuildMethod: rust-cargolambda, BuildProperties: {{Binary: op{n}}}}}
    Properties:
      FunctionName: !Sub '${{AWS::StackName}}-op{n}'
      Role: !GetAtt Op{n}Role.Arn
      LoggingConfig: {{LogFormat: JSON, LogGroup: !Ref Op{n}Logs}}
  Op{n}Logs:
    Type: AWS::Logs::LogGroup
    Properties: {{LogGroupName: !Sub '/aws/lambda/${{AWS::StackName}}-op{n}', RetentionInDays: 30}}
  Op{n}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{{Effect: Allow, Principal: {{Service: lambda.amazonaws.com}}, Action: sts:AssumeRole}}]
      Policies:
        - PolicyName: logs
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: [logs:CreateLogStream, logs:PutLogEvents]
                Resource: !GetAtt Op{n}Logs.Arn
"""


class Project:
    def __init__(self, folder, srvls):
        self.folder, self.srvls = folder, srvls
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{port}"
        self.environment = {
            **os.environ,
            "SRVLS_LOCAL_PORT": str(port),
            "SRVLS_LOCAL_DIR": str(folder / ".srvls"),
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "SAM_CLI_TELEMETRY": "0",
            "AWS_EC2_METADATA_DISABLED": "true",
            "CARGO_TARGET_DIR": str(folder / "target"),
            "AWS_PAGER": "",
        }
        self.write()
        self.run(srvls, "local", "up")
        try:
            self.before, self.after = self.package("before"), self.package("after", changed=1)
            for tool in ("sam", "aws"):
                make_bucket(self.endpoint, f"bench-{tool}")
        except BaseException:
            self.end()
            raise

    def write(self):
        (self.folder / "Cargo.toml").write_text(CARGO)
        (self.folder / "Cargo.lock").write_text(LOCK)
        (self.folder / "srvls.toml").write_text(CONFIG)
        functions = "".join(FUNCTION.format(n=n) for n in range(FUNCTIONS))
        outputs = "Outputs:\n  Topic: {Value: !Ref Topic}\n"
        (self.folder / "template.yaml").write_text(TEMPLATE + functions + outputs)
        (self.folder / "src/bin").mkdir(parents=True)
        for n in range(FUNCTIONS):
            self.write_function(n, seed=n)

    def write_function(self, n, seed):
        """Code that doesn't compress, as much as a handler has."""
        (self.folder / f"src/bin/op{n}.bin").write_bytes(random.Random(seed).randbytes(CODE_BYTES))
        code = f'fn main() {{ println!("{{:?}}", std::hint::black_box(include_bytes!("op{n}.bin"))); }}\n'
        (self.folder / f"src/bin/op{n}.rs").write_text(code)

    def package(self, name, changed=None):
        if changed is not None:
            self.write_function(changed, seed=1000 + changed)
        self.run(self.srvls, "--stage", "srvls", "package", "--out", self.folder / name)
        return self.folder / name

    def by_srvls(self, stack, package):
        stage = stack.removeprefix("bench-")
        config = self.folder / "srvls.toml"
        if f"[stages.{stage}]" not in config.read_text():
            config.write_text(config.read_text() + f'[stages.{stage}]\nregion = "{REGION}"\n')
        self.run(self.srvls, "--stage", stage, "deploy", "--yes", "--artifacts", package)

    def by_sam(self, python, stack, package):
        self.run(
            python,
            "-m",
            "samcli",
            "deploy",
            "--template-file",
            package / "template.json",
            "--stack-name",
            stack,
            "--s3-bucket",
            "bench-sam",
            "--no-confirm-changeset",
            "--no-fail-on-empty-changeset",
            "--capabilities",
            *CAPABILITIES,
        )

    def by_aws(self, python, stack, package):
        packaged = self.folder / "packaged.json"
        self.run(
            python,
            "-m",
            "awscli",
            "cloudformation",
            "package",
            "--template-file",
            package / "template.json",
            "--s3-bucket",
            "bench-aws",
            "--use-json",
            "--output-template-file",
            packaged,
        )
        self.run(
            python,
            "-m",
            "awscli",
            "cloudformation",
            "deploy",
            "--template-file",
            packaged,
            "--stack-name",
            stack,
            "--no-fail-on-empty-changeset",
            "--capabilities",
            *CAPABILITIES,
        )

    def run(self, *command):
        done = subprocess.run(
            [str(part) for part in command], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout}\n{done.stderr}")

    def end(self):
        self.run(self.srvls, "local", "down")


def make_bucket(endpoint, name):
    request = urllib.request.Request(
        f"{endpoint}/{name}",
        method="PUT",
        headers={
            "authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, "
            "Signature=0"
        },
    )
    urllib.request.urlopen(request).close()
