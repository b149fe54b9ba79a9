// What a workflow has without importing it. What the library "DOM" of TypeScript declares
// too is taken from there, if a project has that library.

/** The bindings that a workflow declares. One that is not declared does not exist. */
declare const kinde: Claimflow.Kinde;

/** The binding `util`. */
declare const util: { format(...values: unknown[]): string };

declare namespace Claimflow {
  interface Kinde {
    readonly accessToken: TokenClaims;
    readonly idToken: TokenClaims;
    readonly m2mToken: TokenClaims;
    readonly env: { get(key: string): Variable };
    readonly fetch: Fetch;
    readonly secureFetch: Fetch;
    readonly cache: {
      jwtToken(name: string, options: JwtTokenOptions): Promise<string>;
      /** What a run of this workflow has set, or undefined. */
      get<T = any>(key: string): Promise<T | undefined>;
      /** Keeps a value for the runs of this workflow. The `ttl` is in seconds. */
      set(key: string, value: unknown, options: { ttl: number }): Promise<void>;
      delete(key: string): Promise<void>;
    };
    readonly auth: { denyAccess(reason: string): void };
    readonly widget: { invalidateFormField(fieldName: string, message: string): void };
    readonly mfa: { setEnforcementPolicy(policy: "required" | "skip"): void };
    readonly plan: {
      denySelection(message: string, reasons?: string[]): void;
      denyCancellation(reason: string): void;
    };
    readonly localization: { get(key: string): string | undefined };
  }

  interface TokenClaims {
    /** The claims that the token is going to have. Changes in it count. */
    getCustomClaims(): Record<string, any>;
    /** `undefined` removes the claim. */
    setCustomClaim(name: string, value: unknown): void;
  }

  interface Variable {
    /** `undefined` if the variable is not set. */
    value: string | undefined;
    isSecret: boolean;
  }

  type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

  interface FetchOptions {
    method?: Method;
    headers?: Record<string, string | undefined>;
    /** A string goes as it is, URLSearchParams as a form, anything else as JSON. */
    body?: string | URLSearchParams | object | null;
    responseFormat?: "json" | "text";
  }

  interface FetchAnswer {
    readonly status: number;
    readonly ok: boolean;
    readonly headers: Record<string, string>;
  }

  interface JsonAnswer extends FetchAnswer {
    readonly json: any;
  }

  interface TextAnswer extends FetchAnswer {
    readonly text: string;
  }

  interface Fetch {
    /** Await the answer, or read it at once: reading waits. */
    (url: string, options: FetchOptions & { responseFormat: "text" }): TextAnswer & Promised<TextAnswer>;
    (url: string, options?: FetchOptions): JsonAnswer & Promised<JsonAnswer>;
  }

  type Promised<T> = Pick<Promise<T>, "then" | "catch" | "finally">;

  interface JwtTokenOptions {
    validation?: {
      key:
        | { type: "jwks"; jwks: { url: string } }
        | { type: "static"; static: { alg: "HS256"; key: string } };
    };
    onMissingOrExpired?: () => string | Promise<string>;
  }
}

interface Console {
  log(...values: any[]): void;
  info(...values: any[]): void;
  debug(...values: any[]): void;
  warn(...values: any[]): void;
  error(...values: any[]): void;
}

declare var console: Console;

interface URLSearchParams extends Iterable<[string, string]> {
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  forEach(callback: (value: string, key: string, parent: URLSearchParams) => void, thisArg?: any): void;
}

interface URL {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toJSON(): string;
  toString(): string;
}

interface Headers extends Iterable<[string, string]> {
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getSetCookie(): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  forEach(callback: (value: string, key: string, parent: Headers) => void, thisArg?: any): void;
}

interface TextEncoder {
  readonly encoding: string;
}

interface TextDecoder {
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
}

interface Event {
  readonly type: string;
  readonly target: EventTarget | null;
  readonly cancelable: boolean;
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

interface EventTarget {
  dispatchEvent(event: Event): boolean;
}

interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
}

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: any): void;
}

interface DOMException extends Error {
  readonly code: number;
}

// ---- values of those names, from "DOM" if it is there ----

declare namespace Claimflow {
  interface URLConstructor {
    new (url: string | URL, base?: string | URL): URL;
    canParse(url: string | URL, base?: string | URL): boolean;
  }

  interface URLSearchParamsConstructor {
    new (init?: string | string[][] | Record<string, string> | URLSearchParams): URLSearchParams;
  }

  interface HeadersConstructor {
    new (init?: Headers | [string, string][] | Record<string, string>): Headers;
  }

  interface TextEncoderConstructor {
    new (): Encoder;
  }

  interface Encoder {
    readonly encoding: string;
    encode(text?: string): Uint8Array;
  }

  interface TextDecoderConstructor {
    new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): Decoder;
  }

  interface Decoder extends TextDecoder {
    decode(input?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
  }

  interface EventConstructor {
    new (type: string, init?: { cancelable?: boolean }): Event;
  }

  interface EventTargetConstructor {
    new (): Listenable;
  }

  interface Listenable extends EventTarget {
    addEventListener(type: string, listener: (event: Event) => void, options?: { once?: boolean }): void;
    removeEventListener(type: string, listener: (event: Event) => void): void;
  }

  interface AbortControllerConstructor {
    new (): AbortController;
  }

  interface AbortSignalConstructor {
    abort(reason?: any): AbortSignal;
    timeout(milliseconds: number): AbortSignal;
    any(signals: AbortSignal[]): AbortSignal;
  }

  interface DOMExceptionConstructor {
    new (message?: string, name?: string): DOMException;
  }

  interface Crypto {
    getRandomValues<T extends ArrayBufferView>(array: T): T;
    randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
    readonly subtle: { digest(algorithm: DigestAlgorithm, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer> };
  }

  type DigestAlgorithm = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512" | { name: string };

  interface Performance {
    now(): number;
    readonly timeOrigin: number;
  }
}

/** The binding `url`. */
declare var URL: typeof globalThis extends { onmessage: any; URL: infer Dom } ? Dom : Claimflow.URLConstructor;

/** The binding `url`. */
declare var URLSearchParams: typeof globalThis extends { onmessage: any; URLSearchParams: infer Dom } ? Dom : Claimflow.URLSearchParamsConstructor;

declare var Headers: typeof globalThis extends { onmessage: any; Headers: infer Dom } ? Dom : Claimflow.HeadersConstructor;

declare var TextEncoder: typeof globalThis extends { onmessage: any; TextEncoder: infer Dom } ? Dom : Claimflow.TextEncoderConstructor;

declare var TextDecoder: typeof globalThis extends { onmessage: any; TextDecoder: infer Dom } ? Dom : Claimflow.TextDecoderConstructor;

declare var Event: typeof globalThis extends { onmessage: any; Event: infer Dom } ? Dom : Claimflow.EventConstructor;

declare var EventTarget: typeof globalThis extends { onmessage: any; EventTarget: infer Dom } ? Dom : Claimflow.EventTargetConstructor;

declare var AbortController: typeof globalThis extends { onmessage: any; AbortController: infer Dom } ? Dom : Claimflow.AbortControllerConstructor;

declare var AbortSignal: typeof globalThis extends { onmessage: any; AbortSignal: infer Dom } ? Dom : Claimflow.AbortSignalConstructor;

declare var DOMException: typeof globalThis extends { onmessage: any; DOMException: infer Dom } ? Dom : Claimflow.DOMExceptionConstructor;

declare var crypto: typeof globalThis extends { onmessage: any; crypto: infer Dom } ? Dom : Claimflow.Crypto;

declare var performance: typeof globalThis extends { onmessage: any; performance: infer Dom } ? Dom : Claimflow.Performance;

declare function atob(data: string): string;
declare function btoa(data: string): string;
declare function structuredClone<T = any>(value: T, options?: { transfer?: any[] }): T;
declare function queueMicrotask(callback: () => void): void;
declare function setTimeout(handler: (...args: any[]) => void, milliseconds?: number, ...args: any[]): number;
declare function setInterval(handler: (...args: any[]) => void, milliseconds?: number, ...args: any[]): number;
declare function clearTimeout(id: number | undefined): void;
declare function clearInterval(id: number | undefined): void;
