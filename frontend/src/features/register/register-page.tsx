import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { ApiError } from "@/api/problem";
import { PageHeading } from "@/components/page-heading";
import { ProblemAlert } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { InputField } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { useLanguage } from "@/lib/use-language";

import { register as registerCandidate } from "./register";

const SHORTEST_PASSWORD = 8;

const schema = z.object({
  name: z.string().trim().min(1, "nameRequired").max(100, "nameTooLong"),
  email: z.string().trim().min(1, "emailRequired").pipe(z.email("emailInvalid")),
  password: z.string().min(SHORTEST_PASSWORD, "passwordShort").max(128, "passwordLong"),
});

type Values = z.infer<typeof schema>;
type MessageKey = "nameRequired" | "nameTooLong" | "emailRequired" | "emailInvalid" | "passwordShort" | "passwordLong";

interface RegisterPageProps {
  token: string;
  invitedName: string;
  invitedEmail: string;
  onRegistered: (interviewId: string) => void;
  onSignIn: () => void;
}

export function RegisterPage({ token, invitedName, invitedEmail, onRegistered, onSignIn }: RegisterPageProps) {
  const { t } = useTranslation("register");
  const locale = useLanguage();
  const [visible, setVisible] = useState(false);
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: invitedName, email: invitedEmail, password: "" } });
  const registration = useMutation({
    mutationFn: (values: Values) => registerCandidate({ token, locale, ...values }),
    onSuccess: onRegistered,
  });
  const { errors } = form.formState;
  const refused = registration.error instanceof ApiError ? registration.error.fields : {};
  const message = (field: keyof Values) => {
    const key = errors[field]?.message;
    return key ? t(key as MessageKey) : refused[field];
  };
  return (
    <div className="mx-auto max-w-md">
      <PageHeading title={t("title")} text={t("text")} />
      <Card>
        <form
          noValidate
          className="grid gap-5"
          onSubmit={(event) => void form.handleSubmit((values) => registration.mutate(values))(event)}
        >
          <ProblemAlert error={registration.error} />
          <InputField label={t("name")} autoComplete="name" error={message("name")} {...form.register("name")} />
          <InputField
            label={t("email")}
            type="email"
            autoComplete="username"
            hint={t("emailHint")}
            error={message("email")}
            {...form.register("email")}
          />
          <div className="grid gap-1">
            <InputField
              label={t("password")}
              type={visible ? "text" : "password"}
              autoComplete="new-password"
              hint={t("passwordHint")}
              error={message("password")}
              {...form.register("password")}
            />
            <Switch checked={visible} onCheckedChange={setVisible} label={<span className="text-sm font-medium">{t("showPassword")}</span>} />
          </div>
          <Button type="submit" size="lg" busy={registration.isPending}>
            {t("submit")}
          </Button>
        </form>
      </Card>
      <p className="mt-5 text-sm text-muted">
        {t("haveAccount")}{" "}
        <Button variant="link" className="min-h-8 px-0 text-sm" onClick={onSignIn}>
          {t("signIn")}
        </Button>
      </p>
    </div>
  );
}
