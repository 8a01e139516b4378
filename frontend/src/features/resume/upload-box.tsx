import { useMutation } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/components/problem";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";

import { checkFile, type FileProblem } from "./check-file";
import { uploadResume } from "./requests";

interface UploadBoxProps {
  interviewId: string;
  onUploaded: () => void;
}

export function UploadBox({ interviewId, onUploaded }: UploadBoxProps) {
  const { t } = useTranslation("resume");
  const inputId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [share, setShare] = useState(0);
  const [problem, setProblem] = useState<FileProblem | null>(null);
  const sending = useMutation({
    mutationFn: (file: File) => uploadResume(interviewId, file, setShare),
    onSuccess: onUploaded,
  });

  async function take(file: File | undefined): Promise<void> {
    if (!file || sending.isPending) return;
    const found = await checkFile(file);
    setProblem(found);
    setShare(0);
    sending.reset();
    if (!found) sending.mutate(file);
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  }

  return (
    <div className="grid gap-4">
      <div
        role="presentation"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "grid justify-items-center gap-2 rounded-md border-2 border-dashed border-control px-4 py-10 text-center transition-colors",
          over && "border-accent bg-accent-soft",
        )}
      >
        <FileUp aria-hidden className="size-8 text-muted" />
        <label htmlFor={inputId} className="font-semibold">
          {t("drop")}
        </label>
        <p className="text-sm text-muted">{t("limits")}</p>
        <input
          ref={input}
          id={inputId}
          type="file"
          accept="application/pdf,.pdf"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <Button variant="secondary" className="mt-2" busy={sending.isPending} onClick={() => input.current?.click()}>
          {t("choose")}
        </Button>
      </div>
      {sending.isPending && (
        <div role="status" className="grid gap-1.5 text-sm">
          <span>{share < 1 ? t("uploading", { percent: Math.round(share * 100) }) : t("uploaded")}</span>
          <Progress value={share} label={t("uploadProgress")} />
        </div>
      )}
      {problem && (
        <Alert tone="warning" live>
          {t(`problem.${problem}`)}
        </Alert>
      )}
      <ProblemAlert error={sending.error} />
    </div>
  );
}
