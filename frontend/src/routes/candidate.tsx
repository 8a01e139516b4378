import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { queryClient } from "@/api/query-client";
import { consentsQuery, snapshotQuery } from "@/api/queries";

import { requireRole } from "./guards";
import { rootRoute } from "./root";

export const candidateRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "candidate",
  beforeLoad: requireRole("candidate"),
});

const interviewsRoute = createRoute({
  getParentRoute: () => candidateRoute,
  path: "/interviews",
  component: lazyRouteComponent(() => import("./candidate-pages"), "InterviewsRoute"),
});

export const interviewRoute = createRoute({
  getParentRoute: () => candidateRoute,
  path: "/interviews/$interviewId",
});

/** Where a candidate goes on: the first step that is not done. */
const nextStepRoute = createRoute({
  getParentRoute: () => interviewRoute,
  path: "/",
  beforeLoad: async ({ params }) => {
    const [snapshot, consents] = await Promise.all([
      queryClient.query({ ...snapshotQuery(params.interviewId), staleTime: 0 }),
      queryClient.query({ ...consentsQuery(params.interviewId), staleTime: 0 }),
    ]);
    const to = (step: "consent" | "resume" | "devices" | "room" | "done") =>
      redirect({ to: `/interviews/$interviewId/${step}`, params, replace: true });
    switch (snapshot.state) {
      case "created": {
        if (!consents.complete) throw to("consent");
        const reads = consents.consents.some(({ purpose, granted }) => purpose === "resume_analysis" && granted);
        throw to(reads ? "resume" : "devices");
      }
      case "planning":
      case "ready":
        throw to("devices");
      case "asking":
      case "answering":
      case "thinking":
        throw to("room");
      case "evaluating":
      case "evaluation_failed":
      case "reported":
        throw to("done");
      case "withdrawn":
      case "expired":
        throw redirect({ to: "/interviews", replace: true });
    }
  },
});

const consentRoute = createRoute({
  getParentRoute: () => interviewRoute,
  path: "/consent",
  component: lazyRouteComponent(() => import("./candidate-pages"), "ConsentRoute"),
});

const resumeRoute = createRoute({
  getParentRoute: () => interviewRoute,
  path: "/resume",
  component: lazyRouteComponent(() => import("./candidate-pages"), "ResumeRoute"),
});

const devicesRoute = createRoute({
  getParentRoute: () => interviewRoute,
  path: "/devices",
  component: lazyRouteComponent(() => import("./candidate-pages"), "DevicesRoute"),
});

const roomRoute = createRoute({
  getParentRoute: () => interviewRoute,
  path: "/room",
  component: lazyRouteComponent(() => import("./room-route"), "RoomRoute"),
});

const doneRoute = createRoute({
  getParentRoute: () => interviewRoute,
  path: "/done",
  component: lazyRouteComponent(() => import("./candidate-pages"), "DoneRoute"),
});

export const candidateRoutes = candidateRoute.addChildren([
  interviewsRoute,
  interviewRoute.addChildren([nextStepRoute, consentRoute, resumeRoute, devicesRoute, roomRoute, doneRoute]),
]);
