-- The third version of the tables: the run log. Run schema-2-postgresql.sql before.

-- A run of a workflow each.
CREATE TABLE IF NOT EXISTS claimflow_run (
  -- In the order in which they were written.
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id varchar(64) NOT NULL,
  started_at timestamp with time zone NOT NULL,
  trace_id varchar(64),
  workflow varchar(200) NOT NULL,
  trigger_id varchar(200) NOT NULL,
  deployment bigint NOT NULL,
  -- LIVE or PREVIEW.
  choice varchar(20) NOT NULL,
  node varchar(200) NOT NULL,
  client varchar(200),
  -- A keyed hash, or a name where names are asked for.
  user_id varchar(300),
  user_is_hash boolean NOT NULL,
  origin varchar(100),
  grant_type varchar(100),
  -- COMPLETED, DENIED or FAILED.
  status varchar(20) NOT NULL,
  failure varchar(40),
  place varchar(500),
  duration_us bigint NOT NULL,
  -- The names of the claims that are not what they were, each between line breaks.
  changed varchar(4000) NOT NULL,
  -- JSON, without the value of a claim.
  detail text NOT NULL,
  -- Encrypted; the values of claims, where they are asked for.
  content text
);

CREATE INDEX IF NOT EXISTS claimflow_run_run_id ON claimflow_run (run_id);

CREATE INDEX IF NOT EXISTS claimflow_run_started_at ON claimflow_run (started_at);

CREATE INDEX IF NOT EXISTS claimflow_run_user_id ON claimflow_run (user_id);

INSERT INTO claimflow_schema (version, applied_at) VALUES (3, current_timestamp) ON CONFLICT DO NOTHING;
