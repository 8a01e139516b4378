import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewSnapshot, Turn } from "@/api/types";
import { Button } from "@/components/ui/button";

import { answerClock } from "./engine/answer-clock";
import type { Phase } from "./engine/room-state";
import { type Mode, useAnswer } from "./hooks/use-answer";
import { useAsking } from "./hooks/use-asking";
import type { LiveState } from "./hooks/use-live-connection";
import { useNow } from "./hooks/use-now";
import { useQuestionVoice } from "./hooks/use-question-voice";
import type { RoomSession } from "./hooks/use-room-session";
import type { Recordings } from "./hooks/use-room-store";
import { useShortcuts } from "./hooks/use-shortcuts";
import { useSilenceEnd } from "./hooks/use-silence-end";
import { AnswerTimer, TimeWarning } from "./views/answer-timer";
import { ModeSwitch } from "./views/mode-switch";
import { Question } from "./views/question";
import { SilenceBanner } from "./views/silence-banner";
import { SpokenPanel } from "./views/spoken-panel";
import { type StageState, StatePill } from "./views/state-pill";
import { TypedPanel } from "./views/typed-panel";

/** The space key right after the opening belongs to the opening: it must not end the answer. */
const SPACE_RESTS_MS = 1_000;

export interface TurnStageProps {
  session: RoomSession;
  snapshot: InterviewSnapshot;
  turn: Turn;
  phase: Phase;
  mode: Mode;
  onModeChange: (mode: Mode) => void;
  spokenPossible: boolean;
  mayRecord: boolean;
  recordings: Recordings | null;
  microphone: MediaStream | null;
  recordingStream: MediaStream | null;
  live: LiveState;
  selfView: ReactNode;
}

function stageState(phase: Phase, mode: Mode, ending: boolean, pondering: boolean): StageState {
  if (ending || phase === "thinking") return "thinking";
  if (phase === "listening") return mode === "spoken" ? "listening" : "typing";
  return pondering ? "pondering" : "asking";
}

/** One question and its answer. Mounted anew for each turn, so that nothing of one leaks into the next. */
export function TurnStage(props: TurnStageProps) {
  const { session, snapshot, turn, phase, mode, microphone, live } = props;
  const { t } = useTranslation("room");
  const answer = useAnswer({ ...props, stream: props.recordingStream });
  const { open, opening, end, ending, listening } = answer;
  const asking = phase === "asking";
  const voice = useQuestionVoice(turn.speech_urls, asking);
  const stopVoice = voice.stop;

  const begin = useCallback(() => {
    stopVoice();
    void open();
  }, [stopVoice, open]);
  const thinkUntil = useAsking({ active: asking && !opening, turn, snapshot, voice: voice.status, onOpen: begin });

  const now = useNow(250, listening || thinkUntil !== null);
  const clock = listening ? answerClock(turn, snapshot.settings.answer_grace_s, now + session.room.clockOffsetMs) : null;
  const over = clock?.over === true;
  useEffect(() => {
    if (over) void end("time_limit");
  }, [over, end]);

  const finish = useCallback(() => {
    stopVoice();
    void end("candidate");
  }, [stopVoice, end]);
  const silence = useSilenceEnd({
    turnId: turn.id,
    stream: microphone,
    active: listening && mode === "spoken",
    limitS: snapshot.settings.silence_s,
    heard: session.room.heard,
    live: live === "connected",
    onSilent: () => void end("silence"),
  });

  const emptyText = mode === "typed" && answer.text.trim() === "";
  const mayFinish = listening && !emptyText;
  const listeningSince = useRef(0);
  useEffect(() => {
    if (listening) listeningSince.current = performance.now();
  }, [listening]);
  useShortcuts({
    active: asking || listening,
    onSubmit: () => {
      if (mayFinish) finish();
    },
    onSpace: () => {
      if (asking && !opening) begin();
      else if (mayFinish && mode === "spoken" && performance.now() - listeningSince.current > SPACE_RESTS_MS) finish();
    },
  });

  const state = stageState(phase, mode, ending, thinkUntil !== null);
  return (
    <>
      <div className="mb-4 flex min-h-11 items-start justify-between gap-3 sm:mb-6">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <StatePill state={state} />
          <AnswerTimer clock={clock} />
        </div>
        {props.selfView}
      </div>
      <Question turn={turn} language={snapshot.language} voice={voice} passed={state === "thinking"} />
      <div className="mt-6 grid gap-4">
        {thinkUntil !== null && (
          <p className="font-semibold text-info">{t("think", { seconds: Math.max(0, Math.ceil((thinkUntil - now) / 1000)) })}</p>
        )}
        {listening && mode === "spoken" && (
          <SpokenPanel
            turn={turn}
            language={snapshot.language}
            partial={session.room.partialCaption}
            level={silence.level}
            live={live}
            captionsPossible={snapshot.capabilities.stt.available}
            recordingFailed={answer.recordingFailed}
          />
        )}
        {(listening || (ending && mode === "typed")) && mode === "typed" && (
          <TypedPanel
            text={answer.text}
            onChange={answer.setText}
            language={snapshot.language}
            maxLength={snapshot.settings.typed_max_chars}
            disabled={ending}
          />
        )}
        <TimeWarning clock={clock} />
        {listening && silence.countdown !== null && <SilenceBanner seconds={silence.countdown} onGoOn={silence.goOn} />}
      </div>
      <div className="sticky bottom-0 mt-auto flex flex-wrap items-center justify-between gap-3 bg-linear-to-t from-canvas from-75% to-transparent pt-8 pb-4">
        {asking || listening ? (
          <>
            <ModeSwitch mode={mode} spokenPossible={props.spokenPossible} onChange={props.onModeChange} />
            {asking && (
              <Button size="lg" className="ml-auto" busy={opening} onClick={begin}>
                {t("answer.begin")}
              </Button>
            )}
            {listening && (
              <Button size="lg" className="ml-auto" disabled={!mayFinish} onClick={finish}>
                {t("answer.finish")}
              </Button>
            )}
          </>
        ) : (
          <p className="text-muted">{t("thinkingText")}</p>
        )}
      </div>
    </>
  );
}
