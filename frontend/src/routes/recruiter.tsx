import { createRoute, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { Briefcase, Cpu, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { RecruiterShell } from "@/components/shell/recruiter-shell";
import "@/styles/print.css";

import { requireRole } from "./guards";
import { rootRoute } from "./root";

/** Values of search parameters; the features that draw them are loaded later. */
const STAGES = ["before", "running", "evaluating", "reported", "closed"] as const;
const JOB_TABS = ["invitations", "overview", "competencies", "questions"] as const;

export const recruiterRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/recruiter",
  beforeLoad: requireRole("recruiter", "admin"),
  component: function RecruiterFrame() {
    const { t } = useTranslation("recruiter");
    return (
      <RecruiterShell
        navigation={[
          { to: "/recruiter/jobs", label: t("navigation.jobs"), icon: Briefcase },
          { to: "/recruiter/candidates", label: t("navigation.candidates"), icon: Users },
          { to: "/recruiter/engines", label: t("navigation.engines"), icon: Cpu },
        ]}
      >
        <Outlet />
      </RecruiterShell>
    );
  },
});

const indexRoute = createRoute({
  getParentRoute: () => recruiterRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/recruiter/jobs", replace: true });
  },
});

const jobsRoute = createRoute({
  getParentRoute: () => recruiterRoute,
  path: "/jobs",
  component: lazyRouteComponent(() => import("./recruiter-jobs"), "JobsRoute"),
});

const jobRoute = createRoute({
  getParentRoute: () => recruiterRoute,
  path: "/jobs/$jobId",
  validateSearch: z.object({ tab: z.enum(JOB_TABS).default("invitations").catch("invitations") }),
  component: lazyRouteComponent(() => import("./recruiter-jobs"), "JobRoute"),
});

const candidatesRoute = createRoute({
  getParentRoute: () => recruiterRoute,
  path: "/candidates",
  validateSearch: z.object({
    job: z.uuid().optional().catch(undefined),
    stage: z.enum(STAGES).optional().catch(undefined),
    page: z.number().int().min(1).default(1).catch(1),
  }),
  component: lazyRouteComponent(() => import("./recruiter-interviews"), "CandidatesRoute"),
});

const interviewRoute = createRoute({
  getParentRoute: () => recruiterRoute,
  path: "/interviews/$interviewId",
  component: lazyRouteComponent(() => import("./recruiter-interviews"), "InterviewRoute"),
});

const enginesRoute = createRoute({
  getParentRoute: () => recruiterRoute,
  path: "/engines",
  component: lazyRouteComponent(() => import("./recruiter-interviews"), "EnginesRoute"),
});

export const recruiterRoutes = recruiterRoute.addChildren([
  indexRoute,
  jobsRoute,
  jobRoute,
  candidatesRoute,
  interviewRoute,
  enginesRoute,
]);
