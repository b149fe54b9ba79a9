import {
  getEnvironmentVariable,
  m2mTokenClaims,
  type onM2MTokenGeneratedEvent,
  type WorkflowSettings,
  WorkflowTrigger,
} from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "machine-token",
  name: "Machine token",
  trigger: WorkflowTrigger.M2MTokenGeneration,
  failurePolicy: { action: "stop" },
  bindings: {
    "kinde.m2mToken": {},
    "kinde.env": {},
  },
};

interface MachineClaims {
  scope?: string | string[];
  permissions: string[];
  environment: string;
  issued_for: string;
}

/** Tells an API what the machine client may do, where, and who asked. */
export default async function machineToken(event: onM2MTokenGeneratedEvent) {
  const token = m2mTokenClaims<MachineClaims>();
  const scopes = event.request.auth.scope ?? [];

  token.permissions = permissionsOf(scopes);
  if (scopes.length > 0) {
    // One string with spaces, as RFC 9068 and most API gateways expect it.
    token.scope = scopes.join(" ");
  }
  token.environment = getEnvironmentVariable("ENVIRONMENT").value ?? "unknown";
  token.issued_for = event.context.application.clientId;

  console.info(`Machine token with ${token.permissions.length} permissions`);
}

/** Whoever may write something may read it too. */
function permissionsOf(scopes: string[]): string[] {
  const permissions = new Set(scopes);
  for (const scope of scopes) {
    const [action, resource] = scope.split(":");
    if (action === "write" && resource) {
      permissions.add(`read:${resource}`);
    }
  }
  return [...permissions].sort();
}
