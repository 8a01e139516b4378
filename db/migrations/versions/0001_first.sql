-- The first schema. The models in backend_core/models are its reference; tests/db holds the two together.

CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE audit_entry (
    id UUID DEFAULT uuidv7() NOT NULL,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    company_id UUID,
    actor_id UUID,
    actor_role VARCHAR(40),
    action VARCHAR(60) NOT NULL,
    object_type VARCHAR(40) NOT NULL,
    object_id UUID,
    detail JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_audit_entry PRIMARY KEY (id),
    CONSTRAINT uq_audit_entry_number UNIQUE (number),
    CONSTRAINT ck_audit_entry_actor_role CHECK (actor_role IN ('candidate', 'recruiter', 'admin'))
);
CREATE INDEX ix_audit_entry_company_id_number ON audit_entry (company_id, number);
CREATE INDEX ix_audit_entry_object_type_object_id ON audit_entry (object_type, object_id);

CREATE TABLE company (
    id UUID DEFAULT uuidv7() NOT NULL,
    slug VARCHAR(60) NOT NULL,
    name_ko VARCHAR(200) NOT NULL,
    name_en VARCHAR(200) NOT NULL,
    introduction_ko TEXT DEFAULT '' NOT NULL,
    introduction_en TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_company PRIMARY KEY (id),
    CONSTRAINT uq_company_slug UNIQUE (slug)
);

CREATE TABLE engine_status (
    id UUID DEFAULT uuidv7() NOT NULL,
    worker VARCHAR(120) NOT NULL,
    capability VARCHAR(40) NOT NULL,
    name VARCHAR(60) NOT NULL,
    version VARCHAR(60) NOT NULL,
    model VARCHAR(200) DEFAULT '' NOT NULL,
    quality VARCHAR(40) NOT NULL,
    languages TEXT[] NOT NULL,
    available BOOLEAN NOT NULL,
    note VARCHAR(300) DEFAULT '' NOT NULL,
    reported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_engine_status PRIMARY KEY (id),
    CONSTRAINT uq_engine_status_worker_capability_name UNIQUE (worker, capability, name),
    CONSTRAINT ck_engine_status_capability CHECK (capability IN ('llm', 'stt', 'tts', 'embeddings', 'face', 'emotion')),
    CONSTRAINT ck_engine_status_quality CHECK (quality IN ('production', 'basic', 'demo'))
);
CREATE INDEX ix_engine_status_capability ON engine_status (capability);

CREATE TABLE talent_profile (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    version INTEGER NOT NULL,
    summary_ko TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_talent_profile PRIMARY KEY (id),
    CONSTRAINT uq_talent_profile_company_id_version UNIQUE (company_id, version),
    CONSTRAINT fk_talent_profile_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE
);
CREATE INDEX ix_talent_profile_company_id ON talent_profile (company_id);

CREATE TABLE user_account (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID,
    role VARCHAR(40) NOT NULL,
    email VARCHAR(254) NOT NULL,
    name VARCHAR(100) NOT NULL,
    locale VARCHAR(40) NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_user_account PRIMARY KEY (id),
    CONSTRAINT ck_user_account_staff_has_company CHECK ((role = 'candidate') = (company_id IS NULL)),
    CONSTRAINT ck_user_account_email_lower_case CHECK (email = lower(email)),
    CONSTRAINT fk_user_account_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT ck_user_account_role CHECK (role IN ('candidate', 'recruiter', 'admin')),
    CONSTRAINT uq_user_account_email UNIQUE (email),
    CONSTRAINT ck_user_account_locale CHECK (locale IN ('ko', 'en'))
);
CREATE INDEX ix_user_account_company_id ON user_account (company_id);

CREATE TABLE auth_session (
    id UUID DEFAULT uuidv7() NOT NULL,
    user_account_id UUID NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    end_reason VARCHAR(40),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_auth_session PRIMARY KEY (id),
    CONSTRAINT fk_auth_session_user_account_id FOREIGN KEY(user_account_id) REFERENCES user_account (id) ON DELETE CASCADE,
    CONSTRAINT ck_auth_session_end_reason CHECK (end_reason IN ('logout', 'token_reused', 'account_disabled', 'revoked'))
);
CREATE INDEX ix_auth_session_user_account_id ON auth_session (user_account_id);

CREATE TABLE candidate (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    user_account_id UUID NOT NULL,
    name VARCHAR(100) NOT NULL,
    email VARCHAR(254) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_candidate PRIMARY KEY (id),
    CONSTRAINT uq_candidate_company_id_user_account_id UNIQUE (company_id, user_account_id),
    CONSTRAINT fk_candidate_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_candidate_user_account_id FOREIGN KEY(user_account_id) REFERENCES user_account (id) ON DELETE CASCADE
);
CREATE INDEX ix_candidate_company_id ON candidate (company_id);
CREATE INDEX ix_candidate_user_account_id ON candidate (user_account_id);

CREATE TABLE job (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    talent_profile_id UUID,
    key VARCHAR(60) NOT NULL,
    version INTEGER NOT NULL,
    state VARCHAR(40) NOT NULL,
    title_ko VARCHAR(200) NOT NULL,
    title_en VARCHAR(200) NOT NULL,
    description_ko TEXT NOT NULL,
    description_en TEXT NOT NULL,
    languages TEXT[] NOT NULL,
    weights JSONB NOT NULL,
    follow_ups_per_question INTEGER DEFAULT '1' NOT NULL,
    resume_question_limit INTEGER DEFAULT '2' NOT NULL,
    silence_s DOUBLE PRECISION DEFAULT '4' NOT NULL,
    think_time_s INTEGER DEFAULT '0' NOT NULL,
    recording BOOLEAN DEFAULT 'true' NOT NULL,
    video_required BOOLEAN DEFAULT 'false' NOT NULL,
    face_observation BOOLEAN DEFAULT 'false' NOT NULL,
    emotion_observation BOOLEAN DEFAULT 'false' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_job PRIMARY KEY (id),
    CONSTRAINT uq_job_company_id_key_version UNIQUE (company_id, key, version),
    CONSTRAINT ck_job_follow_ups_per_question CHECK (follow_ups_per_question BETWEEN 0 AND 2),
    CONSTRAINT ck_job_resume_question_limit CHECK (resume_question_limit BETWEEN 0 AND 5),
    CONSTRAINT ck_job_silence_s CHECK (silence_s BETWEEN 2 AND 30),
    CONSTRAINT ck_job_think_time_s CHECK (think_time_s BETWEEN 0 AND 600),
    CONSTRAINT ck_job_weights CHECK (jsonb_typeof(weights) = 'object'),
    CONSTRAINT ck_job_languages CHECK (languages <@ ARRAY['ko', 'en'] AND cardinality(languages) > 0),
    CONSTRAINT fk_job_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_job_talent_profile_id FOREIGN KEY(talent_profile_id) REFERENCES talent_profile (id) ON DELETE RESTRICT,
    CONSTRAINT ck_job_state CHECK (state IN ('draft', 'open', 'closed'))
);
CREATE INDEX ix_job_company_id ON job (company_id);

CREATE TABLE talent_value (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    talent_profile_id UUID NOT NULL,
    position INTEGER NOT NULL,
    name_ko VARCHAR(100) NOT NULL,
    name_en VARCHAR(100) NOT NULL,
    description_ko TEXT NOT NULL,
    description_en TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_talent_value PRIMARY KEY (id),
    CONSTRAINT uq_talent_value_talent_profile_id_position UNIQUE (talent_profile_id, position),
    CONSTRAINT fk_talent_value_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_talent_value_talent_profile_id FOREIGN KEY(talent_profile_id) REFERENCES talent_profile (id) ON DELETE CASCADE
);
CREATE INDEX ix_talent_value_company_id ON talent_value (company_id);

CREATE TABLE competency (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    job_id UUID NOT NULL,
    key VARCHAR(60) NOT NULL,
    position INTEGER NOT NULL,
    dimension VARCHAR(40) NOT NULL,
    name_ko VARCHAR(100) NOT NULL,
    name_en VARCHAR(100) NOT NULL,
    definition_ko TEXT NOT NULL,
    definition_en TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_competency PRIMARY KEY (id),
    CONSTRAINT uq_competency_job_id_key UNIQUE (job_id, key),
    CONSTRAINT fk_competency_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_competency_job_id FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE CASCADE,
    CONSTRAINT ck_competency_dimension CHECK (dimension IN ('technical', 'experience', 'problem_solving', 'communication', 'responsibility', 'growth'))
);
CREATE INDEX ix_competency_company_id ON competency (company_id);
CREATE INDEX ix_competency_job_id ON competency (job_id);

CREATE TABLE invitation (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    job_id UUID NOT NULL,
    created_by_id UUID,
    candidate_name VARCHAR(100) NOT NULL,
    candidate_email VARCHAR(254) NOT NULL,
    language VARCHAR(40) NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    state VARCHAR(40) NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_invitation PRIMARY KEY (id),
    CONSTRAINT ck_invitation_email_lower_case CHECK (candidate_email = lower(candidate_email)),
    CONSTRAINT fk_invitation_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_invitation_job_id FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE CASCADE,
    CONSTRAINT fk_invitation_created_by_id FOREIGN KEY(created_by_id) REFERENCES user_account (id) ON DELETE SET NULL,
    CONSTRAINT ck_invitation_language CHECK (language IN ('ko', 'en')),
    CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash),
    CONSTRAINT ck_invitation_state CHECK (state IN ('invited', 'opened', 'registered', 'started', 'submitted', 'expired', 'revoked'))
);
CREATE INDEX ix_invitation_company_id ON invitation (company_id);
CREATE INDEX ix_invitation_job_id ON invitation (job_id);

CREATE TABLE refresh_token (
    id UUID DEFAULT uuidv7() NOT NULL,
    auth_session_id UUID NOT NULL,
    parent_id UUID,
    token_hash VARCHAR(64) NOT NULL,
    rotated_at TIMESTAMP WITH TIME ZONE,
    retired_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_refresh_token PRIMARY KEY (id),
    CONSTRAINT fk_refresh_token_auth_session_id FOREIGN KEY(auth_session_id) REFERENCES auth_session (id) ON DELETE CASCADE,
    CONSTRAINT fk_refresh_token_parent_id FOREIGN KEY(parent_id) REFERENCES refresh_token (id) ON DELETE CASCADE,
    CONSTRAINT uq_refresh_token_token_hash UNIQUE (token_hash)
);
CREATE INDEX ix_refresh_token_auth_session_id ON refresh_token (auth_session_id);
CREATE INDEX ix_refresh_token_parent_id ON refresh_token (parent_id);

CREATE TABLE bank_question (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    job_id UUID NOT NULL,
    competency_id UUID,
    key VARCHAR(60) NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    section VARCHAR(40) NOT NULL,
    core BOOLEAN DEFAULT 'true' NOT NULL,
    scored BOOLEAN DEFAULT 'true' NOT NULL,
    answer_limit_s INTEGER DEFAULT '180' NOT NULL,
    text_ko TEXT NOT NULL,
    text_en TEXT NOT NULL,
    note_ko TEXT DEFAULT '' NOT NULL,
    note_en TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_bank_question PRIMARY KEY (id),
    CONSTRAINT uq_bank_question_job_id_key_version UNIQUE (job_id, key, version),
    CONSTRAINT ck_bank_question_answer_limit_s CHECK (answer_limit_s BETWEEN 30 AND 600),
    CONSTRAINT ck_bank_question_scored_has_competency CHECK (NOT scored OR competency_id IS NOT NULL),
    CONSTRAINT fk_bank_question_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_bank_question_job_id FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE CASCADE,
    CONSTRAINT fk_bank_question_competency_id FOREIGN KEY(competency_id) REFERENCES competency (id) ON DELETE RESTRICT,
    CONSTRAINT ck_bank_question_section CHECK (section IN ('introduction', 'motivation', 'job_knowledge', 'experience', 'problem_solving', 'communication', 'responsibility', 'growth', 'resume', 'closing'))
);
CREATE INDEX ix_bank_question_company_id ON bank_question (company_id);
CREATE INDEX ix_bank_question_competency_id ON bank_question (competency_id);
CREATE INDEX ix_bank_question_job_id ON bank_question (job_id);

CREATE TABLE interview (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    job_id UUID NOT NULL,
    candidate_id UUID NOT NULL,
    invitation_id UUID,
    state VARCHAR(40) NOT NULL,
    version INTEGER DEFAULT '0' NOT NULL,
    language VARCHAR(40) NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    plan_attempt INTEGER DEFAULT '0' NOT NULL,
    plan_explanation TEXT DEFAULT '' NOT NULL,
    plan_engine JSONB,
    question_index INTEGER,
    turn_index INTEGER,
    follow_ups_asked INTEGER DEFAULT '0' NOT NULL,
    evaluation_attempt INTEGER DEFAULT '0' NOT NULL,
    deadline_at TIMESTAMP WITH TIME ZONE,
    seat_tab VARCHAR(64),
    seat_taken_at TIMESTAMP WITH TIME ZONE,
    prepared_at TIMESTAMP WITH TIME ZONE,
    started_at TIMESTAMP WITH TIME ZONE,
    answered_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_interview PRIMARY KEY (id),
    CONSTRAINT ck_interview_version CHECK (version >= 0),
    CONSTRAINT fk_interview_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_interview_job_id FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE RESTRICT,
    CONSTRAINT fk_interview_candidate_id FOREIGN KEY(candidate_id) REFERENCES candidate (id) ON DELETE CASCADE,
    CONSTRAINT uq_interview_invitation_id UNIQUE (invitation_id),
    CONSTRAINT fk_interview_invitation_id FOREIGN KEY(invitation_id) REFERENCES invitation (id) ON DELETE SET NULL,
    CONSTRAINT ck_interview_state CHECK (state IN ('created', 'planning', 'ready', 'asking', 'answering', 'thinking', 'evaluating', 'evaluation_failed', 'reported', 'withdrawn', 'expired')),
    CONSTRAINT ck_interview_language CHECK (language IN ('ko', 'en'))
);
CREATE INDEX ix_interview_candidate_id ON interview (candidate_id);
CREATE INDEX ix_interview_company_id ON interview (company_id);
CREATE INDEX ix_interview_company_id_job_id_state ON interview (company_id, job_id, state);
CREATE INDEX ix_interview_job_id ON interview (job_id);

CREATE TABLE invitation_transition (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    invitation_id UUID NOT NULL,
    actor_id UUID,
    action VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_invitation_transition PRIMARY KEY (id),
    CONSTRAINT fk_invitation_transition_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_invitation_transition_invitation_id FOREIGN KEY(invitation_id) REFERENCES invitation (id) ON DELETE CASCADE,
    CONSTRAINT fk_invitation_transition_actor_id FOREIGN KEY(actor_id) REFERENCES user_account (id) ON DELETE SET NULL,
    CONSTRAINT ck_invitation_transition_state CHECK (state IN ('invited', 'opened', 'registered', 'started', 'submitted', 'expired', 'revoked'))
);
CREATE INDEX ix_invitation_transition_company_id ON invitation_transition (company_id);
CREATE INDEX ix_invitation_transition_invitation_id ON invitation_transition (invitation_id);

CREATE TABLE consent (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    interview_id UUID NOT NULL,
    candidate_id UUID NOT NULL,
    purpose VARCHAR(40) NOT NULL,
    granted BOOLEAN NOT NULL,
    notice_version VARCHAR(60) NOT NULL,
    text_sha256 VARCHAR(64) NOT NULL,
    language VARCHAR(40) NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (id),
    CONSTRAINT fk_consent_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_consent_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_consent_candidate_id FOREIGN KEY(candidate_id) REFERENCES candidate (id) ON DELETE CASCADE,
    CONSTRAINT ck_consent_purpose CHECK (purpose IN ('ai_interview', 'resume_analysis', 'recording', 'face_observation', 'emotion_observation')),
    CONSTRAINT ck_consent_language CHECK (language IN ('ko', 'en'))
);
CREATE INDEX ix_consent_candidate_id ON consent (candidate_id);
CREATE INDEX ix_consent_company_id ON consent (company_id);
CREATE INDEX ix_consent_interview_id_purpose_decided_at ON consent (interview_id, purpose, decided_at);

CREATE TABLE decision (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    decided_by_id UUID NOT NULL,
    outcome VARCHAR(40) NOT NULL,
    reason TEXT NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_decision PRIMARY KEY (id),
    CONSTRAINT ck_decision_reason CHECK (btrim(reason) <> ''),
    CONSTRAINT fk_decision_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_decision_decided_by_id FOREIGN KEY(decided_by_id) REFERENCES user_account (id) ON DELETE RESTRICT,
    CONSTRAINT ck_decision_outcome CHECK (outcome IN ('advance', 'hold', 'reject'))
);
CREATE INDEX ix_decision_decided_by_id ON decision (decided_by_id);
CREATE INDEX ix_decision_interview_id ON decision (interview_id);

CREATE TABLE device_check (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    camera VARCHAR(40) NOT NULL,
    microphone VARCHAR(40) NOT NULL,
    speaker VARCHAR(40) NOT NULL,
    connection VARCHAR(40) NOT NULL,
    detail JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_device_check PRIMARY KEY (id),
    CONSTRAINT fk_device_check_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT ck_device_check_camera CHECK (camera IN ('ok', 'failed', 'skipped')),
    CONSTRAINT ck_device_check_microphone CHECK (microphone IN ('ok', 'failed', 'skipped')),
    CONSTRAINT ck_device_check_speaker CHECK (speaker IN ('ok', 'failed', 'skipped')),
    CONSTRAINT ck_device_check_connection CHECK (connection IN ('ok', 'failed', 'skipped'))
);
CREATE INDEX ix_device_check_interview_id ON device_check (interview_id);

CREATE TABLE media_session (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    key VARCHAR(40) NOT NULL,
    audio BOOLEAN DEFAULT 'false' NOT NULL,
    video BOOLEAN DEFAULT 'false' NOT NULL,
    connected_at TIMESTAMP WITH TIME ZONE,
    disconnected_at TIMESTAMP WITH TIME ZONE,
    frames_sampled INTEGER DEFAULT '0' NOT NULL,
    frames_dropped INTEGER DEFAULT '0' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_media_session PRIMARY KEY (id),
    CONSTRAINT uq_media_session_interview_id_key UNIQUE (interview_id, key),
    CONSTRAINT fk_media_session_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE
);
CREATE INDEX ix_media_session_interview_id ON media_session (interview_id);

CREATE TABLE question (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    competency_id UUID,
    bank_question_id UUID,
    key VARCHAR(120) NOT NULL,
    position INTEGER NOT NULL,
    section VARCHAR(40) NOT NULL,
    source VARCHAR(40) NOT NULL,
    text VARCHAR(1000) NOT NULL,
    scored BOOLEAN NOT NULL,
    answer_limit_s INTEGER NOT NULL,
    rationale VARCHAR(1000) DEFAULT '' NOT NULL,
    speech JSONB,
    speech_duration_s DOUBLE PRECISION,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_question PRIMARY KEY (id),
    CONSTRAINT uq_question_interview_id_key UNIQUE (interview_id, key),
    CONSTRAINT uq_question_interview_id_position UNIQUE (interview_id, position),
    CONSTRAINT ck_question_answer_limit_s CHECK (answer_limit_s BETWEEN 30 AND 600),
    CONSTRAINT ck_question_position CHECK (position >= 0),
    CONSTRAINT fk_question_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_question_competency_id FOREIGN KEY(competency_id) REFERENCES competency (id) ON DELETE RESTRICT,
    CONSTRAINT fk_question_bank_question_id FOREIGN KEY(bank_question_id) REFERENCES bank_question (id) ON DELETE RESTRICT,
    CONSTRAINT ck_question_section CHECK (section IN ('introduction', 'motivation', 'job_knowledge', 'experience', 'problem_solving', 'communication', 'responsibility', 'growth', 'resume', 'closing')),
    CONSTRAINT ck_question_source CHECK (source IN ('bank', 'resume', 'follow_up', 'fallback'))
);
CREATE INDEX ix_question_bank_question_id ON question (bank_question_id);
CREATE INDEX ix_question_competency_id ON question (competency_id);
CREATE INDEX ix_question_interview_id ON question (interview_id);

CREATE TABLE report (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    interview_id UUID NOT NULL,
    language VARCHAR(40) NOT NULL,
    evaluation_attempt INTEGER NOT NULL,
    dimensions JSONB NOT NULL,
    weights JSONB NOT NULL,
    overall DOUBLE PRECISION,
    summary TEXT NOT NULL,
    strengths JSONB NOT NULL,
    improvements JSONB NOT NULL,
    engine JSONB,
    generated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (id),
    CONSTRAINT ck_report_overall CHECK (overall BETWEEN 1 AND 5),
    CONSTRAINT fk_report_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT uq_report_interview_id UNIQUE (interview_id),
    CONSTRAINT fk_report_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT ck_report_language CHECK (language IN ('ko', 'en'))
);
CREATE INDEX ix_report_company_id ON report (company_id);

CREATE TABLE resume (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    interview_id UUID NOT NULL,
    candidate_id UUID NOT NULL,
    state VARCHAR(40) NOT NULL,
    file JSONB,
    file_name VARCHAR(255) DEFAULT '' NOT NULL,
    language VARCHAR(40),
    pages JSONB,
    hidden_text JSONB,
    error_code VARCHAR(40),
    engine JSONB,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    superseded_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_resume PRIMARY KEY (id),
    CONSTRAINT ck_resume_has_file CHECK (state = 'skipped' OR file IS NOT NULL),
    CONSTRAINT fk_resume_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_resume_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_resume_candidate_id FOREIGN KEY(candidate_id) REFERENCES candidate (id) ON DELETE CASCADE,
    CONSTRAINT ck_resume_state CHECK (state IN ('reading', 'ready', 'failed', 'confirmed', 'skipped')),
    CONSTRAINT ck_resume_language CHECK (language IN ('ko', 'en')),
    CONSTRAINT ck_resume_error_code CHECK (error_code IN ('internal', 'deadline_passed', 'invalid_payload', 'file_missing', 'file_corrupt', 'engine_unavailable', 'engine_timeout', 'engine_failed', 'engine_output_invalid', 'out_of_memory', 'language_unsupported', 'capability_unavailable', 'pdf_not_a_pdf', 'pdf_encrypted', 'pdf_empty', 'pdf_too_large', 'pdf_too_many_pages', 'pdf_no_text', 'audio_unreadable', 'audio_too_long', 'worker_lost'))
);
CREATE INDEX ix_resume_candidate_id ON resume (candidate_id);
CREATE INDEX ix_resume_company_id ON resume (company_id);
CREATE INDEX ix_resume_interview_id ON resume (interview_id);
CREATE UNIQUE INDEX uq_resume_current ON resume (interview_id) WHERE superseded_at IS NULL;

CREATE TABLE rubric (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    competency_id UUID NOT NULL,
    bank_question_id UUID,
    version INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_rubric PRIMARY KEY (id),
    CONSTRAINT uq_rubric_competency_id_bank_question_id_version UNIQUE NULLS NOT DISTINCT (competency_id, bank_question_id, version),
    CONSTRAINT fk_rubric_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_rubric_competency_id FOREIGN KEY(competency_id) REFERENCES competency (id) ON DELETE CASCADE,
    CONSTRAINT fk_rubric_bank_question_id FOREIGN KEY(bank_question_id) REFERENCES bank_question (id) ON DELETE CASCADE
);
CREATE INDEX ix_rubric_bank_question_id ON rubric (bank_question_id);
CREATE INDEX ix_rubric_company_id ON rubric (company_id);

CREATE TABLE task_record (
    id UUID DEFAULT uuidv7() NOT NULL,
    key VARCHAR(200) NOT NULL,
    name VARCHAR(80) NOT NULL,
    interview_id UUID,
    correlation_id VARCHAR(64) DEFAULT '' NOT NULL,
    state VARCHAR(40) DEFAULT 'pending' NOT NULL,
    attempt INTEGER DEFAULT '0' NOT NULL,
    max_attempts INTEGER DEFAULT '3' NOT NULL,
    payload JSONB NOT NULL,
    context JSONB,
    deadline TIMESTAMP WITH TIME ZONE,
    lease_until TIMESTAMP WITH TIME ZONE,
    error_code VARCHAR(40),
    engine JSONB,
    sent_at TIMESTAMP WITH TIME ZONE,
    started_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    received_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_task_record PRIMARY KEY (id),
    CONSTRAINT ck_task_record_attempts CHECK (attempt >= 0 AND max_attempts >= 1),
    CONSTRAINT uq_task_record_key UNIQUE (key),
    CONSTRAINT fk_task_record_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT ck_task_record_state CHECK (state IN ('pending', 'sent', 'succeeded', 'failed')),
    CONSTRAINT ck_task_record_error_code CHECK (error_code IN ('internal', 'deadline_passed', 'invalid_payload', 'file_missing', 'file_corrupt', 'engine_unavailable', 'engine_timeout', 'engine_failed', 'engine_output_invalid', 'out_of_memory', 'language_unsupported', 'capability_unavailable', 'pdf_not_a_pdf', 'pdf_encrypted', 'pdf_empty', 'pdf_too_large', 'pdf_too_many_pages', 'pdf_no_text', 'audio_unreadable', 'audio_too_long', 'worker_lost'))
);
CREATE INDEX ix_task_record_interview_id ON task_record (interview_id);
CREATE INDEX ix_task_record_lease ON task_record (lease_until) WHERE state = 'sent';

CREATE TABLE timer (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID,
    kind VARCHAR(60) NOT NULL,
    key VARCHAR(200) NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    payload JSONB,
    fired_at TIMESTAMP WITH TIME ZONE,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_timer PRIMARY KEY (id),
    CONSTRAINT fk_timer_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT uq_timer_key UNIQUE (key)
);
CREATE INDEX ix_timer_due ON timer (due_at) WHERE fired_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX ix_timer_interview_id ON timer (interview_id);

CREATE TABLE evaluation (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    question_id UUID NOT NULL,
    competency_id UUID,
    rubric_id UUID,
    attempt INTEGER NOT NULL,
    state VARCHAR(40) NOT NULL,
    dimension VARCHAR(40),
    level INTEGER,
    rationale TEXT DEFAULT '' NOT NULL,
    missing TEXT DEFAULT '' NOT NULL,
    observations JSONB,
    draws JSONB,
    spread INTEGER DEFAULT '0' NOT NULL,
    engine JSONB,
    prompt_version VARCHAR(60) DEFAULT '' NOT NULL,
    rubric_version INTEGER,
    error_code VARCHAR(40),
    finished_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_evaluation PRIMARY KEY (id),
    CONSTRAINT uq_evaluation_question_id_attempt UNIQUE (question_id, attempt),
    CONSTRAINT ck_evaluation_level CHECK (level BETWEEN 1 AND 5),
    CONSTRAINT ck_evaluation_rated_has_level CHECK ((state = 'rated') = (level IS NOT NULL)),
    CONSTRAINT fk_evaluation_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_evaluation_question_id FOREIGN KEY(question_id) REFERENCES question (id) ON DELETE CASCADE,
    CONSTRAINT fk_evaluation_competency_id FOREIGN KEY(competency_id) REFERENCES competency (id) ON DELETE RESTRICT,
    CONSTRAINT fk_evaluation_rubric_id FOREIGN KEY(rubric_id) REFERENCES rubric (id) ON DELETE RESTRICT,
    CONSTRAINT ck_evaluation_state CHECK (state IN ('pending', 'rated', 'not_rated', 'failed')),
    CONSTRAINT ck_evaluation_dimension CHECK (dimension IN ('technical', 'experience', 'problem_solving', 'communication', 'responsibility', 'growth')),
    CONSTRAINT ck_evaluation_error_code CHECK (error_code IN ('internal', 'deadline_passed', 'invalid_payload', 'file_missing', 'file_corrupt', 'engine_unavailable', 'engine_timeout', 'engine_failed', 'engine_output_invalid', 'out_of_memory', 'language_unsupported', 'capability_unavailable', 'pdf_not_a_pdf', 'pdf_encrypted', 'pdf_empty', 'pdf_too_large', 'pdf_too_many_pages', 'pdf_no_text', 'audio_unreadable', 'audio_too_long', 'worker_lost'))
);
CREATE INDEX ix_evaluation_competency_id ON evaluation (competency_id);
CREATE INDEX ix_evaluation_interview_id ON evaluation (interview_id);
CREATE INDEX ix_evaluation_rubric_id ON evaluation (rubric_id);

CREATE TABLE human_rating (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    question_id UUID NOT NULL,
    rater_id UUID NOT NULL,
    revision INTEGER DEFAULT '1' NOT NULL,
    level INTEGER NOT NULL,
    reason TEXT NOT NULL,
    after_reveal BOOLEAN DEFAULT 'false' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_human_rating PRIMARY KEY (id),
    CONSTRAINT uq_human_rating_question_id_rater_id_revision UNIQUE (question_id, rater_id, revision),
    CONSTRAINT ck_human_rating_level CHECK (level BETWEEN 1 AND 5),
    CONSTRAINT fk_human_rating_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_human_rating_question_id FOREIGN KEY(question_id) REFERENCES question (id) ON DELETE CASCADE,
    CONSTRAINT fk_human_rating_rater_id FOREIGN KEY(rater_id) REFERENCES user_account (id) ON DELETE RESTRICT
);
CREATE INDEX ix_human_rating_interview_id ON human_rating (interview_id);
CREATE INDEX ix_human_rating_rater_id ON human_rating (rater_id);

CREATE TABLE outbox (
    id UUID DEFAULT uuidv7() NOT NULL,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    kind VARCHAR(40) NOT NULL,
    name VARCHAR(80) NOT NULL,
    interview_id UUID,
    task_record_id UUID,
    payload JSONB NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT uq_outbox_number UNIQUE (number),
    CONSTRAINT ck_outbox_kind CHECK (kind IN ('task', 'event')),
    CONSTRAINT fk_outbox_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_outbox_task_record_id FOREIGN KEY(task_record_id) REFERENCES task_record (id) ON DELETE CASCADE
);
CREATE INDEX ix_outbox_interview_id ON outbox (interview_id);
CREATE INDEX ix_outbox_task_record_id ON outbox (task_record_id);
CREATE INDEX ix_outbox_waiting ON outbox (number) WHERE published_at IS NULL;

CREATE TABLE passage (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    source VARCHAR(40) NOT NULL,
    job_id UUID,
    interview_id UUID,
    talent_value_id UUID,
    job_posting_id UUID,
    competency_id UUID,
    bank_question_id UUID,
    resume_id UUID,
    language VARCHAR(40) NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    text TEXT NOT NULL,
    embedding VECTOR(1024),
    lexemes TSVECTOR,
    model VARCHAR(200),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_passage PRIMARY KEY (id),
    CONSTRAINT ck_passage_one_source CHECK (num_nonnulls(talent_value_id, job_posting_id, competency_id, bank_question_id, resume_id) = 1),
    CONSTRAINT ck_passage_source_names_key CHECK (CASE source WHEN 'talent_profile' THEN talent_value_id WHEN 'job_posting' THEN job_posting_id WHEN 'competency' THEN competency_id WHEN 'question_bank' THEN bank_question_id WHEN 'resume' THEN resume_id END IS NOT NULL),
    CONSTRAINT ck_passage_resume_has_interview CHECK (source <> 'resume' OR interview_id IS NOT NULL),
    CONSTRAINT ck_passage_embedding_has_model CHECK ((embedding IS NULL) = (model IS NULL)),
    CONSTRAINT uq_passage_source UNIQUE NULLS NOT DISTINCT (talent_value_id, job_posting_id, competency_id, bank_question_id, resume_id, language, position),
    CONSTRAINT fk_passage_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT ck_passage_source CHECK (source IN ('talent_profile', 'job_posting', 'competency', 'question_bank', 'resume')),
    CONSTRAINT fk_passage_job_id FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE CASCADE,
    CONSTRAINT fk_passage_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_passage_talent_value_id FOREIGN KEY(talent_value_id) REFERENCES talent_value (id) ON DELETE CASCADE,
    CONSTRAINT fk_passage_job_posting_id FOREIGN KEY(job_posting_id) REFERENCES job (id) ON DELETE CASCADE,
    CONSTRAINT fk_passage_competency_id FOREIGN KEY(competency_id) REFERENCES competency (id) ON DELETE CASCADE,
    CONSTRAINT fk_passage_bank_question_id FOREIGN KEY(bank_question_id) REFERENCES bank_question (id) ON DELETE CASCADE,
    CONSTRAINT fk_passage_resume_id FOREIGN KEY(resume_id) REFERENCES resume (id) ON DELETE CASCADE,
    CONSTRAINT ck_passage_language CHECK (language IN ('ko', 'en'))
);
CREATE INDEX ix_passage_company_id ON passage (company_id);
CREATE INDEX ix_passage_embedding ON passage USING hnsw (embedding vector_cosine_ops);
CREATE INDEX ix_passage_interview_id ON passage (interview_id);
CREATE INDEX ix_passage_job_id ON passage (job_id);
CREATE INDEX ix_passage_lexemes ON passage USING gin (lexemes);
CREATE INDEX ix_passage_resume_id ON passage (resume_id);

CREATE TABLE resume_fact (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    resume_id UUID NOT NULL,
    position INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    title VARCHAR(300) NOT NULL,
    detail VARCHAR(4000) DEFAULT '' NOT NULL,
    organization VARCHAR(300) DEFAULT '' NOT NULL,
    started VARCHAR(20) DEFAULT '' NOT NULL,
    ended VARCHAR(20) DEFAULT '' NOT NULL,
    origin VARCHAR(40) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_resume_fact PRIMARY KEY (id),
    CONSTRAINT uq_resume_fact_resume_id_position UNIQUE (resume_id, position) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_resume_fact_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_resume_fact_resume_id FOREIGN KEY(resume_id) REFERENCES resume (id) ON DELETE CASCADE,
    CONSTRAINT ck_resume_fact_kind CHECK (kind IN ('education', 'experience', 'project', 'skill', 'certificate', 'self_introduction')),
    CONSTRAINT ck_resume_fact_origin CHECK (origin IN ('parsed', 'candidate'))
);
CREATE INDEX ix_resume_fact_company_id ON resume_fact (company_id);
CREATE INDEX ix_resume_fact_resume_id ON resume_fact (resume_id);

CREATE TABLE rubric_anchor (
    id UUID DEFAULT uuidv7() NOT NULL,
    company_id UUID NOT NULL,
    rubric_id UUID NOT NULL,
    level INTEGER NOT NULL,
    text_ko TEXT NOT NULL,
    text_en TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_rubric_anchor PRIMARY KEY (id),
    CONSTRAINT uq_rubric_anchor_rubric_id_level UNIQUE (rubric_id, level),
    CONSTRAINT ck_rubric_anchor_level CHECK (level BETWEEN 1 AND 5),
    CONSTRAINT fk_rubric_anchor_company_id FOREIGN KEY(company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT fk_rubric_anchor_rubric_id FOREIGN KEY(rubric_id) REFERENCES rubric (id) ON DELETE CASCADE
);
CREATE INDEX ix_rubric_anchor_company_id ON rubric_anchor (company_id);

CREATE TABLE turn (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    question_id UUID NOT NULL,
    index INTEGER NOT NULL,
    source VARCHAR(40) NOT NULL,
    text VARCHAR(1000) NOT NULL,
    intent VARCHAR(40),
    trigger VARCHAR(400) DEFAULT '' NOT NULL,
    rationale VARCHAR(1000) DEFAULT '' NOT NULL,
    engine JSONB,
    answer_limit_s INTEGER NOT NULL,
    speech JSONB,
    speech_duration_s DOUBLE PRECISION,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answer_opened_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_turn PRIMARY KEY (id),
    CONSTRAINT uq_turn_interview_id_index UNIQUE (interview_id, index),
    CONSTRAINT ck_turn_follow_up_has_intent CHECK ((source = 'follow_up') = (intent IS NOT NULL)),
    CONSTRAINT ck_turn_index CHECK (index >= 0),
    CONSTRAINT fk_turn_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_turn_question_id FOREIGN KEY(question_id) REFERENCES question (id) ON DELETE CASCADE,
    CONSTRAINT ck_turn_source CHECK (source IN ('bank', 'resume', 'follow_up', 'fallback')),
    CONSTRAINT ck_turn_intent CHECK (intent IN ('situation', 'task', 'action', 'result', 'number', 'decision', 'technology', 'clarify'))
);
CREATE INDEX ix_turn_interview_id ON turn (interview_id);
CREATE INDEX ix_turn_question_id ON turn (question_id);
CREATE UNIQUE INDEX uq_turn_open ON turn (interview_id) WHERE closed_at IS NULL;

CREATE TABLE answer (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    turn_id UUID NOT NULL,
    mode VARCHAR(40),
    end_reason VARCHAR(40),
    ended_at TIMESTAMP WITH TIME ZONE,
    duration_s DOUBLE PRECISION,
    typed_text TEXT,
    parts JSONB,
    transcript_state VARCHAR(40) DEFAULT 'pending' NOT NULL,
    transcript_source VARCHAR(40),
    transcript_error VARCHAR(40),
    transcript_engine JSONB,
    transcript_ready_at TIMESTAMP WITH TIME ZONE,
    recording_state VARCHAR(40) DEFAULT 'none' NOT NULL,
    recording JSONB,
    recording_duration_s DOUBLE PRECISION,
    recording_has_video BOOLEAN,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (id),
    CONSTRAINT ck_answer_ended_together CHECK (num_nulls(mode, end_reason, ended_at) IN (0, 3)),
    CONSTRAINT ck_answer_typed_has_text CHECK ((mode = 'typed') IS TRUE = (typed_text IS NOT NULL)),
    CONSTRAINT fk_answer_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT uq_answer_turn_id UNIQUE (turn_id),
    CONSTRAINT fk_answer_turn_id FOREIGN KEY(turn_id) REFERENCES turn (id) ON DELETE CASCADE,
    CONSTRAINT ck_answer_mode CHECK (mode IN ('spoken', 'typed')),
    CONSTRAINT ck_answer_end_reason CHECK (end_reason IN ('candidate', 'silence', 'time_limit')),
    CONSTRAINT ck_answer_transcript_state CHECK (transcript_state IN ('pending', 'ready', 'unavailable')),
    CONSTRAINT ck_answer_transcript_source CHECK (transcript_source IN ('live', 'stored', 'typed')),
    CONSTRAINT ck_answer_transcript_error CHECK (transcript_error IN ('internal', 'deadline_passed', 'invalid_payload', 'file_missing', 'file_corrupt', 'engine_unavailable', 'engine_timeout', 'engine_failed', 'engine_output_invalid', 'out_of_memory', 'language_unsupported', 'capability_unavailable', 'pdf_not_a_pdf', 'pdf_encrypted', 'pdf_empty', 'pdf_too_large', 'pdf_too_many_pages', 'pdf_no_text', 'audio_unreadable', 'audio_too_long', 'worker_lost')),
    CONSTRAINT ck_answer_recording_state CHECK (recording_state IN ('none', 'pending', 'ready', 'failed'))
);
CREATE INDEX ix_answer_interview_id ON answer (interview_id);

CREATE TABLE audio_chunk (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    turn_id UUID NOT NULL,
    part INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    mime VARCHAR(100) NOT NULL,
    path VARCHAR(400) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_audio_chunk PRIMARY KEY (id),
    CONSTRAINT uq_audio_chunk_turn_id_part_seq UNIQUE (turn_id, part, seq),
    CONSTRAINT ck_audio_chunk_not_negative CHECK (part >= 0 AND seq >= 0 AND size >= 0),
    CONSTRAINT fk_audio_chunk_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_audio_chunk_turn_id FOREIGN KEY(turn_id) REFERENCES turn (id) ON DELETE CASCADE
);
CREATE INDEX ix_audio_chunk_interview_id ON audio_chunk (interview_id);

CREATE TABLE evaluation_quote (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    evaluation_id UUID NOT NULL,
    turn_id UUID,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    start_s DOUBLE PRECISION,
    end_s DOUBLE PRECISION,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_evaluation_quote PRIMARY KEY (id),
    CONSTRAINT uq_evaluation_quote_evaluation_id_position UNIQUE (evaluation_id, position),
    CONSTRAINT ck_evaluation_quote_span CHECK (start_char >= 0 AND end_char > start_char),
    CONSTRAINT fk_evaluation_quote_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_evaluation_quote_evaluation_id FOREIGN KEY(evaluation_id) REFERENCES evaluation (id) ON DELETE CASCADE,
    CONSTRAINT fk_evaluation_quote_turn_id FOREIGN KEY(turn_id) REFERENCES turn (id) ON DELETE CASCADE
);
CREATE INDEX ix_evaluation_quote_interview_id ON evaluation_quote (interview_id);
CREATE INDEX ix_evaluation_quote_turn_id ON evaluation_quote (turn_id);

CREATE TABLE frame_observation (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    turn_id UUID,
    media_session VARCHAR(40) NOT NULL,
    sequence INTEGER NOT NULL,
    presentation_s DOUBLE PRECISION NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    face_count INTEGER NOT NULL,
    confidence DOUBLE PRECISION,
    yaw DOUBLE PRECISION,
    pitch DOUBLE PRECISION,
    roll DOUBLE PRECISION,
    gaze_x DOUBLE PRECISION,
    gaze_y DOUBLE PRECISION,
    engine JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_frame_observation PRIMARY KEY (id),
    CONSTRAINT uq_frame_observation_interview_id_media_session_sequence UNIQUE (interview_id, media_session, sequence),
    CONSTRAINT ck_frame_observation_face_count CHECK (face_count >= 0),
    CONSTRAINT fk_frame_observation_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_frame_observation_turn_id FOREIGN KEY(turn_id) REFERENCES turn (id) ON DELETE SET NULL
);
CREATE INDEX ix_frame_observation_interview_id ON frame_observation (interview_id);
CREATE INDEX ix_frame_observation_interview_id_captured_at ON frame_observation (interview_id, captured_at);
CREATE INDEX ix_frame_observation_turn_id ON frame_observation (turn_id);

CREATE TABLE speech_closing (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    turn_id UUID NOT NULL,
    media_session VARCHAR(40) NOT NULL,
    segments INTEGER NOT NULL,
    speech_s DOUBLE PRECISION NOT NULL,
    complete BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_speech_closing PRIMARY KEY (id),
    CONSTRAINT uq_speech_closing_turn_id_media_session UNIQUE (turn_id, media_session),
    CONSTRAINT fk_speech_closing_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_speech_closing_turn_id FOREIGN KEY(turn_id) REFERENCES turn (id) ON DELETE CASCADE
);
CREATE INDEX ix_speech_closing_interview_id ON speech_closing (interview_id);

CREATE TABLE speech_segment (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    turn_id UUID NOT NULL,
    media_session VARCHAR(40) NOT NULL,
    index INTEGER NOT NULL,
    pieces JSONB NOT NULL,
    engine JSONB,
    error_code VARCHAR(40),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_speech_segment PRIMARY KEY (id),
    CONSTRAINT uq_speech_segment_turn_id_media_session_index UNIQUE (turn_id, media_session, index),
    CONSTRAINT fk_speech_segment_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_speech_segment_turn_id FOREIGN KEY(turn_id) REFERENCES turn (id) ON DELETE CASCADE,
    CONSTRAINT ck_speech_segment_error_code CHECK (error_code IN ('internal', 'deadline_passed', 'invalid_payload', 'file_missing', 'file_corrupt', 'engine_unavailable', 'engine_timeout', 'engine_failed', 'engine_output_invalid', 'out_of_memory', 'language_unsupported', 'capability_unavailable', 'pdf_not_a_pdf', 'pdf_encrypted', 'pdf_empty', 'pdf_too_large', 'pdf_too_many_pages', 'pdf_no_text', 'audio_unreadable', 'audio_too_long', 'worker_lost'))
);
CREATE INDEX ix_speech_segment_interview_id ON speech_segment (interview_id);

CREATE TABLE transcript_entry (
    id UUID DEFAULT uuidv7() NOT NULL,
    interview_id UUID NOT NULL,
    answer_id UUID NOT NULL,
    turn_id UUID NOT NULL,
    question_id UUID NOT NULL,
    source VARCHAR(40) NOT NULL,
    index INTEGER NOT NULL,
    text TEXT NOT NULL,
    start_s DOUBLE PRECISION,
    end_s DOUBLE PRECISION,
    media_session VARCHAR(40),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_transcript_entry PRIMARY KEY (id),
    CONSTRAINT uq_transcript_entry_answer_id_source_index UNIQUE (answer_id, source, index),
    CONSTRAINT fk_transcript_entry_interview_id FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT fk_transcript_entry_answer_id FOREIGN KEY(answer_id) REFERENCES answer (id) ON DELETE CASCADE,
    CONSTRAINT fk_transcript_entry_turn_id FOREIGN KEY(turn_id) REFERENCES turn (id) ON DELETE CASCADE,
    CONSTRAINT fk_transcript_entry_question_id FOREIGN KEY(question_id) REFERENCES question (id) ON DELETE CASCADE,
    CONSTRAINT ck_transcript_entry_source CHECK (source IN ('live', 'stored', 'typed'))
);
CREATE INDEX ix_transcript_entry_interview_id ON transcript_entry (interview_id);
CREATE INDEX ix_transcript_entry_question_id ON transcript_entry (question_id);
CREATE INDEX ix_transcript_entry_turn_id ON transcript_entry (turn_id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Rows of consent leave only together with the interview that they belong to.
CREATE TRIGGER consent_append_only BEFORE UPDATE ON consent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
