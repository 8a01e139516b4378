import { createRoute, lazyRouteComponent, redirect, useNavigate, useRouter } from "@tanstack/react-router";
import { z } from "zod";

import { ensureSession } from "@/api/session";
import { CandidateShell } from "@/components/shell/candidate-shell";
import { LoginPage } from "@/features/auth/login-page";

import { homeOf } from "./guards";
import { rootRoute } from "./root";

/** Only paths of this site may follow a sign-in. */
const nextPath = z.string().regex(/^\/(?![/\\])/).optional().catch(undefined);

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async () => {
    const session = await ensureSession();
    throw redirect({ to: session.status === "signed_in" ? homeOf(session.user) : "/login", replace: true });
  },
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: z.object({ next: nextPath }),
  component: function LoginRoute() {
    const { next } = loginRoute.useSearch();
    const navigate = useNavigate();
    const router = useRouter();
    return (
      <CandidateShell>
        <LoginPage
          onSignedIn={(user) => {
            if (next) router.history.push(next);
            else void navigate({ to: homeOf(user) });
          }}
        />
      </CandidateShell>
    );
  },
});

const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invite",
  component: lazyRouteComponent(() => import("./invite-route"), "InviteRoute"),
});

export const publicRoutes = [startRoute, loginRoute, inviteRoute];
