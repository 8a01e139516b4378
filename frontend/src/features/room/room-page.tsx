import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "@/api/problem";
import { ProblemState } from "@/components/problem";
import { LoadingBlock } from "@/components/ui/skeleton";
import { usePageTitle } from "@/lib/use-page-title";

import { prepare, start, withdraw } from "./commands";
import { phaseOf } from "./engine/room-state";
import type { Mode } from "./hooks/use-answer";
import { useLiveConnection } from "./hooks/use-live-connection";
import { useJoinedStream, useMedia } from "./hooks/use-media";
import { useRoomSession } from "./hooks/use-room-session";
import { useRoomStore } from "./hooks/use-room-store";
import { TurnStage } from "./turn-stage";
import { ConnectionBanner, MicrophoneBanner, ProblemBanner } from "./views/banners";
import { FinishedView } from "./views/finished-view";
import { HelpPanel } from "./views/help-panel";
import { Lobby } from "./views/lobby";
import { RoomFrame } from "./views/room-frame";
import { SeatView } from "./views/seat-view";
import { SelfView } from "./views/self-view";

interface RoomPageProps {
  interviewId: string;
  onFinished: () => void;
  /** The interview cannot go on here: something before it is missing, or it is closed. */
  onLeave: () => void;
}

const IN_ROOM = new Set(["ready", "asking", "listening", "thinking"]);
const RUNNING = new Set(["asking", "listening", "thinking"]);

export function RoomPage({ interviewId, onFinished, onLeave }: RoomPageProps) {
  const { t } = useTranslation("room");
  usePageTitle(t("title"));
  const session = useRoomSession(interviewId);
  const { room, command, takeSeat, loseSeat, problem } = session;
  const { snapshot } = room;
  const phase = phaseOf(snapshot);
  const seated = snapshot?.seat === "mine" && !room.seatLost;
  const inRoom = seated && IN_ROOM.has(phase);

  const { recordings, upload } = useRoomStore(interviewId, seated, loseSeat);
  const mayRecord = snapshot?.consents.recording === true && snapshot.settings.recording && recordings !== null;
  const mayObserve = snapshot?.consents.face_observation === true && snapshot.settings.face_observation;
  const media = useMedia(inRoom, snapshot?.consents.recording === true || mayObserve);
  const recordingStream = useJoinedStream(media.microphone, media.camera);
  const liveStream = useJoinedStream(media.microphone, mayObserve ? media.camera : null);
  const live = useLiveConnection(interviewId, inRoom ? liveStream : null);

  // Where speech cannot be turned into text, a spoken answer is not rated: typing is the default then.
  const understood = snapshot?.capabilities.stt.available === true;
  const [chosenMode, setChosenMode] = useState<Mode | null>(null);
  const wishedMode = chosenMode ?? (understood ? "spoken" : "typed");
  const spokenPossible = media.microphone !== null && (mayRecord || (understood && live !== "unavailable"));
  const mode: Mode = spokenPossible || !media.settled ? wishedMode : "typed";

  const free = snapshot?.seat === "free";
  useEffect(() => {
    if (free) void takeSeat();
  }, [free, takeSeat]);

  const language = snapshot?.language;
  const unprepared = seated && phase === "unprepared" && language !== undefined;
  useEffect(() => {
    if (unprepared) void command(() => prepare(interviewId, language).then(() => true), onLeave);
  }, [unprepared, language, interviewId, command, onLeave]);

  useEffect(() => {
    if (phase === "closed") onLeave();
  }, [phase, onLeave]);

  async function leave(): Promise<void> {
    const done = await command(() => withdraw(interviewId).then(() => true));
    if (done) onLeave();
  }

  if (!snapshot) {
    return (
      <RoomFrame company="" job="" progress={null}>
        {problem ? <ProblemState error={problem} onRetry={() => location.reload()} /> : <LoadingBlock />}
      </RoomFrame>
    );
  }
  const { turn } = snapshot;
  const banner = (
    <>
      <ConnectionBanner link={room.link} upload={upload} />
      {media.microphoneProblem && inRoom && (
        <MicrophoneBanner problem={media.microphoneProblem} onRetry={media.openMicrophoneAgain} />
      )}
      {problem instanceof ApiError && <ProblemBanner error={problem} onClose={session.clearProblem} />}
    </>
  );
  return (
    <RoomFrame
      company={snapshot.company_name}
      job={snapshot.job_title}
      progress={RUNNING.has(phase) ? snapshot.progress : null}
      banner={banner}
      tools={<HelpPanel onWithdraw={leave} />}
    >
      {room.seatLost ? (
        <SeatView onTake={takeSeat} />
      ) : phase === "finished" ? (
        <FinishedView interviewId={interviewId} recordings={recordings} onFinished={onFinished} />
      ) : turn && seated && RUNNING.has(phase) ? (
        <TurnStage
          key={turn.id}
          session={session}
          snapshot={snapshot}
          turn={turn}
          phase={phase}
          mode={mode}
          onModeChange={setChosenMode}
          spokenPossible={spokenPossible}
          mayRecord={mayRecord}
          recordings={recordings}
          microphone={media.microphone}
          recordingStream={recordingStream}
          live={live}
          selfView={media.camera && <SelfView stream={media.camera} />}
        />
      ) : (
        <Lobby
          snapshot={snapshot}
          ready={phase === "ready" && seated && media.settled}
          onStart={async () => {
            await command(() => start(interviewId).then(() => true));
          }}
        />
      )}
    </RoomFrame>
  );
}
