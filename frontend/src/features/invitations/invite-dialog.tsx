import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import type { Language } from "@/api/generated";
import { ApiError } from "@/api/problem";
import { ProblemAlert } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, InputField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

import { createInvitation } from "./create-invitation";
import { deadlineIn, futureInstant } from "./deadline";
import { InvitationLink } from "./invitation-link";
import { invitationsQuery } from "./queries";

const schema = z.object({
  candidate_name: z.string().trim().min(1, "nameRequired").max(100, "nameTooLong"),
  candidate_email: z.string().trim().min(1, "emailRequired").pipe(z.email("emailInvalid")),
  language: z.enum(["ko", "en"]),
  deadline: z.string().refine((value) => futureInstant(value) !== null, "deadlinePast"),
});
type Values = z.infer<typeof schema>;
type MessageKey = "nameRequired" | "nameTooLong" | "emailRequired" | "emailInvalid" | "deadlinePast";

const FORM = "invite-form";

interface InviteDialogProps {
  jobId: string;
  languages: readonly Language[];
}

export function InviteDialog({ jobId, languages }: InviteDialogProps) {
  const { t } = useTranslation("recruiter");
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const defaults: Values = { candidate_name: "", candidate_email: "", language: languages[0] ?? "ko", deadline: deadlineIn(7) };
  const form = useForm({ resolver: zodResolver(schema), defaultValues: defaults });
  const creation = useMutation({
    mutationFn: ({ deadline, ...rest }: Values) =>
      createInvitation(jobId, { ...rest, expires_at: futureInstant(deadline) ?? new Date().toISOString() }),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsQuery(jobId).queryKey }),
  });
  const refused = creation.error instanceof ApiError ? creation.error.fields : {};
  const message = (name: keyof Values, sent: string = name) => {
    const key = form.formState.errors[name]?.message;
    return key ? t(`invitation.${key as MessageKey}`) : refused[sent];
  };
  const change = (next: boolean) => {
    setOpen(next);
    if (next) {
      creation.reset();
      form.reset(defaults);
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button>
          <UserPlus aria-hidden />
          {t("invitation.create")}
        </Button>
      }
      title={creation.data ? t("invitation.created") : t("invitation.create")}
      description={creation.data ? t("invitation.createdText") : t("invitation.createText")}
      footer={
        creation.data ? (
          <DialogClose asChild>
            <Button variant="secondary">{t("invitation.done")}</Button>
          </DialogClose>
        ) : (
          <Button type="submit" form={FORM} busy={creation.isPending}>
            {t("invitation.makeLink")}
          </Button>
        )
      }
    >
      {creation.data ? (
        <InvitationLink link={creation.data.link} />
      ) : (
        <form
          id={FORM}
          noValidate
          className="mt-4 grid gap-4"
          onSubmit={(event) => void form.handleSubmit((values) => creation.mutate(values))(event)}
        >
          <ProblemAlert error={creation.error} />
          <InputField label={t("invitation.name")} autoComplete="off" error={message("candidate_name")} {...form.register("candidate_name")} />
          <InputField
            label={t("invitation.email")}
            type="email"
            autoComplete="off"
            error={message("candidate_email")}
            {...form.register("candidate_email")}
          />
          <Field label={t("invitation.language")} hint={t("invitation.languageHint")}>
            {(ids) => (
              <Controller
                control={form.control}
                name="language"
                render={({ field }) => (
                  <Select
                    {...ids}
                    value={field.value}
                    onValueChange={field.onChange}
                    options={languages.map((code) => ({ value: code, label: t(`languages.${code}`) }))}
                  />
                )}
              />
            )}
          </Field>
          <InputField
            label={t("invitation.deadline")}
            type="datetime-local"
            error={message("deadline", "expires_at")}
            {...form.register("deadline")}
          />
        </form>
      )}
    </Dialog>
  );
}
