-- The fifth version of the tables: previews. Run schema-4-postgresql.sql before.

-- A preview each. What is not here is no preview; a row stays at least until it has expired.
CREATE TABLE IF NOT EXISTS claimflow_preview (
  number bigint PRIMARY KEY,
  deployment bigint NOT NULL,
  digest varchar(100) NOT NULL,
  client varchar(500) NOT NULL,
  user_name varchar(500),
  expires_at timestamp with time zone NOT NULL,
  made_by varchar(200) NOT NULL,
  made_at timestamp with time zone NOT NULL,
  reason varchar(1000) NOT NULL,
  -- Who ended it before that, and why.
  revoked_by varchar(200),
  revoked_at timestamp with time zone,
  revocation varchar(1000),
  -- Authenticates the row.
  code varchar(200) NOT NULL
);

CREATE INDEX IF NOT EXISTS claimflow_preview_expires_at ON claimflow_preview (expires_at);

INSERT INTO claimflow_schema (version, applied_at) VALUES (5, current_timestamp) ON CONFLICT DO NOTHING;
