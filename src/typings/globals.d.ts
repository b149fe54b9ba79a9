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
    /** A redirect is followed, fails the call, or is the answer. */
    redirect?: "follow" | "error" | "manual";
    signal?: AbortSignal | null;
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
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  forEach(callback: (value: string, key: string, parent: Headers) => void, thisArg?: any): void;
}

interface Blob {
  readonly size: number;
  readonly type: string;
  slice(start?: number, end?: number, contentType?: string): Blob;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface File extends Blob {
  readonly name: string;
  readonly lastModified: number;
}

interface FormData extends Iterable<[string, string | File]> {
  append(name: string, value: string | Blob): void;
  append(name: string, value: Blob, fileName?: string): void;
  delete(name: string): void;
  get(name: string): string | File | null;
  getAll(name: string): (string | File)[];
  has(name: string): boolean;
  set(name: string, value: string | Blob): void;
  set(name: string, value: Blob, fileName?: string): void;
  forEach(callback: (value: string | File, key: string, parent: FormData) => void, thisArg?: any): void;
}

/** A body can be read once, and is text in UTF-8. There are no streams. */
interface Body {
  readonly bodyUsed: boolean;
  text(): Promise<string>;
  json(): Promise<any>;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  /** Of a body of the type `application/x-www-form-urlencoded` alone. */
  formData(): Promise<FormData>;
}

interface Request extends Body {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly redirect: "follow" | "error" | "manual";
  readonly signal: AbortSignal;
  clone(): Request;
}

interface Response extends Body {
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly url: string;
  readonly redirected: boolean;
  readonly headers: Headers;
  clone(): Response;
}

interface KeyAlgorithm {
  name: string;
}

interface CryptoKey {
  readonly type: "private" | "public" | "secret";
  readonly extractable: boolean;
  readonly algorithm: KeyAlgorithm;
}

interface CryptoKeyPair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

interface Navigator {
  readonly userAgent: string;
  readonly platform: string;
  readonly language: string;
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
  readonly currentTarget: EventTarget | null;
  readonly bubbles: boolean;
  readonly defaultPrevented: boolean;
  preventDefault(): void;
  stopPropagation(): void;
  stopImmediatePropagation(): void;
}

interface EventTarget {
  dispatchEvent(event: Event): boolean;
}

interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: any;
  onabort: ((this: AbortSignal, ev: Event) => any) | null;
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

  interface BlobConstructor {
    new (parts?: BlobPart[], options?: { type?: string }): Blob;
  }

  type BlobPart = string | Blob | ArrayBuffer | ArrayBufferView;

  interface FileConstructor {
    new (parts: BlobPart[], name: string, options?: { type?: string; lastModified?: number }): File;
  }

  interface FormDataConstructor {
    new (): FormData;
  }

  /** Bytes have to be UTF-8. */
  type BodyInit = string | URLSearchParams | FormData | Blob | ArrayBuffer | ArrayBufferView;

  interface RequestInit {
    method?: string;
    headers?: Headers | [string, string][] | Record<string, string>;
    body?: BodyInit | null;
    /** A redirect is followed, fails the call, or is the answer. */
    redirect?: "follow" | "error" | "manual";
    signal?: AbortSignal | null;
  }

  interface RequestConstructor {
    new (input: string | URL | globalThis.Request, init?: RequestInit): globalThis.Request;
  }

  interface ResponseInit {
    status?: number;
    statusText?: string;
    headers?: Headers | [string, string][] | Record<string, string>;
  }

  interface ResponseConstructor {
    new (body?: BodyInit | null, init?: ResponseInit): Response;
    json(data: any, init?: ResponseInit): Response;
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
    readonly subtle: SubtleCrypto;
  }

  /** Digests and signatures. There is no encryption. */
  interface SubtleCrypto {
    digest(algorithm: DigestAlgorithm, data: Bytes): Promise<ArrayBuffer>;
    generateKey(algorithm: { name: "HMAC"; hash: DigestAlgorithm; length?: number }, extractable: boolean, usages: KeyUsage[]): Promise<CryptoKey>;
    generateKey(algorithm: { name: "ECDSA"; namedCurve: "P-256" | "P-384" | "P-521" } | { name: "Ed25519" } | "Ed25519", extractable: boolean, usages: KeyUsage[]): Promise<CryptoKeyPair>;
    importKey(format: "jwk", key: object, algorithm: KeyParameters, extractable: boolean, usages: KeyUsage[]): Promise<CryptoKey>;
    importKey(format: "raw" | "spki" | "pkcs8", key: Bytes, algorithm: KeyParameters, extractable: boolean, usages: KeyUsage[]): Promise<CryptoKey>;
    exportKey(format: "jwk", key: CryptoKey): Promise<Record<string, any>>;
    exportKey(format: "raw" | "spki" | "pkcs8", key: CryptoKey): Promise<ArrayBuffer>;
    sign(algorithm: SignParameters, key: CryptoKey, data: Bytes): Promise<ArrayBuffer>;
    verify(algorithm: SignParameters, key: CryptoKey, signature: Bytes, data: Bytes): Promise<boolean>;
  }

  type Bytes = ArrayBuffer | ArrayBufferView;

  type Digest = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";

  type DigestAlgorithm = Digest | { name: string };

  type KeyUsage = "sign" | "verify";

  type KeyParameters =
    | { name: "HMAC" | "RSASSA-PKCS1-v1_5" | "RSA-PSS"; hash: DigestAlgorithm }
    | { name: "ECDSA"; namedCurve: "P-256" | "P-384" | "P-521" }
    | { name: "Ed25519" }
    | "Ed25519";

  type SignParameters =
    | "HMAC"
    | "RSASSA-PKCS1-v1_5"
    | "Ed25519"
    | { name: "HMAC" | "RSASSA-PKCS1-v1_5" | "Ed25519" }
    | { name: "RSA-PSS"; saltLength: number }
    | { name: "ECDSA"; hash: DigestAlgorithm };

  /** Keys come from `crypto.subtle`. */
  interface CryptoKeyConstructor {
    readonly prototype: CryptoKey;
    new (): never;
  }

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

declare var Blob: typeof globalThis extends { onmessage: any; Blob: infer Dom } ? Dom : Claimflow.BlobConstructor;

declare var File: typeof globalThis extends { onmessage: any; File: infer Dom } ? Dom : Claimflow.FileConstructor;

declare var FormData: typeof globalThis extends { onmessage: any; FormData: infer Dom } ? Dom : Claimflow.FormDataConstructor;

declare var Request: typeof globalThis extends { onmessage: any; Request: infer Dom } ? Dom : Claimflow.RequestConstructor;

declare var Response: typeof globalThis extends { onmessage: any; Response: infer Dom } ? Dom : Claimflow.ResponseConstructor;

declare var CryptoKey: typeof globalThis extends { onmessage: any; CryptoKey: infer Dom } ? Dom : Claimflow.CryptoKeyConstructor;

declare var navigator: typeof globalThis extends { onmessage: any; navigator: infer Dom } ? Dom : Navigator;

declare var self: typeof globalThis extends { onmessage: any; self: infer Dom } ? Dom : typeof globalThis;

declare var TextEncoder: typeof globalThis extends { onmessage: any; TextEncoder: infer Dom } ? Dom : Claimflow.TextEncoderConstructor;

declare var TextDecoder: typeof globalThis extends { onmessage: any; TextDecoder: infer Dom } ? Dom : Claimflow.TextDecoderConstructor;

declare var Event: typeof globalThis extends { onmessage: any; Event: infer Dom } ? Dom : Claimflow.EventConstructor;

declare var EventTarget: typeof globalThis extends { onmessage: any; EventTarget: infer Dom } ? Dom : Claimflow.EventTargetConstructor;

declare var AbortController: typeof globalThis extends { onmessage: any; AbortController: infer Dom } ? Dom : Claimflow.AbortControllerConstructor;

declare var AbortSignal: typeof globalThis extends { onmessage: any; AbortSignal: infer Dom } ? Dom : Claimflow.AbortSignalConstructor;

declare var DOMException: typeof globalThis extends { onmessage: any; DOMException: infer Dom } ? Dom : Claimflow.DOMExceptionConstructor;

declare var crypto: typeof globalThis extends { onmessage: any; crypto: infer Dom } ? Dom : Claimflow.Crypto;

declare var performance: typeof globalThis extends { onmessage: any; performance: infer Dom } ? Dom : Claimflow.Performance;

/**
 * The binding `kinde.fetch`, in the shape of the web. `fetch` of `@kinde/infrastructure` is
 * another function: it answers with `{ data }`.
 */
declare function fetch(input: string | URL | Request, init?: Claimflow.RequestInit): Promise<Response>;

declare function atob(data: string): string;
declare function btoa(data: string): string;
declare function structuredClone<T = any>(value: T, options?: { transfer?: any[] }): T;
declare function queueMicrotask(callback: () => void): void;
declare function setTimeout(handler: (...args: any[]) => void, milliseconds?: number, ...args: any[]): number;
declare function setInterval(handler: (...args: any[]) => void, milliseconds?: number, ...args: any[]): number;
declare function clearTimeout(id: number | undefined): void;
declare function clearInterval(id: number | undefined): void;
