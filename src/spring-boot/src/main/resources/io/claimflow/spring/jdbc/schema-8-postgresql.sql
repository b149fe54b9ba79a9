-- The eighth version of the tables: the run log answers fast. Run schema-7-postgresql.sql before.

-- All that is counted is in these two, so few rows are read.
CREATE INDEX IF NOT EXISTS claimflow_run_started ON claimflow_run (started_at, trigger_id, workflow, status);

DROP INDEX IF EXISTS claimflow_run_started_at;

CREATE INDEX IF NOT EXISTS claimflow_run_times ON claimflow_run (workflow, trigger_id, started_at, duration_us);

INSERT INTO claimflow_schema (version, applied_at) VALUES (8, current_timestamp) ON CONFLICT DO NOTHING;
