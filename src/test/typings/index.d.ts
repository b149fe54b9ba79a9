// What a test file imports from "@claimflow/test".
import "@claimflow/workflows";

type Awaitable<T> = T | Promise<T>;

/** A test, its function, and perhaps the milliseconds that it may take. */
interface TestDeclaration {
  (name: string, fn: () => Awaitable<unknown>, milliseconds?: number): void;
  /**
   * A test for each case of a table. In the name, `%s`, `%d` and `%j` stand for the values of a
   * case, `%#` for its number, and `$name` for a property of it.
   */
  each: Table;
}

interface Table {
  <const T extends readonly unknown[]>(table: readonly T[]): (name: string, fn: (...values: [...T]) => unknown, milliseconds?: number) => void;
  <T>(table: readonly T[]): (name: string, fn: (value: T) => unknown, milliseconds?: number) => void;
}

interface Test extends TestDeclaration {
  /** A test that is not run. */
  skip: TestDeclaration;
  /** A test that is run, and of the others in its file those alone that say the same. */
  only: TestDeclaration;
  /** A test that is still to be written. */
  todo(name: string): void;
}

interface GroupDeclaration {
  (name: string, fn: () => void): void;
  each: Table;
}

interface Group extends GroupDeclaration {
  skip: GroupDeclaration;
  only: GroupDeclaration;
}

export const test: Test;
export const it: Test;
/** A group of tests. */
export const describe: Group;
export function beforeAll(fn: () => Awaitable<unknown>): void;
export function beforeEach(fn: () => Awaitable<unknown>): void;
export function afterEach(fn: () => Awaitable<unknown>): void;
export function afterAll(fn: () => Awaitable<unknown>): void;

/** What an event can have in place of what a typical one has. */
type Overrides<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Overrides<T[K]> } : T;

/** A path in an event, such as `context.user.id`. */
type EventPath = `context.${string}` | `request.${string}`;

/**
 * A typical event of a trigger.
 * @param overrides what is different: an object that is merged into it, or values by their path
 */
export function event<T extends Claimflow.TriggerId>(
  trigger: T,
  overrides?: Overrides<Claimflow.Events[T]> & { [path in EventPath]?: unknown },
): Claimflow.Events[T];

/**
 * A token for an answer of a server, which `getM2MToken` and `kinde.cache` keep: a JWT that is good
 * for an hour, unless the claims say otherwise. Its signature is none.
 */
export function jwt(claims?: { exp?: number; [claim: string]: unknown }): string;

/** A workflow of the project, by its id. */
export function workflow(id: string): {
  /** Runs it, on the engine and with the limits of a server. Without an event, it gets a typical one. */
  run(event?: Claimflow.Events[Claimflow.TriggerId], options?: RunOptions): Promise<Run>;
};

export interface RunOptions {
  /** The variables of `kinde.env`. */
  env?: Record<string, string>;
  /** Variables that are masked in all that the run says. */
  secrets?: Record<string, string>;
  /**
   * What comes of calls, by their method and URL. `*` stands for any characters, no method for all
   * of them, and a URL that begins with a slash is one of the server that the event names. A call
   * that is not here fails the test.
   */
  fetch?: Record<string, Stub | ((call: Call & { readonly json: any }) => Awaitable<Stub>)>;
  /**
   * What a server of management calls knows, which answers those that `fetch` does not. It is the
   * code of a real server, over users, organizations and applications in memory.
   */
  management?: Management;
  /** Claims of tokens before the run, beside those that every token has. */
  claims?: { accessToken?: Record<string, unknown>; idToken?: Record<string, unknown>; m2mToken?: Record<string, unknown> };
  /** The time at which the clocks of the run stand. Deadlines and timers keep the real time. */
  now?: Date | string | number;
  /** Lets random numbers and UUIDs be the same each time. */
  seed?: number;
  /** The texts of `kinde.localization`. */
  texts?: Record<string, string>;
  /** The key of `kinde.secureFetch`, as Base64 of 32 bytes. */
  secureFetchKey?: string;
}

/** An answer, or why there is none. */
export type Stub =
  | { json?: unknown; status?: number; headers?: Record<string, string>; text?: never; fail?: never }
  | { text: string; status?: number; headers?: Record<string, string>; json?: never; fail?: never }
  | { fail: "connection" | "timeout" | "tls" | "unknown-host"; json?: never; text?: never; status?: never; headers?: never };

/** What a server of management calls knows. */
export interface Management {
  users?: ManagedUser[];
  organizations?: {
    code: string;
    name?: string;
    handle?: string;
    externalId?: string;
    properties?: Record<string, string>;
    featureFlags?: Record<string, string>;
  }[];
  applications?: { id: string; name?: string; type?: "reg" | "spa" | "m2m"; properties?: Record<string, string> }[];
}

export interface ManagedUser {
  id: string;
  email?: string;
  username?: string;
  phone?: string;
  firstName?: string;
  lastName?: string;
  picture?: string;
  providedId?: string;
  suspended?: boolean;
  /** The codes of the organizations that the user belongs to. */
  organizations?: string[];
  properties?: Record<string, string>;
  /** The keys of the user's roles, by the codes of organizations. */
  roles?: Record<string, string[]>;
  /** The keys of the user's permissions, by the codes of organizations. */
  permissions?: Record<string, string[]>;
  /** The type of the user's second factor, such as "email". */
  mfa?: string;
  /** The hash of a password that a workflow has set. */
  hashedPassword?: string;
}

/** A call that a workflow made. */
export interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export type TokenName = "accessToken" | "idToken" | "m2mToken";

export type FailureKind =
  | "EXCEPTION"
  | "DEADLINE"
  | "CPU_TIME"
  | "MEMORY"
  | "STATEMENTS"
  | "OVERLOAD"
  | "SUSPENDED"
  | "NEVER_SETTLES"
  | "CLAIM_VALUE"
  | "TOKEN_SIZE"
  | "INTERNAL";

export type WarningKind =
  | "PROTECTED_CLAIM"
  | "TOKEN_SIZE"
  | "INEXACT_NUMBER"
  | "FLOATING_PROMISE"
  | "FAILED_CALL"
  | "SURPLUS_ANSWER"
  | "REFUSED_CALL"
  | "UNKNOWN_OPTION"
  | "TEXT_ANSWER"
  | "LOG_LIMIT"
  | "EFFECT_LIMIT";

export type Effect =
  | { kind: "SetClaim"; token: TokenName; name: string; value: any }
  | { kind: "RemoveClaim"; token: TokenName; name: string }
  | { kind: "DenyAccess" | "DenyPlanSelection" | "DenyPlanCancellation"; reason: string; reasons: string[] }
  | { kind: "InvalidateFormField"; field: string; message: string }
  | { kind: "SetMfaPolicy"; policy: "required" | "skip" };

/** What a run of a workflow ended with. */
export interface Run {
  readonly workflow: string;
  readonly status: "completed" | "denied" | "failed";
  /** Whether the flow may go on, by what the run came to and by the workflow's failure policy. */
  readonly allowed: boolean;
  readonly effects: Effect[];
  /** The claims of each token before the run, and as it would be issued. */
  readonly claims: { [token in TokenName]?: { before: Record<string, any>; after: Record<string, any> } };
  /** The claims that differ, with their values as JSON text. */
  readonly changes: { token: TokenName; name: string; before?: string; after?: string }[];
  /** The claims of the access token after the run; where no user is involved, those of the machine's. */
  readonly accessToken: Record<string, any>;
  readonly idToken: Record<string, any>;
  readonly m2mToken: Record<string, any>;
  readonly denial?: { kind: string; reason: string; reasons: string[] };
  readonly failure?: { kind: FailureKind; message: string; location?: string; stack: string[] };
  readonly warnings: { kind: WarningKind; message: string; token?: TokenName; claim?: string; location?: string }[];
  readonly log: { level: "debug" | "info" | "warn" | "error"; message: string }[];
  readonly calls: Call[];
  /** What the server of management calls knows after the run, if it was given one. */
  readonly management?: Required<Management>;
  readonly event: { request: any; context: any };
  /** Milliseconds. */
  readonly duration: number;
}

/** Matchers of runs. */
interface RunMatchers<R> {
  /** The run sets a claim, of any token or of one, to a value or to any. */
  toSetClaim(name: string, value?: unknown, token?: TokenName): R;
  toRemoveClaim(name: string, token?: TokenName): R;
  toDeny(reason?: string | RegExp): R;
  toInvalidateField(field: string, message?: string | RegExp): R;
  toRequireMfa(): R;
  toSetMfaPolicy(policy: "required" | "skip"): R;
  toFailWith(kind?: FailureKind, message?: string | RegExp): R;
  toComplete(): R;
  toWarn(kind?: WarningKind, message?: string | RegExp): R;
  toCall(request: string, details?: { headers?: unknown; body?: unknown; json?: unknown }): R;
  toLog(text?: string | RegExp, level?: "debug" | "info" | "warn" | "error"): R;
}

/** The matchers that people know from Jest and vitest, and those of runs. */
interface Matchers<R = void> extends RunMatchers<R> {
  readonly not: Matchers<R>;
  readonly resolves: Matchers<Promise<void>>;
  readonly rejects: Matchers<Promise<void>>;
  toBe(expected: unknown): R;
  toBeCloseTo(expected: number, digits?: number): R;
  toBeDefined(): R;
  toBeFalsy(): R;
  toBeGreaterThan(expected: number | bigint): R;
  toBeGreaterThanOrEqual(expected: number | bigint): R;
  toBeInstanceOf(expected: Function): R;
  toBeLessThan(expected: number | bigint): R;
  toBeLessThanOrEqual(expected: number | bigint): R;
  toBeNaN(): R;
  toBeNull(): R;
  toBeNullable(): R;
  toBeOneOf(expected: readonly unknown[]): R;
  toBeTruthy(): R;
  toBeTypeOf(expected: string): R;
  toBeUndefined(): R;
  toContain(expected: unknown): R;
  toContainEqual(expected: unknown): R;
  toEqual(expected: unknown): R;
  toHaveLength(expected: number): R;
  toHaveProperty(path: string | readonly (string | number)[], value?: unknown): R;
  toMatch(expected: string | RegExp): R;
  toMatchObject(expected: object): R;
  /** The run, or a value of JSON, is as in the file of snapshots beside the test. */
  toMatchSnapshot(hint?: string): R;
  toSatisfy(predicate: (value: any) => boolean, message?: string): R;
  toStrictEqual(expected: unknown): R;
  toThrow(expected?: string | RegExp | Function | Error): R;
  toThrowError(expected?: string | RegExp | Function | Error): R;
}

interface AsymmetricMatchers {
  any(type: Function): any;
  anything(): any;
  arrayContaining(expected: readonly unknown[]): any;
  closeTo(expected: number, digits?: number): any;
  objectContaining(expected: object): any;
  stringContaining(expected: string): any;
  stringMatching(expected: string | RegExp): any;
}

interface Expect extends AsymmetricMatchers {
  (actual: unknown, message?: string): Matchers;
  readonly not: AsymmetricMatchers;
  /** The number of assertions that the test makes. */
  assertions(number: number): void;
  hasAssertions(): void;
}

export const expect: Expect;
