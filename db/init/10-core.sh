#!/bin/sh
# Runs once, when the volume is empty: the core owns its database and is no superuser.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set core_password="$CORE_DB_PASSWORD" <<'SQL'
CREATE ROLE interview_core LOGIN PASSWORD :'core_password';
CREATE DATABASE interview OWNER interview_core;
\connect interview
CREATE EXTENSION vector;
SQL
