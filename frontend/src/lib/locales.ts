import enAuth from "@/locales/en/auth.json";
import enCommon from "@/locales/en/common.json";
import enConsent from "@/locales/en/consent.json";
import enDevice from "@/locales/en/device.json";
import enDone from "@/locales/en/done.json";
import enErrors from "@/locales/en/errors.json";
import enHome from "@/locales/en/home.json";
import enInvitation from "@/locales/en/invitation.json";
import enRecruiter from "@/locales/en/recruiter.json";
import enRegister from "@/locales/en/register.json";
import enResume from "@/locales/en/resume.json";
import enRoom from "@/locales/en/room.json";
import koAuth from "@/locales/ko/auth.json";
import koCommon from "@/locales/ko/common.json";
import koConsent from "@/locales/ko/consent.json";
import koDevice from "@/locales/ko/device.json";
import koDone from "@/locales/ko/done.json";
import koErrors from "@/locales/ko/errors.json";
import koHome from "@/locales/ko/home.json";
import koInvitation from "@/locales/ko/invitation.json";
import koRecruiter from "@/locales/ko/recruiter.json";
import koRegister from "@/locales/ko/register.json";
import koResume from "@/locales/ko/resume.json";
import koRoom from "@/locales/ko/room.json";

const ko = {
  common: koCommon,
  errors: koErrors,
  auth: koAuth,
  invitation: koInvitation,
  register: koRegister,
  home: koHome,
  consent: koConsent,
  resume: koResume,
  device: koDevice,
  room: koRoom,
  done: koDone,
  recruiter: koRecruiter,
};

/** The Korean files define the keys; the English ones must hold the same (locales.test.ts). */
const en = {
  common: enCommon,
  errors: enErrors,
  auth: enAuth,
  invitation: enInvitation,
  register: enRegister,
  home: enHome,
  consent: enConsent,
  resume: enResume,
  device: enDevice,
  room: enRoom,
  done: enDone,
  recruiter: enRecruiter,
};

export const resources = { ko, en };
export type Resources = typeof ko;
