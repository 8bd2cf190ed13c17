/**
 * Signs up, signs in, and changes the name in the profile:
 *
 *     srvls outputs --dotenv > .env
 *     node --env-file=.env examples/profile.ts ada@example.com "Correct-horse-7-battery"
 */

import { createInterface } from "node:readline/promises";

import { ApiError, body, createClient, isSignedIn, type Tokens } from "../src/index.ts";

const [email, password] = process.argv.slice(2);
const baseUrl = process.env["CDN_URL"] || process.env["API_URL"];
if (!baseUrl || email === undefined || password === undefined) {
  throw new Error("usage: node --env-file=.env examples/profile.ts EMAIL PASSWORD");
}

let tokens: Tokens | undefined;
const client = createClient({ baseUrl, accessToken: () => tokens?.accessToken });
const terminal = createInterface({ input: process.stdin, output: process.stderr });
// A pipe may have every answer before the first question.
const typed = terminal[Symbol.asyncIterator]();

try {
  await body(client.POST("/auth/signup", { body: { email, password, name: "Ada" } }));
  await body(client.POST("/auth/confirm", { body: { email, code: await ask("The code from the e-mail: ") } }));

  let answer = await body(client.POST("/auth/signin", { body: { email, password } }));
  while (!isSignedIn(answer)) {
    const { challenge, session } = answer;
    const reply = await ask(`${challenge}: `);
    const proof = challenge === "NEW_PASSWORD_REQUIRED" ? { newPassword: reply } : { code: reply };
    answer = await body(client.POST("/auth/challenge", { body: { challenge, session, email, ...proof } }));
  }
  tokens = answer;

  const { data: before, error, response } = await client.GET("/user/profile");
  if (before === undefined) throw new ApiError(response, error);
  // Refused with 412 if someone else changes the profile meanwhile.
  const version = response.headers.get("etag");
  const profile = await body(
    client.PUT("/user/profile", {
      params: { header: version === null ? {} : { "If-Match": version } },
      body: { name: `${before.name} Lovelace` },
    }),
  );
  console.log(JSON.stringify(profile));
  await body(client.POST("/auth/signout"));
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  console.error(`${error.code}: ${error.message} (request ${error.requestId ?? "without an id"})`);
  process.exitCode = 1;
} finally {
  terminal.close();
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const line = await typed.next();
  return line.done ? "" : line.value;
}
