import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import type { User } from "@/api/types";
import { PageHeading } from "@/components/page-heading";
import { ProblemAlert } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { InputField } from "@/components/ui/field";

import { login } from "./login";

const schema = z.object({
  email: z.string().trim().min(1, "emailRequired").pipe(z.email("emailInvalid")),
  password: z.string().min(1, "passwordRequired"),
});

type MessageKey = "emailRequired" | "emailInvalid" | "passwordRequired";

interface LoginPageProps {
  onSignedIn: (user: User) => void;
}

export function LoginPage({ onSignedIn }: LoginPageProps) {
  const { t } = useTranslation("auth");
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { email: "", password: "" } });
  const signIn = useMutation({ mutationFn: login, onSuccess: onSignedIn });
  const { errors } = form.formState;
  const message = (key: string | undefined) => (key ? t(key as MessageKey) : undefined);
  return (
    <div className="mx-auto max-w-md">
      <PageHeading title={t("title")} text={t("text")} />
      <Card>
        <form
          noValidate
          className="grid gap-5"
          onSubmit={(event) => void form.handleSubmit((values) => signIn.mutate(values))(event)}
        >
          <ProblemAlert error={signIn.error} />
          <InputField
            label={t("email")}
            type="email"
            autoComplete="username"
            error={message(errors.email?.message)}
            {...form.register("email")}
          />
          <InputField
            label={t("password")}
            type="password"
            autoComplete="current-password"
            error={message(errors.password?.message)}
            {...form.register("password")}
          />
          <Button type="submit" size="lg" busy={signIn.isPending}>
            {t("submit")}
          </Button>
        </form>
      </Card>
      <p className="mt-5 text-sm text-muted">{t("noAccount")}</p>
    </div>
  );
}
