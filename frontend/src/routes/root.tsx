import { createRootRoute, Outlet } from "@tanstack/react-router";

import { CrashView } from "./crash-view";
import { NotFoundView } from "./not-found-view";

export const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: CrashView,
  notFoundComponent: NotFoundView,
});
