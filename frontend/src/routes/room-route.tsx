import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

import { RoomPage } from "@/features/room/room-page";

const interview = getRouteApi("/candidate/interviews/$interviewId");

export function RoomRoute() {
  const { interviewId } = interview.useParams();
  const navigate = useNavigate();
  const finish = useCallback(
    () => void navigate({ to: "/interviews/$interviewId/done", params: { interviewId }, replace: true }),
    [navigate, interviewId],
  );
  const leave = useCallback(
    () => void navigate({ to: "/interviews/$interviewId", params: { interviewId }, replace: true }),
    [navigate, interviewId],
  );
  return <RoomPage key={interviewId} interviewId={interviewId} onFinished={finish} onLeave={leave} />;
}
