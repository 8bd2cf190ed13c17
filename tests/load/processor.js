// What the scenario can't say in YAML: new users, and how a sign-up is confirmed without the code from the mail.
'use strict';

const { createHash, createHmac, randomUUID } = require('node:crypto');

module.exports = { newUser, confirmWithoutCode, readToken };

// SES accepts mail for its simulator, delivers it nowhere, and counts no bounce.
// https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
async function newUser(context) {
  const id = randomUUID();
  context.vars.email = `success+${id}@simulator.amazonses.com`;
  context.vars.password = `Load-test-7-${id}`;
}

async function readToken(context) {
  const [, payload] = context.vars.token.split('.');
  context.vars.userId = JSON.parse(Buffer.from(payload, 'base64url')).sub;
}

// As an administrator, in place of POST /auth/confirm. It runs the trigger that creates the profile, as a code does.
async function confirmWithoutCode(context) {
  if (context.vars.code) return;
  const body = JSON.stringify({ UserPoolId: setting('USER_POOL_ID'), Username: context.vars.email });
  const response = await fetch(endpoint(), {
    method: 'POST',
    headers: signed(body, 'AWSCognitoIdentityProviderService.AdminConfirmSignUp'),
    body,
  });
  if (!response.ok) throw new Error(`AdminConfirmSignUp: ${response.status} ${await response.text()}`);
}

function endpoint() {
  return process.env.AWS_ENDPOINT_URL || `https://cognito-idp.${setting('AWS_REGION')}.amazonaws.com/`;
}

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name}: see docs/load-test.md`);
  return value;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
function signed(body, target) {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    host: new URL(endpoint()).host,
    'x-amz-date': time,
    'x-amz-target': target,
  };
  if (process.env.AWS_SESSION_TOKEN) headers['x-amz-security-token'] = process.env.AWS_SESSION_TOKEN;
  const names = Object.keys(headers).sort();
  const canonical = ['POST', '/', '', ...names.map((name) => `${name}:${headers[name]}`), '', names.join(';'), sha256(body)];
  const scope = [time.slice(0, 8), setting('AWS_REGION'), 'cognito-idp', 'aws4_request'];
  const secret = `AWS4${setting('AWS_SECRET_ACCESS_KEY')}`;
  const key = scope.reduce((key, part) => createHmac('sha256', key).update(part).digest(), secret);
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical.join('\n'))].join('\n');
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const credential = `Credential=${setting('AWS_ACCESS_KEY_ID')}/${scope.join('/')}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}
