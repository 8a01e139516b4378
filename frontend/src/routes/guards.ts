import { redirect } from "@tanstack/react-router";

import { ensureSession } from "@/api/session";
import type { Role, User } from "@/api/types";

/** Where a user's own pages begin. */
export function homeOf(user: User): "/interviews" | "/recruiter" {
  return user.role === "candidate" ? "/interviews" : "/recruiter";
}

/** A route's `beforeLoad`: let only these roles in; others are led to where they belong. */
export function requireRole(...roles: Role[]) {
  return async ({ location }: { location: { href: string } }): Promise<{ user: User }> => {
    const session = await ensureSession();
    if (session.status !== "signed_in") throw redirect({ to: "/login", search: { next: location.href } });
    if (!roles.includes(session.user.role)) throw redirect({ to: homeOf(session.user) });
    return { user: session.user };
  };
}
