/** The client: every path, request and response has the type that `templates/openapi.yaml` gives it. */

import createFetchClient, { type Client, type ClientOptions } from "openapi-fetch";

import type { components, paths } from "./api.ts";

export type { components, paths };

type Schemas = components["schemas"];
export type Challenge = Schemas["Challenge"];
export type Data = Schemas["Data"];
export type Profile = Schemas["Profile"];
export type SignedIn = Schemas["SignedIn"];
export type Tokens = Schemas["Tokens"];

export interface Options {
  /** The stack's output `ApiUrl`, or `CdnUrl` where there is an edge. */
  baseUrl: string;
  /** The access token to send; `undefined` before anyone has signed in. Asked for each request. */
  accessToken?: () => string | undefined;
  /** Another `fetch`, for tests. */
  fetch?: NonNullable<ClientOptions["fetch"]>;
}

export function createClient({ baseUrl, accessToken, fetch }: Options): Client<paths> {
  const client = createFetchClient<paths>({ baseUrl, ...(fetch && { fetch }) });
  client.use({
    onRequest({ request }) {
      const token = accessToken?.();
      if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
      return request;
    },
  });
  return client;
}

/** Whether signing in ended with tokens, and not with a challenge that has to be answered first. */
export function isSignedIn(answer: SignedIn): answer is Tokens {
  return "accessToken" in answer;
}

/** What the API answered instead of what was asked for. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** Stable, for programs: `unauthorized`, `precondition_failed`. */
  readonly code: string;
  /** What `srvls diagnose` takes. */
  readonly requestId: string | undefined;
  /** Seconds to wait before the next attempt. */
  readonly retryAfter: number | undefined;

  constructor(response: Response, body: unknown) {
    const { message, code, requestId } = (typeof body === "object" ? (body ?? {}) : {}) as Partial<Schemas["Error"]>;
    super(message ?? `HTTP ${response.status}`);
    this.status = response.status;
    // CloudFront answers some errors itself, with a page.
    this.code = code ?? (response.status >= 500 ? "internal" : "unknown");
    this.requestId = requestId;
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  }
}

/** The body of a good answer: `await body(client.GET("/user/profile"))`. Throws an {@link ApiError} for any other. */
export async function body<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new ApiError(response, error);
  // An answer without a body, such as 204, has the type `never` or `undefined` in the contract.
  return data as T;
}
