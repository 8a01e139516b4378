import { createRouter } from "@tanstack/react-router";

import { candidateRoutes } from "./candidate";
import { publicRoutes } from "./public";
import { recruiterRoutes } from "./recruiter";
import { rootRoute } from "./root";

const routeTree = rootRoute.addChildren([...publicRoutes, candidateRoutes, recruiterRoutes]);

export const router = createRouter({ routeTree, defaultPreload: "intent", scrollRestoration: true });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
