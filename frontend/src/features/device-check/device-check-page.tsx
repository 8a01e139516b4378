import { useMutation, useQuery } from "@tanstack/react-query";
import { Wifi } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { consentsQuery, snapshotQuery } from "@/api/queries";
import { PageHeading } from "@/components/page-heading";
import { ProblemAlert, ProblemState } from "@/components/problem";
import { Steps } from "@/components/steps";
import { Button } from "@/components/ui/button";
import { LoadingBlock } from "@/components/ui/skeleton";
import { saveMediaPreferences } from "@/lib/media/preferences";

import { CameraCard } from "./camera-card";
import { type Check, IDLE, problemOf, resultOf, RUNNING } from "./check";
import { CheckCard } from "./check-card";
import { checkConnection } from "./connection";
import { MicrophoneCard } from "./microphone-card";
import { saveDeviceCheck } from "./requests";
import { SpeakerCard } from "./speaker-card";
import { SpeechNotice } from "./speech-notice";
import { useCameraCheck } from "./use-camera-check";
import { useMicrophoneCheck } from "./use-microphone-check";

interface DeviceCheckPageProps {
  interviewId: string;
  onDone: () => void;
}

export function DeviceCheckPage({ interviewId, onDone }: DeviceCheckPageProps) {
  const { t } = useTranslation("device");
  const snapshot = useQuery(snapshotQuery(interviewId));
  const consents = useQuery(consentsQuery(interviewId));
  const microphone = useMicrophoneCheck();
  const camera = useCameraCheck();
  const [speaker, setSpeaker] = useState<Check>(IDLE);
  const [connection, setConnection] = useState<Check>(IDLE);

  const save = useMutation({
    mutationFn: () => {
      saveMediaPreferences({ microphone: microphone.stream !== null, camera: camera.stream !== null });
      const checks = { camera: camera.check, microphone: microphone.check, speaker, connection };
      const problems = Object.entries(checks).flatMap(([name, check]) => {
        const problem = problemOf(check);
        return problem ? [[name, problem] as const] : [];
      });
      return saveDeviceCheck(interviewId, {
        camera: resultOf(checks.camera),
        microphone: resultOf(checks.microphone),
        speaker: resultOf(checks.speaker),
        connection: resultOf(checks.connection),
        detail: Object.fromEntries(problems),
      });
    },
    onSuccess: onDone,
  });

  async function testConnection(): Promise<void> {
    setConnection(RUNNING);
    setConnection(await checkConnection(interviewId, microphone.stream));
  }

  const error = snapshot.error ?? consents.error;
  if (error) return <ProblemState error={error} onRetry={() => void snapshot.refetch()} />;
  const usesCamera = (consents.data?.consents ?? []).some(
    ({ purpose, granted }) => granted && (purpose === "recording" || purpose.endsWith("_observation")),
  );
  const typedOnly = microphone.stream === null;
  return (
    <>
      <Steps current="device" />
      <PageHeading title={t("title")} text={t("text")} />
      {!snapshot.data || !consents.data ? (
        <LoadingBlock />
      ) : (
        <div className="grid gap-4">
          <SpeechNotice snapshot={snapshot.data} />
          <MicrophoneCard microphone={microphone} />
          <SpeakerCard check={speaker} onChange={setSpeaker} />
          {usesCamera && <CameraCard camera={camera} />}
          <CheckCard icon={Wifi} title={t("connection.title")} text={t("connection.text")} check={connection}>
            <Button
              variant="soft"
              className="justify-self-start"
              busy={connection.state === "running"}
              onClick={() => void testConnection()}
            >
              {t(connection.state === "idle" || connection.state === "running" ? "connection.start" : "again")}
            </Button>
          </CheckCard>
          <div className="mt-2 grid gap-3">
            <ProblemAlert error={save.error} />
            <p className="text-sm text-muted">{t(typedOnly ? "typedOnly" : "readyText")}</p>
            <Button size="lg" busy={save.isPending} onClick={() => save.mutate()}>
              {t(typedOnly ? "continueTyped" : "continue")}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
