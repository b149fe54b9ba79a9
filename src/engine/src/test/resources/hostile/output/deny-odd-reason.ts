// denials: a reason with line breaks, escapes and half characters
// ends: DENIED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  kinde.auth.denyAccess("\u001b[2J\r\nLocation: https://example.com\r\n\r\n<script>\ud800\u0000");
}
